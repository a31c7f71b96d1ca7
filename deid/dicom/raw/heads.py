"""What happens to elements of one tag and VR, settled once: by the six bytes that every such element begins with."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from deid.dicom.actions import Action, plain_dummy
from deid.dicom.cleaning import NAMING_CODES, NOT_CARRIED, own_vr
from deid.dicom.coding import CODE_VALUES, MEANING, SCHEME
from deid.dicom.elements import NUMBER_VRS, many_allowed
from deid.dicom.persons import ISSUER, PATIENT_ID, QUALIFIERS
from deid.dicom.pixels import PIXEL_TAGS, TELLING
from deid.dicom.plain import Plain, encoded
from deid.dicom.raw.pieces import NOTHING, Effect, Piece
from deid.dicom.rules import Rule, Rules, Where
from deid.dicom.structure import LONG_VRS, SHORT_VRS
from deid.dicom.tags import is_group_length, is_private, tag_text
from deid.errors import DeidError

CHARACTER_SET: Final = 0x00080005
SOP_CLASS: Final = 0x00080016
SOP_INSTANCE: Final = 0x00080018
MODALITY: Final = 0x00080060
STUDY: Final = 0x0020000D
SERIES: Final = 0x0020000E
CONTENT: Final = 0x0040A730
DIRECTORY: Final = 0x00041220
PERSON: Final = (PATIENT_ID, ISSUER, QUALIFIERS, STUDY)
_NOTED: Final = frozenset({*TELLING, *PERSON, SOP_CLASS, SOP_INSTANCE, DIRECTORY})
_IDENTITY: Final = frozenset({*PERSON, SOP_INSTANCE})
_CODES: Final = frozenset({*CODE_VALUES, SCHEME, MEANING})


class Unusual(DeidError):  # noqa: N818 - no error: it says which way to go on
    """The object has something that the fast way leaves to the other one."""


class Way(Enum):
    """How an element is taken."""

    FIXED = auto()
    """The same comes of every one."""
    DUMMY = auto()
    """A dummy, or nothing where nothing was."""
    UID = auto()
    NUMBERS = auto()
    """Binary numbers that stay."""
    TEXT = auto()
    """Text that stays when it fits and nothing is found in it."""
    SEQUENCE = auto()
    WHOLE = auto()
    """Decoded and treated as any element is."""
    CHARACTERS = auto()
    PIXELS = auto()
    CODE = auto()
    """Part of a coded entry: the item is treated whole."""


@dataclass(frozen=True, slots=True)
class Head:
    """What happens to elements that begin with the same six bytes.

    Attributes:
        tag: the tag.
        vr: the stated VR.
        long: whether the length has four bytes behind two reserved ones.
        way: how the element is taken.
        fixed: what comes of it, where that is always the same and nobody else needs to see it.
        piece: what comes of it when it has a value, of ``FIXED`` and ``DUMMY``.
        blank: what comes of it when it has none.
        effect: what is counted.
        most: how many values it may have.
        noted: whether the object's fate hangs on its value.
        personal: whether it says whose object it is.
    """

    tag: int
    vr: str
    long: bool
    way: Way
    fixed: Piece | None
    piece: Piece
    blank: Piece
    effect: Effect
    most: float
    noted: bool
    personal: bool


def head_of(prefix: bytes, rules: Rules, where: Where) -> Head:
    """Settle what happens to elements with this tag and VR; the branches follow ``Cleaning``.

    Raises:
        Unusual: no such VR, or a delimiter.
    """
    group, number = struct.unpack_from("<HH", prefix)
    tag, vr = (group << 16) | number, prefix[4:6].decode("latin-1")
    if group == 0xFFFE or vr not in SHORT_VRS | LONG_VRS:
        raise Unusual
    rule = rules.find(tag, vr, where)
    way, effect, data, blank = _decision(tag, vr, rule, rules)
    noted = tag in _NOTED or group & 0xFF01 == 0x6000
    piece = Piece(tag, data, effect)
    empty = Piece(tag, *blank) if blank is not None else piece
    fixed = piece if way is Way.FIXED and not noted else None
    most = many_allowed(tag) if way in (Way.NUMBERS, Way.TEXT) else 0
    return Head(tag, vr, vr in LONG_VRS, way, fixed, piece, empty, effect, most, noted, tag in _IDENTITY)


def _decision(
    tag: int, vr: str, rule: Rule, rules: Rules
) -> tuple[Way, Effect, bytes | None, tuple[bytes, Effect] | None]:
    """How an element is taken, what is counted, what comes of it, and what of an empty one."""
    if tag == CHARACTER_SET:
        return Way.CHARACTERS, NOTHING, b"", None
    if tag in NOT_CARRIED or is_group_length(tag):
        return Way.FIXED, NOTHING, b"", None
    if is_private(tag):
        return Way.FIXED, Effect(private=1), b"", None
    if rule is rules.unknown:
        return Way.FIXED, Effect(unknown=1), b"", None
    if tag in _CODES:
        return Way.CODE, NOTHING, b"", None
    if tag in PIXEL_TAGS:
        return Way.PIXELS, _counted(tag, Action.KEEP, rule), b"", None
    if tag == CONTENT or vr == "UN":
        return Way.WHOLE, NOTHING, b"", None
    return _listed(tag, vr, rule)


def _listed(tag: int, vr: str, rule: Rule) -> tuple[Way, Effect, bytes | None, tuple[bytes, Effect] | None]:
    action, shown = rule.action, own_vr(tag, vr)
    inside = vr == "SQ" and action in (Action.DUMMY, Action.UID, Action.CLEAN) and tag not in NAMING_CODES
    if inside or (vr == "SQ" and action is Action.KEEP):
        effect = _counted(tag, Action.KEEP, rule)
        return (Way.SEQUENCE if shown == "SQ" else Way.WHOLE), effect, b"", None
    effect = _counted(tag, action, rule)
    empty = encoded(Plain(tag, shown, () if shown == "SQ" else None)), _counted(tag, Action.EMPTY, rule)
    if action is Action.REMOVE or (action is Action.UID and vr != "UI"):
        return Way.FIXED, effect, b"", None
    if action is Action.EMPTY:
        return Way.FIXED, effect, empty[0], None
    if action is Action.DUMMY:
        if vr == "SQ":
            return Way.WHOLE, effect, b"", None
        return Way.DUMMY, effect, encoded(plain_dummy(tag, shown)), empty
    if action is Action.UID:
        return Way.UID, effect, None, None
    if action is Action.KEEP and shown == vr:
        return (Way.NUMBERS if vr in NUMBER_VRS else Way.TEXT), effect, None, None
    return Way.WHOLE, effect, None, None


def _counted(tag: int, action: Action, rule: Rule) -> Effect:
    letter = "" if action is Action.KEEP else rule.identifier.letter
    return Effect(actions=(((tag_text(tag), action.value), 1),), letters=((letter, 1),) if letter else ())
