from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from deid.dicom.recognise import looks_like_dicom

OTHERS = {
    "empty": b"",
    "csv": b"mrn,name,born\n12,Doe,1950-01-01\n" * 40,
    "json": b'{"resourceType": "Patient", "id": "1"}' * 30,
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(300),
    "pdf": b"%PDF-1.7\n" + b"1 0 obj <<>> endobj\n" * 30,
    "zip": b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(300),
    "zeros": bytes(1024),
    "utf-16": "\ufeffmrn;name\n".encode("utf-16-le") * 30,
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_formats_are_not_taken(kind):
    assert not looks_like_dicom(OTHERS[kind])


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian])
def test_objects_are_recognised_with_and_without_their_prelude(make_object, encoded, syntax):
    data = encoded(make_object(), syntax)
    assert looks_like_dicom(data[:512])
    assert looks_like_dicom(data[132:])
    body = data[data.index(b"1.2.3") - 64 :]
    start = data.rindex(b"\x08\x00\x16\x00" if syntax != ExplicitVRBigEndian else b"\x00\x08\x00\x16")
    assert looks_like_dicom(data[start:])
    assert body


@given(st.text(alphabet=st.characters(min_codepoint=9, max_codepoint=0x2FF), min_size=8, max_size=300))
def test_text_is_never_taken(text):
    assert not looks_like_dicom(text.encode())
