"""`deid expert`: what a statistician does with tables beside `deid risk`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deid.commands.asking import PATH
from deid.guarding import guarded

if TYPE_CHECKING:
    from deid.expert import Input

_HIERARCHY = click.option(
    "--hierarchy",
    "hierarchies",
    multiple=True,
    metavar="COLUMN=FILE|SHAPE",
    help="A file in ARX's format, or years, ages, postcodes, categories, measures, fixed; may be repeated.",
)
_PERSON = click.option("--person", default=None, help="The column that says whose row it is.")


@click.group(short_help="Context risk, frontier, generalisation, methods, attack test.")
def expert() -> None:
    """For the statistician: context risk, frontier, generalisation, methods side by side, and the attack test."""


@expert.command()
@click.argument("measured", type=float)
@click.option("--attempt", nargs=2, metavar="CHANCE SOURCE", help="That the recipient tries.")
@click.option("--prevalence", nargs=2, metavar="SHARE SOURCE", help="Of people in the data's population.")
@click.option("--breach", nargs=2, metavar="CHANCE SOURCE", help="That the recipient loses the data.")
@click.option("--public", is_flag=True, help="Anybody can have the data.")
@guarded
def context(
    measured: float,
    attempt: tuple[str, str] | None,
    prevalence: tuple[str, str] | None,
    breach: tuple[str, str] | None,
    public: bool,
) -> None:
    """Weigh a MEASURED risk by how often somebody tries; each input with its source."""
    from deid.expert import context_risk
    from deid.showing_risk import context_as_text

    found = context_risk(measured, _input(attempt), _input(prevalence), _input(breach), public=public)
    click.echo(context_as_text(found))


@expert.command()
@click.argument("table", type=PATH)
@_HIERARCHY
@_PERSON
@click.option("--k", "ks", default="2,3,5,11,20,50", show_default=True, help="Sizes of classes, separated by commas.")
@click.option("--limits", default="0,0.05", show_default=True, help="Suppression limits, separated by commas.")
@guarded
def frontier(table: Path, hierarchies: tuple[str, ...], person: str | None, ks: str, limits: str) -> None:
    """The least loss for each k and suppression limit: risk against utility, to choose from."""
    from deid.expertfile import frontier_file
    from deid.showing_risk import frontier_as_text

    points = frontier_file(table, _given(hierarchies), [int(k) for k in _numbers(ks)], _numbers(limits), person)
    click.echo(frontier_as_text(points))


@expert.command()
@click.argument("table", type=PATH)
@_HIERARCHY
@_PERSON
@click.option("--k", required=True, type=click.IntRange(1), help="The smallest class.")
@click.option("--limit", default=0.0, show_default=True, help="The share of records that may be left out.")
@click.option("-o", "--output", required=True, type=PATH, help="The CSV file to make.")
@guarded
def generalise(
    table: Path, hierarchies: tuple[str, ...], person: str | None, k: int, limit: float, output: Path
) -> None:
    """The proven best full-domain generalisation of a table, as a CSV file."""
    from deid.commands.writing import write_new
    from deid.expertfile import generalise_file

    found = generalise_file(table, _given(hierarchies), k, limit, person)
    write_new(output, found.data.to_csv(index=False))
    click.echo(f"{output}: {found}")
    click.echo("levels: " + ", ".join(f"{name} {level}" for name, level in found.levels.items()))


@expert.command()
@click.argument("table", type=PATH)
@click.option("--quasi-identifiers", "-q", required=True, help="Columns, separated by commas.")
@_HIERARCHY
@click.option("--k", default=5, show_default=True, type=click.IntRange(1), help="The size of groups and classes.")
@click.option("--target", default=None, help="A column that a model shall predict from the quasi-identifiers.")
@guarded
def methods(table: Path, quasi_identifiers: str, hierarchies: tuple[str, ...], k: int, target: str | None) -> None:
    """Microaggregation, suppression, PRAM, noise, sampling, coding: effect on risk and on utility, side by side."""
    from deid.expertfile import methods_file
    from deid.showing_risk import methods_as_text

    given = _given(hierarchies)
    click.echo(methods_as_text(methods_file(table, _names(quasi_identifiers), k, given, target)))


@expert.command(short_help="A simulated linkage attack on a released table, under a permit.")
@click.argument("table", type=PATH)
@click.option("--quasi-identifiers", "-q", required=True, help="Columns that table and list share, by commas.")
@click.option("--person", required=True, help="The table's column of persons' codes.")
@click.option("--register", type=PATH, default=None, help="A list of people; with the codes of those in the table.")
@click.option("--code", default="code", show_default=True, help="The list's column of codes, blank for others.")
@click.option("--made-up", type=click.IntRange(1), default=None, help="Make up a list of so many people instead.")
@_HIERARCHY
@click.option("--permit", required=True, help="The reference of the contract that allows the test.")
@click.option("--granted-by", required=True, help="The lawful holder of the data who granted it.")
@click.option("--log", type=PATH, default=Path("deid-attacks.log"), show_default=True, help="Each test adds two lines.")
@click.option("--attempts", default=1_000, show_default=True, type=click.IntRange(1), help="Records to attack.")
@guarded
def attack(
    table: Path,
    quasi_identifiers: str,
    person: str,
    register: Path | None,
    code: str,
    made_up: int | None,
    hierarchies: tuple[str, ...],
    permit: str,
    granted_by: str,
    log: Path,
    attempts: int,
) -> None:
    """How often somebody with a list of people names a record's person rightly.

    California Civil Code 1798.148(a) forbids re-identification; (a)(4) allows a test under a contract that bans any
    other use. The permit is asked for and logged, and matches are destroyed.
    """
    from deid.errors import UsageError
    from deid.expert import Permit
    from deid.expertfile import Intrusion, attack_file
    from deid.showing_risk import attack_as_text

    if (register is None) == (made_up is None):
        raise UsageError("give --register FILE or --made-up NUMBER")
    asked = Intrusion(_names(quasi_identifiers), person, code, _given(hierarchies), attempts)
    found = attack_file(table, register or made_up or 0, asked, Permit(permit, granted_by), log)
    click.echo(attack_as_text(found))


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _numbers(text: str) -> list[float]:
    from deid.errors import UsageError

    try:
        return [float(part) for part in _names(text)]
    except ValueError:
        raise UsageError("expected numbers, separated by commas") from None


def _given(hierarchies: tuple[str, ...]) -> dict[str, str]:
    from deid.errors import UsageError

    if any("=" not in each for each in hierarchies):
        raise UsageError("--hierarchy: expected COLUMN=FILE or COLUMN=SHAPE")
    return dict(each.split("=", 1) for each in hierarchies)


def _input(given: tuple[str, str] | None) -> Input | None:
    from deid.errors import UsageError
    from deid.expert import Input

    if given is None:
        return None
    try:
        return Input(float(given[0]), given[1])
    except ValueError:
        raise UsageError("expected a number and its source") from None
