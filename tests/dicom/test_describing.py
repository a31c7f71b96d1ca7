"""What docs/dicom.md says is what the program does."""

from __future__ import annotations

from pathlib import Path

import pytest

from deid.dicom.describing import TABLES
from deid.dicom.options import OPTIONS
from deid.dicom.standard import method_codes
from deid.dicom_settings import DICOM_OPTIONS
from deid.release.check.policy import DICOM_CODES

PAGE = (Path(__file__).parents[2] / "docs" / "dicom.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_each_table_is_the_programs(name):
    written = PAGE.split(f"<!-- {name} -->\n")[1].split(f"\n<!-- /{name} -->")[0]
    assert written == TABLES[name]()


def test_every_option_of_the_standard_is_carried_out():
    assert set(OPTIONS) == set(DICOM_OPTIONS)
    assert {option.code for option in OPTIONS.values()} | {"113100"} == set(method_codes())


def test_the_check_knows_the_same_codes():
    assert {name: option.code for name, option in OPTIONS.items()} == dict(DICOM_CODES)
