"""Any object at all, under any options: never a crash, never a planted value out, and readable by others."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import warnings
import zlib
from typing import Any

import pydicom
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.datadict import DicomDictionary
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from deid.dicom.options import OPTIONS
from deid.dicom.rules import rules_of
from deid.dicom.structure import LONG_VRS
from deid.dicom.treating import Treatment
from deid.errors import Unreadable
from deid.profile import DicomSettings

PLANTED = "Qzxkanary"
_VRS = "AE AS CS DA DS DT FD FL IS LO LT OB OW PN SH SL SS ST TM UC UI UL UN UR US UT".split()
_RESERVED = {0x00080005, 0x00080016, 0x00080018, 0x00041220}
_KNOWN = sorted(tag for tag in DicomDictionary if 8 <= tag >> 16 < 0x7FE0 and tag not in _RESERVED)
_CLASSES = [f"1.2.840.10008.5.1.4.1.1.{kind}" for kind in "2 4 88.33 11.1 481.3 9.1.1 66.4 104.1".split()]
_SEQUENCES = [0x00081115, 0x0040A730, 0x00400555, 0x52009230, 0x00081140, 0x00700001, 0x30060020]
_WORDS = ["{}", "Jane {}", "CHEST {} 3mm", "{}\\second", "=\\{}", "{}^A=B^{}", "AX {}", "1234567 {}", "{}\0{}"]

_SYNTAX = {True: ImplicitVRLittleEndian, False: ExplicitVRLittleEndian}
_STRANGERS = ["Okafor", "Ouedraogo", "Nakasone", "Zubemadi", "Wrzesniewska"]
_TEXTS = [tag for tag in _KNOWN if DicomDictionary[tag][0] in ("LO", "SH", "ST", "LT", "UT", "UC", "CS", "PN", "AE")]
_KEEPING = {"retain-device-identity", "retain-institution-identity", "clean-recognizable-visual-features"}

some_tag = st.one_of(st.sampled_from(_KNOWN), st.integers(0x00090010, 0x0009FFFF), st.integers(0x00420100, 0x004201FF))
some_value = st.one_of(
    st.sampled_from(_WORDS).map(lambda form: form.replace("{}", PLANTED).encode()),
    st.binary(max_size=24),
    st.sampled_from([b"20200131", b"091500.5", b"045Y", b"1.5", b"7", b"ORIGINAL", b"\xc3\xbc \x1b$B;3\x1b(B", b""]),
)
some_elements = st.lists(
    st.tuples(some_tag, st.sampled_from(_VRS), some_value, st.lists(st.sampled_from(_SEQUENCES), max_size=4)),
    max_size=14,
)
some_options = st.lists(st.sampled_from(sorted(set(OPTIONS) - {"clean-pixel-data"})), unique=True, max_size=6).filter(
    lambda names: not {"retain-full-dates", "retain-modified-dates"} <= set(names)
)


def screen(text: str) -> bool:
    return PLANTED.casefold() in text.casefold()


Level = dict[int, Any]


def build(sop_class: str, characters: str | None, elements) -> Level:
    """The tree of an object: values as bytes, items of sequences as levels."""
    base = {0x00080016: sop_class, 0x00080018: "1.2.3.4.5.6", 0x0020000D: "1.2.3.4", 0x0020000E: "1.2.3.4.5"}
    top: Level = {tag: ("UI", _even(text.encode(), b"\0")) for tag, text in base.items()}
    top |= {0x00080060: ("CS", b"CT"), 0x00100020: ("LO", b"MRN-4711")}
    if characters is not None:
        top[0x00080005] = ("CS", _even(characters.encode()))
    if sop_class.endswith((".2", ".4")):
        sizes = {0x00280002: 1, 0x00280010: 4, 0x00280011: 4, 0x00280100: 16, 0x00280103: 0}
        top |= {tag: ("US", struct.pack("<H", number)) for tag, number in sizes.items()}
        top[0x7FE00010] = ("OW", bytes(range(32)))
    for tag, vr, value, path in elements:
        level = top
        for sequence in path:
            held = level.get(sequence)
            if held is None or held[0] != "SQ":
                level[sequence] = held = ("SQ", {})
            level = held[1]
        if tag not in base:
            level[tag] = (vr, _even(value))
    return top


def encoded(level: Level, implicit: bool) -> bytes:
    """The bytes of a level, whatever its values."""
    parts = []
    for tag in sorted(level):
        vr, value = level[tag]
        if vr == "SQ":
            inside = encoded(value, implicit)
            value = struct.pack("<HHI", 0xFFFE, 0xE000, len(inside)) + inside
        head = struct.pack("<HH", tag >> 16, tag & 0xFFFF)
        if implicit:
            head += struct.pack("<I", len(value))
        elif vr in LONG_VRS:
            head += vr.encode() + struct.pack("<HI", 0, len(value))
        else:
            head += vr.encode() + struct.pack("<H", len(value))
        parts += [head, value]
    return b"".join(parts)


def file_of(body: bytes, syntax: str) -> bytes:
    if syntax == DeflatedExplicitVRLittleEndian:
        engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        body = _even(engine.compress(body) + engine.flush(), b"\0")
    uid = _even(syntax.encode(), b"\0")
    return bytes(128) + b"DICM" + struct.pack("<HH2sH", 2, 0x10, b"UI", len(uid)) + uid + body


def _even(value: bytes, padding: bytes = b" ") -> bytes:
    return value + padding * (len(value) % 2)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    elements=some_elements,
    options=some_options,
    sop_class=st.sampled_from(_CLASSES),
    characters=st.sampled_from([None, "ISO_IR 100", "ISO_IR 192", "GB18030", "\\ISO 2022 IR 87", "NONSENSE"]),
    syntax=st.sampled_from([ExplicitVRLittleEndian, ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian]),
    cut=st.integers(0, 4000),
)
def test_any_object(codes, elements, options, sop_class, characters, syntax, cut):
    source = file_of(encoded(build(sop_class, characters, elements), syntax == ImplicitVRLittleEndian), syntax)
    tcia = {"safe_private": "tcia"} if "retain-safe-private" in options else {}
    treatment = Treatment(rules_of(DicomSettings(options=tuple(options), **tcia)), codes, screen)
    for data in (source, source[: cut or None]):
        try:
            released = treatment.object(data)
        except Unreadable as refused:
            assert PLANTED not in refused.reason
            continue
        _look(released.data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    elements=some_elements,
    options=some_options,
    sop_class=st.sampled_from(_CLASSES),
    implicit=st.booleans(),
    depth=st.integers(0, 70),
    edits=st.lists(
        st.tuples(
            st.integers(144, 5000),
            st.sampled_from(
                [b"\xff\xff\xff\xff", b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0", b"UN\0\0", b"SQ", b"OB", b"\0\0"]
            )
            | st.binary(min_size=1, max_size=6),
            st.booleans(),
        ),
        max_size=4,
    ),
)
def test_any_broken_object(codes, elements, options, sop_class, implicit, depth, edits):
    """Lengths, VRs and delimiters overwritten or pushed in anywhere, and items nested deeper than any reader likes."""
    inmost = [(0x00400275 if n % 2 else 0x00081115) for n in range(depth)]
    elements = [*elements, (0x00181160, "SH", PLANTED.encode(), inmost)]
    data = bytearray(file_of(encoded(build(sop_class, None, elements), implicit), _SYNTAX[implicit]))
    for at, value, pushed in edits:
        place = min(at, len(data))
        data[place : place + (0 if pushed else len(value))] = value
    tcia = {"safe_private": "tcia"} if "retain-safe-private" in options else {}
    treatment = Treatment(rules_of(DicomSettings(options=tuple(options), **tcia)), codes, screen)
    try:
        released = treatment.object(bytes(data))
    except Unreadable as refused:
        assert PLANTED not in refused.reason
        return
    _look(released.data)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    word=st.sampled_from(_STRANGERS),
    tags=st.lists(st.sampled_from(_TEXTS), min_size=1, max_size=12, unique=True),
    form=st.sampled_from(
        ["{}", "{} filter", "B40f {}", "AX_{}", "{}^Ewa", "x.{}.y", "{}1962", "STANDARD\\{}", "{} \u00fc"]
    ),
    path=st.lists(st.sampled_from(_SEQUENCES), max_size=3),
    options=some_options.map(lambda names: [name for name in names if name not in _KEEPING]),
)
def test_a_word_that_nobody_knows_stays_nowhere(codes, passing, word, tags, form, path, options):
    """No finder and no harvest helps here: the allow-list alone."""
    elements = [(tag, DicomDictionary[tag][0][:2], form.format(word).encode(), path) for tag in tags]
    tcia = {"safe_private": "tcia"} if "retain-safe-private" in options else {}
    treatment = Treatment(rules_of(DicomSettings(options=tuple(options), **tcia)), codes, passing)
    data = file_of(encoded(build(_CLASSES[0], "ISO_IR 192", elements), False), ExplicitVRLittleEndian)
    try:
        released = treatment.object(data)
    except Unreadable:
        return
    assert word.casefold().encode() not in released.data.lower()


def _look(data: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        again = pydicom.dcmread(io.BytesIO(data))
        assert PLANTED.casefold() not in str(again).casefold()
    if again.file_meta.TransferSyntaxUID != DeflatedExplicitVRLittleEndian:
        assert PLANTED.casefold().encode() not in data.lower()
        assert PLANTED.casefold().encode("utf-16-le") not in data.lower()
    if shutil.which("dcmdump"):
        run = subprocess.run(["dcmdump", "-q", "-"], input=data, capture_output=True, check=False)
        assert run.returncode == 0
