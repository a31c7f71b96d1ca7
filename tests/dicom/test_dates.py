from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.dicom.applying import apply
from deid.dicom.dates import moved_by
from deid.dicom.rules import rules_of
from deid.profile import DicomSettings


@pytest.mark.parametrize(
    ("stated", "days", "moved"),
    [
        ("20200131", 1, "20200201"),
        ("20200301", -1, "20200229"),
        ("20200131235959.123456+0100", 1, "20200201235959.123456+0100"),
        ("202001", 31, "202002"),
        ("2020", -1, "2019"),
        ("20201345", 1, ""),
        ("00010101", -1, ""),
        ("", 5, ""),
    ],
)
def test_dates_move_in_their_own_precision(stated, days, moved):
    assert moved_by(stated, days) == moved


@given(st.dates(datetime.date(1900, 1, 1)), st.dates(datetime.date(1900, 1, 1)), st.integers(-365, 365))
def test_intervals_stay_exact(first, last, days):
    if max(first, last) < datetime.date(9998, 1, 1):
        moved = [datetime.datetime.strptime(moved_by(f"{day:%Y%m%d}", days), "%Y%m%d") for day in (first, last)]
        assert moved[1] - moved[0] == datetime.timedelta(days=(last - first).days)


def test_a_persons_dates_move_together_at_every_depth(make_object, codes, passing):
    from pydicom.dataset import Dataset

    given_tracer = Dataset()
    given_tracer.RadiopharmaceuticalStartDateTime = "20200131233000"
    given_tracer.RadiopharmaceuticalStartTime = "233000"
    dataset = make_object(
        StudyDate="20200201",
        StudyTime="003000",
        PatientBirthDate="19500101",
        RadiopharmaceuticalInformationSequence=[given_tracer],
    )
    treated = apply(dataset, rules_of(DicomSettings(options=("retain-modified-dates",))), codes, passing).dataset
    assert (treated.StudyDate, treated.StudyTime) == ("20191226", "003000")
    tracer = treated.RadiopharmaceuticalInformationSequence[0]
    assert tracer.RadiopharmaceuticalStartDateTime == "20191225233000"
    assert treated.PatientBirthDate == ""
    assert treated.LongitudinalTemporalInformationModified == "MODIFIED"


def test_full_dates_stay_and_the_mark_says_so(make_object, codes):
    dataset = make_object(StudyDate="20200201", PatientBirthDate="19500101")
    rules = rules_of(DicomSettings(options=("retain-full-dates",)))
    treated = apply(dataset, rules, codes, lambda text: text == "20200201").dataset
    assert (treated.StudyDate, treated.PatientBirthDate) == ("20200201", "")
    assert treated.LongitudinalTemporalInformationModified == "UNMODIFIED"
