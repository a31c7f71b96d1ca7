"""Every attribute of the dictionary that holds text or a code, with a name that is on no list and in no other field."""

from __future__ import annotations

import random
import struct

import pytest
from pydicom.datadict import DicomDictionary

from deid import profile as profiles
from deid.dicom.rules import rules_of
from deid.dicom.technical import technical
from deid.dicom.treating import deidentify_object

_LONG = {"UC", "UT", "UR", "UN", "SQ"}
_SPARED = {0x00080005, 0x00080016, 0x00080018, 0x00080060, 0x00080008, 0x00080064, 0x0020000D, 0x00280301, 0x00280302}
_TAGS = sorted(
    tag
    for tag, (vr, *_) in DicomDictionary.items()
    if vr in {"LO", "SH", "ST", "LT", "UT", "UC", "CS", "PN", "AE"}
    and 8 <= tag >> 16 < 0x7FE0
    and tag >> 16 & 0xFF00 not in (0x5000, 0x6000)
    and tag not in _SPARED
)
_FORMS = ("{}", "{} fil", "AX {}", "{}\\STANDARD", "[{}]", "x_{}")


def stranger(chance: random.Random) -> str:
    """A word that sounds like a name and is none of any list: four open syllables."""
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4)).capitalize()


def element(tag: int, vr: str, value: bytes) -> bytes:
    value += b" " * (len(value) & 1)
    head = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr.encode())
    return head + (struct.pack("<2xI", len(value)) if vr in _LONG else struct.pack("<H", len(value))) + value


def full_of(chance: random.Random, planted: dict[str, int]) -> bytes:
    """A level with every such attribute."""
    parts = []
    for tag in _TAGS:
        word, vr = stranger(chance), DicomDictionary[tag][0]
        planted[word.casefold()] = tag
        form = chance.choice(_FORMS)
        text = form.format(word.upper()).replace("[", "").replace("]", "") if vr == "CS" else form.format(word)
        parts.append((tag, element(tag, vr, text.encode())))
    return b"".join(data for _, data in sorted(parts))


@pytest.mark.parametrize("name", ["safe-harbor", "ps3.15-basic", "tcia-research"])
def test_a_name_that_is_on_no_list_stays_nowhere(raw_object, codes, passing, reread, name):
    chance, planted = random.Random(name), {}
    top, inside = full_of(chance, planted), full_of(chance, planted)
    item = struct.pack("<HHI", 0xFFFE, 0xE000, len(inside)) + inside
    base = raw_object()
    at = base.index(struct.pack("<HH2s", 0x0008, 0x0016, b"UI"))
    known = base[at:]
    # The elements of the object and those with strangers, in order of their tags.
    stated = {data[:4]: data for data in [*_split(top), *_split(known), element(0x00081115, "SQ", item)]}
    body = b"".join(stated[key] for key in sorted(stated, key=lambda key: struct.unpack("<HH", key)))
    rules = rules_of(profiles.load(name).dicom)
    out = deidentify_object(base[:at] + body, rules, codes, passing)
    text = f"{out.data.decode('latin-1')} {reread(out.data)}".casefold()
    assert {f"{tag:08X}" for word, tag in planted.items() if word in text} == set()
    assert len(planted) > 1_500


def _split(level: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(level):
        vr = level[at + 4 : at + 6].decode()
        head, length = (
            (12, struct.unpack_from("<I", level, at + 8)[0])
            if vr in _LONG
            else (8, struct.unpack_from("<H", level, at + 6)[0])
        )
        found.append(level[at : at + head + length])
        at += head + length
    return found


@pytest.mark.parametrize("number", ["A123456", "X99887", "C428083", "MR482913"])
def test_a_letter_and_the_number_of_a_chart_are_no_technique(number):
    assert technical(number) == ""


@pytest.mark.parametrize("word", ["Krpč", "Üøöl", "WHFNS"])
def test_a_word_without_a_vowel_of_english_is_no_abbreviation(word):
    assert technical(word) == ""


@pytest.mark.parametrize("value", ["B40f", "FC08-H", "T2_TSE_SAG", "syngo CT 2012B", "FSPGR", "STND", "DV24.0_R01"])
def test_values_of_technique_stay(value):
    assert technical(value, "product") == value
