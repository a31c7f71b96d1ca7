"""`deid risk` and `deid find`."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import Any

import click

from deid.commands.asking import PATH
from deid.guarding import guarded


@click.command()
@click.argument("table", type=PATH)
@click.option("--quasi-identifiers", "-q", required=True, help="Columns, separated by commas.")
@click.option("--person", default=None, help="The column that says whose row it is.")
@click.option("--sensitive", default=None, help="A sensitive column, for l-diversity.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@guarded
def risk(table: Path, quasi_identifiers: str, person: str | None, sensitive: str | None, as_json: bool) -> None:
    """K and class sizes of a table over some quasi-identifiers."""
    from deid.riskfile import measure_file
    from deid.showing import risk_as_json, risk_as_text

    names = [name.strip() for name in quasi_identifiers.split(",") if name.strip()]
    measured = measure_file(table, names, person, sensitive)
    click.echo(risk_as_json(measured) if as_json else risk_as_text(measured, names))


@click.command(short_help="Where identifiers stand in a text, without the values.")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
@click.option("--known", multiple=True, help="A value that is known of the person; may be repeated.")
@click.option("--eval", "gold", is_flag=True, help="FILE holds annotated notes: measure recall and precision on them.")
@guarded
def find(file: Any, known: tuple[str, ...], gold: bool) -> None:
    """Where identifiers stand in a text: line, columns, letter, finder - not the values.

    With --eval FILE is a JSON list of {"text", "spans": [{"start", "end", "category"}]}, or one such note a line.
    """
    from deid.safe_harbor.text import find as find_all

    text = file.read()
    if gold:
        from deid.showing import finder_as_text

        click.echo(finder_as_text(text))
        return
    starts = [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]
    for finding in find_all(text, known):
        line = bisect_right(starts, finding.start) - 1
        column = finding.start - starts[line] + 1
        length = finding.end - finding.start
        click.echo(f"{line + 1}:{column}-{column + length - 1}\t{finding.identifier.letter}\t{finding.finder}")
