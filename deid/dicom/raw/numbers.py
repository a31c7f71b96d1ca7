"""Binary numbers that stay as they are: nothing about them could be anything else than a number."""

from __future__ import annotations

import re
import struct
from typing import Final

from deid.dicom.keeping import WIDE, long_numbers
from deid.dicom.plain import FORMATS
from deid.dicom.raw.heads import Head

_RUN: Final = re.compile(rb"[ -~]{4}")


def are_numbers(head: Head, raw: bytes) -> bool:
    """Whether an element holds binary numbers, as many as it may, that read neither as text nor as a person's."""
    value, size = raw[8 if not head.long else 12 :], struct.calcsize(FORMATS[head.vr])
    count, rest = divmod(len(value), size)
    if rest or not 0 < count <= head.most or (len(value) >= 4 and _RUN.search(value) is not None):
        return False
    if len(value) >= 8 and any(form.search(value) for form in WIDE):
        return False
    return size < 4 or head.vr == "AT" or not long_numbers(struct.unpack(f"<{count}{FORMATS[head.vr]}", value))
