"""Every check that a verification can report is made to fail here; one that nothing makes fail breaks this suite."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import deid.release
from deid.release.signing.roles import ROLES
from deid.release.verdict import Check, Verification
from deid.release.verification import verify

from ..signed_house import House
from .breakers import BREAKERS, Breaker, harvest_of

_MAKERS = frozenset({"CheckResult", "Notes", "judged", "not_checked"})
_ROOMS = ("bag.py", "verification.py", "check", "signing")
_NOT_OF_A_RELEASE = frozenset({"the table can be read"})
"""A table in memory has no release around it."""


def made_by(house: House, breaker: Breaker, folder: Path) -> Verification:
    breaker.change(house)
    if breaker.known:
        return verify(house.release, harvest_of(folder, breaker.known))
    return house.verify(**house.extra)


def named(found: Verification, name: str) -> list[Check]:
    return [check for check in found.checks if check.name.startswith(name)]


@pytest.mark.parametrize("breaker", BREAKERS, ids=lambda one: f"{one.check}: {one.says}")
def test_each_check_can_fail(breaker: Breaker, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    house: House = request.getfixturevalue(breaker.house)
    found = made_by(house, breaker, tmp_path)
    checks = named(found, breaker.check)
    assert {check.result for check in checks} == {breaker.result}, [check.name for check in found.checks]
    assert any(breaker.says in problem for check in checks for problem in check.problems), checks
    assert not found.passed


def test_before_the_change_each_check_passes(disclosed: House, expert_house: House, tmp_path: Path) -> None:
    """But for those that only a change brings about."""
    of_values = verify(disclosed.release, harvest_of(tmp_path, ("Quackenbush",)))
    passed = {check.name for found in (disclosed.verify(), of_values) for check in found.checks if check.passed}
    passed |= {check.name for check in expert_house.verify().checks if check.passed}
    only_failing = ("the policy can be read", "the content can be checked", "every combination of", "each condition")
    for breaker in BREAKERS:
        if breaker.house != "limited" and breaker.result.value == "FAIL" and not breaker.check.startswith(only_failing):
            assert any(name.startswith(breaker.check) for name in passed), breaker.check


def sources() -> Iterator[ast.Module]:
    top = Path(str(deid.release.__file__)).parent
    for room in _ROOMS:
        files = (top / room).rglob("*.py") if (top / room).is_dir() else [top / room]
        yield from (ast.parse(file.read_text()) for file in files)


def patterns_of(module: ast.Module) -> Iterator[str]:
    """The name of every check that a module can make, up to what is put into it: written on the spot, or as `name`."""
    for node in ast.walk(module):
        text: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MAKERS:
            text = node.args[0]
        elif isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == ["name"]:
            text = node.value
        if isinstance(text, ast.Constant):
            yield str(text.value)
        elif isinstance(text, ast.JoinedStr):
            assert isinstance(text.values[0], ast.Constant)
            yield f"{text.values[0].value}..."


def test_no_check_is_without_a_change_that_makes_it_fail() -> None:
    names = {name for module in sources() for name in patterns_of(module)} - _NOT_OF_A_RELEASE
    assert len(names) >= 35
    broken = {breaker.check for breaker in BREAKERS}
    for name in names:
        begun = name.removesuffix("...")
        found = begun in broken or (begun != name and any(one.startswith(begun.strip()) for one in broken))
        assert found, f"no test makes this check fail: {name}"
    assert {f"signed by {role.title[0].lower()}{role.title[1:]}" for role in ROLES} <= broken


def test_every_check_of_a_whole_verification_is_listed(disclosed: House, expert_house: House, limited: House) -> None:
    for house in (disclosed, expert_house, limited):
        for check in house.verify().checks:
            assert any(check.name.startswith(breaker.check) for breaker in BREAKERS), check.name
