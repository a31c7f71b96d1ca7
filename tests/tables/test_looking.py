"""What the survey sees of a table's beginning."""

from __future__ import annotations

import random

import pyarrow as pa

from deid.planning.deciding import plan_of
from deid.planning.survey import Survey, TableLook
from deid.profile import load
from deid.tables.looking import look_at


def _look(source: str, columns: dict[str, list[str]]) -> TableLook:
    arrays = [pa.array(cells, pa.large_string()) for cells in columns.values()]
    batch = pa.record_batch(arrays, [str(place) for place in range(len(arrays))])
    return look_at(source, "", "csv", tuple(columns), [batch.slice(0, 4000), batch.slice(4000)])


def test_the_same_numbers_are_seen_in_tables_of_other_orders() -> None:
    """Record numbers under a name that says patient number: told by the numbers, whatever rows come first."""
    chance, rows = random.Random(2), 15_000
    internal = chance.sample(range(10**6, 10**7), rows)
    records = chance.sample(range(10**6, 10**7), rows)
    patients = _look("patients.csv", {"patient_id": [str(n) for n in internal], "mrn": [str(n) for n in records]})
    visits = _look("visits.csv", {"patient_no": [f"{n:08d}" for n in reversed(records)], "age": ["40"] * rows})
    plan = plan_of(Survey((patients, visits), {}, ()), load("safe-harbor"), 2024)
    assert [column.namespace for column in plan.tables[1].columns] == ["mrn", ""]
    assert all(len(column.keys) <= 1000 for table in (patients, visits) for column in table.columns)
