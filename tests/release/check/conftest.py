"""A staged release to check: tables and DICOM objects as a clean run writes them, and a harvest of one person."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import ExplicitVRLittleEndian

from deid.evidence import CheckResult
from deid.release.check import check_data
from deid.vault import Harvest, Kind

CODE_A, CODE_B = "AB12CD34EF56GH78", "ZX98YW76VT54SR32"
STUDY, SERIES, SOP = "2.25.1001", "2.25.2002", "2.25.3003"
_LETTERS = {"person_key": "H", "record_key": "R", "zip": "B", "birth_date": "C", "event_date": "C", "death_date": "C"}
_LETTERS |= {"age": "C", "age_months": "C", "age_days": "C", "free_text": "R", "attribute_value": "R", "unknown": "R"}
_LETTERS |= {"person_name": "A", "email": "F", "year": "C"}


@pytest.fixture
def harvest(tmp_path: Path) -> Harvest:
    """One person's values."""
    result = Harvest(tmp_path / "harvest", 4711)
    writer = result.writer("one")
    numbers = ["P0061818", "242-79-1039", "(617) 555-0134", "72858", "A48243084", "7123456", "1004821"]
    writer.add_exact(pa.array([*numbers, "91514 Patel Plains", "Ottilie Vandermeer", "1.2.840.99.1.2.3", CODE_B]))
    writer.add_words(Kind.NAME, ["Vandermeer", "Ottilie", "O'Malley"])
    writer.add_words(Kind.DATE, ["19240312", "20210314"])
    writer.add_words(Kind.PLACE, ["Thornbury", "Averill Springs"])
    writer.close()
    result.seal()
    return result


def a_field(name: str, form: str, kind: str, treatment: str = "") -> dict[str, Any]:
    """One field of a policy."""
    treatment = treatment or ("keep" if form == "screened" else form)
    return {"name": name, "form": form, "kind": kind, "identifier": _LETTERS.get(kind), "treatment": treatment}


@dataclass
class Staged:
    """A staged release that tests put things into."""

    top: Path
    harvest: Harvest | None
    tables: list[dict[str, Any]] = field(default_factory=list)
    objects: int = 0
    method: str = "safe-harbor"
    latest_year: int = 2023
    burned_in_text: str = "quarantine"

    def table(self, rows: Sequence[Sequence[str]], fields: Sequence[dict[str, Any]], name: str = "t.csv") -> Path:
        """Write a delimited table and list it."""
        path = self.top / "data" / "tables" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [[entry["name"] for entry in fields], *rows]
        text = "".join(
            ",".join(f'"{cell}"' if set(cell) & set(',"\n') else cell for cell in line) + "\n" for line in lines
        )
        if name.endswith(".gz"):
            path.write_bytes(gzip.compress(text.encode(), mtime=0))
        else:
            path.write_text(text, encoding="utf-8")
        self.list_table(f"data/tables/{name}", "csv", fields)
        return path

    def list_table(self, path: str, form: str, fields: Sequence[dict[str, Any]], sheet: str = "") -> None:
        """List a table in the policy."""
        self.tables.append(
            {"path": path, "sheet": sheet, "format": form, "delimiter": ",", "fields": list(fields), "left_out": []}
        )

    def column(self, cells: Sequence[str], form: str, kind: str, treatment: str = "") -> tuple[CheckResult, ...]:
        """Check a table of one column, with a code beside it."""
        fields = [a_field("id", "code", "record_key"), a_field("column", form, kind, treatment)]
        self.table([[CODE_A, cell] for cell in cells], fields)
        return self.check()

    def policy(self) -> dict[str, Any]:
        """The policy's document."""
        dicom = {"header": "basic", "edition": "2026d", "burned_in_text": self.burned_in_text, "objects": self.objects}
        return {
            "deid_policy": 1,
            "profile": {"name": "safe-harbor", "digest": "0" * 64},
            "method": self.method,
            "latest_year": self.latest_year,
            "as_of": 2026,
            "tables": self.tables,
            "dicom": dicom,
        }

    def check(self) -> tuple[CheckResult, ...]:
        """Check everything under data/."""
        return check_data(self.top, json.loads(json.dumps(self.policy())), self.harvest)

    def dicom(
        self,
        change: Callable[[FileDataset], None] | None = None,
        edit: Callable[[bytes], bytes] | None = None,
        path: str = f"{STUDY}/{SERIES}/{SOP}.dcm",
    ) -> tuple[CheckResult, ...]:
        """Write one object as a clean run does, changed by the test, and check."""
        self.put(change, edit, path)
        return self.check()

    def put(
        self,
        change: Callable[[FileDataset], None] | None = None,
        edit: Callable[[bytes], bytes] | None = None,
        path: str = f"{STUDY}/{SERIES}/{SOP}.dcm",
    ) -> Path:
        """Write one object as a clean run does, changed by the test."""
        target = self.top / "data" / "dicom" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        made = an_object()
        if change is not None:
            change(made)
        made.save_as(target, enforce_file_format=True)
        # The library adds elements of its own to the file meta information only where they are missing.
        if edit is not None:
            target.write_bytes(edit(target.read_bytes()))
        self.objects += 1
        return target


def an_object() -> FileDataset:
    """A CT image as the Basic Profile leaves it."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    meta.MediaStorageSOPInstanceUID = SOP
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = "2.25.146262189446120326474806330172061117263"
    meta.ImplementationVersionName = "DEID_0.1.0"
    made = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    made.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    made.SOPInstanceUID = SOP
    made.StudyInstanceUID, made.SeriesInstanceUID = STUDY, SERIES
    made.StudyDate = made.StudyTime = made.AccessionNumber = made.PatientName = made.PatientBirthDate = ""
    made.ContentDate, made.ContentTime = "19000101", "000000"
    made.Modality, made.Manufacturer = "CT", "SIEMENS"
    made.SeriesDescription, made.StudyDescription = "Thorax 1.5 B31f", "CT CHEST W CONTRAST"
    made.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    made.PatientID, made.PatientSex, made.PatientAge = CODE_A, "F", "067Y"
    made.SliceThickness, made.ExposureTime, made.SoftwareVersions = "1.5", "500", "4.2.1.0"
    made.ImagePositionPatient = ["-120.5", "-117.25", "12345.5"]
    made.PatientIdentityRemoved = "YES"
    made.DeidentificationMethod = "PS3.15 2026d Basic Profile, deid 0.1.0"
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = (
        "113100",
        "DCM",
        "Basic Application Confidentiality Profile",
    )
    made.DeidentificationMethodCodeSequence = Items([code])
    made.LongitudinalTemporalInformationModified = "REMOVED"
    made.Rows, made.Columns, made.SamplesPerPixel, made.BitsAllocated = 4, 4, 1, 16
    made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 15, 0
    made.PhotometricInterpretation = "MONOCHROME2"
    made.PixelData = bytes(32)
    return made


@pytest.fixture
def staged(tmp_path: Path, harvest: Harvest) -> Staged:
    """An empty staged release."""
    top = tmp_path / "staged"
    top.mkdir()
    return Staged(top, harvest)


def failed(results: Sequence[CheckResult]) -> list[str]:
    """The problems of all checks that failed."""
    return [problem for result in results if not result.passed for problem in result.problems]


@pytest.fixture
def problems() -> Callable[[Sequence[CheckResult]], list[str]]:
    """The problems of all checks that failed."""
    return failed
