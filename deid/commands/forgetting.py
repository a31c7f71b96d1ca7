"""`deid vault forget`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from deid.commands.asking import PATH
from deid.guarding import REFUSED, guarded


@click.command("forget", short_help="Destroy a person's rows; list the releases that hold them.")
@click.argument("folder", metavar="VAULT", type=PATH)
@click.argument("person")
@click.option("--register", "register_file", type=PATH, help="A register of the house, instead of the vault's.")
@guarded
def forget(folder: Path, person: str, register_file: Path | None) -> int:
    """Answer a request for deletion: the crosswalk's rows of PERSON are destroyed, and nobody can look them up again.

    PERSON is the code in a release, or - to read the person's number in the source from standard input: a number does
    not belong on a command line. What was disclosed stays disclosed: the register says to whom.
    """
    from deid.release.disclosure.forgetting import forget as destroy
    from deid.vault import Vault

    number = sys.stdin.readline().strip() if person == "-" else ""
    vault = Vault.open(folder)
    done = destroy(vault, number=number, code="" if number else person, register=register_file)
    if done is None:
        click.echo("deid: no person of this vault has that number or code", err=True)
        return REFUSED
    click.echo(f"Destroyed: {done.rows} {'row' if done.rows == 1 else 'rows'} of the crosswalk.")
    click.echo(f"Releases that hold the person: {', '.join(done.releases) or 'none on record'}.")
    for line in done.disclosures:
        entry = line.entry
        click.echo(
            f"  entry {line.number}: {entry['release']} to {entry['recipient']}, {entry['date']} ({entry['kind']})"
        )
    click.echo("The data of these releases are not changed. Copies and backups of the vault still hold the rows.")
    return 0
