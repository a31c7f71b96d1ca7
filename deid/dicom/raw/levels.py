"""What a walk over a header holds: of the whole object, and of each level."""

from __future__ import annotations

from dataclasses import dataclass, field

from deid.dicom.elements import DEFAULT_ENCODINGS
from deid.dicom.raw.heads import Head
from deid.dicom.raw.pieces import Piece
from deid.dicom.raw.waiting import Context, Waiting


@dataclass(slots=True)
class Draft:
    """What a walk found.

    Attributes:
        pieces: what comes of each element.
        waiting: those of them that are not settled yet.
        telling: elements as they are that decide whether the object may go out.
        person: elements as they are that say whose object it is.
        naming: elements as they are that can hold names, where that matters.
        declared: whether a character set was declared.
        encodings: its codecs.
        uids: UIDs that settling will ask about.
        texts: texts that settling will ask about.
        stop: where the pixels begin, or the data set ends.
        pixels: the head of the pixels' element, if there is one.
    """

    pieces: list[Piece] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    telling: dict[int, bytes] = field(default_factory=dict)
    person: dict[int, bytes] = field(default_factory=dict)
    naming: dict[int, bytes] = field(default_factory=dict)
    declared: bool = False
    encodings: tuple[str, ...] = DEFAULT_ENCODINGS
    uids: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    stop: int = 0
    pixels: Head | None = None


@dataclass(slots=True)
class Level:
    """One level of the walk: the outermost, or an item.

    Attributes:
        draft: what the whole walk found.
        context: what else the meaning of bytes hangs on.
        depth: 0 outermost.
        found: the pieces of this level.
        heads: what happens to elements on this level.
        known: what came of elements in this context before, whosever object they stood in.
        personal: the same of elements of objects of the same person.
        creators: whose the blocks of private elements are, by the creators' tags.
        blocks: the same level inside of such blocks.
    """

    draft: Draft
    context: Context
    depth: int
    found: list[Piece]
    heads: dict[bytes, Head] = field(default_factory=dict)
    known: dict[bytes, Piece] = field(default_factory=dict)
    personal: dict[bytes, Piece] = field(default_factory=dict)
    creators: dict[int, str] = field(default_factory=dict)
    blocks: dict[int, Level] = field(default_factory=dict)
