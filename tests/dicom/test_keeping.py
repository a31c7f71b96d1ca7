from __future__ import annotations

import struct

import pytest

from deid.dicom.elements import make
from deid.dicom.keeping import keep
from deid.errors import Unreadable


def flag(word):
    return lambda text: word in text


@pytest.mark.parametrize(
    ("tag", "vr", "value", "kept"),
    [
        (0x00080060, "CS", "CT", "CT"),
        (0x00080060, "CS", "jane doe", None),
        (0x00080060, "CS", "A CODE OF MORE THAN SIXTEEN", None),
        (0x00180050, "DS", "1.25", "1.25"),
        (0x00200013, "IS", "12", "12"),
        (0x00280010, "US", 512, 512),
        (0x00280010, "US", b"Jane", None),
        (0x00080070, "LO", "ACME", "ACME"),
        (0x00080070, "LO", "x" * 65, None),
        (0x00080070, "LO", "line\nbreak", None),
        (0x00080070, "LO", "\ufffd", None),
        (0x00080070, "ST", "ACME", "ACME"),
        (0x00080070, "OB", b"Jane", None),
        (0x00101010, "AS", "089Y", "089Y"),
        (0x00101010, "AS", "092Y", "090Y"),
        (0x00101010, "AS", "999W", "999W"),
        (0x00101010, "AS", "999D", "999D"),
        (0x00101010, "AS", "999M", "999M"),
        (0x00101010, "AS", "9Y", None),
    ],
)
def test_only_values_that_fit_are_kept(tag, vr, value, kept):
    own = {0x00080070: "LO"}.get(tag, vr)
    result = keep(make(tag, vr, value), own, lambda text: False)
    if kept is None:
        assert result.element is None or result.element.is_empty
        assert result.misfits == 1
    else:
        assert result.element is not None
        assert str(result.element.value) == str(kept)


def test_more_values_than_the_attribute_has_are_a_misfit():
    assert keep(make(0x00280010, "US", [512, 512]), "US", lambda text: False).element.is_empty


def test_one_value_of_several_can_go():
    result = keep(make(0x00080008, "CS", ["ORIGINAL", "jane"]), "CS", lambda text: False)
    assert result.element is not None
    assert list(result.element.value) == ["ORIGINAL", ""]


def test_long_numbers_are_screened_and_short_ones_are_not():
    screen = flag("1")
    assert keep(make(0x00200013, "IS", "1"), "IS", screen).screened == 0
    assert keep(make(0x00200013, "IS", "1234567"), "IS", screen).screened == 1


@pytest.mark.parametrize("order", ["<", ">"])
def test_text_behind_numbers_is_a_misfit(order):
    numbers = struct.unpack(f"{order}4H", b"Jane Doe")
    assert keep(make(0x00181310, "US", list(numbers)), "US", lambda text: False).element is None


def test_ordinary_numbers_are_not_taken_for_text():
    for values in ([1.0, 0.5, -3.25], [89.0, 1e-7, 123456.0]):
        assert keep(make(0x00189089, "FD", values), "FD", flag("Jane")).element is not None


def test_bulk_values_are_screened_and_pixels_are_not():
    table = make(0x00281201, "OW", b"\0\1\0\2Jane Doe\0\1")
    assert keep(table, "OW", flag("Jane")).screened == 1
    assert keep(make(0x7FE00010, "OW", b"Jane Doe"), "OW", flag("Jane")).element is not None


def test_a_profile_that_is_none_is_a_misfit():
    assert keep(make(0x00282000, "OB", b"Jane Doe"), "OB", lambda text: False).element is None


def test_an_identifying_comment_in_compressed_pixels_refuses_the_object():
    stream = b"\xff\xd8\xff\xfe\0\x0aJane Doe\xff\xda\0\2\xff\xd9 "
    value = b"\xfe\xff\0\xe0\0\0\0\0\xfe\xff\0\xe0" + struct.pack("<I", len(stream)) + stream
    element = make(0x7FE00010, "OB", value, undefined_length=True)
    with pytest.raises(Unreadable, match="comment"):
        keep(element, "OB", flag("Jane"))


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("SOMATOM Definition AS+", "SOMATOM Definition AS+"),
        ("Carl Zeiss Meditec", "Carl Zeiss Meditec"),
        ("Thorax^Routine", "Thorax^Routine"),
        ("Smith^John", "REMOVED"),
        ("set up by Dr. Vandermeer", "REMOVED"),
        ("John Smith", "REMOVED"),
    ],
)
def test_kept_words_name_nobody_by_their_form(value, left):
    result = keep(make(0x00081090, "LO", value), "LO", lambda text: False)
    assert result.element is not None
    assert result.element.value == left


@pytest.mark.parametrize(("vr", "value"), [("UL", 84731265), ("FD", 84731265.0), ("SL", [1, 84731265])])
def test_a_number_of_the_source_does_not_stay_as_a_binary_one(vr, value):
    result = keep(make(0x00189999, vr, value), vr, flag("84731265"))
    assert result.element.is_empty
    assert result.screened == 1


def test_measured_numbers_stay():
    assert keep(make(0x00189999, "FD", [84731265.5, 12.0]), "FD", lambda text: True).element.value == [84731265.5, 12.0]


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le", "utf-16-be"])
def test_text_in_a_table_of_grey_values_is_screened(encoding):
    table = "  Quillfeather  ".encode(encoding) + bytes(8)
    assert keep(make(0x00281201, "OW", table), "OW", flag("Quillfeather")).screened == 1


def test_a_table_of_rising_grey_values_stays():
    table = struct.pack("<256H", *range(256))
    assert keep(make(0x00281201, "OW", table), "OW", lambda text: " " not in text).element.value == table


def test_text_in_a_waveform_sends_the_object_to_quarantine():
    with pytest.raises(Unreadable, match="waveform"):
        keep(make(0x54001010, "OW", b"\0\1Quillfeather\0\1"), "OW", flag("Quillfeather"))


def test_a_date_glued_to_a_letter_is_seen():
    kept = keep(make(0x00181020, "LO", "v27.11.1948"), "LO", lambda text: text.split()[-1] == "27.11.1948")
    assert kept.element.value == "REMOVED"
