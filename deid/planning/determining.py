"""Which columns and DICOM attributes are quasi-identifiers: proposed by kind and name; a person decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from deid.expert import known_ratings
from deid.expert_settings import OBJECTS, ExpertPlan, ExpertSettings, ExpertTable, Level, QuasiIdentifier, Shape
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
# Kinds without a meaning of their own, whose names may tell one: sex, race, marital status, language.
_BY_NAME = frozenset({"category", "attribute", "flag", "description"})


# What the headers of objects tell of a person, where the option Retain Patient Characteristics lets it stay.
_CHARACTERISTICS: tuple[tuple[str, Shape, Level, str], ...] = (
    ("PatientAge", "ages", "high", "birth dates and ages stand in voter lists"),
    ("PatientSex", "categories", "high", "sex stands in voter lists"),
    ("EthnicGroup", "categories", "high", "race stands in some voter lists"),
    ("PatientSize", "measures", "low", "stays with the person, seldom listed"),
    ("PatientWeight", "measures", "low", "seldom listed"),
)
# An object without a modality is none: it stays, and only leaving persons out helps where one is rare.
_MODALITY = QuasiIdentifier(
    column="Modality", shape="fixed", availability="low", reason="known to those around the person"
)


def expert_plan_of(
    tables: Iterable[TablePlan], settings: ExpertSettings, objects: bool = False, options: Collection[str] = ()
) -> ExpertPlan:
    """The tables about persons, and the headers of objects, with what is proposed as quasi-identifiers.

    Args:
        tables: of the plan.
        settings: what the profile asks for.
        objects: whether there are DICOM objects.
        options: the profile's options for them (CID 7050).
    """
    found = []
    for table in tables:
        chosen = tuple(each for field in table.columns if (each := _proposed(field)) is not None)
        if table.about == "persons" and chosen:
            found.append(
                ExpertTable(
                    target=table.target,
                    sheet=table.target_sheet,
                    person=person_of(table),
                    predict=_predicted(table, {each.column for each in chosen}),
                    quasi_identifiers=chosen,
                )
            )
    if objects:
        found.append(_of_objects(options))
    return ExpertPlan(settings=settings, tables=tuple(found))


def _of_objects(options: Collection[str]) -> ExpertTable:
    kept = _CHARACTERISTICS if "retain-patient-characteristics" in options else ()
    chosen = [QuasiIdentifier(column=name, shape=s, availability=a, reason=why) for name, s, a, why in kept]
    return ExpertTable(target=OBJECTS, person="PatientID", quasi_identifiers=(*chosen, _MODALITY))


def without_lists(tables: Iterable[TablePlan]) -> list[TablePlan]:
    """The tables, less quasi-identifiers that stand in lists: a cell with several values is in no class."""
    return [_less(table) if table.about == "persons" else table for table in tables]


def _less(table: TablePlan) -> TablePlan:
    reason = "a quasi-identifier in a list, which is in no class; make a table of its own of the list to keep it"
    update = {"treatment": "remove", "output": "", "reason": reason, "beside": {}}
    fields = tuple(
        field.model_copy(update=update) if "[]" in field.output and _quasi_identifying(field) else field
        for field in table.columns
    )
    return table.model_copy(update={"columns": fields})


def person_of(table: TablePlan) -> str:
    """The column of a table that carries the persons' codes; empty where none does."""
    keys = [field for field in table.columns if field.kind == "person_key" and field.treatment == "code"]
    patients = [field for field in keys if field.namespace == "patient"]
    return next((field.output for field in [*patients, *keys] if "[]" not in field.output), "")


def _predicted(table: TablePlan, chosen: Collection[str]) -> str:
    """The first column of classes that is no quasi-identifier."""
    kinds = _BY_NAME | {"payer"}
    kept = (field.output for field in table.columns if field.kind in kinds and field.treatment == "keep")
    return next((name for name in kept if name and name not in chosen and "[]" not in name), "")


def _proposed(field: FieldPlan) -> QuasiIdentifier | None:
    return None if "[]" in field.output else _quasi_identifying(field)


def _quasi_identifying(field: FieldPlan) -> QuasiIdentifier | None:
    form = treatments()[field.treatment].form
    if not field.output:
        return None
    if field.kind in _BY_KIND and (form in _NUMERIC_FORMS or form == "screened"):
        shape, availability, why = _BY_KIND[field.kind]
        return QuasiIdentifier(column=field.output, shape=shape, availability=availability, reason=why)
    if field.kind in _BY_NAME and form == "screened":
        replicable, available, why = known_ratings(field.name)
        if why and replicable == "high" and available == "high":
            return QuasiIdentifier(column=field.output, shape="categories", reason=why)
    return None
