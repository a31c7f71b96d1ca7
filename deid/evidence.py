"""The facts that the report is made from: counted as the work is done, and never a patient's value.

Every count that concerns persons and lies between 1 and 10 prints as ``<11``; the numbers here are exact, and
never leave the process in any other form than :func:`shown`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SMALLEST_SHOWN = 11


def shown(number: int) -> str:
    """A count as a reader may see it: ``0``, ``<11``, or the number."""
    return f"<{SMALLEST_SHOWN}" if 0 < number < SMALLEST_SHOWN else f"{number:,}"


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """What happened to one column.

    Attributes:
        name: the column's name as a reader may see it (``column 7`` where the name itself identifies).
        output: its name in the release, or None where it was left out.
        kind: what it holds, by the plan.
        identifier: the letter of the rule, or None.
        treatment: the treatment's name.
        form: what the check expects of every value; empty for a column left out.
        reason: why, from the plan.
        filled: cells with a value in the source.
        caught: cells of a kept column that were blanked because they carried an identifier, by letter.
        lost: cells that were blanked because they could not be read.
    """

    name: str
    output: str | None
    kind: str
    identifier: str | None
    treatment: str
    form: str
    reason: str
    filled: int = 0
    caught: Mapping[str, int] = field(default_factory=dict)
    lost: int = 0


@dataclass(frozen=True, slots=True)
class TableEvidence:
    """What happened to one table.

    Attributes:
        source: the table's name as a reader may see it.
        target: its path in the release, under ``data/``.
        sheet: the sheet of a workbook, as named in the release; empty otherwise.
        format: ``csv``, ``parquet``, ``xlsx`` or ``jsonl``.
        delimiter: of delimited text.
        rows: rows written.
        skipped: rows that could not be read and were left out.
        fields: its columns in order.
        left_out: rows that were written and then left out, as their classes were too small.
    """

    source: str
    target: str
    sheet: str
    format: str
    delimiter: str
    rows: int
    skipped: int
    fields: tuple[FieldEvidence, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An object that was not released, and why.

    Attributes:
        place: where it stands in the export, as a reader may see it.
        reason: a class of problem.
    """

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Validity:
    """What a validator of IODs found in some objects.

    Attributes:
        objects: how many it looked at, before and after.
        wrong: errors in the source.
        new: errors that the source did not have.
    """

    objects: int = 0
    wrong: int = 0
    new: int = 0

    def __add__(self, other: Validity) -> Validity:
        return Validity(self.objects + other.objects, self.wrong + other.wrong, self.new + other.new)


@dataclass(frozen=True, slots=True)
class DicomEvidence:
    """What happened to the DICOM objects, counted over all of them.

    Attributes:
        objects: objects released, by modality.
        actions: elements treated, by ``(gggg,eeee)`` and action.
        letters: elements treated, by letter of the rule.
        private: private elements removed.
        unknown: elements removed because no rule names them.
        screened: kept values emptied because they carried an identifier.
        left_out: objects of persons who were left out, as their classes were too small, by modality.
        validity: what the validator of IODs found, by modality; nothing where it is not installed.
    """

    objects: Mapping[str, int]
    actions: Mapping[str, int]
    letters: Mapping[str, int]
    private: int = 0
    unknown: int = 0
    screened: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    # Not told with the rest: it hangs on the machine, and a release of the same data has the same name everywhere.
    validity: Mapping[str, Validity] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of what was written.

    Attributes:
        name: what was checked.
        reach: over what: files, cells, bytes.
        passed: whether it held.
        problems: places and classes of problem, without values.
    """

    name: str
    reach: str
    passed: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that is known of one run.

    Attributes:
        risk: what an expert's plan had measured before and after: numbers by table, as the determination shows them.
    """

    persons: int
    tables: tuple[TableEvidence, ...]
    dicom: DicomEvidence
    quarantined: tuple[Quarantined, ...]
    harvested: Mapping[str, int]
    checks: tuple[CheckResult, ...] = ()
    risk: Mapping[str, Any] = field(default_factory=dict)

    def by_letter(self) -> Mapping[str, int]:
        """Values treated, by letter of the rule, over tables and DICOM."""
        total: Counter[str] = Counter(self.dicom.letters)
        for table in self.tables:
            for entry in table.fields:
                if entry.identifier is not None and entry.treatment != "keep":
                    total[entry.identifier] += entry.filled
                total.update(entry.caught)
        return total
