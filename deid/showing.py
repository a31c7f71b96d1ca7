"""What the commands print: text for people and JSON for machines; never a value from the data."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

from deid.batch.walk import may_be_shown
from deid.planning.survey import ColumnLook, Survey, TableLook
from deid.release.verification import Verification
from deid.safe_harbor.identifying_names import name_identifies
from deid.safe_harbor.text.measuring import Share, measure, read_gold


def survey_as_json(survey: Survey) -> str:
    """The survey as JSON."""
    document = {
        "tables": [_table(table, order) for order, table in enumerate(survey.tables, 1)],
        "dicom_objects": dict(survey.objects),
        "quarantined": [asdict(entry) for entry in survey.quarantined],
    }
    return json.dumps(document, indent=2)


def survey_as_text(survey: Survey) -> str:
    """The survey as a page of text."""
    lines: list[str] = []
    for order, table in enumerate(survey.tables, 1):
        entry = _table(table, order)
        about = "about persons" if table.about_persons else "reference data"
        lines.append(f"{entry['source']}  ({table.format}, {about}, first {table.rows:,} rows)")
        for position, column in enumerate(table.columns, 1):
            kind = column.classification.kind
            letter = f"({kind.identifier.letter})" if kind.identifier else "   "
            lines.append(f"  {letter} {_column(column, position):34} {kind.name:20} {column.classification.reason}")
        lines.append("")
    if survey.objects:
        counted = ", ".join(f"{number:,} {modality}" for modality, number in survey.objects.items())
        lines.append(f"DICOM objects: {counted}")
    letters = Counter(
        column.classification.kind.identifier.letter
        for table in survey.tables
        for column in table.columns
        if column.classification.kind.identifier
    )
    found = ", ".join(f"({letter}) {number}" for letter, number in sorted(letters.items()))
    if not survey.tables and not survey.objects:
        lines.append("Nothing that can be de-identified: no table and no DICOM object.")
    lines.append(f"Fields that carry an identifier, by letter of 45 CFR 164.514(b)(2)(i): {found or 'none'}")
    if survey.quarantined:
        lines.append("Not readable:")
        lines += [f"  {entry.place}: {entry.reason}" for entry in survey.quarantined]
    return "\n".join(lines)


def _table(table: TableLook, order: int) -> dict[str, object]:
    identifying = not may_be_shown(table.source) or name_identifies(table.sheet)
    name = f"table {order}" if identifying else table.source + (f", sheet {table.sheet}" if table.sheet else "")
    return {
        "source": name,
        "format": table.format,
        "rows_looked_at": table.rows,
        "about_persons": table.about_persons,
        "fields": [
            {
                "name": _column(column, position),
                "kind": column.classification.kind.name,
                "identifier": column.classification.kind.identifier.letter
                if column.classification.kind.identifier
                else None,
                "basis": column.classification.basis,
                "reason": column.classification.reason,
                "filled": round(column.filled, 3),
            }
            for position, column in enumerate(table.columns, 1)
        ],
    }


def _column(column: ColumnLook, position: int) -> str:
    return f"column {position}" if name_identifies(column.name) else column.name


def verification_as_json(found: Verification) -> str:
    """A verification as JSON."""
    checks = [
        {"name": c.name, "reach": c.reach, "result": c.result.value, "problems": list(c.problems)} for c in found.checks
    ]
    summary = {"method": found.method, "result": found.result.value, "passed": found.passed}
    return json.dumps({**summary, "checks": checks}, indent=2)


def verification_as_text(found: Verification) -> str:
    """A verification as lines."""
    lines = []
    for check in found.checks:
        lines.append(f"{check.result.value:11}  {check.name}" + (f"  ({check.reach})" if check.reach else ""))
        lines += [f"             {problem}" for problem in check.problems]
    counted = Counter(check.result.value for check in found.checks)
    number = ", ".join(f"{counted[word]} {word}" for word in ("PASS", "FAIL", "NOT CHECKED") if counted[word])
    lines.append(f"\n{found.result.value}: {number}. The release claims: {found.method or 'nothing that can be read'}.")
    lines.append(_VERDICTS[found.result.value])
    return "\n".join(lines)


_VERDICTS = {
    "PASS": "Every check that was asked for was made and held. What no check can know, the report says.",
    "FAIL": "At least one check failed: do not rely on this release.",
    "NOT CHECKED": "Nothing that was checked failed. What was not checked is no pass.",
}


def finder_as_text(gold: str) -> str:
    """What the finder finds of annotated notes: shares with their intervals, by category; no value.

    Raises:
        Unreadable: the text is no gold file.
    """
    notes = read_gold(gold)
    lines = []
    for known in (False, True):
        if known and not any(note.get("known") for note in notes):
            continue
        result = measure(notes, known)
        lines.append(f"{result.notes:,} notes{', the row known' if known else ''}")
        for name, share in (
            ("identifiers found whole", result.recall),
            ("found words that are identifiers", result.precision),
            ("notes without a leak", result.clean_notes),
        ):
            low, high = share.interval()
            lines.append(f"  {name:36}{share.value:.4f}  (95% {low:.4f} to {high:.4f})")
        lines.append(f"  {'F2 over words':36}{result.f2:.4f}")
        lines.append(f"  {'extra words in 1,000 characters':36}{result.extra_per_thousand:.2f}")
        for name, counts in sorted(result.categories.items()):
            lines.append(f"    {name:34}{Share(counts['found'], counts['all']).value:.4f}")
    return "\n".join(lines)
