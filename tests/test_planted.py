"""A value of each of the 18 kinds in every place of an export where it could hide; none may come out."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from deid import pipeline

ROWS = 40
PLANTS = {
    "A": ("Quackenbush", "patient_name", [f"{n} Quackenbush" for n in ("Zebulon", "Philippa", "Ottoline", "Enos")]),
    "B": ("Wexcombe", "home_address", [f"{n} Wexcombe Street" for n in (17, 230, 4411, 92)]),
    "C": ("1957-11-2", "seen_on", ["1957-11-21", "1957-11-22", "1957-11-23", "1957-11-24"]),
    "D": ("555-0147", "home_phone", ["(617) 555-0147", "(617) 555-0147", "617-555-0147", "+1 617 555-0147"]),
    "E": ("555-0188", "fax_number", ["(617) 555-0188", "617-555-0188", "(617) 555-0188", "(617) 555-0188"]),
    "F": ("zq.mail", "email", [f"zq.mail{n}@example.org" for n in range(4)]),
    "G": ("078-05-11", "ssn", ["078-05-1120", "078-05-1121", "078-05-1122", "078-05-1123"]),
    "H": ("77441", "mrn", ["7744100", "7744101", "7744102", "7744103"]),
    "I": ("1EG4-TE5-MK7", "member_number", ["1EG4-TE5-MK73", "1EG4-TE5-MK72", "1EG4-TE5-MK71", "1EG4-TE5-MK74"]),
    "J": ("88123400", "account_number", ["88123400551", "88123400552", "88123400553", "88123400554"]),
    "K": ("D8812", "driver_license", ["D88127701", "D88127702", "D88127703", "D88127704"]),
    "L": ("1HGCM82633A00", "vin", ["1HGCM82633A004352", "1HGCM82633A004352", "1HGCM82633A004353", "1HGCM82633A004354"]),
    "M": ("00:1B:44:11", "device_mac", [f"00:1B:44:11:3A:B{n}" for n in range(4)]),
    "N": ("portal.zq", "link", [f"https://portal.zq.example.org/u/{n}" for n in range(4)]),
    "O": ("203.0.113.", "client_ip", [f"203.0.113.{n}" for n in (17, 18, 19, 20)]),
    "P": ("FPTEMPLATE", "fingerprint", [f"FPTEMPLATE-99{n}" for n in range(4)]),
    "Q": ("zqface", "photo", [f"faces/zqface{n}.jpg" for n in range(4)]),
    "R": ("3fa85f64-5717", "device_token", [f"3fa85f64-5717-4562-b3fc-2c963f66af{n}0" for n in range(4)]),
}  # fmt: skip
CLINICAL = {"icd10": "E11.9", "test": "Glucose [Mass/volume] in Serum", "status": "final", "unit": "mg/dL"}


def _column(letter: str) -> list[str]:
    return [PLANTS[letter][2][row % 4] for row in range(ROWS)]


def _base() -> dict[str, list[object]]:
    return {"patient_id": [f"P{row:07d}" for row in range(ROWS)], **{k: [v] * ROWS for k, v in CLINICAL.items()}}


@pytest.fixture(scope="module")
def release(tmp_path_factory, search):
    export = tmp_path_factory.mktemp("planted") / "export"
    export.mkdir()
    for letter, (_, name, _values) in PLANTS.items():
        frame = pd.DataFrame({**_base(), name: _column(letter)})
        frame.to_csv(export / f"named_{letter.lower()}.csv", index=False)
        _hidden(letter).to_csv(export / f"useless_{letter.lower()}.csv", index=False)
        _mixed(letter).to_csv(export / f"mixed_{letter.lower()}.csv", index=False)
        _lying(letter).to_csv(export / f"lying_{letter.lower()}.tsv", index=False, sep="\t")
    _attributes().to_csv(export / "attributes.csv", index=False)
    _nested(export / "events.jsonl")
    _categories(export / "categories.parquet")
    with pd.ExcelWriter(export / "book.xlsx", engine="xlsxwriter") as book:
        for letter in PLANTS:
            _hidden(letter).to_excel(book, sheet_name=f"Sheet {letter}", index=False)
    return pipeline.run(export, export.parent / "release")


def _hidden(letter: str) -> pd.DataFrame:
    """Under a name that says nothing."""
    return pd.DataFrame({**_base(), "c7": _column(letter)})


def _mixed(letter: str) -> pd.DataFrame:
    """One cell among clinical ones."""
    statuses = ["final"] * ROWS
    statuses[ROWS // 2] = PLANTS[letter][2][0]
    return pd.DataFrame({**_base(), "status": statuses})


def _lying(letter: str) -> pd.DataFrame:
    """Under a clinical name."""
    return pd.DataFrame({**_base(), "glucose": _column(letter), "diagnosis_description": _column(letter)})


def _attributes() -> pd.DataFrame:
    rows = [("P0000001", "weight_kg", "71.5"), ("P0000002", "smoking_status", "never smoker")]
    rows += [(f"P{n:07d}", PLANTS[letter][1], PLANTS[letter][2][n]) for letter in PLANTS for n in range(4)]
    return pd.DataFrame(rows, columns=["patient", "attribute", "value"])


def _nested(path) -> None:
    lines = []
    for row in range(ROWS):
        person = {PLANTS[letter][1]: PLANTS[letter][2][row % 4] for letter in PLANTS}
        extra = {letter: {"x": PLANTS[letter][2][row % 4]} for letter in PLANTS}
        lines.append(json.dumps({"mrn": f"P{row:07d}", "user": person, "extra": extra, "tags": list(person.values())}))
    path.write_text("\n".join(lines) + "\n")


def _categories(path) -> None:
    """Labels of a category that no row uses are data, too."""
    unused = [value for letter in PLANTS for value in PLANTS[letter][2]]
    labels = pa.array(["final", "preliminary", *unused])
    column = pa.DictionaryArray.from_arrays(pa.array([row % 2 for row in range(ROWS)], pa.int32()), labels)
    ids = pa.array([f"P{row:07d}" for row in range(ROWS)])
    table = pa.table({"patient_id": ids, "status": column}).replace_schema_metadata({"owner": "Zebulon Quackenbush"})
    pq.write_table(table, path)


@pytest.mark.parametrize("letter", sorted(PLANTS))
def test_no_planted_value_comes_out(release, search, letter):
    text = _text(release.path, search)
    assert PLANTS[letter][0].lower() not in text


_READ: dict[object, str] = {}


def _text(path, search) -> str:
    if path not in _READ:
        _READ[path] = search(path).text
    return _READ[path]


def test_the_clinical_columns_beside_them_stay(release):
    frame = pd.read_csv(release.path / "data/tables/named_a.csv", dtype=str)
    for name, value in CLINICAL.items():
        assert set(frame[name]) == {value}
    mixed = pd.read_csv(release.path / "data/tables/mixed_g.csv", dtype=str)
    assert (mixed["status"] == "final").sum() == ROWS - 1


def test_every_file_of_the_export_came_out(release):
    assert not release.evidence.quarantined
    assert len(release.evidence.tables) == 4 * len(PLANTS) + 3 + len(PLANTS)
