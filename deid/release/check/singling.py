"""How many persons stand out: measured in what was written, in tables with one row a person.

Safe Harbor asks for no such measure, and this one is no part of a claim. It says how many persons share their
combination of what stays (years, States, ZIP3, ages, classes such as sex or race) with fewer than ten others in the
same table. It is read by the check's own readers, and verification measures it again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from deid.arrow import as_text
from deid.errors import Unreadable
from deid.evidence import SMALLEST_SHOWN
from deid.release.check import formats
from deid.release.check.parted import Hashes, Parted
from deid.release.check.policy import FieldPolicy, Policy, TablePolicy
from deid.vault.hashing import hash_strings

_TELLING = frozenset(
    "birth_date death_date age age_months age_weeks age_days state zip country category occupation".split()
)
_KEPT = frozenset({"screened", "year", "year_or_90+", "age", "zip3"})
_ODD = np.uint64(0x9E3779B97F4A7C15)
_SEED = 0x5EED


def measured(staged: Path, policy: Policy) -> list[dict[str, Any]]:
    """One entry a table with one row a person: its columns, its persons, and how many of them stand out.

    Numbers are exact: whoever shows them hides the small ones. Memory does not follow the persons.
    """
    found = []
    for table in policy.tables:
        key = next((field for field in table.fields if field.kind == "person_key" and field.form == "code"), None)
        told = [field for field in table.fields if field.kind in _TELLING and field.form in _KEPT]
        if key is None or not told or any("[]" in field.name for field in (key, *told)):
            continue
        try:
            with Parted(2) as persons, Parted(SMALLEST_SHOWN) as combinations:
                if _has_one_row_a_person(staged, table, key, told, persons, combinations):
                    found.append(_entry(table, told, combinations))
        except (Unreadable, pa.ArrowException, ValueError, TypeError, IndexError):
            continue  # what cannot be read, the checks of tables name
    return found


def _entry(table: TablePolicy, told: list[FieldPolicy], combinations: Parted) -> dict[str, Any]:
    few = sum(int(sizes[sizes < SMALLEST_SHOWN].sum()) for sizes in combinations.counts())
    return {
        "path": table.path,
        "sheet": table.sheet,
        "columns": [field.name for field in told],
        "persons": len(combinations),
        "few": few,
    }


def _has_one_row_a_person(
    staged: Path, table: TablePolicy, key: FieldPolicy, told: list[FieldPolicy], persons: Parted, combinations: Parted
) -> bool:
    """Gather each person's combination as a hash; no where a person has more than one row, or a row no person."""
    sheet = formats.read(staged / table.path, table)
    at, others = sheet.header.index(key.name), [sheet.header.index(field.name) for field in told]
    looked_at = 0
    for columns in sheet.batches:
        codes = as_text(columns[at])
        if codes.null_count:
            return False
        persons.add(hash_strings(codes, _SEED))
        combined: Hashes = np.zeros(len(codes), np.uint64)
        for place in others:
            combined = combined * _ODD ^ hash_strings(as_text(columns[place]), _SEED)
        combinations.add(combined)
        # Most tables with many rows a person show it early: looked at again whenever the rows have doubled.
        if len(persons) >= 2 * looked_at:
            looked_at = len(persons)
            if persons.repeats():
                return False
    return len(persons) > 0 and not persons.repeats()
