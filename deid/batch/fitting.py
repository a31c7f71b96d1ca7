"""Whether a plan speaks of the data at hand, and names that may stand in a release."""

from __future__ import annotations

from collections.abc import Sequence

from deid.errors import ConfigurationError
from deid.expert_settings import OBJECTS, ExpertPlan
from deid.planning.plan import FieldPlan, Plan, TablePlan, numbered
from deid.planning.survey import Survey
from deid.planning.targets import suffixes_of, texts_of
from deid.safe_harbor.field_names import runs_of_name
from deid.tables.screening import CellScreen
from deid.vault import Harvest


def check_fit(plan: Plan, survey: Survey) -> None:
    """A plan speaks of these tables and columns, or it is a plan for other data.

    Raises:
        ConfigurationError: with every table that does not fit.
    """
    planned = {(table.source, table.sheet): table for table in plan.tables}
    seen = {(look.source, look.sheet): look for look in survey.tables}
    problems = [f"plan: {_name(*key)} is not in the export, or cannot be read" for key in planned.keys() - seen.keys()]
    problems += [f"plan: {_name(*key)} is not in the plan" for key in seen.keys() - planned.keys()]
    for key in planned.keys() & seen.keys():
        names = [field.name for field in planned[key].columns]
        positions = [field.position for field in planned[key].columns]
        if names != [column.name for column in seen[key].columns] or positions != list(range(1, len(names) + 1)):
            problems.append(f"plan: {_name(*key)}: its columns are not those of the export; make a new plan")
    if problems:
        raise ConfigurationError(sorted(problems))


def _name(source: str, sheet: str) -> str:
    return f"{source}, sheet {sheet}" if sheet else source


def with_safe_names(plan: Plan, harvest: Harvest) -> Plan:
    """The plan, in which names of files, sheets and columns that hold a harvested value are replaced by numbers."""
    screen = CellScreen(harvest)
    tables = tuple(_safe_table(table, order, screen) for order, table in enumerate(plan.tables, 1))
    return plan.model_copy(update={"tables": tables, "expert": _renamed(plan, tables)})


def _renamed(plan: Plan, tables: tuple[TablePlan, ...]) -> ExpertPlan | None:
    """The expert's tables and columns under their new names."""
    if plan.expert is None:
        return None
    places = {(old.target, old.target_sheet): (old, new) for old, new in zip(plan.tables, tables, strict=True)}
    renamed = []
    for table in plan.expert.tables:
        if table.target == OBJECTS:
            renamed.append(table)
            continue
        old, new = places[table.target, table.sheet]
        names = {a.output: b.output for a, b in zip(old.columns, new.columns, strict=True)}
        columns = tuple(e.model_copy(update={"column": names[e.column]}) for e in table.quasi_identifiers)
        update = {"target": new.target, "sheet": new.target_sheet, "person": names.get(table.person, "")}
        update |= {"predict": names.get(table.predict, "")}
        renamed.append(table.model_copy(update={**update, "quasi_identifiers": columns}))
    return plan.expert.model_copy(update={"tables": tuple(renamed)})


def _safe_table(table: TablePlan, order: int, screen: CellScreen) -> TablePlan:
    update: dict[str, object] = {"columns": _safe_fields(table.columns, screen)}
    path = table.target.removeprefix("data/tables/")
    if any(_holds_harvested(text, screen) for part in path.split("/") for text in texts_of(part)):
        update |= {"target": f"data/tables/table-{order}{suffixes_of(path)}", "shown": f"table-{order}"}
    if table.target_sheet and _holds_harvested(table.target_sheet, screen):
        update |= {"target_sheet": f"Sheet{order}", "shown": f"table-{order}"}
    return table.model_copy(update=update)


def _safe_fields(fields: tuple[FieldPlan, ...], screen: CellScreen) -> tuple[FieldPlan, ...]:
    """The fields, those with a harvested value in their name called by their number, which no other one has yet."""
    taken = {field.output for field in fields}
    found = []
    for field in fields:
        if _holds_harvested(field.name, screen):
            output = numbered(field.position, field.name)
            while output in taken and output != field.output:
                output = f"_{output}"
            field = field.model_copy(update={"output": output if field.output else "", "identifying_name": True})
            taken.add(field.output)
        found.append(field)
    return tuple(found)


def _holds_harvested(name: str, screen: CellScreen) -> bool:
    return any(screen.holds_known(text) for text in (name, " ".join(runs_of_name(name))))


def hold_harvested(names: Sequence[str], harvest: Harvest) -> list[bool]:
    """Which names, or some words of them in a row, are values that were harvested from the source."""
    screen = CellScreen(harvest)
    return [_holds_harvested(name, screen) for name in names]
