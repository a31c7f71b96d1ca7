"""The studies as files: transfer syntaxes, preambles, and the strays that belong in quarantine."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydicom import dcmwrite
from pydicom import uid as uids
from pydicom.dataset import Dataset, FileMetaDataset

from sample_data_maker.cast import DIED_AT_91, ELDER, MOTHER, MR_PATIENT
from sample_data_maker.chance import digits, faker_for, stream, uid
from sample_data_maker.dicom import documents, images
from sample_data_maker.dicom.header import Study
from sample_data_maker.encounters import Encounter
from sample_data_maker.people import Person

# A fixed root for the invented archive's own implementation.
_IMPLEMENTATION = "2.25.302043790172249692526321623266752743501"


@dataclass(frozen=True, slots=True)
class Object:
    """A dataset with its place below ``dicom/`` and how it is to be written."""

    path: str
    dataset: Dataset
    syntax: str = uids.ExplicitVRLittleEndian
    preamble: bytes | None = b"\0" * 128


def make_objects(seed: int, people: Sequence[Person], visits: Sequence[Encounter]) -> tuple[Object, ...]:
    """All readable objects: a CT with report and key images, an MR, an ultrasound with a letter, a CR."""
    rng, fake = stream(seed, "dicom"), faker_for(seed, "dicom")
    operator = f"{fake.last_name()}^{fake.first_name()}"

    def study(index: int, icd10: str, description: str) -> Study:
        mrn = people[index].mrn
        visit = next(v for v in visits if v.person.mrn == mrn and v.diagnosis[0] == icd10)
        at = visit.admitted + timedelta(minutes=25)
        return Study(visit, uid(rng), f"S{digits(rng, 5)}", description, at, operator)

    return (
        *_ct(rng, study(ELDER, "R91.8", "CT Chest w/o contrast, lung nodule")),
        *_mr(rng, study(MR_PATIENT, "R51.9", "MR Brain, headache")),
        *_us(rng, study(MOTHER, "Z34.83", "US Obstetric, third trimester")),
        *_cr(rng, study(DIED_AT_91, "R05.9", "XR Chest 2 views, cough")),
    )


def write_objects(folder: Path, objects: Sequence[Object]) -> None:
    """Write every object below ``folder``."""
    for item in objects:
        path = folder / item.path
        path.parent.mkdir(parents=True, exist_ok=True)
        ds = item.dataset
        ds.file_meta, ds.preamble = _file_meta(item), item.preamble
        if item.syntax == uids.RLELossless:
            ds.file_meta.TransferSyntaxUID = uids.ExplicitVRLittleEndian
            ds.compress(uids.RLELossless, encoding_plugin="pydicom", generate_instance_uid=False)
        implicit = item.syntax == uids.ImplicitVRLittleEndian
        dcmwrite(path, ds, implicit_vr=implicit, little_endian=True)


def write_strays(folder: Path, objects: Sequence[Object]) -> None:
    """A CT that ends in the middle of its header, a text file, and a folder's thumbnail cache."""
    whole = (folder / objects[0].path).read_bytes()
    (folder / "broken.dcm").write_bytes(whole[: len(whole) // 8])
    (folder / "readme.txt").write_text("Copied from PACS by the night shift. Ask Radiology East.\n")
    cache = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 4
    (folder / "thumbs.db").write_bytes(cache)


def _ct(rng: random.Random, study: Study) -> list[Object]:
    frame, implicit = uid(rng), uids.ImplicitVRLittleEndian
    axial, thick = (uid(rng), 2, "Axial 5mm"), (uid(rng), 3, "Recon 2, thick")
    first = [images.ct_slice(rng, study, axial, frame, n) for n in (1, 2, 3)]
    second = [images.ct_slice(rng, study, thick, frame, n) for n in (1, 2)]
    return [
        *(Object(f"ct/s2/CT{n:06d}.dcm", ds) for n, ds in enumerate(first, start=1)),
        *(Object(f"ct/s3/CT{n:06d}.dcm", ds, implicit) for n, ds in enumerate(second, start=1)),
        Object("ct/sr/SR000001.dcm", documents.report(rng, study, first)),
        Object("ct/ko/KO000001.dcm", documents.key_objects(rng, study, first)),
    ]  # fmt: skip


def _mr(rng: random.Random, study: Study) -> list[Object]:
    """The second slice has no extension, as files on exchange media have none."""
    frame, series = uid(rng), (uid(rng), 1, "T1 SE ax")
    slices = [images.mr_slice(rng, study, series, frame, n) for n in (1, 2)]
    return [
        Object("mr/MR000001.dcm", slices[0], uids.ImplicitVRLittleEndian),
        Object("mr/MR000002", slices[1]),
    ]


def _us(rng: random.Random, study: Study) -> list[Object]:
    """The still image's preamble is not empty: a gateway left the patient's number and name in it."""
    person, series = study.visit.person, (uid(rng), 1, "OB 3rd trimester")
    note = f"GATEWAY7 {person.mrn} {person.full_name}".encode("latin-1").ljust(128, b"\0")[:128]
    return [
        Object("us/US000001.dcm", images.ultrasound(rng, study, series, 1), preamble=note),
        Object("us/US000002.dcm", images.ultrasound_loop(rng, study, series, 2)),
        Object("us/LETTER01.dcm", documents.letter(rng, study)),
    ]


def _cr(rng: random.Random, study: Study) -> list[Object]:
    """The first has no preamble, which old archives write; the second is RLE compressed."""
    front, side = (uid(rng), 1, "Chest PA"), (uid(rng), 2, "Chest lateral")
    return [
        Object("cr/CR000001.dcm", images.radiograph(rng, study, front, 1, "PA"), preamble=None),
        Object("cr/CR000002.dcm", images.radiograph(rng, study, side, 1, "LL"), uids.RLELossless),
    ]


def _file_meta(item: Object) -> FileMetaDataset:
    """File meta information with the application entities that the object went through."""
    meta = FileMetaDataset()
    meta.FileMetaInformationGroupLength = 0
    meta.FileMetaInformationVersion = b"\0\1"
    meta.MediaStorageSOPClassUID = item.dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = item.dataset.SOPInstanceUID
    meta.TransferSyntaxUID = uids.UID(item.syntax)
    meta.ImplementationClassUID = uids.UID(_IMPLEMENTATION)
    meta.ImplementationVersionName = "RGHPACS_42"
    meta.SourceApplicationEntityTitle = f"RGH_{item.dataset.Modality}_AE"
    meta.SendingApplicationEntityTitle = "RGH_PACS_MAIN"
    meta.ReceivingApplicationEntityTitle = "RGH_EXPORT_W5"
    return meta
