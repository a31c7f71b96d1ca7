"""The commands. No logic: each calls the library and shows what it gives.

Exit codes: 0 done (a release was sealed); 1 refused, no release was written, or a verification failed;
2 wrong usage or configuration, or a verification that did not check everything; 3 sealed, and some objects went to
quarantine.
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deid.commands.asking import signer_of, signer_options
from deid.commands.disclosing import disclose, notice, register
from deid.commands.forgetting import forget
from deid.commands.reporting import report
from deid.commands.signing import key, sign, trust
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


@main.command()
@click.argument("table", type=_PATH)
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


@main.command(short_help="Where identifiers stand in a text, without the values.")
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


@main.group()
def profiles() -> None:
    """Profiles: which treatment each kind of field takes."""


@profiles.command("list")
@guarded
def list_profiles() -> None:
    """The profiles that are there, by name."""
    from deid import profile

    for name in profile.names():
        click.echo(f"{name:24}{profile.load(name).description}")


@profiles.command("show")
@click.argument("name")
@guarded
def show_profile(name: str) -> None:
    """A profile, whole, with what it inherits."""
    from deid import profile, yaml_file

    click.echo(yaml_file.dump(profile.load(name).model_dump(mode="json", exclude_none=True)), nl=False)


@profiles.command("check", short_help="Every problem of a profile file, with its line.")
@click.argument("file", type=_PATH)
@guarded
def check_profile(file: Path) -> None:
    """Whether a profile file is right; if not, every problem with its line."""
    from deid import profile

    checked = profile.load(file)
    click.echo(f"{file}: a profile for {checked.method}, without problems")


@profiles.command("schema")
@guarded
def profile_schema() -> None:
    """The JSON Schema of profiles, for editors."""
    import json

    from deid.profile import Profile

    click.echo(json.dumps(Profile.model_json_schema(), indent=2))


@main.group()
def vault() -> None:
    """The vault: what must never leave."""


@vault.command("init")
@click.argument("folder", type=_PATH)
@guarded
def init_vault(folder: Path) -> None:
    """Make a new vault, readable by you alone."""
    from deid.vault import Vault

    Vault.create(folder)
    click.echo(f"{folder}: a new vault, mode 0700. Back it up: without it no code can be looked up.")


@vault.command("lookup", short_help="Re-identify: what stands behind a code.")
@click.argument("folder", type=_PATH)
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


@vault.command("export-dicom", short_help="Re-identify: old and new UIDs and Patient IDs, as CSV.")
@click.argument("folder", type=_PATH)
@click.option("-o", "--output", required=True, type=_PATH, help="The file to make; readable by you alone.")
@click.option("--keyed", is_flag=True, help="The releases were made with uids: keyed.")
@guarded
def export_dicom(folder: Path, output: Path, keyed: bool) -> None:
    """Re-identify: which new UID and Patient ID stands for which old one, of every release made with this vault."""
    from deid.dicom.mapping import export
    from deid.vault import Vault

    lines = export(Vault.open(folder), output, keyed=keyed)
    click.echo(f"{output}: {_counted(lines, 'line')}, mode 0600. It re-identifies: keep it safe.")


vault.add_command(forget)
for command in (verify, key, trust, sign, disclose, register, notice, report):
    main.add_command(command)


if __name__ == "__main__":
    main()
