"""`deid disclose`, `deid register` and `deid notice`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deid.commands.asking import PATH, signer_needed, signer_options
from deid.guarding import REFUSED, guarded

if TYPE_CHECKING:
    from deid.release.disclosure.gate import Disclosure
    from deid.release.disclosure.register import Register

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(short_help="The gate: check, register and approve one disclosure.")
@click.argument("release", type=PATH)
@click.option("--to", "recipient", required=True, help="The recipient, as the statements name them.")
@click.option("--purpose", required=True, help="What for, in a sentence.")
@click.option("--kind", required=True, type=click.Choice(("sale", "licence", "disclosure")))
@click.option("--country", required=True, help="Of the recipient: two letters, such as US.")
@click.option("--approver", required=True, help="Who approves, by name.")
@click.option("--trust", "trust_file", required=True, type=PATH, help="Your trust file.")
@click.option("--notice", required=True, type=PATH, help="The published privacy notice: text, or the web page.")
@click.option("--notice-dated", type=_DAY, help="When it was last updated, where its text does not say.")
@click.option("--contract", default="", help="Reference of the contract; a sale or licence needs one.")
@click.option("--vault", type=PATH, help="The vault; the register stands in it.  [default: RELEASE.vault]")
@click.option("--register", "register_file", type=PATH, help="A register of the house, instead of the vault's.")
@click.option("--source", default="", help="The house's name for what the release was made from.")
@click.option("--linked", multiple=True, help="A party that may combine data with the recipient; may be repeated.")
@click.option("--part2", is_flag=True, help="The source holds records under 42 CFR Part 2.")
@click.option("--screening", default="", help="Reference of the screening for covered persons (28 CFR 202).")
@click.option("--condition-met", "met", multiple=True, type=int, help="A condition of the expert that is met.")
@click.option("--as-of", type=_DAY, help="The day of the disclosure.  [default: today]")
@click.option("--terms-text", type=PATH, help="Also write the terms as text, for a lawyer.")
@signer_options
@guarded
def disclose(release: Path, **asked: Any) -> None:
    """Check everything that a disclosure needs; then write terms and notice, the register's entry and the approval."""
    from deid.commands.writing import write_new
    from deid.release import documents
    from deid.release.disclosure import gate, terms
    from deid.release.signing.placing import TERMS
    from deid.release.signing.trust import load

    signer = signer_needed(asked["key"], asked["program"], asked["public_key"], asked["passphrase_file"])
    vault = asked["vault"] or release.with_name(release.name + ".vault")
    day = _date(asked["as_of"]) or datetime.datetime.now(datetime.UTC).date()
    done = gate.disclose(
        release, _wanted(asked), _register(asked["register_file"], vault), load(asked["trust_file"]), signer, day
    )
    click.echo(
        f"Registered as entry {done.line.number}, {done.line.digest[:16]}; approved with key {signer.public.keyid}."
    )
    for line in done.prior:
        click.echo(
            f"  May be combined with entry {line.number}: release {line.entry['release']} of {line.entry['date']}."
        )
    for flag in done.flags:
        click.echo(f"  For counsel: {flag.says} ({flag.source})")
    if asked["terms_text"]:
        write_new(asked["terms_text"], terms.text_of(documents.parse((release / TERMS).read_bytes())))


def _wanted(asked: Mapping[str, Any]) -> Disclosure:
    """The disclosure that the options ask for."""
    from deid.release.disclosure import gate

    return gate.Disclosure(
        recipient=asked["recipient"],
        kind=asked["kind"],
        purpose=asked["purpose"],
        country=asked["country"].upper(),
        approver=asked["approver"],
        notice=_text(asked["notice"]),
        contract=asked["contract"],
        source=asked["source"],
        linked=asked["linked"],
        part2=asked["part2"],
        screening=asked["screening"],
        conditions_met=asked["met"],
        notice_dated=_date(asked["notice_dated"]),
    )


@click.group()
def register() -> None:
    """The discloser's register: what was disclosed to whom, chained line by line."""


def _place(command: Any) -> Any:
    option = click.option("--register", "file", type=PATH, help="The register's file, instead of the vault's.")
    return click.argument("vault", required=False, type=PATH)(option(command))


@register.command("list", short_help="Every entry, a line each.")
@_place
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@guarded
def list_entries(vault: Path | None, file: Path | None, as_json: bool) -> None:
    """Every entry of a vault's register."""
    import json

    lines = _register(file, vault).lines()
    if as_json:
        click.echo(json.dumps([{"number": one.number, "sha256": one.digest, **one.entry} for one in lines], indent=2))
        return
    for one in lines:
        told = (str(one.entry.get(key, "")) for key in ("date", "event", "release", "kind", "recipient", "country"))
        click.echo(f"{one.number:5}  " + "  ".join(part for part in told if part))


@register.command("verify", short_help="Whether the chain holds.")
@_place
@click.option("--release", "releases", type=PATH, multiple=True, help="A disclosed release: is its entry here?")
@guarded
def verify_chain(vault: Path | None, file: Path | None, releases: tuple[Path, ...]) -> int:
    """Whether every entry follows the one before it, and none is missing.

    An older copy of a register holds together, too. A release that was disclosed since names, under the approver's
    signature, an entry that such a copy does not have.
    """
    book = _register(file, vault)
    lines = book.lines()
    problems = [problem for release in releases for problem in book.problems_of(release)]
    for problem in problems:
        click.echo(f"deid: {problem}", err=True)
    if problems:
        return REFUSED
    counted = "1 entry" if len(lines) == 1 else f"{len(lines)} entries, each follows the one before"
    click.echo(f"PASS: {counted}; the last is {lines[-1].digest if lines else 'none'}.")
    return 0


@register.command("show", short_help="One entry, whole.")
@click.argument("number", type=int)
@_place
@guarded
def show_entry(number: int, vault: Path | None, file: Path | None) -> None:
    """One entry of a register."""
    from deid.errors import UsageError
    from deid.release import documents

    line = next((one for one in _register(file, vault).lines() if one.number == number), None)
    if line is None:
        raise UsageError(f"the register has no entry {number}")
    click.echo(documents.text_of({"number": line.number, "sha256": line.digest, **line.entry}), nl=False)


@click.group()
def notice() -> None:
    """The privacy notice: what it must say, and whether it does."""


@notice.command("check", short_help="A published notice against the register.")
@click.argument("notice_file", metavar="NOTICE", type=PATH)
@_place
@click.option("--dated", type=_DAY, help="When it was last updated, where its text does not say.")
@click.option("--as-of", type=_DAY, help="The day.  [default: today]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@guarded
def check_notice(
    notice_file: Path,
    vault: Path | None,
    file: Path | None,
    dated: datetime.datetime | None,
    as_of: datetime.datetime | None,
    as_json: bool,
) -> int:
    """Whether a disclosure could go out under a published notice: its statement, methods, promises and date."""
    import json

    from deid.release.disclosure import notices
    from deid.release.disclosure.drafting import DRAFT

    entries: Iterable[Mapping[str, Any]] = ()
    if vault is not None or file is not None:
        entries = [line.entry for line in _register(file, vault).lines()]
    judged = notices.judge(_text(notice_file), entries, _date(as_of) or _today(), _date(dated))
    if as_json:
        found = {
            "draft": DRAFT,
            "dated": judged.dated.isoformat() if judged.dated else None,
            "states": judged.states,
            "methods": list(judged.methods),
            "problems": [{"id": problem.id, "says": problem.says} for problem in judged.problems],
        }
        click.echo(json.dumps(found, indent=2))
        return REFUSED if judged.problems else 0
    click.echo(f"Last updated: {judged.dated or 'not said'}. Methods named: {', '.join(judged.methods) or 'none'}.")
    for problem in judged.problems:
        click.echo(f"  {problem.id}: {problem.says}")
    verdict = "refused" if judged.problems else "nothing found against it"
    click.echo(f"A sale or disclosure of deidentified patient information under this notice: {verdict}.\n{DRAFT}")
    return REFUSED if judged.problems else 0


@notice.command("statement", short_help="The statement that a notice must carry.")
@_place
@click.option("--as-of", type=_DAY, help="The day.  [default: today]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@guarded
def print_statement(vault: Path | None, file: Path | None, as_of: datetime.datetime | None, as_json: bool) -> None:
    """The statement of Civ. Code 1798.130(a)(5)(D), from the register's last 12 months."""
    from deid.release import documents
    from deid.release.disclosure.statement import statement_of

    entries = [line.entry for line in _register(file, vault).lines()]
    made = statement_of(entries, _date(as_of) or _today())
    basis = f"({made['source']}; {made['from']} to {made['dated']})"
    text = "\n\n".join([made["draft"], made["text"], made["commitment"], basis]) + "\n"
    click.echo(documents.text_of(made) if as_json else text, nl=False)


def _register(file: Path | None, vault: Path | None) -> Register:
    from deid.errors import UsageError
    from deid.release.disclosure.forgetting import REGISTER
    from deid.release.disclosure.register import Register
    from deid.vault import Vault

    if file is not None:
        return Register(file)
    if vault is None:
        raise UsageError("no register: name the vault that holds it, or --register FILE")
    return Register(Vault.open(vault).path / REGISTER)


def _text(path: Path) -> str:
    from deid.errors import Unreadable, UsageError
    from deid.release.disclosure.notice_text import text_of

    try:
        return text_of(path.read_bytes())
    except OSError:
        raise UsageError(f"{path}: cannot be read") from None
    except Unreadable as error:
        raise UsageError(f"{path}: {error.reason}") from None


def _date(value: datetime.datetime | None) -> datetime.date | None:
    return value.date() if value else None


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
