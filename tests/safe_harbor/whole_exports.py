"""Whole exports: tables of the same persons, with what is right for every column and strays planted in class cells.

A line of the file is ``name: maker -> fate``, and behind the fate may stand ``! stray, stray``: each is planted in
one row, and nothing of it may be left. Makers are those of labelled_columns.py and the ones below. ``a|b||c`` draws
a word, those behind ``||`` seldom; ``me.X`` is the same for all rows of a person and ``visit.X`` for all of an
encounter (also in braces within a text); ``list.2`` is the third field of the record that the row drew from a list;
``=text`` is constant; `` ?`` leaves every third cell empty. Fates: ``keep`` (every cell), ``remove``, ``recode``,
``generalise``, ``free`` (either way), ``eav`` (kept but where the row says otherwise).
"""

from __future__ import annotations

import random
import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_LABELLED = runpy.run_path(str(Path(__file__).with_name("labelled_columns.py")))
Maker: Any = _LABELLED["Maker"]
WORDS: dict[str, str] = _LABELLED["WORDS"]
FATES = frozenset({"keep", "remove", "recode", "generalise", "free", "eav"})
_SELDOM = 0.02


@dataclass(frozen=True)
class Column:
    """One column: its cells, what is right for it, and the rows that hold a planted stray."""

    name: str
    fate: str
    cells: list[str]
    strays: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One table of an export."""

    export: str
    name: str
    columns: list[Column]


class ExportMaker(Maker):  # type: ignore[misc]
    """The makers of labelled columns, and those that a whole export needs."""

    def iso_moment(self) -> str:
        return str(self.moment().strftime("%Y-%m-%d %H:%M:%S"))

    def oracle_moment(self) -> str:
        return str(self.moment().strftime("%d-%b-%Y %H:%M:%S").upper())

    def sas_day(self) -> str:
        return self.day().strftime("%d%b%Y").upper()  # type: ignore[no-any-return]

    def clock_seconds(self) -> str:
        return str(self.moment().strftime("%H:%M:%S"))

    def clock_bare(self) -> str:
        return str(self.moment().strftime("%H%M"))

    def hex16(self) -> str:
        return str(self.short_hash()).upper()

    def coded_z(self) -> str:
        return f"Z{self.digits(7)}"

    def name_last_first_upper(self) -> str:
        return str(self.name_last_first()).upper().replace(", ", ",")

    def unit_number(self) -> str:
        return f"M{self.digits(9)}"

    def account(self) -> str:
        return f"V{self.digits(10)}"

    def specimen_number(self) -> str:
        return f"{self.random.randint(101, 1231):04d}:C{self.random.randint(1, 99999):05d}R"

    def lab_accession(self) -> str:
        return f"{self.random.choice('HCMS')}{self.digits(7)}"

    def state_city_zip(self) -> str:
        return f"Zip codes\\Massachusetts\\{self.real_city()}\\{self.faker.zipcode()}\\"

    def signature_file(self) -> str:
        return f"signature_{self.iso_date()}_{self.digits(4)}.png"

    def portal_url(self) -> str:
        return f"https://portal.example.org/patients/{self.digits(8)}/labs"

    def practitioner_reference(self) -> str:
        return f"Practitioner/{self.uuid4()}"

    def ipv4(self) -> str:
        return str(self.faker.ipv4_public())


class _Rows:
    """Draws the rows of one table: every row has a visit, and every visit a person."""

    def __init__(self, export: str, content: dict[str, Any], table: str) -> None:
        self.export, self.people = export, int(content["people"])
        self.records: dict[str, list[list[object]]] = content.get("records", {})
        self.random = random.Random(f"{export}.{table}")
        self.maker = ExportMaker(f"{export}.{table}")
        self.own = ExportMaker(export)

    def owned(self, whose: str, visit: int, how: str) -> str:
        """The same for one person or one visit in every table of the export."""
        key = f"{self.export}.{whose}.{visit % self.people if whose == 'me' else visit}.{how}"
        self.own.random.seed(key)
        self.own.faker.seed_instance(key)
        return self.value(self.own, how)

    def value(self, maker: Any, how: str) -> str:
        if "|" in how:
            common, _, rare = how.partition("||")
            seldom = bool(rare) and maker.random.random() < _SELDOM
            return str(maker.random.choice((rare if seldom else common).split("|"))).strip()
        return str(maker.value(how)) if _is_maker(how) else how.removeprefix("=")

    def cell(self, how: str, visit: int, drawn: dict[str, list[object]]) -> str:
        if "{" in how:
            return _PART.sub(lambda part: self.owned(part[1], visit, part[2]), how)
        whose, _, rest = how.partition(".")
        if whose in ("me", "visit"):
            return self.owned(whose, visit, rest)
        if whose in self.records and rest.isdigit():
            record = drawn.setdefault(whose, self.random.choice(self.records[whose]))
            return self.value(self.maker, str(record[int(rest)]))
        return self.value(self.maker, how)


def _is_maker(how: str) -> bool:
    name = how.partition("(")[0]
    if not name.isidentifier():
        return False
    return name in WORDS or hasattr(ExportMaker, name) or hasattr(_FAKER, name)


_FAKER = Maker("").faker
_PART = re.compile(r"\{(me|visit)\.([^}]+)\}")


def read(name: str) -> Iterator[Table]:
    """Every table of a file of exports that stands beside this one."""
    exports = YAML(typ="safe").load(Path(__file__).with_name(name).read_text("utf-8"))
    for export, content in exports.items():
        for table, described in content["tables"].items():
            yield _table(_Rows(export, content, table), str(table), described)


def _table(rows: _Rows, table: str, described: dict[str, Any]) -> Table:
    wanted = described["rows"]
    count = rows.people if wanted == "people" else int(wanted)
    visits = [row if wanted == "people" else rows.random.randrange(2 * rows.people) for row in range(count)]
    drawn: list[dict[str, list[object]]] = [{} for _ in range(count)]
    columns = []
    for line in described["columns"]:
        ((name, label),) = line.items()
        how, _, right = str(label).rpartition(" -> ")
        fate, _, strays = right.partition(" ! ")
        assert fate in FATES, (table, name, label)
        seldom_filled = how.endswith(" ?")
        cells = [rows.cell(how.removesuffix(" ?"), visit, own) for visit, own in zip(visits, drawn, strict=True)]
        if seldom_filled:
            cells = ["" if rows.random.random() < 1 / 3 else cell for cell in cells]
        planted = _plant(rows, cells, visits, [stray.strip() for stray in strays.split(",") if stray])
        columns.append(Column(str(name), fate, cells, planted))
    return Table(rows.export, table, columns)


def _plant(rows: _Rows, cells: list[str], visits: list[int], strays: list[str]) -> dict[int, str]:
    planted: dict[int, str] = {}
    for how in strays:
        row = rows.random.randrange(len(cells))
        planted[row] = cells[row] = rows.cell(how, visits[row], {})
    return planted
