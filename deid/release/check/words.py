"""Texts cut into words, as one buffer: every window of neighbouring words is a slice of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Places = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts.

    Attributes:
        texts: the texts in which the words stand, accents and width folded away.
        squeezed: the words' bytes in lower case, one after the other.
        offsets: where each word begins in `squeezed`, and where the last one ends (n + 1).
        owners: the text of each word (n,).
        begins: where each word begins in its text, in bytes (n,).
    """

    texts: pa.Array
    squeezed: Bytes
    offsets: Places
    owners: Places
    begins: Places

    def __len__(self) -> int:
        return len(self.owners)

    def windows(self, width: int) -> Iterator[tuple[Places, pa.Array]]:
        """Every `width` neighbouring words as squeezed text, with the place of each window's first word."""
        for phase in range(width):
            bounds = np.ascontiguousarray(self.offsets[phase::width])
            if len(bounds) < 2:
                continue
            starts = np.arange(len(bounds) - 1, dtype=np.int64) * width + phase
            whole = self.owners[starts] == self.owners[starts + width - 1]
            array = pa.Array.from_buffers(
                pa.large_string(), len(bounds) - 1, [None, pa.py_buffer(bounds), pa.py_buffer(self.squeezed)]
            )
            fit = whole & (np.diff(bounds) <= _LONGEST)
            if not fit.all():
                starts, array = starts[fit], array.filter(pa.array(fit))
            yield starts, array

    def spans(self, first: int, width: int) -> tuple[str, list[tuple[int, int]]]:
        """The text of a window, and where each of its words stands in it, as characters of ASCII text."""
        text = self.texts[int(self.owners[first])].as_py().encode()
        lengths = np.diff(self.offsets[first : first + width + 1])
        begins = self.begins[first : first + width]
        spans = [(int(begin), int(begin + length)) for begin, length in zip(begins, lengths, strict=True)]
        return text.decode("latin-1"), spans


_LONGEST = 256
_SIGNS = dict.fromkeys("\u2018\u2019\u02bc\u2032", "'") | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")


@cache
def _folding() -> Bytes:
    table = np.zeros(256, np.uint8)
    for byte in range(256):
        if byte >= 128 or chr(byte).isalnum():
            table[byte] = ord(chr(byte).lower()) if byte < 128 else byte
    return table


def words_of(texts: pa.Array) -> Words:
    """Cut texts (large_string, without null) into their runs of letters and digits."""
    offsets, content = _buffers(texts)
    if content.size and int(content.max()) >= 128:
        texts = pa.array([_folded(text) for text in texts.to_pylist()], pa.large_string())
        offsets, content = _buffers(texts)
    folded = _folding()[content]
    inside = folded != 0
    before = np.concatenate([[False], inside[:-1]]) if content.size else inside
    first = inside & ~before
    starts_of_texts = offsets[:-1][offsets[:-1] < offsets[1:]]
    first[starts_of_texts] = inside[starts_of_texts]
    begins = np.flatnonzero(first).astype(np.int64)
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(inside, dtype=np.int64)])
    owners = np.searchsorted(offsets, begins, side="right").astype(np.int64) - 1
    bounds = np.concatenate([running[begins], running[-1:]])
    return Words(texts, folded[inside], bounds, owners, begins - offsets[owners] if len(begins) else begins)


def _buffers(texts: pa.Array) -> tuple[Places, Bytes]:
    if not len(texts):
        return np.zeros(1, np.int64), np.zeros(0, np.uint8)
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    content = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return bounds - bounds[0], content[bounds[0] : bounds[-1]]


def _folded(text: str) -> str:
    """As values are squeezed when they are harvested, but with word ends kept as blanks or ASCII signs."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        character if character.isascii() or character.isalnum() else _SIGNS.get(character, " ")
        for character in decomposed
        if not unicodedata.combining(character) and unicodedata.category(character) != "Cf"
    )
