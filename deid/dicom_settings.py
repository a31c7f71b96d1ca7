"""What a profile may say of DICOM objects, as those see it who treat them; profiles are in ``deid.profile``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

_DATES = "dates more exact than a year stay, 45 CFR 164.514(b)(2)(i)(C)"
DICOM_OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "clean-pixel-data": "",
        "clean-recognizable-visual-features": "",
        "clean-graphics": "",
        "clean-structured-content": "",
        "clean-descriptors": "",
        "retain-full-dates": _DATES,
        "retain-modified-dates": f"shifted {_DATES}",
        "retain-patient-characteristics": "",
        "retain-device-identity": "device identifiers and serial numbers stay, 45 CFR 164.514(b)(2)(i)(M)",
        "retain-uids": "UIDs of the source stay, 45 CFR 164.514(b)(2)(i)(R)",
        "retain-safe-private": "",
        "retain-institution-identity": "institutions stay, which are smaller than a State, 45 CFR 164.514(b)(2)(i)(B)",
    }
)
"""The options of CID 7050 that are carried out, by name, each with what it has against Safe Harbor."""


IS_DIRECTORY = "DICOM directory; the release has its own over the released objects"
"""Why a media directory of the source stays behind."""


class BoxRule(Protocol):
    """Boxes to blank in some images; the meaning is that of ``deid.pixel_settings.PixelRule``."""

    @property
    def modality(self) -> str:
        """Modality, or nothing."""

    @property
    def sop_class(self) -> str:
        """SOP Class UID, or nothing."""

    @property
    def manufacturer(self) -> str:
        """A pattern, or nothing."""

    @property
    def model(self) -> str:
        """A pattern, or nothing."""

    @property
    def rows(self) -> int | None:
        """Rows, or any."""

    @property
    def columns(self) -> int | None:
        """Columns, or any."""

    @property
    def boxes(self) -> tuple[tuple[int, int, int, int], ...]:
        """Left, top, width and height."""

    @property
    def outside_regions(self) -> bool:
        """Whether all outside of the ultrasound regions goes."""


class Settings(Protocol):
    """What happens to DICOM objects; the meaning is that of ``deid.profile.DicomSettings``."""

    @property
    def options(self) -> tuple[str, ...]:
        """Options of the Basic Profile."""

    @property
    def uids(self) -> str:
        """``random`` or ``keyed``."""

    @property
    def safe_private(self) -> str:
        """``standard`` or ``tcia``."""

    @property
    def documents(self) -> str:
        """``replace`` or ``quarantine``."""

    @property
    def burned_in_text(self) -> str:
        """``quarantine`` or ``keep``."""

    @property
    def pixel_rules(self) -> Sequence[BoxRule]:
        """Boxes to blank, of the option ``clean-pixel-data``."""


@dataclass(frozen=True, slots=True)
class PlainSettings:
    """Settings that no profile states: those of the Basic Profile, with some options."""

    options: tuple[str, ...] = ()
    uids: str = "random"
    safe_private: str = "standard"
    documents: str = "replace"
    burned_in_text: str = "quarantine"
    pixel_rules: tuple[BoxRule, ...] = ()
