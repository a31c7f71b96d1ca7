"""The options of the Basic Profile (PS3.15 section E.3, CID 7050) that a profile may ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from deid.dicom.standard import ProfileRow


@dataclass(frozen=True, slots=True)
class Option:
    """One option.

    Attributes:
        name: in profiles.
        code: the method code, CID 7050.
        column: of Table E.1-1.
        obstacle: why it rules Safe Harbor out, or nothing.
    """

    name: str
    code: str
    column: str
    obstacle: str = ""


_DATES: Final = "dates more exact than a year stay, 45 CFR 164.514(b)(2)(i)(C)"
_DEVICE: Final = "device identifiers and serial numbers stay, 45 CFR 164.514(b)(2)(i)(M)"
_UIDS: Final = "UIDs of the source stay, 45 CFR 164.514(b)(2)(i)(R)"
_PLACE: Final = "institutions stay, which places smaller than a State, 45 CFR 164.514(b)(2)(i)(B)"
OPTIONS: Final = MappingProxyType(
    {
        option.name: option
        for option in (
            Option("clean-descriptors", "113105", "clean_desc"),
            Option("retain-patient-characteristics", "113108", "rtn_pat_chars"),
            Option("retain-full-dates", "113106", "rtn_long_full_dates", _DATES),
            Option("retain-modified-dates", "113107", "rtn_long_modif_dates", _DATES),
            Option("retain-device-identity", "113109", "rtn_dev", _DEVICE),
            Option("retain-uids", "113110", "rtn_uids", _UIDS),
            Option("retain-institution-identity", "113112", "rtn_inst", _PLACE),
        )
    }
)
"""What is known; :class:`deid.profile.DicomSettings` names those that are carried out."""


def options_against_safe_harbor(options: Iterable[str]) -> tuple[str, ...]:
    """Why these options of a profile rule the Safe Harbor claim out; nothing when none does."""
    return tuple(
        f"DICOM option {name} ({OPTIONS[name].code}): {OPTIONS[name].obstacle}"
        for name in options
        if OPTIONS[name].obstacle
    )


def option_action(row: ProfileRow, options: Iterable[str]) -> tuple[str, Option] | None:
    """The action code that an option gives an attribute, and the option; cleaning comes before keeping."""
    given = [(str(code), OPTIONS[name]) for name in options if (code := getattr(row, OPTIONS[name].column))]
    return min(given, key=lambda entry: entry[0], default=None)
