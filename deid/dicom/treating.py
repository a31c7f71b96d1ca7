"""The front of this room: one object in, one treated object out, or a reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydicom.dataset import Dataset

from deid.dicom.applying import Applied, apply
from deid.dicom.codes import Codes, Screen
from deid.dicom.evidence import Evidence
from deid.dicom.pixels import admit
from deid.dicom.quiet import contained
from deid.dicom.reading import check_identity, read
from deid.dicom.rules import Rules
from deid.dicom.writing import encode


@dataclass(frozen=True, slots=True)
class Released:
    """One object as it may go out.

    Attributes:
        data: the file's bytes.
        study_uid: the new Study Instance UID; empty when the object belongs to no study.
        series_uid: the new Series Instance UID; empty when the object belongs to no series.
        sop_uid: the new SOP Instance UID.
        modality: Modality (0008,0060) as released.
        evidence: what was done.
    """

    data: bytes
    study_uid: str
    series_uid: str
    sop_uid: str
    modality: str
    evidence: Evidence


def deidentify_object(source: bytes | Path, rules: Rules, codes: Codes, screen: Screen) -> Released:
    """Read, admit, treat and encode one object.

    Raises:
        Unreadable: the object goes to quarantine with this reason.
    """
    with contained():
        dataset = read(source)
        admit(dataset)
        applied = apply(dataset, rules, codes, screen)
        return _released(applied)


def deidentify_dataset(dataset: Dataset, rules: Rules, codes: Codes, screen: Screen) -> Applied:
    """Admit and treat one object that is in memory; the object itself stays as it is.

    Raises:
        Unreadable: the object cannot be released; the message says why.
    """
    with contained():
        check_identity(dataset)
        admit(dataset)
        return apply(dataset, rules, codes, screen)


def _released(applied: Applied) -> Released:
    dataset = applied.dataset

    def text(keyword: str) -> str:
        return str(dataset.get(keyword) or "")

    return Released(
        data=encode(dataset),
        study_uid=text("StudyInstanceUID"),
        series_uid=text("SeriesInstanceUID"),
        sop_uid=text("SOPInstanceUID"),
        modality=text("Modality"),
        evidence=applied.evidence,
    )
