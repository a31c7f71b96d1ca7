"""The plan as a file: it comes back as it was, and what cannot be carried out is refused with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deid import profile as profiles
from deid.errors import ConfigurationError
from deid.planning import ColumnLook, Plan, Survey, TableLook, load, plan_of
from deid.safe_harbor.columns import Classification
from deid.safe_harbor.kinds import KINDS

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["no", "yes", "on", "1e5", "02139", "", " ", "a", "a_2", "a_3", "Größe", "=x", "[]", "a.b[]", "null"]
)


def look(*columns: tuple[str, str], source: str = "t.csv", sheet: str = "", form: str = "csv") -> TableLook:
    looks = tuple(
        ColumnLook(name, Classification(KINDS[kind], "reason", "name"), 1.0, 3, unique=True, nameless=True)
        for name, kind in columns
    )
    return TableLook(source, sheet, form, 10, looks)


def plan(*looks: TableLook, profile: str = "safe-harbor") -> Plan:
    return plan_of(Survey(looks, {}, ()), profiles.load(profile), 2026)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.tuples(NAMES, st.sampled_from(sorted(KINDS))), max_size=8))
def test_it_comes_back_from_its_file(tmp_path: Path, columns: list[tuple[str, str]]) -> None:
    made = plan(look(*columns))
    path = tmp_path / "plan.yaml"
    path.write_text(made.to_yaml(), encoding="utf-8", newline="")
    assert load(path) == made


@given(st.lists(st.tuples(NAMES, st.sampled_from(["category", "event_date", "ssn", "zip"])), max_size=12))
@settings(deadline=None, max_examples=100)
def test_every_column_that_stays_has_a_name_of_its_own(columns: list[tuple[str, str]]) -> None:
    (table,) = plan(look(*columns)).tables
    outputs = [field.output for field in table.columns if field.output]
    assert len(set(outputs)) == len(outputs)
    assert all((field.output == "") == (field.treatment == "remove") for field in table.columns)
    assert not any(output.lstrip()[:1] in ("=", "@", "+", "-") for output in outputs)


def test_repeated_names_are_numbered_around_those_that_stand() -> None:
    (table,) = plan(look(("a", "category"), ("a", "category"), ("a_2", "category"), ("", "category"))).tables
    assert [field.output for field in table.columns] == ["a", "a_3", "a_2", "column_4"]


def test_a_column_says_where_its_meaning_changed() -> None:
    (table,) = plan(
        look(("seen", "event_date"), ("zip", "zip"), ("state", "state"), ("birth_year", "birth_date"))
    ).tables
    assert [field.output for field in table.columns] == ["seen_year", "zip_zip3", "state", "birth_year"]
    assert table.columns[1].beside == {"state": 3}


def test_sheets_keep_names_that_a_workbook_can_carry() -> None:
    sheets = ["Visits", "x" * 40, "a/b", "VISITS", "Sheet2"]
    looks = [look(("status", "category"), source="w.xlsx", sheet=sheet, form="xlsx") for sheet in sheets]
    names = [table.target_sheet for table in plan(*looks).tables]
    assert names[0] == "Visits"
    assert names[4] == "Sheet2"
    assert len({name.lower() for name in names}) == 5
    assert all(0 < len(name) <= 31 and "/" not in name for name in names)


def test_files_keep_names_of_their_own() -> None:
    looks = [look(("status", "category"), source=source) for source in ("a/t.csv", "A/T.csv", "../t.csv")]
    targets = [table.target for table in plan(*looks).tables]
    assert len({target.lower() for target in targets}) == 3
    assert not any(".." in target for target in targets)


_KIND = "kind: category"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("treatment: keep", "treatment: shred"), "shred"), (("kind: category", "kind: nonsense"), "nonsense"),
        (("data/tables/t.csv", "../../t.csv"), "target"), (("data/tables/t.csv", "data/tables/../x"), "target"),
        (("position: 1", "position: 0"), "position"), (("output: b", "output: a"), "same output"),
        ((_KIND, f"{_KIND}\n        beside: {{death: 7}}"), "beside"), (("as_of: 2026", "as_of: soon"), "as_of"),
        ((_KIND, f"{_KIND}\n        namespace: cousin"), "cousin"),
        ((_KIND, f"{_KIND}\n        decidedby: me"), "decidedby"),
        ((_KIND, f"{_KIND}\n        identifier: G"), "carries the identifier"),
    ],
)  # fmt: skip
def test_an_edit_that_cannot_be_carried_out_is_told_with_its_line(
    tmp_path: Path, change: tuple[str, str], problem: str
) -> None:
    text = "".join(f"{line}\n" for line in plan(look(("a", "category"), ("b", "category"))).to_yaml().splitlines()[5:])
    assert change[0] in text
    path = tmp_path / "plan.yaml"
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        load(path)
    assert any(problem in entry for entry in raised.value.problems)
    assert all(entry.startswith(f"{path}:") for entry in raised.value.problems)


def test_a_rule_on_a_field_decides_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(
        "deid_profile: 1\nname: mine\ninherits: safe-harbor\nfields:\n"
        "  - {column: 'c*', kind: category, treatment: keep, reason: ward class}\n"
        "  - {column: c2, treatment: remove, reason: too rare}\n"
    )
    (table,) = plan(look(("c1", "unknown"), ("c2", "unknown")), profile=str(path)).tables
    first, second = table.columns
    assert (first.treatment, first.kind, first.decided_by) == ("keep", "category", "the profile")
    assert (second.treatment, second.output, second.decided_by) == ("remove", "", "")


def columns_of(made: Plan) -> list[Any]:
    return list(made.tables[0].columns)


def test_the_unexplained_goes_where_persons_are_and_stays_in_reference_tables() -> None:
    about = columns_of(plan(look(("c7", "unknown"), ("dob", "birth_date"))))
    reference = columns_of(plan(look(("c7", "unknown"), ("code", "public_code"))))
    assert about[0].treatment == "remove"
    assert reference[0].treatment == "keep"


def test_a_table_whose_codes_come_again_and_again_is_about_events() -> None:
    table = look(("c7", "unique_number"), ("code", "public_code"))
    events = replace(table, columns=tuple(replace(column, unique=column.name == "c7") for column in table.columns))
    assert columns_of(plan(events))[0].treatment == "remove"


def test_what_may_be_names_goes_from_reference_tables_too() -> None:
    table = look(("c7", "unknown"), ("code", "public_code"))
    named = replace(table, columns=tuple(replace(column, nameless=False) for column in table.columns))
    assert [field.treatment for field in columns_of(plan(named))] == ["remove", "keep"]
