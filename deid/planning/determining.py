"""Which columns of a plan are quasi-identifiers: proposed by kind and name, decided by whoever approves the plan."""

from __future__ import annotations

from collections.abc import Iterable

from deid.expert import known_ratings
from deid.expert_settings import ExpertPlan, ExpertSettings, ExpertTable, Level, QuasiIdentifier, Shape
from deid.planning.plan import FieldPlan, TablePlan
from deid.treatments import treatments

# By kind: the hierarchy of what is released, whether others hold it beside names, and why.
_BY_KIND: dict[str, tuple[Shape, Level, str]] = {
    "birth_date": ("years", "high", "birth dates and ages stand in voter lists"),
    "death_date": ("years", "high", "deaths are public records"),
    "event_date": ("years", "low", "known to those around the person"),
    "age": ("ages", "high", "birth dates and ages stand in voter lists"),
    "zip": ("postcodes", "high", "residence stands in voter lists"),
    "state": ("categories", "high", "residence stands in voter lists"),
    "city": ("categories", "high", "residence stands in voter lists"),
    "country": ("categories", "high", "residence stands in voter lists"),
}
_NUMERIC_FORMS = frozenset({"year", "year_or_90+", "age", "zip3"})
# Formats that can be written again with labels in place of values.
SEARCHED = frozenset({"csv", "parquet"})
# Kinds without a meaning of their own, whose names may tell one: sex, race, marital status, language.
_BY_NAME = frozenset({"category", "attribute", "flag", "description"})


def expert_plan_of(tables: Iterable[TablePlan], settings: ExpertSettings) -> ExpertPlan:
    """The tables about persons with the columns that are proposed as quasi-identifiers."""
    found = []
    for table in tables:
        chosen = tuple(each for field in table.columns if (each := _proposed(field)) is not None)
        if table.about == "persons" and chosen and table.format in SEARCHED:
            found.append(ExpertTable(target=table.target, person=_person(table), quasi_identifiers=chosen))
    return ExpertPlan(settings=settings, tables=tuple(found))


def without_unsearched(tables: Iterable[TablePlan]) -> list[TablePlan]:
    """The tables, less quasi-identifiers in formats that are not written again after the search."""
    return [table if table.format in SEARCHED else _less(table) for table in tables]


def _less(table: TablePlan) -> TablePlan:
    reason = "a quasi-identifier in a format that is not generalised; make the table CSV or Parquet to keep it"
    update = {"treatment": "remove", "output": "", "reason": reason, "beside": {}}
    fields = tuple(
        field if table.about != "persons" or _proposed(field) is None else field.model_copy(update=update)
        for field in table.columns
    )
    return table.model_copy(update={"columns": fields})


def _person(table: TablePlan) -> str:
    keys = [field for field in table.columns if field.kind == "person_key" and field.treatment == "code"]
    patients = [field for field in keys if field.namespace == "patient"]
    return next((field.output for field in [*patients, *keys]), "")


def _proposed(field: FieldPlan) -> QuasiIdentifier | None:
    form = treatments()[field.treatment].form
    if not field.output or "[]" in field.output:
        return None
    if field.kind in _BY_KIND and (form in _NUMERIC_FORMS or form == "screened"):
        shape, availability, why = _BY_KIND[field.kind]
        return QuasiIdentifier(column=field.output, shape=shape, availability=availability, reason=why)
    if field.kind in _BY_NAME and form == "screened":
        replicable, available, why = known_ratings(field.name)
        if why and replicable == "high" and available == "high":
            return QuasiIdentifier(column=field.output, shape="categories", reason=why)
    return None
