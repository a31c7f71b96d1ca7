"""The sample hospital: the same bytes at every run, tables that join, and all 18 identifiers planted."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pydicom
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from sample_data_maker import Manifest, make_sample_data  # noqa: E402
from sample_data_maker import numbers as check_digits  # noqa: E402

COMMITTED = ROOT / "sample_data"
READABLE_DICOM = 14


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return make_sample_data(tmp_path_factory.mktemp("sample"))


def read_table(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def read_sheet(path: Path, sheet: str) -> list[dict[str, object]]:
    header, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def contents(path: Path) -> object:
    """What a file says, without how this machine's libraries happened to compress it."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    if path.suffix == ".xlsx":
        author = openpyxl.load_workbook(path).properties.creator
        return [author, *(read_sheet(path, name) for name in ("claims", "remittances"))]
    return path.read_bytes()


@pytest.fixture(scope="module")
def patients(made: Manifest) -> list[dict[str, str]]:
    return read_table(made.folder / "patients.csv")


@pytest.fixture(scope="module")
def visits(made: Manifest) -> list[dict[str, str]]:
    return read_table(made.folder / "encounters.csv")


@pytest.fixture(scope="module")
def notes(made: Manifest) -> list[dict[str, str]]:
    return read_table(made.folder / "notes.csv.gz", "|", "utf-8-sig")


def dicom_objects(folder: Path) -> Iterator[tuple[Path, pydicom.Dataset]]:
    for path in sorted((folder / "dicom").rglob("*")):
        if path.is_file() and path.parent.name != "dicom":
            yield path, pydicom.dcmread(path, force=True)


def test_two_runs_give_the_same_bytes(made: Manifest, tmp_path: Path) -> None:
    again = make_sample_data(tmp_path)
    assert again.files == made.files
    assert again.planted == made.planted
    for name in made.files:
        assert (tmp_path / name).read_bytes() == (made.folder / name).read_bytes(), name


def test_another_seed_gives_other_people(made: Manifest, tmp_path: Path) -> None:
    other = make_sample_data(tmp_path, seed=19, patients=20)
    assert len(read_table(tmp_path / "patients.csv")) == 20
    mrns = {p.value for p in made.planted if p.kind == "mrn"}
    assert not mrns & {p.value for p in other.planted if p.kind == "mrn"}


def test_too_few_patients_for_the_cast_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 18 patients"):
        make_sample_data(tmp_path, patients=3)


def test_the_committed_sample_is_what_the_maker_makes(made: Manifest) -> None:
    here = sorted(p.relative_to(COMMITTED).as_posix() for p in COMMITTED.rglob("*") if p.is_file())
    assert here == list(made.files)
    for name in made.files:
        assert contents(COMMITTED / name) == contents(made.folder / name), name


def test_it_is_small(made: Manifest) -> None:
    assert sum((made.folder / name).stat().st_size for name in made.files) < 3_000_000


def test_every_letter_of_the_rule_is_planted(made: Manifest) -> None:
    assert {p.letter for p in made.planted} == set("ABCDEFGHIJKLMNOPQR")
    assert {p.letter for p in made.planted if p.distinctive} == set("ABCDEFGHIJKLMNOPQR")


def test_what_is_said_to_be_planted_stands_in_the_files(made: Manifest) -> None:
    """Otherwise searching a release for the planted values would prove nothing."""
    said = [as_json(contents(made.folder / name)) for name in ("claims.xlsx", "medications.parquet")]
    for name in made.files:
        data = contents(made.folder / name)
        if isinstance(data, bytes):
            said += [data.decode("utf-8", "replace"), data.decode("latin-1")]
    everything = "\n".join(said)
    assert [p for p in made.planted if p.distinctive and p.value not in everything] == []


def as_json(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def test_every_table_joins_on_the_person(made: Manifest, patients: list[dict[str, str]]) -> None:
    known, folder = {p["mrn"] for p in patients}, made.folder
    assert len(known) == len(patients) == 60
    eav = read_table(folder / "observations_eav.tsv", "\t")
    log = [json.loads(line) for line in (folder / "portal_log.jsonl").read_text("utf-8").splitlines()]
    assert {row["patient"] for row in eav} == known
    assert {entry["user"]["mrn"] for entry in log} <= known
    for name in ("encounters", "labs", "devices", "biometrics"):
        assert {row["mrn"] for row in read_table(folder / f"{name}.csv")} <= known, name
    assert {row["mrn"] for row in pq.read_table(folder / "medications.parquet").to_pylist()} <= known
    assert {row["mrn"] for row in read_sheet(folder / "claims.xlsx", "claims")} <= known
    parked = {row["patient_no"] for row in read_table(folder / "vehicles.csv")}
    assert {number.upper() for number in parked} <= known
    assert {str(ds.PatientID) for _, ds in dicom_objects(folder)} <= known


def test_visits_claims_and_images_join(
    made: Manifest, visits: list[dict[str, str]], notes: list[dict[str, str]]
) -> None:
    numbers = {v["encounter_id"] for v in visits}
    assert len(numbers) == len(visits)
    labs = read_table(made.folder / "labs.csv")
    claims = read_sheet(made.folder / "claims.xlsx", "claims")
    paid = read_sheet(made.folder / "claims.xlsx", "remittances")
    assert {row["encounter_id"] for row in labs} <= numbers
    assert {row["encounter_id"] for row in claims} == numbers
    assert {row["claim_number"] for row in paid} < {row["claim_number"] for row in claims}
    images = {str(ds.AccessionNumber) for _, ds in dicom_objects(made.folder)}
    assert images <= {row["accession_number"] for row in labs}
    assert {note["mrn"] for note in notes} == {v["mrn"] for v in visits}


def test_what_one_file_says_of_a_person_the_others_repeat(made: Manifest, patients: list[dict[str, str]]) -> None:
    by_mrn = {p["mrn"]: p for p in patients}
    for row in read_table(made.folder / "observations_eav.tsv", "\t"):
        column = {"ssn": "ssn", "home_phone": "phone", "email": "email"}.get(row["attribute"])
        assert column is None or row["value"] == by_mrn[row["patient"]][column]
    for claim in read_sheet(made.folder / "claims.xlsx", "claims"):
        assert claim["member_id"] == by_mrn[str(claim["mrn"])]["insurance_member_id"]
    for _, ds in dicom_objects(made.folder):
        person = by_mrn[str(ds.PatientID)]
        assert str(ds.PatientName.family_name) == person["last_name"]
        assert ds.PatientBirthDate == person["birth_date"].replace("-", "")


def test_stays_and_ages_add_up(patients: list[dict[str, str]], visits: list[dict[str, str]]) -> None:
    by_mrn = {p["mrn"]: p for p in patients}
    for visit in visits:
        person = by_mrn[visit["mrn"]]
        came, left = (datetime.fromisoformat(visit[c]) for c in ("admitted_at", "discharged_at"))
        born = date.fromisoformat(person["birth_date"])
        birthday_ahead = (came.month, came.day) < (born.month, born.day)
        assert int(visit["age_at_admission"]) == came.year - born.year - birthday_ahead
        assert int(visit["length_of_stay_days"]) == (left.date() - came.date()).days
        assert born <= came.date()
        assert not person["death_date"] or left.date() <= date.fromisoformat(person["death_date"])


def test_the_hard_cases_are_there(patients: list[dict[str, str]], visits: list[dict[str, str]]) -> None:
    zips = {p["zip"] for p in patients}
    assert {"03603", "82190", "1605", "09096", "B3J 2K9"} <= zips
    exported = date(2025, 6, 30)
    years = [(exported - date.fromisoformat(p["birth_date"])).days / 365.2425 for p in patients]
    assert 101 < max(years) < 102
    assert sum(y >= 90 for y in years) >= 4
    assert any(int(v["age_at_admission"]) > 89 for v in visits)
    assert any(p["death_date"] for p in patients)
    names = [(p["first_name"], p["last_name"]) for p in patients]
    assert names.count(("John", "Smith")) == 2


def test_contact_details_lie_in_ranges_kept_for_fiction(made: Manifest) -> None:
    values = {letter: [p.value for p in made.planted if p.letter == letter] for letter in "DEFNO"}
    assert all(re.search(r"\b555-01\d\d$", v) for v in values["D"] + values["E"])
    assert all(re.search(r"@example\.(com|org|net)$", v) for v in values["F"])
    assert all("rivermont-health.example/" in v for v in values["N"])
    assert all(v.startswith(("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")) for v in values["O"])


def test_check_digits_hold(made: Manifest, visits: list[dict[str, str]]) -> None:
    for visit in visits:
        npi = visit["attending_npi"]
        assert check_digits.luhn_digit("80840" + npi[:-1]) == npi[-1]
    cards = [p.value for p in made.planted if p.kind in {"card_number", "imei"}]
    assert len(cards) > 20
    assert all(check_digits.luhn_digit(card[:-1]) == card[-1] for card in cards)


def test_notes_are_quoted_over_several_lines(made: Manifest, notes: list[dict[str, str]]) -> None:
    data = gzip.decompress((made.folder / "notes.csv.gz").read_bytes())
    assert data.startswith(b"\xef\xbb\xbfnote_id|mrn|")
    assert all(note["text"].count("\n") >= 3 for note in notes)
    assert any('"' in note["text"] for note in notes)
    assert not any(re.search(r"\{\w+\}", note["text"]) for note in notes)


def test_dicom_objects_read_and_their_pixels_decode(made: Manifest) -> None:
    objects = list(dicom_objects(made.folder))
    assert len(objects) == READABLE_DICOM
    assert {ds.Modality for _, ds in objects} == {"CT", "MR", "US", "CR", "SR", "KO", "DOC"}
    for path, ds in objects:
        if "PixelData" in ds:
            assert int(ds.pixel_array.max()) > int(ds.pixel_array.min()), path.name


def test_dicom_objects_have_the_shapes_they_are_there_for(made: Manifest) -> None:
    folder = made.folder / "dicom"
    assert (folder / "mr/MR000002").exists()
    assert (folder / "cr/CR000001.dcm").read_bytes()[128:132] != b"DICM"
    assert (folder / "us/US000001.dcm").read_bytes()[:8] == b"GATEWAY7"
    syntaxes = {ds.file_meta.TransferSyntaxUID.name for _, ds in dicom_objects(made.folder)}
    assert syntaxes == {"Explicit VR Little Endian", "Implicit VR Little Endian", "RLE Lossless"}
    head = pydicom.dcmread(folder / "mr/MR000001.dcm")
    assert head.PatientName.ideographic == "山田^太郎"
    frames = {ds.FrameOfReferenceUID for _, ds in dicom_objects(made.folder) if ds.Modality == "CT"}
    assert len(frames) == 1
    letter = pydicom.dcmread(folder / "us/LETTER01.dcm")
    page = letter.EncapsulatedDocument[: letter.EncapsulatedDocumentLength]
    start = int(re.findall(rb"startxref\n(\d+)", page)[0])
    assert page[start : start + 4] == b"xref"


def test_reports_refer_to_slices_that_exist(made: Manifest) -> None:
    present = {str(ds.SOPInstanceUID) for _, ds in dicom_objects(made.folder)}
    referred = {
        str(element.value)
        for _, ds in dicom_objects(made.folder)
        for element in ds.iterall()
        if element.keyword == "ReferencedSOPInstanceUID"
    }
    assert len(referred) == 3
    assert referred <= present


def test_the_broken_object_ends_within_a_value(made: Manifest) -> None:
    """A lenient reader takes what is left of it for a short header, so that it has to be noticed."""
    broken = (made.folder / "dicom/broken.dcm").read_bytes()
    whole = (made.folder / "dicom/ct/s2/CT000001.dcm").read_bytes()
    assert len(broken) < len(whole)
    assert whole.startswith(broken)
    last = list(pydicom.dcmread(io.BytesIO(broken)))[-1]
    assert last.value != pydicom.dcmread(io.BytesIO(whole))[last.tag].value
