"""What a plan may claim: computed from its treatments, never declared."""

from __future__ import annotations

from dataclasses import dataclass

from deid.planning.deciding import stays_in_reference
from deid.planning.plan import FieldPlan, Plan, TablePlan
from deid.planning.survey import ColumnLook, Survey, TableLook
from deid.safe_harbor.kinds import KINDS
from deid.treatments import treatments

_OPEN_TO_DECISION = frozenset({"unknown", "unique_number", "free_text", "occupation", "empty", "attribute_value"})
"""Kinds that nothing explained: a named person may decide that a column of them holds no identifier."""


_LETS_THROUGH = frozenset({"screened", "number", "by_attribute"})
"""Forms in which a cell of the source may come out as it was."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The method that a release may name, and what stands against a stronger one.

    Attributes:
        method: ``safe-harbor``, ``expert-determination`` (which an expert still has to make) or
            ``limited-data-set`` (protected health information, never called de-identified).
        grounds: sentences for the report.
        obstacles: why Safe Harbor cannot be claimed, one line a field.
        decisions: fields that a named person decided to keep.
    """

    method: str
    grounds: tuple[str, ...]
    obstacles: tuple[str, ...]
    decisions: tuple[str, ...] = ()


def claim_of(plan: Plan) -> Claim:
    """The strongest claim that the plan's treatments support."""
    obstacles = [
        f"{table.shown}: {field.shown_name}: {problem}"
        for table in plan.tables
        for field in table.columns
        if (problem := _obstacle(field)) is not None
    ]
    obstacles += [
        f"rows treated by attribute: {kind}: {problem}"
        for kind, treatment in plan.treatments.items()
        if _has_by_attribute(plan) and (problem := _of_treatment(kind, treatment)) is not None
    ]
    obstacles += plan.dicom.against_safe_harbor
    decisions = tuple(
        f"{table.shown}: {field.shown_name}: kept as decided by {field.decided_by}"
        for table in plan.tables
        for field in table.columns
        if field.decided_by and field.treatment == "keep"
    )
    return _claim(plan.method, tuple(obstacles), decisions)


def unsigned(plan: Plan, survey: Survey) -> tuple[str, ...]:
    """What the survey takes for identifiers and the plan leaves in as something else, with nobody's name.

    Whoever knows better decides, and signs for it in ``decided_by``; one line for each field that misses it. What a
    table is about is the survey's word: calling one of persons reference data lets its cells through unexamined.
    """
    seen = {(look.source, look.sheet): look for look in survey.tables}
    return tuple(
        f"{table.shown}: {field.shown_name}: {problem}; whoever knows better puts their name into decided_by"
        for table in plan.tables
        if (look := seen.get((table.source, table.sheet))) is not None
        for field, column in zip(table.columns, look.columns, strict=False)
        if not field.decided_by and (problem := _left_in(field, column, table, look)) is not None
    )


def _left_in(field: FieldPlan, column: ColumnLook, table: TablePlan, look: TableLook) -> str | None:
    """What a field lets through that the survey would not."""
    treatment, found = treatments()[field.treatment], column.classification
    if treatment.form not in _LETS_THROUGH:
        return None
    if table.about == "reference" and look.about_persons:
        return f"the survey takes its table for one about persons, and '{field.treatment}' lets values through"
    if found.only and field.only != found.only:
        return "the survey found identifiers among its values, and not only what may stay does"
    if found.kind.identifier is None or treatment.removes(found.kind):
        return None
    if not look.about_persons and stays_in_reference(column):
        return None
    meaning = f"{found.kind.meaning} ({found.kind.identifier.letter})"
    return f"the survey takes it for {meaning}, and '{field.treatment}' leaves that in"


def _claim(method: str, obstacles: tuple[str, ...], decisions: tuple[str, ...]) -> Claim:
    if method == "limited-data-set":
        limited = ("A limited data set under 45 CFR 164.514(e) is protected health information.",)
        return Claim("limited-data-set", limited, obstacles, decisions)
    if method == "expert-determination" or obstacles:
        prepared = ("45 CFR 164.514(b)(1): prepared for an expert's determination, which is not part of this release.",)
        return Claim("expert-determination", prepared, obstacles, decisions)
    grounds = (
        "45 CFR 164.514(b)(2)(i): every field that carries one of the 18 identifiers was removed, or reduced to what "
        "the paragraph allows: the year, ages up to 89 and 90+, ZIP3 of more than 20,000 people, the State.",
        "45 CFR 164.514(c): codes are random draws of the vault, not derived from the person.",
        "Not covered by any tool: the absence of actual knowledge, 45 CFR 164.514(b)(2)(ii), which a person attests.",
    )
    return Claim("safe-harbor", grounds, (), decisions)


def _has_by_attribute(plan: Plan) -> bool:
    return any(field.treatment == "by_attribute" for table in plan.tables for field in table.columns)


def _obstacle(field: FieldPlan) -> str | None:
    if field.decided_by and field.treatment == "keep" and field.kind in _OPEN_TO_DECISION:
        return None
    return _of_treatment(field.kind, field.treatment)


def _of_treatment(kind: str, treatment: str) -> str | None:
    known = treatments()[treatment]
    carried = KINDS[kind].identifier
    if known.derived:
        return f"'{treatment}' derives its values from the person (164.514(c)(1))"
    if carried is not None and not known.removes(KINDS[kind]):
        return f"'{treatment}' leaves {carried.title.lower()} ({carried.letter}) in"
    return None
