"""`deid key`, `deid trust` and `deid sign`."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from deid.commands.asking import PATH, passphrase, signer_needed, signer_options, stated
from deid.guarding import guarded

_ROLES = ("engine", "privacy-officer", "expert", "approver")


@click.group()
def key() -> None:
    """Keys: made, kept encrypted, and shown."""


@key.command("new", short_help="Make a key, encrypted with a passphrase.")
@click.argument("file", type=PATH)
@click.option("--passphrase-file", type=PATH, help="Holds the passphrase; else $DEID_PASSPHRASE, else asked for.")
@guarded
def new_key(file: Path, passphrase_file: Path | None) -> None:
    """Make an Ed25519 key: FILE, encrypted and readable by you alone, and FILE.pub to hand out."""
    from deid.release.signing import keys

    public = keys.create(file, passphrase(passphrase_file, new=True))
    click.echo(f"{file}: a new key, encrypted, mode 0600. Its id is {public.keyid}.")
    click.echo(f"{keys.public_path(file)}: its public half, for those who verify.")


@key.command("show", short_help="The id of a public key.")
@click.argument("file", type=PATH)
@guarded
def show_key(file: Path) -> None:
    """The id of a public key, to be read out over another channel."""
    from deid.release.signing.keys import load_public

    click.echo(load_public(file).keyid)


@click.group()
def trust() -> None:
    """The keys that you trust, in a file of your own."""


@trust.command("add", short_help="Trust a public key, for roles and a time.")
@click.argument("file", metavar="TRUST.JSON", type=PATH)
@click.argument("public_key", type=PATH)
@click.option("--name", required=True, help="Whose key it is, as you have made sure of.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(_ROLES), help="May be repeated.")
@click.option("--not-before", type=click.DateTime(["%Y-%m-%d"]), help="First day.  [default: today]")
@click.option("--not-after", type=click.DateTime(["%Y-%m-%d"]), help="Last day.  [default: two years on]")
@guarded
def add_key(
    file: Path,
    public_key: Path,
    name: str,
    roles: tuple[str, ...],
    not_before: datetime.datetime | None,
    not_after: datetime.datetime | None,
) -> None:
    """Write a public key into your trust file."""
    from deid.release.signing import trusting

    begin = not_before.date() if not_before else datetime.datetime.now(datetime.UTC).date()
    end = not_after.date() if not_after else begin + datetime.timedelta(days=730)
    added = trusting.add(file, public_key, name, roles, begin, end)
    click.echo(f"{file}: {added.keyid} of {name}, as {', '.join(roles)}, from {begin} to {end}")


@trust.command("revoke", short_help="No longer trust a key, from a day on.")
@click.argument("file", metavar="TRUST.JSON", type=PATH)
@click.argument("keyid")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="From this day on.  [default: today]")
@guarded
def revoke_key(file: Path, keyid: str, day: datetime.datetime | None) -> None:
    """Write into your trust file that a key is no longer trusted."""
    from deid.release.signing import trusting

    since = day.date() if day else datetime.datetime.now(datetime.UTC).date()
    trusting.revoke(file, keyid, since)
    click.echo(f"{file}: {keyid} is not trusted as of {since}")


@click.command(short_help="State and sign what a role must state.")
@click.argument("release", type=PATH)
@click.option("--role", required=True, type=click.Choice(("privacy-officer", "expert")), help="Whose statement.")
@click.option("--recipient", "recipients", multiple=True, help="A recipient that it is for; may be repeated.")
@click.option("--statement", "answers", type=PATH, help="A YAML file with what is stated; what it lacks is asked for.")
@click.option("--replace", is_flag=True, help="Put it in the place of the statement of this role that is there.")
@signer_options
@guarded
def sign(
    release: Path,
    role: str,
    recipients: tuple[str, ...],
    answers: Path | None,
    replace: bool,
    key: Path | None,
    program: str | None,
    public_key: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Sign a statement over a sealed release: what the role knows, for the recipients that it names."""
    from deid import yaml_file
    from deid.release.signing import placing
    from deid.release.signing.roles import BY_NAME

    signed_as = BY_NAME[role]
    placing.demand_open(release, signed_as, replace=replace)
    given = dict(yaml_file.read(answers)) if answers else {}
    if recipients:
        given["recipients"] = recipients
    said = stated(signed_as.stated, given)
    signer = signer_needed(key, program, public_key, passphrase_file)
    placing.attach(release, {signed_as.path: placing.sign(release, signed_as, said, signer)})
    click.echo(f"{release / signed_as.path}: {signed_as.states}, signed with key {signer.public.keyid}")
