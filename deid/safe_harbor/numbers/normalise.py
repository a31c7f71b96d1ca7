"""One form for the many ways of writing the same characters, with the way back to the original offsets."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Written as code points: soft hyphen, zero-width characters, direction marks, word joiner, byte order mark.
_INVISIBLE = frozenset(map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)))
_DASHES = frozenset(map(chr, (*range(0x2010, 0x2016), 0x2212, 0x2E3A, 0x2E3B, 0xFE58, 0xFE63, 0xFF0D)))
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "\u201c": '"', "\u201d": '"'}
# Letters of other scripts that look like Latin ones, as confusables.txt of Unicode UTS #39 pairs them.
_LOOK_ALIKE = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0406\u0408"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd"
    "\u0142\u0141\u00f8\u00d8\u0111\u0110\u0131",
    "ABEKMHOPCTXSIJaeopcyxsijhdqwABEZHIKMNOPTYXovlLoOdDi",
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in normal form.

    Attributes:
        text: the normal form.
        offsets: for each of its characters the index of the original character it came from;
            ``None`` when nothing moved.
    """

    text: str
    offsets: Sequence[int] | None = None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that the span ``start:end`` (not empty) of the normal form came from."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=4096)
def _character(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character in _DASHES:
        return "-"
    if character in _QUOTES:
        return _QUOTES[character]
    kept = (c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept).translate(_LOOK_ALIKE)


def normalise(text: str) -> str:
    """``text`` with compatibility forms, accents, foreign digits, dashes and invisible characters made plain.

    Compatibility decomposition (NFKD) without combining marks, so that full-width digits become ASCII ones and
    a name matches with and without its accents. Letter case stays.
    """
    return text if text.isascii() else "".join(map(_character, text))


def normalise_with_offsets(text: str) -> Normalised:
    """As :func:`normalise`, with the way back to the original."""
    if text.isascii():
        return Normalised(text)
    pieces = [_character(character) for character in text]
    normal = "".join(pieces)
    if all(len(piece) == 1 for piece in pieces):
        return Normalised(normal)
    return Normalised(normal, [index for index, piece in enumerate(pieces) for _ in piece])


def compact(text: str) -> str:
    """The normal form in capitals, without blanks and dashes: how numbers are compared."""
    return "".join(normalise(text).split()).replace("-", "").upper()
