"""`deid vault forget`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from deid.commands.asking import PATH
from deid.guarding import REFUSED, guarded


@click.command("forget", short_help="Destroy what is a person's; list the releases that hold them.")
@click.argument("folder", metavar="VAULT", type=PATH)
@click.argument("person")
@click.option("--register", "register_file", type=PATH, help="A register of the house, instead of the vault's.")
@click.option("--release", "releases", type=PATH, multiple=True, help="A release that was moved; may be repeated.")
@click.option("--incomplete", is_flag=True, help="Go on though a release that holds PERSON is not at hand.")
@guarded
def forget(folder: Path, person: str, register_file: Path | None, releases: tuple[Path, ...], incomplete: bool) -> int:
    """Answer a request for deletion: the crosswalk's rows of PERSON are destroyed, and nobody can look them up again.

    With them go the keys of encounters, documents, studies and images that stand with nobody else in the releases that
    hold PERSON; those are read where they were made, or where --release says.

    PERSON is the code in a release, or - to read the person's number in the source from standard input: a number does
    not belong on a command line. What was disclosed stays disclosed: the register says to whom.
    """
    from deid.release.disclosure.forgetting import forget as destroy
    from deid.vault import Vault

    number = sys.stdin.readline().strip() if person == "-" else ""
    vault = Vault.open(folder)
    done = destroy(
        vault,
        number=number,
        code="" if number else person,
        register=register_file,
        folders=releases,
        incomplete=incomplete,
    )
    if done is None:
        click.echo("deid: no person of this vault has that number or code", err=True)
        return REFUSED
    click.echo(f"Destroyed: {done.rows} {'row' if done.rows == 1 else 'rows'} of the crosswalk.")
    click.echo(f"Releases that hold the person: {', '.join(done.releases) or 'none on record'}.")
    for name in done.absent:
        click.echo(
            f"  {name} was not at hand: keys of encounters, documents and images that only it ties to the person stay."
        )
    for line in done.disclosures:
        entry = line.entry
        click.echo(
            f"  entry {line.number}: {entry['release']} to {entry['recipient']}, {entry['date']} ({entry['kind']})"
        )
    click.echo("The data of these releases are not changed. Copies and backups of the vault still hold the rows.")
    return 0
