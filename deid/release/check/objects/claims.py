"""Whether an object says of itself what the policy says was done (PS3.15 section E.1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deid.release.check.objects import boxes
from deid.release.check.policy import DICOM_CODES, DicomPolicy

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from deid.release.check.objects.plain import Level

_BASIC = "113100"


def problems_of(dataset: Dataset | Level, policy: DicomPolicy, *, text_shown: bool) -> Iterator[str]:
    """Where the object's own statement and the policy differ."""
    if policy.header != "basic":
        yield "follow a profile that the check does not know"
    wanted = "NO" if text_shown else "YES"
    if str(dataset.get("PatientIdentityRemoved") or "") != wanted:
        yield "say wrongly in (0012,0062) whether the identity was removed"
    if policy.edition not in str(dataset.get("DeidentificationMethod") or ""):
        yield "do not name the edition of the profile in (0012,0063)"
    codes = {
        (str(item.get("CodeValue") or ""), str(item.get("CodingSchemeDesignator") or ""))
        for item in dataset.get("DeidentificationMethodCodeSequence") or []
    }
    everywhere = {_BASIC, *(DICOM_CODES.get(name, "") for name in policy.options)} - {boxes.CODE}
    if codes - {(boxes.CODE, "DCM")} != {(code, "DCM") for code in everywhere}:
        yield "name other methods in (0012,0064) than the policy's"
    if str(dataset.get("LongitudinalTemporalInformationModified") or "") != _longitudinal(policy):
        yield "say wrongly in (0028,0303) what was done to dates"


def _longitudinal(policy: DicomPolicy) -> str:
    if "retain-full-dates" in policy.options:
        return "UNMODIFIED"
    return "MODIFIED" if "retain-modified-dates" in policy.options else "REMOVED"
