"""`deid risk` and `deid find`."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import Any

import click

from deid.commands.asking import PATH
from deid.guarding import guarded


@click.command(short_help="K and class sizes of a table, of DICOM headers, or of a release.")
@click.argument("source", metavar="TABLE|FOLDER|RELEASE", type=PATH)
@click.option("--quasi-identifiers", "-q", default="", help="Columns or DICOM keywords, separated by commas.")
@click.option("--person", default=None, help="The column that says whose row it is.")
@click.option("--sensitive", default=None, help="A sensitive column, for l-diversity.")
@click.option("--above", multiple=True, type=float, help="The share of persons at a higher risk; may be repeated.")
@click.option("--special-uniques", type=int, default=None, help="Records that so many columns single out (SUDA2).")
@click.option("--population", type=int, default=None, help="People the data is drawn from: uniqueness is estimated.")
@click.option("--events", type=int, default=None, help="Rows of a person that somebody knows; needs --person.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@guarded
def risk(
    source: Path,
    quasi_identifiers: str,
    person: str | None,
    sensitive: str | None,
    above: tuple[float, ...],
    special_uniques: int | None,
    population: int | None,
    events: int | None,
    as_json: bool,
) -> None:
    """K and class sizes over some quasi-identifiers.

    Of a table file; of a folder of DICOM objects, whose headers are columns (PatientSex, PatientAge, StudyYear) and
    whose persons are counted by PatientID; or, without -q, of a release: each table over the quasi-identifiers that its
    policy names, and all of them joined by persons.
    """
    from deid import showing_risk
    from deid.expertfile import Asked, measures
    from deid.riskfile import measure_release

    names = [name.strip() for name in quasi_identifiers.split(",") if name.strip()]
    if not names and (source / "deid" / "policy.json").is_file():
        found = measure_release(source)
        click.echo(showing_risk.release_as_json(*found) if as_json else showing_risk.release_as_text(*found))
        return
    asked = Asked(names, person, sensitive, special_uniques, population, events)
    measured = measures(source, asked)
    click.echo(
        showing_risk.measures_as_json(measured) if as_json else showing_risk.measures_as_text(measured, names, above)
    )


@click.command(short_help="Where identifiers stand in a text, without the values.")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
@click.option("--known-file", type=click.File("r", encoding="utf-8"), help="Values known of the person, one a line.")
@click.option("--known", multiple=True, help="One such value; every process list shows it: prefer --known-file.")
@click.option("--eval", "gold", is_flag=True, help="FILE holds annotated notes: measure recall and precision on them.")
@guarded
def find(file: Any, known_file: Any, known: tuple[str, ...], gold: bool) -> None:
    """Where identifiers stand in a text: line, columns, letter, finder - not the values.

    FILE and --known-file may each be "-", standard input, but not both. With --eval FILE is a JSON list of
    {"text", "spans": [{"start", "end", "category"}]}, or one such note a line.
    """
    from deid.errors import UsageError
    from deid.safe_harbor.text import find as find_all

    if known_file is not None and _name(known_file) == _name(file):
        raise UsageError("FILE and --known-file are both standard input: give one of them a name")
    values = [*known, *(line.strip() for line in known_file or () if line.strip())]
    text = file.read()
    if gold:
        from deid.showing import finder_as_text

        click.echo(finder_as_text(text))
        return
    starts = [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]
    for finding in find_all(text, values):
        line = bisect_right(starts, finding.start) - 1
        column = finding.start - starts[line] + 1
        length = finding.end - finding.start
        click.echo(f"{line + 1}:{column}-{column + length - 1}\t{finding.identifier.letter}\t{finding.finder}")


def _name(file: Any) -> str:
    """How a file was named; standard input has one name whatever stands for it."""
    return str(getattr(file, "name", "-")).replace("<stdin>", "-")
