"""Whose object it is, and what its names are, from the bytes of the elements that say so."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from functools import cache
from typing import Final

from deid.dicom.about import NOBODY, About, days_of, words_of_names
from deid.dicom.codes import Codes
from deid.dicom.elements import Element
from deid.dicom.harvesting import PERSON_CODES, harvest_element
from deid.dicom.identifying import named_by_keyword
from deid.dicom.persons import PersonKey, person_stated
from deid.dicom.plain import plain
from deid.dicom.raw.heads import DIRECTORY, SOP_INSTANCE, STUDY, Unusual
from deid.dicom.rules import Rules
from deid.dicom.structure import Encoding, Walk
from deid.errors import Unreadable

_EXPLICIT: Final = Encoding(implicit=False, little=True)
_REMEMBERED: Final = 10_000
_LONGEST_REMEMBERED: Final = 4096


class Knowing:
    """What is known of the persons of objects, remembered by the bytes that say it.

    Args:
        rules: what happens to each attribute.
        codes: says by how many days a person's dates move.
    """

    def __init__(self, rules: Rules, codes: Codes):
        self._rules = rules
        self._codes = codes
        self._abouts: dict[tuple[object, ...], About] = {}
        self._words: dict[tuple[object, ...], frozenset[str]] = {}

    def about(self, person: Mapping[int, bytes], naming: Mapping[int, bytes], encodings: tuple[str, ...]) -> About:
        """What the rules need to know.

        Args:
            person: the elements that say whose object it is.
            naming: the elements that can hold names.
            encodings: the codecs of the character set.

        Raises:
            Unusual: one of the elements cannot be read, or the vault does not know the person.
        """
        if self._rules.same_for_all:
            return NOBODY
        stated = identity_in(person)
        key = (encodings, *stated.values(), *naming.values())
        about = self._abouts.get(key)
        if about is None:
            try:
                words = frozenset[str]().union(*(self._words_in(raw, encodings) for raw in naming.values()))
                days = days_of(lambda: person_in(stated, encodings), self._rules, self._codes)
            except Unreadable:
                raise Unusual from None
            about = About(words, days)
            if len(self._abouts) > _REMEMBERED:
                self._abouts.clear()
            self._abouts[key] = about
        return about

    def _words_in(self, raw: bytes, encodings: tuple[str, ...]) -> frozenset[str]:
        if raw[4:6] in (b"SQ", b"UN") and not _can_name().search(raw):
            return frozenset()
        found = self._words.get((encodings, raw))
        if found is None:
            element: Element = plain(raw) or Walk(raw, _EXPLICIT).single(encodings, 0)
            found = words_of_names(harvest_element(element))
            if len(raw) <= _LONGEST_REMEMBERED:
                if len(self._words) > _REMEMBERED:
                    self._words.clear()
                self._words[encodings, raw] = found
        return found


@cache
def _can_name() -> re.Pattern[bytes]:
    """What stands in the bytes of a sequence wherever an element in it may be a name."""
    tags = (struct.pack("<HH", tag >> 16, tag & 0xFFFF) for tag in sorted(PERSON_CODES | named_by_keyword()))
    return re.compile(b"|".join([b"PN", b"UN", *map(re.escape, tags)]))


def identity_in(person: Mapping[int, bytes]) -> Mapping[int, bytes]:
    """Of the elements that say whose object it is those that decide: the instance only where there is no study."""
    return {tag: raw for tag, raw in person.items() if tag != SOP_INSTANCE or STUDY not in person}


def person_in(stated: Mapping[int, bytes], encodings: tuple[str, ...]) -> PersonKey:
    """The person that these elements state.

    Raises:
        Unreadable: one of them is broken.
    """
    level = decoded(stated, encodings)
    return person_stated(level.values(), study_in(level))


def decoded(stated: Mapping[int, bytes], encodings: tuple[str, ...]) -> dict[int, Element]:
    """Elements by tag, in order.

    Raises:
        Unreadable: one of them is broken.
    """
    return {
        tag: plain(stated[tag]) or Walk(stated[tag], _EXPLICIT).single(encodings, 0)
        for tag in sorted(stated)
        if tag != DIRECTORY
    }


def study_in(level: Mapping[int, Element]) -> str:
    """The study's UID, or the instance's where no study is stated."""
    return next((str(level[tag].value) for tag in (STUDY, SOP_INSTANCE) if tag in level and level[tag].value), "")
