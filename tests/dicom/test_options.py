from __future__ import annotations

import pytest
from pydantic import ValidationError

from deid.dicom.applying import apply
from deid.dicom.descriptors import cleaned
from deid.dicom.options import OPTIONS, options_against_safe_harbor
from deid.dicom.reading import read
from deid.dicom.rules import basic_profile, rules_of
from deid.dicom.standard import method_codes, profile_table
from deid.dicom.treating import Treatment
from deid.dicom.writing import encode
from deid.profile import DicomSettings

BOTH = ("clean-descriptors", "retain-patient-characteristics")


@pytest.mark.parametrize("text", ["CT CHEST W CONTRAST", "T2_TSE_SAG", "B40f", "AXIAL 5MM", "5.1 Chest"])
def test_words_of_the_clinic_and_the_scanner_stay(text, passing):
    assert cleaned(text, passing) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Okafor, Ada chest pain 3/4/2020", "chest pain"),
        ("MRN 4711999 knee", "MRN knee"),
        ("Breast Jane 2019", "Breast"),
        ("Brain for Smith 10:11", "Brain for"),
        ("Vandermeer", ""),
    ],
)
def test_names_numbers_and_dates_go(text, left, passing):
    assert cleaned(text, passing) == left


def test_a_word_that_the_screen_knows_goes_whatever_it_means():
    assert cleaned("CHEST Brown", lambda text: "brown" in text.casefold()) == "CHEST"


def test_options_change_values_and_name_their_codes(make_object, codes, passing):
    dataset = make_object(StudyDescription="CT CHEST Okafor", PatientSex="F", PatientAge="092Y", PatientWeight="71.5")
    treated = apply(dataset, basic_profile(BOTH), codes, passing).dataset
    assert treated.StudyDescription == "CT CHEST"
    assert (treated.PatientSex, treated.PatientWeight) == ("F", "71.5")
    assert treated.PatientAge == "090Y"
    stated = [item.CodeValue for item in treated.DeidentificationMethodCodeSequence]
    assert stated == ["113100", "113105", "113108"]


def test_both_ways_agree_under_options(make_object, encoded, codes, passing):
    source = encoded(make_object(pixels=True, StudyDescription="CT CHEST Okafor", PatientSex="F"))
    released = Treatment(basic_profile(BOTH), codes, passing).object(source)
    assert released.data == encode(apply(read(source), basic_profile(BOTH), codes, passing).dataset)
    assert b"CT CHEST" in released.data
    assert b"Okafor" not in released.data


def test_every_option_has_its_code_and_its_column():
    row = profile_table().rows[0]
    for option in OPTIONS.values():
        assert option.code in method_codes()
        assert hasattr(row, option.column) or not option.column


def test_what_rules_safe_harbor_out():
    assert options_against_safe_harbor(DicomSettings(options=BOTH).options) == ()
    against = options_against_safe_harbor(OPTIONS)
    assert [text[text.index("(") + 1 :][:6] for text in against] == ["113106", "113107", "113109", "113110", "113112"]


def test_all_errors_of_a_profile_come_at_once():
    with pytest.raises(ValidationError) as caught:
        DicomSettings(options=("clean-faces", "clean-everything"), uids="made-up", burned_in_text="keep")
    said = str(caught.value)
    assert all(word in said for word in ("clean-faces", "clean-everything", "uids"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"options": ("retain-full-dates", "retain-modified-dates")},
        {"options": ("retain-uids",), "uids": "keyed"},
        {"safe_private": "tcia"},
        {"options": ("clean-graphics", "clean-graphics")},
    ],
)
def test_settings_that_contradict_each_other_are_refused(wrong):
    with pytest.raises(ValidationError):
        DicomSettings(**wrong)


@pytest.mark.parametrize("name", sorted(set(OPTIONS) - {"clean-pixel-data"}))
def test_each_option_writes_its_own_code_and_no_other(make_object, codes, passing, name):
    treated = apply(make_object(), rules_of(DicomSettings(options=(name,))), codes, passing).dataset
    stated = {item.CodeValue for item in treated.DeidentificationMethodCodeSequence}
    assert stated == {"113100", OPTIONS[name].code}


@pytest.mark.parametrize(
    ("name", "keyword", "value"),
    [
        ("retain-device-identity", "DeviceSerialNumber", "SN-88"),
        ("retain-institution-identity", "InstitutionName", "Wexcombe General"),
        ("retain-uids", "SOPInstanceUID", "1.2.3.4.5.6"),
    ],
)
def test_what_an_option_retains_stays(make_object, codes, passing, name, keyword, value):
    dataset = make_object(**{keyword: value})
    kept = apply(dataset, rules_of(DicomSettings(options=(name,))), codes, passing).dataset
    gone = apply(dataset, basic_profile(), codes, passing).dataset
    assert kept[keyword].value == value
    assert keyword not in gone or gone[keyword].value != value


def test_words_of_a_name_in_the_object_go_whatever_they_mean(make_object, codes, passing):
    dataset = make_object(PatientName="Young^Rose", StudyDescription="CHEST Young rose")
    rules = rules_of(DicomSettings(options=("clean-descriptors",)))
    assert apply(dataset, rules, codes, passing).dataset.StudyDescription == "CHEST"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("RESSONANCIA MAGNETICA PELVE", "RESSONANCIA MAGNETICA PELVE"),
        ("CT ABDOMEN/PELVIS W/O CONTRAST", "CT ABDOMEN/PELVIS W/O CONTRAST"),
        ("ep2d_diff_b50_400_800_ADC", "ep2d_diff_b50_400_800_ADC"),
        ("ThorRoutine 5.0 B31f", "ThorRoutine 5.0 B31f"),
        ("Seen by Dr. Brown", "Seen by"),
        ("Chest J. Doe", "Chest"),
        ("J Vandermeer knee", "knee"),
        ("Grenville-on-Sea abdomen", "abdomen"),
        ("call (617) 555-0147", "call"),
        ("call jane.2@zq.example.org", "call"),
    ],
)
def test_more_descriptors(text, left, passing):
    assert cleaned(text, passing) == left
