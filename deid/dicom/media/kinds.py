"""Which directory record an object has, and which keys stand in it (PS3.3 section F.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."
_INSTANCE: Final = 0x00200013
_DATE, _TIME = 0x00080023, 0x00080033
_CONCEPT: Final = 0x0040A043
_LABELS: Final = (0x00700080, 0x00700081, 0x00700084)  # Content Label, Description, Creator's Name

Keys = Mapping[int, tuple[str, bool]]
"""By tag: the VR, and whether there must be a value (Type 1)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of directory record.

    Attributes:
        name: Directory Record Type (0004,1430).
        keys: what stands in it.
    """

    name: str
    keys: Keys


def _kind(name: str, *required: tuple[int, str], empty: tuple[tuple[int, str], ...] = ()) -> Kind:
    keys = {tag: (vr, True) for tag, vr in required} | {tag: (vr, False) for tag, vr in empty}
    return Kind(name, MappingProxyType(dict(sorted(keys.items()))))


PATIENT: Final = _kind("PATIENT", (0x00100020, "LO"), empty=((0x00100010, "PN"),))
STUDY: Final = _kind(
    "STUDY",
    (0x00080020, "DA"),
    (0x00080030, "TM"),
    (0x0020000D, "UI"),
    (0x00200010, "SH"),
    empty=((0x00080050, "SH"), (0x00081030, "LO")),
)
SERIES: Final = _kind("SERIES", (0x00080060, "CS"), (0x0020000E, "UI"), (0x00200011, "IS"))

_NUMBER: Final = (_INSTANCE, "IS")
_WHEN: Final = ((_DATE, "DA"), (_TIME, "TM"))
_NAMED: Final = {"empty": ((_LABELS[1], "LO"), (_LABELS[2], "PN"))}
_IMAGE: Final = _kind("IMAGE", _NUMBER)
_BEAMS: Final = _kind("RT TREAT RECORD", _NUMBER, empty=((0x30080250, "DA"), (0x30080251, "TM")))
_PLAN: Final = _kind("RT PLAN", _NUMBER, (0x300A0002, "SH"), empty=((0x300A0006, "DA"), (0x300A0007, "TM")))
_REGISTRATION: Final = _kind("REGISTRATION", _NUMBER, *_WHEN, (_LABELS[0], "CS"), **_NAMED)
_MEASUREMENT: Final = _kind("MEASUREMENT", _NUMBER, *_WHEN)
_SURFACE: Final = _kind("SURFACE", _NUMBER, *_WHEN)

# By SOP Class, the part behind the common root; a class of a whole family ends in a dot. The first that fits decides.
_KINDS: Final[tuple[tuple[str, Kind | None], ...]] = (
    ("88.59", _kind("KEY OBJECT DOC", _NUMBER, *_WHEN, (_CONCEPT, "SQ"))),
    (
        "88.",
        _kind("SR DOCUMENT", _NUMBER, *_WHEN, (_CONCEPT, "SQ"), (0x0040A491, "CS"), (0x0040A493, "CS")),
    ),
    (
        "11.",
        _kind("PRESENTATION", _NUMBER, (0x00700082, "DA"), (0x00700083, "TM"), (_LABELS[0], "CS"), **_NAMED),
    ),
    ("9.", _kind("WAVEFORM", _NUMBER, *_WHEN)),
    ("481.1", _IMAGE),
    ("481.2", _kind("RT DOSE", _NUMBER, (0x3004000A, "CS"))),
    (
        "481.3",
        _kind("RT STRUCTURE SET", _NUMBER, (0x30060002, "SH"), empty=((0x30060008, "DA"), (0x30060009, "TM"))),
    ),
    ("481.4", _BEAMS),
    ("481.5", _PLAN),
    ("481.6", _BEAMS),
    ("481.7", _BEAMS),
    ("481.8", _PLAN),
    ("481.9", _BEAMS),
    ("481.", None),
    (
        "4.2",
        _kind(
            "SPECTROSCOPY",
            _NUMBER,
            *_WHEN,
            (0x00080008, "CS"),
            (0x00280008, "IS"),
            (0x00280010, "US"),
            (0x00280011, "US"),
            (0x00289001, "UL"),
            (0x00289002, "UL"),
        ),
    ),
    ("66", _kind("RAW DATA", *_WHEN, empty=(_NUMBER,))),
    ("66.1", _REGISTRATION),
    ("66.2", _kind("FIDUCIAL", _NUMBER, *_WHEN, (_LABELS[0], "CS"), **_NAMED)),
    ("66.3", _REGISTRATION),
    ("66.4", _IMAGE),
    ("66.5", _SURFACE),
    ("66.6", _kind("TRACT", _NUMBER, *_WHEN)),
    ("67", _kind("VALUE MAP", _NUMBER, *_WHEN, (_LABELS[0], "CS"), **_NAMED)),
    ("68.", _kind("SURFACE SCAN", _NUMBER, *_WHEN)),
    ("77.1.5.3", _kind("STEREOMETRIC", _NUMBER)),
    ("78.", _MEASUREMENT),
    ("79.", _MEASUREMENT),
    ("80.", _MEASUREMENT),
    ("90.", _kind("ASSESSMENT", _NUMBER, (0x00080012, "DA"), (0x00080013, "TM"))),
    (
        "104.",
        _kind(
            "ENCAP DOC",
            _NUMBER,
            (0x00420012, "LO"),
            empty=(*_WHEN, (_CONCEPT, "SQ"), (0x00420010, "ST")),
        ),
    ),
)


def kind_for(sop_class: str, *, pixels: bool) -> Kind | None:
    """The record of an object of a class; None where the standard has none that could be written.

    Args:
        sop_class: SOP Class UID.
        pixels: whether the object has rows and columns, as all have that an IMAGE record stands for.
    """
    family = sop_class.removeprefix(_STORAGE)
    for entry, kind in _KINDS:
        if family == entry or (entry.endswith(".") and family.startswith(entry)):
            return kind
    return _IMAGE if pixels else None
