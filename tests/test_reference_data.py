"""What nothing explains stays only beside codes or wordings with a row of their own, and never what may be a name."""

from __future__ import annotations

import pandas as pd
import pytest

import deid

NUMBERS = [100_001 + 17 * row for row in range(40)]
CODES = ["E11.9", "I10", "J45.909", "N18.3"]


@pytest.mark.parametrize(
    ("hidden", "beside"),
    [
        (NUMBERS, {"sex": ["M", "F"] * 20, "glucose": [90 + row % 50 for row in range(40)]}),
        (NUMBERS, {"icd10": CODES * 10}),
        ([NUMBERS[row % 7] for row in range(40)], {"icd10": CODES * 10}),
        (NUMBERS[:4], {"icd10": CODES}),
        ([f"P{1000 + row % 20}" for row in range(40)], {"sex": ["M", "F"] * 20}),
        (NUMBERS, {"icd10": [f"E{10 + row}.{row % 9}" for row in range(40)]}),
        (["Zebulon Okonkwo"], {"icd10": ["I10"]}),
        (["Priyanka", "Chidi", "Ngozi"], {"score": [1.5, 2.5, 2.5]}),
        (["Priyanka", "Chidi", "Ngozi", "Thandiwe"], {"icd10": CODES}),
        (["ABE", "JDK", "FGT", "ABE"] * 10, {"icd10": ["I10"] * 40}),
    ],
)  # fmt: skip
def test_a_column_without_a_telling_name_goes(hidden: list[object], beside: dict[str, list[object]]) -> None:
    released = deid.deidentify(pd.DataFrame({"c7": hidden, **beside})).data
    cells = {str(cell) for column in released for cell in released[column].dropna()}
    assert not cells & {str(value) for value in hidden}


def test_a_dictionary_of_codes_stays_whole() -> None:
    frame = pd.DataFrame(
        {
            "icd10": CODES,
            "description": ["Type 2 diabetes", "Hypertension", "Asthma, uncomplicated", "Chronic kidney disease"],
            "chapter": [4, 9, 10, 14],
            "meaning": ["endocrine", "circulatory", "respiratory", "genitourinary"],
        }
    )
    pd.testing.assert_frame_equal(deid.deidentify(frame).data, frame)
