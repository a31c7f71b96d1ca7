"""One table file on its way through the room: surveyed, planned, gathered, treated, written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from deid import profile as profiles
from deid.planning import Plan, Survey, plan_of
from deid.tables.applying import Keys
from deid.tables.gathering import Gatherer
from deid.tables.looking import look
from deid.tables.opening import TableFile, open_table
from deid.tables.screening import CellScreen
from deid.tables.writing import Written, write_file
from deid.vault import Vault, settle_persons


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[str, bytes], TableFile]:
    """A file with these bytes, opened as a table."""

    def call(name: str, content: bytes) -> TableFile:
        path = tmp_path / name
        path.write_bytes(content)
        return open_table(path)

    return call


@pytest.fixture
def cells_of() -> Callable[[TableFile], list[dict[str, list[object]]]]:
    """The cells of each sheet, by the columns' names (which must not repeat)."""

    def call(table: TableFile) -> list[dict[str, list[object]]]:
        found = []
        for sheet in table.sheets:
            batches = list(sheet.reader.batches())
            schema = batches[0].schema if batches else pa.schema([])
            whole = pa.Table.from_batches(batches, schema)
            names = sheet.reader.header[: whole.num_columns]
            found.append(dict(zip(names, (column.to_pylist() for column in whole.columns), strict=True)))
        return found

    return call


class Street:
    """Survey to apply for one file, with one vault."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.vault = Vault.create(folder / "vault")

    def plan(self, path: Path) -> Plan:
        table = open_table(path)
        looks = tuple(look(path.name, sheet.name, table.format, sheet.reader) for sheet in table.sheets)
        return plan_of(Survey(looks, {}, ()), profiles.load("safe-harbor"), 2026)

    def run(
        self, path: Path, decide: Callable[[Plan], Plan] = lambda plan: plan, target: str = ""
    ) -> tuple[Path, dict[str, Written]]:
        plan = decide(self.plan(path))
        written = self.folder / "out" / (target or path.name)
        with self.vault.workspace() as work:
            gatherer = Gatherer(self.vault, work, "1")
            sheets = {sheet.name: sheet.reader for sheet in open_table(path).sheets}
            for table in plan.tables:
                gatherer.gather(table, sheets[table.sheet], 2026)
            gatherer.close()
            settle_persons(self.vault.crosswalk("person"), self.vault.links(work), work)
            for domain in ("record", "uid"):
                self.vault.crosswalk(domain).settle(work / domain)
            harvest = self.vault.harvest(work)
            harvest.seal()
            keys = Keys(self.vault, CellScreen(harvest), 2023, plan.treatments)
            plans = {table.sheet: table for table in plan.tables}
            return written, write_file(open_table(path), plans, written, keys)


@pytest.fixture
def street(tmp_path: Path) -> Street:
    return Street(tmp_path)


@pytest.fixture
def keeping() -> Callable[..., Callable[[Plan], Plan]]:
    """Change a plan: these columns stay as categories, or take another treatment."""

    def call(*names: str, kind: str = "category", treatment: str = "keep") -> Callable[[Plan], Plan]:
        def decide(plan: Plan) -> Plan:
            tables = [
                table.model_copy(
                    update={
                        "columns": tuple(
                            field.model_copy(update={"kind": kind, "treatment": treatment, "output": field.name})
                            if field.name in names
                            else field
                            for field in table.columns
                        )
                    }
                )
                for table in plan.tables
            ]
            return plan.model_copy(update={"tables": tuple(tables)})

        return decide

    return call
