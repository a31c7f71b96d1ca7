"""`deid vault`."""

from __future__ import annotations

from pathlib import Path

import click

from deid.commands.asking import PATH
from deid.commands.forgetting import forget
from deid.guarding import REFUSED, guarded


@click.group()
def vault() -> None:
    """The vault: what must never leave."""


@vault.command("init")
@click.argument("folder", type=PATH)
@guarded
def init_vault(folder: Path) -> None:
    """Make a new vault, readable by you alone."""
    from deid.vault import Vault

    Vault.create(folder)
    click.echo(f"{folder}: a new vault, mode 0700. Back it up: without it no code can be looked up.")


@vault.command("lookup", short_help="Re-identify: what stands behind a code.")
@click.argument("folder", type=PATH)
@click.argument("code")
@guarded
def lookup(folder: Path, code: str) -> int:
    """Re-identify: everything that stands behind a code of a release made with this vault."""
    from deid.vault import Vault

    entries = Vault.open(folder).lookup(code)
    for entry in entries:
        click.echo(f"{entry.domain}\t{entry.code}\t{entry.key}")
    if not entries:
        click.echo("deid: no key stands behind this code in this vault", err=True)
    return 0 if entries else REFUSED


@vault.command("offsets", short_help="Where replaced values stood in scrubbed texts, as JSON lines.")
@click.argument("folder", type=PATH)
@click.argument("release")
@guarded
def offsets(folder: Path, release: str) -> None:
    """Where the replaced values of a release's scrubbed texts stood, and where their replacements stand.

    RELEASE is its identifier, as the report has it. One line a text, by its row in the released table, from 0; a place
    is [start, end, new start, new end, letter], in characters.
    """
    import json

    from deid.vault import Vault

    for entry in Vault.open(folder).offsets_of(release):
        click.echo(json.dumps(entry))


@vault.command("export-dicom", short_help="Re-identify: old and new UIDs and Patient IDs, as CSV.")
@click.argument("folder", type=PATH)
@click.option("-o", "--output", required=True, type=PATH, help="The file to make; readable by you alone.")
@click.option("--keyed", is_flag=True, help="The releases were made with uids: keyed.")
@guarded
def export_dicom(folder: Path, output: Path, keyed: bool) -> None:
    """Re-identify: which new UID and Patient ID stands for which old one, of every release made with this vault."""
    from deid.dicom.mapping import export
    from deid.vault import Vault

    lines = export(Vault.open(folder), output, keyed=keyed)
    made = "1 line" if lines == 1 else f"{lines:,} lines"
    click.echo(f"{output}: {made}, mode 0600. It re-identifies: keep it safe.")


vault.add_command(forget)
