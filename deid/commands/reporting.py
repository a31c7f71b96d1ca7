"""`deid report`."""

from __future__ import annotations

from pathlib import Path

import click

from deid.commands.asking import PATH
from deid.guarding import guarded


@click.command(short_help="The report again: as a page, or as PDF/A.")
@click.argument("release", type=PATH)
@click.option("-o", "--output", required=True, type=PATH, help="The file to write: .html or .pdf, outside the release.")
@guarded
def report(release: Path, output: Path) -> None:
    """Make the report again, from the release's report.json and the statements beside it."""
    from deid.commands.writing import write_new_bytes
    from deid.errors import UsageError
    from deid.release import report as reports
    from deid.release.signing import signatures

    if output.resolve().is_relative_to(release.resolve()):
        raise UsageError(f"{output}: a sealed release takes no more files; write it beside")
    content, signed = reports.read(release), signatures.shown(release)
    if output.suffix == ".pdf":
        from deid.release.printed.pdf import pdf_of

        made = pdf_of(content, signed)
    elif output.suffix == ".html":
        made = reports.html_of(content, signed).encode()
    else:
        raise UsageError(f"{output}: expected a name that ends in .html or .pdf")
    write_new_bytes(output, made)
    click.echo(f"{output}: the report of release {content['release']}")
