"""What is passed over as short numbers is what the pattern of idle numbers passes over."""

from __future__ import annotations

import re

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from deid.release.check.fields import _IDLE_NUMBER, _are_short_numbers


@given(st.lists(st.from_regex(r"[0-9.]{0,9}|[<0-9 %a.-]{0,7}", fullmatch=True), max_size=5))
@example(["1234567"])
@example(["1.2.20"])
@example(["123456.7", "0.1234567"])
@example(["\u0663"])
def test_short_numbers_are_idle(cells: list[str]) -> None:
    column = pa.array(["12", *cells, "x"], pa.large_string()).slice(1, len(cells))
    if _are_short_numbers(column):
        assert all(cell == "." or re.fullmatch(_IDLE_NUMBER, cell, re.ASCII) for cell in cells)
    else:
        assert not all(re.fullmatch(r"\d{1,5}", cell, re.ASCII) for cell in cells)
