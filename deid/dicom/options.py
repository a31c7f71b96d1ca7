"""The options of the Basic Profile (PS3.15 section E.3, CID 7050) that a profile may ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from deid.dicom.standard import ProfileRow
from deid.dicom_settings import DICOM_OPTIONS


@dataclass(frozen=True, slots=True)
class Option:
    """One option.

    Attributes:
        name: in profiles.
        code: the method code, CID 7050.
        column: of Table E.1-1.
        summary: what it does here, for readers.
        obstacle: why it rules Safe Harbor out, or nothing.
    """

    name: str
    code: str
    column: str
    summary: str

    @property
    def obstacle(self) -> str:
        """Why it rules Safe Harbor out, or nothing."""
        return DICOM_OPTIONS[self.name]


OPTIONS: Final = MappingProxyType(
    {
        option.name: option
        for option in (
            Option(
                "clean-pixel-data",
                "113101",
                "",
                "boxes that `pixel_rules` name are blanked; no text is looked for",
            ),
            Option(
                "clean-recognizable-visual-features",
                "113102",
                "",
                "objects in which a face may be recognised stay behind; no face is removed from one",
            ),
            Option(
                "clean-graphics",
                "113103",
                "clean_graph",
                "text drawn on images is cleaned like descriptors; overlays and curves go",
            ),
            Option(
                "clean-structured-content",
                "113104",
                "clean_struct_cont",
                "content items by Table E.3.4-1, other text cleaned like descriptors; the tree stays whole",
            ),
            Option(
                "clean-descriptors", "113105", "clean_desc", "words of the clinic and the scanner stay, the rest goes"
            ),
            Option("retain-full-dates", "113106", "rtn_long_full_dates", "dates and times of events stay"),
            Option(
                "retain-modified-dates",
                "113107",
                "rtn_long_modif_dates",
                "dates of events move by the person's own number of days, as in the tables; times stay",
            ),
            Option(
                "retain-patient-characteristics",
                "113108",
                "rtn_pat_chars",
                "sex, age up to 89 (else 090Y), size, weight and the like stay",
            ),
            Option("retain-device-identity", "113109", "rtn_dev", "serial numbers and names of devices stay"),
            Option("retain-uids", "113110", "rtn_uids", "UIDs stay"),
            Option("retain-safe-private", "113111", "rtn_safe_priv", "private attributes known to be safe stay"),
            Option("retain-institution-identity", "113112", "rtn_inst", "institutions stay"),
        )
    }
)
"""Those that are carried out, by name."""


def options_against_safe_harbor(options: Iterable[str]) -> tuple[str, ...]:
    """Why these options of a profile rule the Safe Harbor claim out; nothing when none does."""
    return tuple(
        f"DICOM option {name} ({OPTIONS[name].code}): {OPTIONS[name].obstacle}"
        for name in options
        if OPTIONS[name].obstacle
    )


def option_action(row: ProfileRow, options: Iterable[str]) -> tuple[str, Option] | None:
    """The action code that an option gives an attribute, and the option; cleaning comes before keeping."""
    given = [(str(code), OPTIONS[name]) for name in options if (code := getattr(row, OPTIONS[name].column, None))]
    return min(given, key=lambda entry: entry[0], default=None)
