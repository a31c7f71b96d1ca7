"""What the check objects to, the treatment has taken out before: in names, keys and cells, in every form.

The two share no code, so every form that the check knows is tried on the treatment, and no export is refused for it.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from clinical_classes import CLASSES

from deid import pipeline
from deid.release.check.patterns import ALL, findings, plain
from deid.safe_harbor.identifying_names import name_identifies
from deid.safe_harbor.kinds import KINDS
from deid.tables.screening import CellScreen

FORMS = {
    "hardware address": ["00:1B:44:11:3A:B8", "00-1b-44-11-3a-b8", "001b.4411.3ab8"],
    "long number": ["6564100", "face_6564100.jpg", "19571121", "656410077"],
    "telephone": ["617-555-0147", "617.555.0147", "(617) 555-0147", "+44 20 7946 0958", "tel 555-0147"],
    "e-mail": ["mary.lum@example.org", "mary.lum [at] example.org"],
    "social security": ["078-05-1120", "078 05 1120", "SSN 078051120"],
    "record": ["MRN A-77412"],
    "insurance and cards": ["1EG4-TE5-MK73", "4111 1111 1111 1111"],
    "vehicle": ["1HGCM82633A004352"],
    "device": ["(01)00844588003288(21)A213B1", "(21)A213B1"],
    "UIDs": [
        "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "1.2.826.0.1.3680043.2.1143.1590",
        "2.25.329800735698586629295641978511506172918",
    ],
    "streets": ["17 Wexcombe Street", "17 Wexcombe St", "17 wexcombe street", "17 WEXCOMBE ST", "PO Box 1842"],
    "places": ["42.36011, -71.05891", "42°21'37\"N", "MA 02139", "zip 02139"],
    "dates": ["1957-11-21", "11/21/1957", "11/21/57", "21 Nov 1957", "November 21, 1957", "21NOV1957"],
    "parts of dates": ["Nov 1957", "November 21", "1957-11", "1957 Q4", "14:35", "21T14:35:10"],
    "ages": ["93 years old", "nonagenarian"],
    "web": ["https://portal.zq.com/u/1", "www.zqmail.com", "zqmail.com", "203.0.113.17", "2001:db8::8a2e:370:7334"],
}
SHAPES = [form for forms in FORMS.values() for form in forms]
HARVESTED = {
    "name": ["O'Brien", "O\u2019Brien", unicodedata.normalize("NFD", "Mu\u00f1oz\u00e1lez"), "Quacken\u200bbush"],
    "number": ["656417", "656-417", "$656,417", "GLX-1002377", "-656417"],
    "day": ["11211957", "11-21-57", "21.11.57"],
    "place": ["Wexcombe", "12 Rue de la Paix du Roi Nord Est Apt 4"],
}
AROUND = [
    "{}",
    "x {}",
    "{} x",
    "via.{}",
    "{}.x",
    "x_{}",
    "{}_x",
    "x-{}",
    "({})",
    "{}, stable",
    "see:{}",
    "a/{}",
    " {} ",
]
KEPT = ("description", "category", "measurement", "amount", "unit", "flag", "public_code", "payer", "state", "country")
ROWS = 300


class _Nothing:
    """An export of which nothing was harvested."""

    def places(self, _kind: object, _squeezed: object) -> list[int]:
        return []

    def which_text(self, _kind: object, texts: list[str]) -> list[bool]:
        return [False] * len(texts)


def _written() -> Iterator[str]:
    """Every form alone and among other signs, in its own letters, in capitals and in small ones."""
    for form in SHAPES:
        for around in AROUND:
            for spelled in (str, str.upper, str.lower):
                yield spelled(around.format(form))


def test_each_pattern_of_the_check_is_met_by_a_form() -> None:
    unmet = [each.regex.pattern for each in ALL if not any(each.found(plain(form)) for form in _written())]
    assert unmet == []


@pytest.mark.parametrize("kind", KEPT)
def test_a_cell_that_the_check_objects_to_is_blanked(kind: str) -> None:
    screen = CellScreen(_Nothing())
    seen = [text for text in _written() if findings(text, kind)]
    assert seen
    assert [text for text in seen if screen.identified(KINDS[kind], [text]) == [None]] == []


def test_a_name_that_the_check_objects_to_identifies() -> None:
    assert [text for text in _written() if findings(text) and not name_identifies(text)] == []


@pytest.mark.parametrize(
    "name",
    [
        "contact.info",
        "patient.name.given",
        "address.us",
        "amount.net",
        "data.v2.1",
        "pao2_fio2",
        "hba1c_2",
        "code[].system",
    ],
)
def test_a_path_of_keys_is_no_identifier(name: str) -> None:
    assert not name_identifies(name)


def _ids() -> list[str]:
    return [f"P{100_000 + 7 * row}" for row in range(ROWS)]


def _people(export: Path, harvested: bool) -> None:
    """Those whose values the release may not hold."""
    columns = {"patient_id": _ids()[:60]}
    if harvested:
        columns |= {
            "mrn": ["656417", "65641", "65642"] * 20,
            "patient_name": ["Sean O'Brien", "Lucia Mu\u00f1oz\u00e1lez", "Zebulon Quackenbush"] * 20,
            "serial_number": [form for form, _ in zip(cycle(SHAPES), range(60), strict=False)],
            "device_serial": ["GLX-1002377"] * 60,
            "seen_on": ["1957-11-21"] * 60,
            "home_address": ["12 Rue de la Paix du Roi Nord Est Apt 4", "17 Wexcombe Street"] * 30,
            "city": ["Wexcombe"] * 60,
        }
    pd.DataFrame(columns).to_csv(export / "people.csv", index=False)


def _frame(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"patient_id": _ids(), **columns})


STATUS = ["final", "pending"] * (ROWS // 2)


def _name_csv(export: Path, names: list[str]) -> None:
    for place in range(0, len(names), 6):
        _frame(status=STATUS, **dict.fromkeys(names[place : place + 6], STATUS)).to_csv(
            export / f"table{place}.csv", index=False
        )


def _name_parquet(export: Path, names: list[str]) -> None:
    _frame(**dict.fromkeys(names, STATUS)).to_parquet(export / "columns.parquet")
    fields = pa.array([dict.fromkeys(names, "final")] * ROWS)
    pq.write_table(pa.table({"patient_id": _ids(), "via": fields}), export / "structs.parquet")


def _name_json(export: Path, names: list[str]) -> None:
    shapes: dict[str, Callable[[str], dict[str, object]]] = {
        "keys": lambda name: {name: "final"},
        "dotted": lambda name: {f"via.{name}": "final"},
        "children": lambda name: {"via": {name: "final"}},
        "parents": lambda name: {name: {"status": "final"}},
        "lists": lambda name: {name: [{"status": "final"}, {"status": "pending"}]},
    }
    for shape, of in shapes.items():
        lines = []
        for row, key in enumerate(_ids()):
            line: dict[str, object] = {"patient_id": key, "status": "final"}
            for name in names if row % 10 == 0 else ():
                for outer, inner in of(name).items():
                    line[outer] = {**line[outer], **inner} if outer in line else inner  # type: ignore[dict-item]
            lines.append(json.dumps(line))
        (export / f"{shape}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def _name_files(export: Path, names: list[str]) -> None:
    for name in (name for name in names if "/" not in name):
        _frame(status=STATUS).head(20).to_csv(export / f"{name}.csv", index=False)
        (export / f"x_{name}").mkdir()
        _frame(status=STATUS).head(20).to_csv(export / f"x_{name}" / "t.csv", index=False)


def _name_sheets(export: Path, names: list[str]) -> None:
    fit = {name.lower(): name for name in names if not set(name) & set("[]:*?/\\'") and len(name) <= 31}
    with pd.ExcelWriter(export / "book.xlsx", engine="xlsxwriter") as book:
        for name in fit.values():
            _frame(status=STATUS).head(20).to_excel(book, sheet_name=name, index=False)


@pytest.mark.parametrize("harvested", [False, True])
@pytest.mark.parametrize("naming", [_name_csv, _name_parquet, _name_json, _name_files, _name_sheets])
def test_names_are_replaced_and_the_release_is_sealed(
    tmp_path: Path, search: type, naming: Callable[[Path, list[str]], None], harvested: bool
) -> None:
    names = [*SHAPES, *(value for values in HARVESTED.values() for value in values if harvested)]
    export = tmp_path / "export"
    export.mkdir()
    _people(export, harvested)
    naming(export, names)
    release = pipeline.run(export, tmp_path / "release")
    assert not release.evidence.quarantined
    text = search(release.path).text
    assert [name for name in names if name.lower() in text and _tells(name)] == []


def _tells(name: str) -> bool:
    """Whether a name is long enough not to stand somewhere by chance, as "14:35" among the report's digits."""
    return len(name) > 7


COLUMNS = {
    **CLASSES,
    "snomed": ["38341003", "44054006"],
    "OBX_3": ["718-7^Hemoglobin^LN", "2345-7^Glucose^LN"],
    "OBX_6": ["g/dL", "mg/dL"],
    "OBX_7": ["12-16", "70-99"],
    "OBX_11": ["F", "P"],
    "weight_kg": [f"{number / 10}" for number in range(400, 1200)],
    "platelets": [str(number) for number in range(90_000, 400_000, 111)],
}


def _strewn(cells: list[str], strays: list[str], rng: random.Random) -> list[str]:
    for stray, row in zip(strays, rng.sample(range(len(cells)), len(strays)), strict=True):
        cells[row] = stray
    return cells


def _export_with_strays(export: Path, strays: list[str]) -> None:
    """Every stray in a column of an attribute, a value and a JSON leaf, and in some of the columns of classes."""
    rng = random.Random(7)
    for place, (name, classes) in enumerate(COLUMNS.items()):
        some = [stray for number, stray in enumerate(strays) if number % 7 == place % 7]
        column = _strewn([rng.choice(classes) for _ in range(ROWS)], some, rng)
        _frame(**{name: column}).to_csv(export / f"c{place}.csv", index=False)
    for place in range(0, len(strays), 15):
        some = strays[place : place + 15]
        attributes = [rng.choice(["weight_kg", "hgb", "smoking status"]) for _ in range(ROWS)]
        values = ["never smoker" if name == "smoking status" else "71.5" for name in attributes]
        _frame(attribute=attributes, value=_strewn(values[:], some, rng)).to_csv(export / f"v{place}.csv", index=False)
        _frame(attribute=_strewn(attributes, some, rng), value=values).to_csv(export / f"a{place}.csv", index=False)
    lines = [
        {
            "patient_id": key,
            "code": {"coding": [{"code": "718-7", "display": "Hemoglobin"}]},
            "value": 7.5,
            "tags": ["stat"],
        }
        for key in _ids()
    ]
    for number, stray in enumerate(strays):
        line = lines[3 * number]
        match number % 4:
            case 0:
                line["code"] = {"coding": [{"code": stray, "display": "Hemoglobin"}]}
            case 1:
                line["code"] = {"coding": [{"code": "718-7", "display": stray}]}
            case 2:
                line["value"] = stray
            case _:
                line["tags"] = ["stat", stray]
    (export / "results.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


@pytest.mark.parametrize("harvested", [False, True])
def test_strays_go_and_the_release_is_sealed(tmp_path: Path, search: type, harvested: bool) -> None:
    export = tmp_path / "export"
    export.mkdir()
    _people(export, harvested)
    strays = [*SHAPES, *(value for values in HARVESTED.values() for value in values if harvested)]
    _export_with_strays(export, strays)
    release = pipeline.run(export, tmp_path / "release")
    assert not release.evidence.quarantined
    text = search(release.path / "data").text
    assert [stray for stray in strays if stray.lower() in text and _tells(stray)] == []
