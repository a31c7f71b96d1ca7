"""The whole export in one call."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from sample_data_maker import finance, tables, things
from sample_data_maker.dicom.labels import planted_in
from sample_data_maker.dicom.studies import make_objects, write_objects, write_strays
from sample_data_maker.encounters import Encounter, make_encounters, make_staff
from sample_data_maker.files import write_csv, write_csv_gz, write_jsonl, write_parquet, write_xlsx
from sample_data_maker.notes import make_notes
from sample_data_maker.people import Person, make_people
from sample_data_maker.planted import Manifest, Planted, plant
from sample_data_maker.portal import portal_log
from sample_data_maker.tables import Table

_README = Path(__file__).with_name("sample_readme.md")


def make_sample_data(folder: Path, seed: int = 18, patients: int = 60) -> Manifest:
    """Write the sample export into ``folder``, which is made if need be; other files there stay.

    The same seed and number of patients give the same bytes, whatever the day or the machine, as long as the
    libraries are those of ``requirements.lock``.

    Returns:
        The files, and every identifying value that stands in them.

    Raises:
        ValueError: fewer patients than the hand-written cast.
    """
    people = make_people(seed, patients)
    visits = make_encounters(seed, people, make_staff(seed))
    folder.mkdir(parents=True, exist_ok=True)
    planted = (
        *_write_tables(folder, seed, people, visits),
        *_write_studies(folder / "dicom", seed, people, visits),
        plant("A:provider_clerk", "Bernadette Kowalczyk"),
    )
    (folder / "README.md").write_bytes(_README.read_bytes())
    files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    unique = sorted(set(planted), key=lambda p: (p.letter, p.kind, p.value))
    return Manifest(folder, tuple(files), tuple(unique))


def _write_tables(folder: Path, seed: int, people: Sequence[Person], visits: Sequence[Encounter]) -> list[Planted]:
    plain = (
        tables.patients(people), tables.encounters(visits), tables.labs(seed, visits),
        things.devices(seed, people), things.vehicles(seed, people), things.biometrics(seed, people),
        tables.loinc_reference(),
    )  # fmt: skip
    for table in plain:
        write_csv(folder / f"{table.name}.csv", table)
    eav, drugs = tables.vitals(seed, people), tables.medications(seed, visits)
    sheets = finance.make_claims(seed, visits)
    log, notes = portal_log(seed, people), make_notes(seed, visits)
    write_csv(folder / "observations_eav.tsv", eav, "\t")
    write_parquet(folder / "medications.parquet", drugs)
    write_xlsx(folder / "claims.xlsx", sheets)
    write_jsonl(folder / "portal_log.jsonl", log)
    write_csv_gz(folder / "notes.csv.gz", notes)
    written: tuple[Table, ...] = (*plain, eav, drugs, *sheets, log, notes)
    return list(chain.from_iterable(t.planted for t in written))


def _write_studies(
    folder: Path, seed: int, people: Sequence[Person], visits: Sequence[Encounter]
) -> tuple[Planted, ...]:
    objects = make_objects(seed, people, visits)
    write_objects(folder, objects)
    write_strays(folder, objects)
    return planted_in(objects)
