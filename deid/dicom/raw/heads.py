"""What happens to elements of one tag and VR, settled once: by the six bytes that every such element begins with."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from deid.dicom.actions import Action, plain_dummy
from deid.dicom.cleaning import NAMING_CODES, NOT_CARRIED, TEXT_ON_IMAGE, own_vr
from deid.dicom.coding import CODE_VALUES, MEANING, SCHEME
from deid.dicom.content import SEQUENCES
from deid.dicom.elements import NUMBER_VRS, WORDS_VRS, many_allowed
from deid.dicom.identifying import named_by_keyword
from deid.dicom.persons import ISSUER, PATIENT_ID, QUALIFIERS
from deid.dicom.pixels import PIXEL_TAGS, TELLING
from deid.dicom.plain import Plain, encoded
from deid.dicom.private import action_for, agrees, block_of, is_creator
from deid.dicom.raw.pieces import NOTHING, Effect, Piece
from deid.dicom.rules import Rule, Rules, Where
from deid.dicom.structure import LONG_VRS, SHORT_VRS
from deid.dicom.tags import is_group_length, is_private, tag_text
from deid.errors import DeidError
from deid.identifiers import Identifier

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
_NAMING: Final = frozenset({"PN", "SQ", "UN"})
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
    CLEANED = auto()
    """A descriptor, of which the words stay that name nobody."""
    MOVED = auto()
    """A date that moves with its person's, or a time that stays."""
    SEQUENCE = auto()
    WHOLE = auto()
    """Decoded and treated as any element is."""
    CHARACTERS = auto()
    PIXELS = auto()
    CODE = auto()
    """Part of a coded entry: the item is treated whole."""
    CREATOR = auto()
    """Says whose the private elements of a block are."""
    PRIVATE = auto()
    """Hangs on whose block it is in."""


PERSONAL: Final = frozenset({Way.CLEANED, Way.MOVED, Way.SEQUENCE, Way.WHOLE})
"""What comes of these can hang on whose object it is."""


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
        noted: whether its value is needed apart, for one of the following.
        telling: whether the object's fate hangs on it.
        personal: whether it says whose object it is.
        naming: whether it can hold a name that may stand in the object's descriptors, too.
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
    telling: bool
    personal: bool
    naming: bool


def head_of(prefix: bytes, rules: Rules, where: Where, creator: str | None = None) -> Head:
    """Settle what happens to elements with this tag and VR; the branches follow ``Cleaning``.

    Args:
        prefix: the six bytes.
        rules: what happens to each attribute.
        where: the level.
        creator: whose block a private element is in, nothing where nobody's; None where that is still to be found out.

    Raises:
        Unusual: no such VR, or a delimiter.
    """
    group, number = struct.unpack_from("<HH", prefix)
    tag, vr = (group << 16) | number, prefix[4:6].decode("latin-1")
    if group == 0xFFFE or vr not in SHORT_VRS | LONG_VRS:
        raise Unusual
    rule = rules.find(tag, vr, where)
    decision = _decision(tag, vr, rule, rules) if creator is None else _of_vendor(tag, vr, creator, rules)
    way, effect, data, blank = decision
    telling = tag in _NOTED or group & 0xFF01 == 0x6000
    naming = not rules.same_for_all and (vr in _NAMING or tag in named_by_keyword())
    noted = telling or naming
    piece = Piece(tag, data, effect)
    empty = Piece(tag, *blank) if blank is not None else piece
    fixed = piece if way is Way.FIXED and not noted else None
    most = math.inf if way is Way.CLEANED else many_allowed(tag)
    long, personal = vr in LONG_VRS, tag in _IDENTITY
    return Head(tag, vr, long, way, fixed, piece, empty, effect, most, noted, telling, personal, naming)


_Decision = tuple[Way, Effect, bytes | None, tuple[bytes, Effect] | None]
"""How an element is taken, what is counted, what comes of it, and what of an empty one."""


def _decision(tag: int, vr: str, rule: Rule, rules: Rules) -> _Decision:
    if tag == CHARACTER_SET:
        return Way.CHARACTERS, NOTHING, b"", None
    if is_private(tag):
        if rules.private is None:
            return Way.FIXED, Effect(private=1), b"", None
        return (Way.CREATOR if is_creator(tag) else Way.PRIVATE), NOTHING, None, None
    if tag in NOT_CARRIED or is_group_length(tag):
        return Way.FIXED, NOTHING, b"", None
    if rule is rules.unknown:
        return Way.FIXED, Effect(unknown=1), b"", None
    if tag in _CODES:
        return Way.CODE, NOTHING, b"", None
    if tag in PIXEL_TAGS:
        return Way.PIXELS, _counted(tag, Action.KEEP, rule.identifier), b"", None
    options = rules.settings.options
    if tag == CONTENT or vr == "UN" or (tag in SEQUENCES and "clean-structured-content" in options):
        return Way.WHOLE, NOTHING, b"", None
    graphics = tag == TEXT_ON_IMAGE and "clean-graphics" in options
    return _by_action(tag, vr, Action.CLEAN if graphics else rule.action, rule.identifier)


def _of_vendor(tag: int, vr: str, creator: str, rules: Rules) -> _Decision:
    known = rules.private.find(tag, {block_of(tag): creator}) if rules.private is not None else None
    if known is None or (vr != "UN" and not agrees(vr, known)):
        return Way.FIXED, Effect(private=1), b"", None
    if vr == "UN":
        return Way.WHOLE, NOTHING, b"", None
    return _by_action(tag, vr, action_for(known, vr, rules.settings.options), Identifier.OTHER_UNIQUE)


def _by_action(tag: int, vr: str, action: Action, identifier: Identifier) -> _Decision:
    shown = own_vr(tag, vr)
    inside = vr == "SQ" and action in (Action.DUMMY, Action.UID, Action.CLEAN) and tag not in NAMING_CODES
    if inside or (vr == "SQ" and action is Action.KEEP):
        effect = _counted(tag, Action.KEEP, identifier)
        return (Way.SEQUENCE if shown == "SQ" else Way.WHOLE), effect, b"", None
    effect = _counted(tag, action, identifier)
    empty = encoded(Plain(tag, shown, () if shown == "SQ" else None)), _counted(tag, Action.EMPTY, identifier)
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
    return (_way_of(action, vr) if shown == vr else Way.WHOLE), effect, None, None


def _way_of(action: Action, vr: str) -> Way:
    """How a value is taken that may stay, or part of it."""
    if action is Action.KEEP:
        return Way.NUMBERS if vr in NUMBER_VRS else Way.TEXT
    if action is Action.CLEAN and vr in WORDS_VRS:
        return Way.CLEANED
    return Way.MOVED if action is Action.SHIFT and vr in ("DA", "DT", "TM") else Way.WHOLE


def _counted(tag: int, action: Action, identifier: Identifier) -> Effect:
    letter = "" if action is Action.KEEP else identifier.letter
    return Effect(actions=(((tag_text(tag), action.value), 1),), letters=((letter, 1),) if letter else ())
