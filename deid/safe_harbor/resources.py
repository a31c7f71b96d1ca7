"""The reference data of this room: read once, when first asked for, and known by digest."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

_DATA = files("deid.safe_harbor") / "data"
_PORTION: Final = 1 << 18


def read_bytes(name: str) -> bytes:
    """The bytes of the data file ``name``.

    Raises:
        FileNotFoundError: the package carries no such file.
    """
    return (_DATA / name).read_bytes()


def read_text(name: str) -> str:
    """The text of the data file ``name``; a name ending in ``.gz`` is unpacked."""
    raw = read_bytes(name)
    return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list, one or more a line; lines that begin with ``#`` are headings."""
    text = read_text(name)
    if "#" in text:
        text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(text.lower().split())


@cache
def _sections() -> Mapping[str, tuple[str, ...]]:
    _, *sections = read_text("word_lists.txt").split("\n## ")
    parts = (section.partition("\n") for section in sections)
    return MappingProxyType({title: tuple(body.split()) for title, _, body in parts})


def word_list(title: str) -> tuple[str, ...]:
    """The words of one section of ``word_lists.txt``, in its order.

    Raises:
        KeyError: there is no such section.
    """
    return _sections()[title]


@cache
def section_words(name: str, *titles: str) -> frozenset[str]:
    """The words of some sections of a list, whose headings begin with ``##``.

    Raises:
        KeyError: there is no such section.
    """
    parts = (part.partition("\n") for part in read_text(name).split("\n## ")[1:])
    sections = {title.strip(): body for title, _, body in parts}
    return frozenset(word.lower() for title in titles for word in sections[title].split())


@cache
def phrases(name: str) -> frozenset[str]:
    """The phrases of a list, one a line."""
    return frozenset(read_text(name).splitlines())


@cache
def shares(name: str) -> Mapping[str, float]:
    """A two-column list: the word, and its share of the people in per cent."""
    found: dict[str, float] = {}
    share = cache(float)  # few shares are different
    text = read_text(name)
    start = 0
    # In portions: all cells at once would take twice the memory of what stays.
    while start < len(text):
        end = text.find("\n", start + _PORTION) + 1 or len(text)
        cells = text[start:end].replace("\n", "\t").removesuffix("\t").split("\t")
        found.update(zip(cells[::2], map(share, cells[1::2]), strict=True))
        start = end
    return MappingProxyType(found)


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a CSV file with a header line."""
    return tuple(MappingProxyType(row) for row in csv.DictReader(io.StringIO(read_text(name))))


@cache
def digest(name: str) -> str:
    """The SHA-256 of a data file, in hexadecimal, as ``data/README.md`` lists it."""
    return hashlib.sha256(read_bytes(name)).hexdigest()


def names() -> tuple[str, ...]:
    """The names of all data files, sorted."""
    return tuple(sorted(entry.name for entry in _DATA.iterdir() if entry.is_file()))
