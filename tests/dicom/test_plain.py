"""What is decoded and written without the toolkit is what the toolkit makes of it."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.datadict import (
    DicomDictionary,
    RepeatersDictionary,
    dictionary_description,
    dictionary_VM,
    dictionary_VR,
    keyword_for_tag,
)
from pydicom.uid import UID, UID_dictionary

from deid.dicom.actions import dummy, emptied, plain_dummy
from deid.dicom.elements import encodings_of, make, text_of, values
from deid.dicom.plain import FORMATS, Plain, encoded, plain
from deid.dicom.standard.dictionary import (
    in_dictionary,
    is_encapsulated,
    keyword_of,
    name_of,
    uid_name,
    uid_type,
    vm_of,
    vr_of,
)
from deid.dicom.structure import LONG_VRS, SHORT_VRS, Encoding, Walk
from deid.dicom.writing import encode_element

TEXTS = "AE AS CS DA DT LO LT PN SH ST TM UC UI UR UT".split()
NUMBERS = "SL SS SV UL US UV".split()


def raw(vr: str, body: bytes) -> bytes:
    length = struct.pack("<2xI", len(body)) if vr in LONG_VRS else struct.pack("<H", len(body))
    return struct.pack("<HH2s", 0x0008, 0x2111, vr.encode()) + length + body


@given(st.sampled_from(TEXTS), st.text(" \0ab^=\\-.1\t", max_size=12))
def test_text_is_decoded_as_the_toolkit_does(vr, text):
    whole = raw(vr, text.encode())
    other = Walk(whole, Encoding(implicit=False, little=True)).single(("iso8859",), 0)
    mine = plain(whole)
    assert (mine.tag, mine.VR, mine.is_empty) == (other.tag, other.VR, other.is_empty)
    assert [text_of(value) for value in values(mine)] == [text_of(value) for value in values(other)]


@given(st.text("0123456789 +-\\", max_size=11))
def test_an_integer_string_is_decoded_as_the_toolkit_does(text):
    mine = plain(raw("IS", text.encode()))
    if mine is not None:
        other = Walk(raw("IS", text.encode()), Encoding(implicit=False, little=True)).single(("iso8859",), 0)
        assert mine.value == other.value
        assert str(mine.value) == text_of(other.value)
    assert (mine is not None) == (
        text.rstrip(" ").isdigit() and text[0] != "0" and len(text.rstrip(" ")) < 10 and "  " not in text
    )


@given(st.sampled_from(NUMBERS), st.binary(max_size=24))
def test_numbers_are_decoded_as_the_toolkit_does(vr, body):
    whole = raw(vr, body)
    mine = plain(whole)
    if mine is not None:
        other = Walk(whole, Encoding(implicit=False, little=True)).single(("iso8859",), 0)
        assert values(mine) == values(other)
    else:
        assert not body or len(body) % struct.calcsize(FORMATS[vr])


def test_what_is_not_plain_is_left_to_the_toolkit():
    assert plain(raw("LO", b"\x1b$Bab")) is None
    assert plain(raw("LO", b"\xe4b")) is None
    assert plain(raw("DS", b"1.5 ")) is None
    assert plain(raw("SQ", b"")) is None


@pytest.mark.parametrize("vr", sorted(SHORT_VRS | LONG_VRS))
def test_dummies_and_empty_values_are_written_as_the_toolkit_writes_them(vr):
    element = make(0x00082111, vr, b"")
    if vr != "SQ":
        assert encoded(plain_dummy(0x00082111, vr)) == encode_element(dummy(element, vr))
    assert encoded(Plain(0x00082111, vr, () if vr == "SQ" else None)) == encode_element(emptied(element, vr))


def test_the_dictionary_is_the_toolkits():
    for tag in [*DicomDictionary, *(int(pattern.replace("x", "2"), 16) for pattern in RepeatersDictionary)]:
        if tag >> 16 & 1:
            continue
        assert (vr_of(tag), vm_of(tag), name_of(tag), keyword_of(tag)) == (
            dictionary_VR(tag),
            dictionary_VM(tag),
            dictionary_description(tag),
            keyword_for_tag(tag) or keyword_of(tag),
        )
    assert not in_dictionary(0x00091010)
    assert not in_dictionary(0x50010010)


def test_the_registry_of_uids_is_the_toolkits():
    for uid, entry in UID_dictionary.items():
        assert (uid_name(uid), uid_type(uid)) == (entry[0], entry[1])
        assert is_encapsulated(uid) == (entry[1] == "Transfer Syntax" and UID(uid).is_encapsulated)
    assert uid_name("1.2.3") is None


def test_character_sets_of_one_term_are_the_toolkits():
    from pydicom.charset import convert_encodings, python_encoding

    for term in [*python_encoding, "ISO_IR 100 ", "nonsense", "ISO-IR 100"]:
        assert encodings_of(term) == tuple(convert_encodings(term)), term
