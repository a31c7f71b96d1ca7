"""What a plan may claim: computed from its treatments, never declared."""

from __future__ import annotations

from dataclasses import dataclass

from deid.planning.plan import FieldPlan, Plan
from deid.planning.survey import Survey
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
    """Fields that the survey takes for identifiers and that the plan leaves in under another kind, with nobody's name.

    Whoever knows better decides, and signs for it in ``decided_by``; one line for each field that misses it.
    """
    seen = {(look.source, look.sheet): look.columns for look in survey.tables}
    return tuple(
        f"{table.shown}: {field.shown_name}: the survey takes it for {kind.meaning} ({kind.identifier.letter}), and "
        f"'{field.treatment}' leaves that in; whoever knows better puts their name into decided_by"
        for table in plan.tables
        if table.about == "persons"
        for field, column in zip(table.columns, seen.get((table.source, table.sheet), ()), strict=False)
        if (kind := column.classification.kind).identifier is not None
        and not field.decided_by
        and treatments()[field.treatment].form in _LETS_THROUGH
        and not treatments()[field.treatment].removes(kind)
    )


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
