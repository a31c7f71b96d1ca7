"""The commands. No logic: each calls the library and shows what it gives.

Exit codes: 0 done (a release was sealed); 1 refused, no release was written, or a verification failed;
2 wrong usage or configuration, or a verification that did not check everything; 3 sealed, and some objects went to
quarantine.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deid.commands.asking import signer_of, signer_options
from deid.commands.disclosing import disclose, notice, register
from deid.commands.expert import expert
from deid.commands.measuring import find, risk
from deid.commands.profiling import profiles
from deid.commands.reporting import report
from deid.commands.signing import key, sign, trust
from deid.commands.vaulting import vault
from deid.commands.verifying import verify
from deid.commands.writing import write_whole
from deid.guarding import QUARANTINED, REFUSED, guarded

if TYPE_CHECKING:
    from deid.pipeline import Release
    from deid.planning.survey import Survey

_PATH = click.Path(path_type=Path)


_HELP = """De-identify patient tables, notes and DICOM, and seal the result with evidence.

\b
Begin with:   deid demo
Then:         deid survey EXPORT
              deid run EXPORT -o RELEASE
              deid verify RELEASE

\b
Exit codes:   0 done, sealed, or verified whole
              1 refused: no release was written, or a verification failed
              2 wrong usage or configuration, or a verification that did not check everything
              3 sealed, and some objects went to quarantine
"""


@click.group(help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="deid-release", prog_name="deid")
def main() -> None:
    """De-identify patient records, and seal the result with evidence."""


@main.command(short_help="Run it all on the sample data and say what to look at.")
@click.argument("folder", type=_PATH, default=Path("deid-demo"))
@guarded
def demo(folder: Path) -> int:
    """Run the whole street on the sample data, sign and disclose the release, verify it, and say what to look at."""
    from deid.demonstration import RECIPIENT, demonstrate, sample_data
    from deid.progress import reporter

    source = sample_data()
    target = _free(folder)
    with reporter() as progress:
        shown = demonstrate(target, progress)
    _sealed(shown.release)
    line, found = shown.disclosed.line, shown.verification
    click.echo(f"\nSigned with throw-away keys, disclosed to {RECIPIENT} (invented), register entry {line.number}.")
    click.echo(f"Verified as the recipient would: {found.result.value}, {len(found.checks)} checks.")
    click.echo("\nLook at:")
    for path, what in (
        (source / "patients.csv", "what came in: an invented hospital's export"),
        (target / "data" / "tables" / "patients.csv", "what goes out"),
        (target / "deid" / "report.html", "the report: open it in a browser"),
        (target / "deid" / "policy.json", "what every field may hold"),
        (target / "deid" / "knowledge.dsse.json", "one of the signed statements"),
        (shown.release.vault, "the vault, with the register: it stays with you"),
    ):
        click.echo(f"  {path}  - {what}")
    click.echo(f'\nTry:  deid verify {target} --trust {shown.trust} --recipient "{RECIPIENT}"')
    click.echo(f"      deid register show 1 {shown.release.vault}")
    click.echo(f"      deid plan {source} --profile safe-harbor -o plan.yaml")
    return 0 if found.passed else REFUSED


def _free(folder: Path) -> Path:
    candidate, number = folder, 2
    while any(candidate.with_name(candidate.name + suffix).exists() for suffix in ("", ".vault", ".trust.json")):
        candidate, number = folder.with_name(f"{folder.name}-{number}"), number + 1
    return candidate


@main.command(short_help="What is in an export: fields, identifiers; no values.")
@click.argument("source", metavar="INPUT", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes.")
@guarded
def survey(source: Path, as_json: bool, workers: int) -> None:
    """What is in a file or folder: fields, identifiers, objects; no values."""
    from deid.pipeline import survey as look
    from deid.showing import survey_as_json, survey_as_text

    seen: Survey = look(source, workers)
    click.echo(survey_as_json(seen) if as_json else survey_as_text(seen))


@main.command(short_help="Write the treatment and reason of every field, to edit.")
@click.argument("source", metavar="INPUT", type=_PATH)
@click.option("--profile", default="safe-harbor", show_default=True, help="A profile's name or file.")
@click.option("-o", "--output", required=True, type=_PATH, help="The plan to write (YAML).")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes.")
@guarded
def plan(source: Path, profile: str, output: Path, workers: int) -> None:
    """The treatment and the reason for every field, as a file to read and edit."""
    from deid.claim import claim_of
    from deid.errors import UsageError
    from deid.pipeline import plan as make_plan
    from deid.pipeline import survey as look

    if output.exists():
        raise UsageError(f"{output}: exists already; name a new file")
    if source.is_dir() and output.resolve().is_relative_to(source.resolve()):
        raise UsageError(f"{output}: the plan must not lie inside the input")
    if not output.resolve().parent.is_dir():
        raise UsageError(f"{output}: the folder that the plan shall stand in does not exist")
    made = make_plan(look(source, workers), profile)
    write_whole(output, made.to_yaml())
    fields = sum(len(table.columns) for table in made.tables)
    claim = claim_of(made)
    counted = f"{_counted(len(made.tables), 'table')}, {_counted(fields, 'field')}"
    click.echo(f"{output}: {counted}; it may claim: {claim.method}")
    for obstacle in claim.obstacles:
        click.echo(f"  against Safe Harbor: {obstacle}")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@main.command()
@click.argument("source", metavar="INPUT", type=_PATH)
@click.option("-o", "--output", required=True, type=_PATH, help="The release to make: a new folder.")
@click.option("--profile", default=None, help="A profile's name or file.  [default: safe-harbor]")
@click.option("--plan", "plan_file", default=None, type=_PATH, help="A plan that was read and approved.")
@click.option("--vault", default=None, type=_PATH, help="The vault's folder.  [default: RELEASE.vault]")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes.")
@signer_options
@guarded
def run(
    source: Path,
    output: Path,
    profile: str | None,
    plan_file: Path | None,
    vault: Path | None,
    workers: int,
    key: Path | None,
    program: str | None,
    public_key: Path | None,
    passphrase_file: Path | None,
) -> int:
    """De-identify an export and seal the release."""
    from deid.errors import UsageError
    from deid.pipeline import run as run_street
    from deid.progress import reporter

    if profile is not None and plan_file is not None:
        raise UsageError("give --profile or --plan, not both: a plan has its profile in it")
    signer = signer_of(key, program, public_key, passphrase_file)
    with reporter() as progress:
        release = run_street(
            source,
            output,
            profile=profile or "safe-harbor",
            plan=plan_file,
            vault=vault,
            workers=workers,
            progress=progress,
            signer=signer,
        )
    return _sealed(release)


def _sealed(release: Release) -> int:
    """Say what was made; the exit code tells of quarantine."""
    from deid.evidence import shown

    evidence = release.evidence
    rows = sum(table.rows for table in evidence.tables)
    objects = sum(evidence.dicom.objects.values())
    tables = f"{_counted(len(evidence.tables), 'table')}, {_counted(rows, 'row')}"
    click.echo(f"Sealed {release.path}: {tables}; {_counted(objects, 'DICOM object')}.")
    click.echo(f"  Method: {_METHODS[release.claim.method]}")
    click.echo(f"  Persons: {shown(evidence.persons)}. Checks: {len(evidence.checks)}, all passed.")
    click.echo(f"  Report: {release.path / 'deid' / 'report.html'}")
    click.echo(f"  Vault (mode 0700, holds the codes; it stays with you): {release.vault}")
    skipped = sum(table.skipped for table in evidence.tables)
    if skipped:
        click.echo(f"  Left out, as they could not be read: {_counted(skipped, 'row')}.", err=True)
    if evidence.quarantined:
        click.echo(f"  In quarantine, not in the release: {_counted(len(evidence.quarantined), 'object')}.", err=True)
        for entry in evidence.quarantined[:_LISTED]:
            click.echo(f"    {entry.place}: {entry.reason}", err=True)
        if len(evidence.quarantined) > _LISTED:
            click.echo("    ... and more; the report lists them all", err=True)
    return QUARANTINED if evidence.quarantined or skipped else 0


_LISTED = 50
_METHODS = {
    "safe-harbor": "Safe Harbor, 45 CFR 164.514(b)(2)",
    "expert-determination": "prepared for an expert's determination, 45 CFR 164.514(b)(1); not determined",
    "limited-data-set": "limited data set, 45 CFR 164.514(e): protected health information, NOT de-identified",
}


for command in (risk, expert, find, profiles, vault, verify, key, trust, sign, disclose, register, notice, report):
    main.add_command(command)


if __name__ == "__main__":
    main()
