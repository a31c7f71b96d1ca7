"""Attributes that Table E.1-1 does not name keep the words of technique and lose those that nobody knows."""

from __future__ import annotations

import pytest

from deid.dicom.applying import apply
from deid.dicom.rules import basic_profile
from deid.dicom.technical import is_technical, technical

SURNAMES = (
    "Okafor",
    "Ouedraogo",
    "Nakasone",
    "Zwingenberger",
    "OKAFOR",
    "okafor",
    "Ouédraogo",
    "山田",
    "김희중",
    "Ōno",
)


@pytest.mark.parametrize(
    "text",
    [
        *("B40f", "FC08-H", "STANDARD", "BONE", "Br36d", "LARGE BOWTIE", "HEAD FILTER", "*fl3d1_ns", "SENSE-Head-8"),
        *("Butterworth", "Shepp-Logan", "Hanning", "OSEM2D 4i8s", "Ramp", "I70f\\3"),
        *("IV", "ORAL", "Intravenous route", "ECG", "RETRO", "NDC DIODE", "Tc99m", "18F", "F-18", "Fluorodeoxyglucose"),
        *(
            "MOLYBDENUM",
            "RHODIUM",
            "RUNNING",
            "HEAD FIRST",
            "HFS",
            "LSPINE",
            "CHEST",
            "WHOLE BODY",
            "MPR",
            "TRACEW",
            "DIS2D",
        ),
    ],
)
def test_values_of_scanners_stay(text):
    assert technical(text) == text


@pytest.mark.parametrize("name", SURNAMES)
def test_an_unknown_word_goes_alone_or_among_others(name):
    assert technical(name) == ""
    for form in ("{} filter", "B40f {}", "HEAD_{}_FIL", "{}^filter", "{}7", "{}-Smith", "x{}1962y"):
        assert name.casefold() not in technical(form.format(name)).casefold()
        assert name.casefold() not in technical(form.format(name), "product").casefold() or "Smith" not in form


def test_what_stands_beside_it_goes_where_it_may_be_part_of_the_name():
    assert technical("Grace Okafor B40f") == "B40f"
    assert technical("A. Okafor soft") == "soft"
    assert "62704" not in technical("Okafor, Lagos Road 12, 62704")


@pytest.mark.parametrize(
    "text",
    [
        "SIEMENS",
        "GE MEDICAL SYSTEMS",
        "Somatom Force",
        "Voxelcraft Imaging Systems, Inc.",
        "Sonotech",
        "uMR 890",
        "ACME",
    ],
)
def test_products_stay_though_no_list_has_them(text):
    assert technical(text, "product") == text


@pytest.mark.parametrize("text", ["Okafor", "Ouedraogo Adama", "Kowalski"])
def test_a_name_alone_is_no_product(text):
    assert technical(text, "product") == ""


def test_a_meaning_keeps_its_eponym_beside_other_words():
    assert technical("Hodgkin lymphoma", "meaning") == "Hodgkin lymphoma"
    assert technical("Okafor lymphoma", "meaning") == "lymphoma"


def test_what_the_table_names_is_not_decided_here():
    assert not is_technical(0x00081010, "SH")  # Station Name, where devices stay
    assert not is_technical(0x00080104, "LO")  # Code Meaning goes with its code
    assert not is_technical(0x00180050, "DS")
    assert is_technical(0x00181210, "SH")
    assert is_technical(0x00180015, "CS")


@pytest.mark.parametrize("name", ["Okafor", "Ouedraogo", "Nakasone"])
@pytest.mark.parametrize("options", [(), ("clean-descriptors", "retain-modified-dates")])
def test_no_object_keeps_such_a_name(name, options, make_object, codes, passing):
    dataset = make_object(
        ContrastBolusRoute=name,
        FilterType=f"{name} Ouest"[:16],
        ConvolutionKernel=["B40f", name],
        BodyPartExamined=name.upper(),
        ImageType=["ORIGINAL", "PRIMARY", name.upper()],
        ReconstructionMethod=f"OSEM {name}",
        Manufacturer=name,
    )
    treated = apply(dataset, basic_profile(options), codes, passing).dataset
    assert name.casefold() not in str(treated).casefold()
    assert treated.ConvolutionKernel[0] == "B40f"
    assert list(treated.ImageType)[:2] == ["ORIGINAL", "PRIMARY"]


def test_codes_of_public_schemes_must_have_their_form(make_object, codes, passing):
    from pydicom.dataset import Dataset

    def coded(scheme: str, value: str, meaning: str) -> Dataset:
        item = Dataset()
        item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
        return item

    stated = [
        coded("SCT", "4471823", "Okafor"),  # no check digit of SNOMED CT
        coded("SCT", "22298006", "Myocardial infarction Okafor"),
        coded("RADELEMENT", "Okafor", "Finding"),
        coded("SCT", "22298006", "Myocardial infarction"),
    ]
    treated = apply(make_object(AnatomicRegionSequence=stated), basic_profile(), codes, passing).dataset
    found = [(str(item.CodeValue), str(item.CodeMeaning)) for item in treated.AnatomicRegionSequence]
    assert found[3] == ("22298006", "Myocardial infarction")
    assert (found[1][0], found[1][1].casefold()) == ("22298006", "myocardial infarction")
    assert "4471823" not in str(treated)
    assert "okafor" not in str(treated).casefold()
