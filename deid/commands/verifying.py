"""`deid verify`."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from deid.commands.asking import PATH
from deid.guarding import REFUSED, USAGE, guarded


@click.command(short_help="Check a release offline: bytes, papers, values, signatures.")
@click.argument("release", type=PATH)
@click.option("--trust", "trust_file", type=PATH, help="Your own trust file (deid trust add): whose keys you trust.")
@click.option("--recipient", help="Who wants to use the release: you.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it must hold.  [default: today]")
@click.option("--content-only", is_flag=True, help="Bytes, papers and values alone: nobody's word is asked for.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@guarded
def verify(
    release: Path,
    trust_file: Path | None,
    recipient: str | None,
    as_of: datetime.datetime | None,
    content_only: bool,
    as_json: bool,
) -> int:
    r"""Check a release: every byte and value, who vouches for it, to whom, until when and on which terms.

    \b
    Exit codes:  0 every check was made and held; of an unsigned release, every check of its content
                 1 a check failed
                 2 nothing failed, and something was not checked (or the call is wrong)
    """
    from deid.errors import UsageError
    from deid.progress import reporter
    from deid.release.signing.trust import load
    from deid.release.verdict import Result
    from deid.release.verification import is_vouched_for, verify_release
    from deid.release.verification import verify as verify_content
    from deid.showing import verification_as_json, verification_as_text

    if content_only and (trust_file or recipient or as_of):
        raise UsageError("--content-only goes without --trust, --recipient and --as-of")
    with reporter() as progress:
        if content_only:
            found = verify_content(release, progress=progress)
        else:
            trust = load(trust_file) if trust_file else None
            found = verify_release(release, trust, recipient, as_of.date() if as_of else None, progress)
    click.echo(verification_as_json(found) if as_json else verification_as_text(found))
    if not as_json and not content_only and not is_vouched_for(release):
        click.echo("Unsigned: nothing stands beside it by which anybody vouches for it. deid sign adds a statement.")
    if content_only and not as_json:
        click.echo("Content only: signatures, recipient, expiry, terms and notice were not asked for.")
    return {Result.PASS: 0, Result.FAIL: REFUSED, Result.NOT_CHECKED: USAGE}[found.result]
