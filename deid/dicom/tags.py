"""Tags: how they are written, and the patterns by which the standard names families of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PATTERN = re.compile(r"\(([0-9A-Fa-fx]{4}),([0-9A-Fa-fx]{4})\)")
_ODD = "(gggg,eeee) where gggg is odd"


def tag_text(tag: int) -> str:
    """``0x00100010`` as ``(0010,0010)``."""
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


def is_private(tag: int) -> bool:
    """Whether the group number is odd (PS3.5 section 7.8)."""
    return bool((tag >> 16) & 1)


def is_group_length(tag: int) -> bool:
    """Whether the element number is 0000: the retired group length (PS3.5 section 7.2)."""
    return tag & 0xFFFF == 0


@dataclass(frozen=True, slots=True)
class TagPattern:
    """One tag, a repeating group such as ``(60xx,3000)``, or every odd group.

    Attributes:
        text: as the standard prints it.
        mask: the bits that must agree.
        value: what they must be.
    """

    text: str
    mask: int
    value: int

    @classmethod
    def parse(cls, text: str) -> TagPattern:
        """Read a pattern as Table E.1-1 prints it.

        Raises:
            ValueError: the text is no tag pattern.
        """
        if text == _ODD:
            return cls(text, 0x00010000, 0x00010000)
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise ValueError("not a tag pattern")
        digits = match[1] + match[2]
        mask = int("".join("0" if digit == "x" else "F" for digit in digits), 16)
        return cls(text, mask, int(digits.replace("x", "0"), 16))

    @property
    def exact(self) -> bool:
        """Whether the pattern names one tag only."""
        return self.mask == 0xFFFFFFFF

    def matches(self, tag: int) -> bool:
        """Whether the tag belongs to the pattern."""
        # Repeating groups are even by definition: (50xx) does not mean the private group 5001.
        return tag & self.mask == self.value and (self.mask == 0x00010000 or not is_private(tag))
