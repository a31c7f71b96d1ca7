"""The fast way through the bytes and the way through decoded elements give the same object and the same counts."""

from __future__ import annotations

import warnings
from pathlib import Path

import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom import config
from pydicom.datadict import DicomDictionary
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items

from deid.dicom.applying import apply
from deid.dicom.pixels import admit
from deid.dicom.private import safe_attributes
from deid.dicom.raw.heads import Unusual
from deid.dicom.raw.tracing import Tracing, traced
from deid.dicom.raw.transcribing import Transcription
from deid.dicom.reading import read
from deid.dicom.rules import rules_of
from deid.dicom.surveying import summary
from deid.dicom.treating import Treatment
from deid.dicom.writing import encode
from deid.dicom_settings import PlainSettings
from deid.errors import Unreadable

BUNDLED = sorted((Path(pydicom.__file__).parent / "data" / "test_files").glob("*.dcm"))
SEQUENCES = [0x00081115, 0x00081199, 0x00540016, 0x00400275, 0x00081140, 0x00081032, 0x52009229, 0x00091010]
VALUES = {
    "AS": ["045Y", "092Y"],
    "CS": ["ONE", "TWO\\THREE", "JANE"],
    "DA": ["20200101", "2020\\20200315", "DOE"],
    "DT": ["20200101101112.5+0100", "202001"],
    "DS": ["1.5", "-0.1234567\\2", "1e5", " 3 "],
    "IS": ["7", "-12\\3", "1234567"],
    "LO": ["Chest", "M\u00fcller", "Jane Doe", "", "CT CHEST Doe 12/05/2020", "Roe thorax\\AXIAL 5MM"],
    "LT": ["a line\r\nanother", "head of Doe"],
    "PN": ["Doe^Jane", "Doe^Jane=\u5c71", "Chest^Axial", "Roe^Ann"],
    "SH": ["B40f", "B30f\\B40f", "Axial"],
    "ST": ["some text"],
    "TM": ["101112.5"],
    "UI": ["1.2.3.4.5.6", "1.9.1\\1.9.2", "1.2.840.10008.1.4.1.1"],
    "US": [3, 300],
    "UT": ["long text"],
    "FD": [1.5, 0.1],
    "FL": [1.5],
    "SS": [-3],
    "UL": [70000],
}
ATTRIBUTES = sorted(
    (tag, entry[0])
    for tag, entry in DicomDictionary.items()
    if (tag >> 16) >= 8 and entry[0] in VALUES and tag not in (0x00080005, 0x00080016, 0x00080018)
)
some_elements = st.lists(
    st.tuples(
        st.sampled_from(ATTRIBUTES).flatmap(
            lambda known: st.tuples(st.just(known[0]), st.just(known[1]), st.sampled_from(VALUES[known[1]]))
        ),
        st.lists(st.sampled_from(SEQUENCES), max_size=3),
        st.integers(0, 1),
    ),
    max_size=25,
)


WITH_OPTIONS = [
    PlainSettings(options=(name,), safe_private=source)
    for name, source in (
        ("clean-descriptors", "standard"),
        ("clean-graphics", "standard"),
        ("clean-structured-content", "standard"),
        ("retain-modified-dates", "standard"),
        ("retain-safe-private", "standard"),
        ("retain-safe-private", "tcia"),
    )
]
ALL_OPTIONS = PlainSettings(
    options=(
        "clean-descriptors",
        "clean-graphics",
        "clean-structured-content",
        "retain-modified-dates",
        "retain-patient-characteristics",
        "retain-safe-private",
    ),
    safe_private="tcia",
)
CREATORS = ["GEMS_ACQU_01", "gems_acqu_01 ", "PHILIPS IMAGING DD 001", "ACME", "Doe\u00e9"]
SAFE = sorted({(group, element) for creator, group, element in safe_attributes("tcia").known if creator in CREATORS})
private_elements = st.lists(
    st.tuples(
        st.sampled_from(CREATORS),
        st.sampled_from([0x10, 0x12]),
        st.sampled_from([*SAFE, (0x0019, 0x0001)]),
        st.sampled_from(["LO", "DS", "SH", "CS", "DA", "TM", "UI", "PN", "US", "FL", "ST", "UT"]).flatmap(
            lambda vr: st.tuples(st.just(vr), st.sampled_from(VALUES[vr]))
        ),
        st.lists(st.sampled_from(SEQUENCES), max_size=2),
        st.integers(0, 1),
    ),
    max_size=12,
)


def screen(text: str) -> bool:
    return "JANE" in text.upper() or "1234567" in text


def build(dataset: Dataset, chosen, *, undefined: bool) -> Dataset:
    for (tag, vr, value), path, place in chosen:
        level = dataset
        for sequence in path:
            if sequence not in level:
                level[sequence] = DataElement(sequence, "SQ", Items([Dataset(), Dataset()]))
                level[sequence].is_undefined_length = undefined
            level = level[sequence].value[place]
            level.is_undefined_length_sequence_item = undefined
        level[tag] = DataElement(tag, vr, value, validation_mode=config.IGNORE)
    return dataset


def build_private(dataset: Dataset, chosen) -> Dataset:
    for creator, block, (group, element), (vr, value), path, place in chosen:
        level = dataset
        for sequence in path:
            if sequence not in level:
                level[sequence] = DataElement(sequence, "SQ", Items([Dataset(), Dataset()]))
            level = level[sequence].value[place]
        level[group << 16 | block] = DataElement(group << 16 | block, "LO", creator, validation_mode=config.IGNORE)
        tag = group << 16 | block << 8 | element
        level[tag] = DataElement(tag, vr, value, validation_mode=config.IGNORE)
    return dataset


class PersonalDays:
    """Codes under which each person's dates move by another number of days."""

    def __init__(self, codes):
        self._codes = codes
        self.person, self.uid = codes.person, codes.uid

    def days(self, key):
        return -30 - len(key.patient_id)


def by_elements(source, rules, codes):
    try:
        dataset = read(source)
        admit(dataset, rules.settings)
        applied = apply(dataset, rules, codes, screen)
        return encode(applied.dataset), applied.evidence
    except Unreadable as refused:
        return refused.reason


def by_bytes(source, transcription: Transcription):
    """None when the object must go the other way."""
    try:
        opened = transcription.open(source)
        transcription.look_ahead([opened])
        transcript = transcription.finish(opened)
    except Unusual:
        return None
    except Unreadable as refused:
        return refused.reason
    return b"".join(part if isinstance(part, bytes) else part.read() for part in transcript.parts), transcript.evidence


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(some_elements, min_size=1, max_size=3),
    undefined=st.booleans(),
    characters=st.sampled_from([None, "ISO_IR 100", "ISO_IR 192", ["", "ISO 2022 IR 87"]]),
)
def test_both_ways_give_the_same(make_object, encoded, rules, codes, chosen, undefined, characters):
    transcription = Transcription(rules, codes, screen)
    for elements in chosen:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = make_object(pixels=True)
            if characters is not None:
                dataset.SpecificCharacterSet = characters
            source = encoded(build(dataset, elements, undefined=undefined))
            expected = by_elements(source, rules, codes)
            got = by_bytes(source, transcription)
        if got is not None:
            assert got == expected


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(st.tuples(some_elements, private_elements), min_size=1, max_size=3),
    people=st.lists(st.sampled_from([("Doe^Jane", "MRN-4711"), ("Roe^Ann", "A-1"), ("Axial", "B-22")]), min_size=3),
    undefined=st.booleans(),
    characters=st.sampled_from([None, None, "ISO_IR 100", "ISO_IR 192"]),
    chosen_settings=st.sampled_from([*WITH_OPTIONS, *[ALL_OPTIONS] * 4]),
)
def test_both_ways_give_the_same_under_options(
    make_object, encoded, codes, chosen, people, undefined, characters, chosen_settings
):
    rules, codes = rules_of(chosen_settings), PersonalDays(codes)
    transcription = Transcription(rules, codes, screen)
    for (elements, private), (name, number) in zip(chosen, people, strict=False):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = make_object(pixels=True, PatientName=name, PatientID=number)
            if characters is not None:
                dataset.SpecificCharacterSet = characters
            dataset = build_private(build(dataset, elements, undefined=undefined), private)
            source = encoded(dataset)
            expected = by_elements(source, rules, codes)
            got = by_bytes(source, transcription)
        if got is not None:
            assert got == expected


changes = st.lists(st.tuples(some_elements, private_elements, st.booleans()), min_size=3, max_size=7)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    common=st.tuples(some_elements, private_elements),
    changes=changes,
    people=st.lists(st.sampled_from(["MRN-4711"] * 6 + ["A-1"]), min_size=7, max_size=7),
    characters=st.sampled_from([None, "ISO_IR 100", "ISO_IR 192"]),
    chosen_settings=st.sampled_from([PlainSettings(), ALL_OPTIONS]),
)
def test_a_series_is_treated_as_its_objects_are(
    make_object, encoded, codes, common, changes, people, characters, chosen_settings
):
    rules, codes = rules_of(chosen_settings), PersonalDays(codes)
    transcription = Transcription(rules, codes, screen)
    for (elements, private, longer), number in zip([*changes, *changes], [*people, *people], strict=False):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = make_object(pixels=True, PatientID=number, KVP="120", StationName="CT01", SliceLocation="1.5")
            if characters is not None and longer:
                dataset.SpecificCharacterSet = characters
            build_private(build(dataset, common[0], undefined=False), common[1])
            # Mostly other values of elements that are there, sometimes other elements.
            build(dataset, elements if longer else elements[:1], undefined=False)
            source = encoded(build_private(dataset, private if longer else []))
            expected = by_elements(source, rules, codes)
            got = by_bytes(source, transcription)
        if got is not None:
            assert got == expected


@pytest.mark.parametrize(
    "elements",
    [
        [(0x00190010, "LO", b"GEMS_ACQU_01"), (0x00191023, "UN", b"12.5")],
        [(0x00190010, "LO", b"GEMS_ACQU_01"), (0x00191023, "UN", b"Doe^Jane")],
        [(0x00190010, "UN", b"GEMS_ACQU_01"), (0x00191023, "DS", b"12.5")],
        [(0x00190010, "CS", b"GEMS_ACQU_01"), (0x00191023, "DS", b"12.5")],
        [(0x00190010, "LO", b"ACME"), (0x00190011, "LO", b"GEMS_ACQU_01"), (0x00191123, "DS", b"12.5")],
        [(0x00191023, "DS", b"12.5"), (0x00190000, "UL", b"\1\0\0\0")],
        [(0x00081030, "LO", b"CT Doe "), (0x00100010, "PN", b"Doe^J "), (0x0008103E, "UN", b"Doe axial ")],
    ],
)
def test_private_and_unknown_values_as_they_come(raw_object, codes, elements):
    rules = rules_of(ALL_OPTIONS)
    source = raw_object(*elements)
    transcription = Transcription(rules, codes, screen)
    for _ in range(4):
        got = by_bytes(source, transcription)
        assert got is None or got == by_elements(source, rules, codes)


def code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def test_the_fast_way_takes_ordinary_objects_under_options(make_object, encoded, codes):
    rules = rules_of(ALL_OPTIONS)
    transcription = Transcription(rules, codes, screen)
    for name in ("Doe^Jane", "Roe^Ann", "Doe^Jane"):
        dataset = make_object(
            pixels=True,
            PatientName=name,
            StudyDescription="CT CHEST Doe Roe",
            StudyDate="20200101",
            AcquisitionDateTime="20200101101112",
            PhysiciansOfRecordIdentificationSequence=[Dataset()],
            ProcedureCodeSequence=[code("RPID1", "RADLEX", "CT Chest")],
        )
        person = dataset.PhysiciansOfRecordIdentificationSequence[0]
        person.PersonIdentificationCodeSequence = [code("1", "99L", "Thorax Body")]
        block = dataset.private_block(0x0019, "GEMS_ACQU_01", create=True)
        block.add_new(0x23, "DS", "12.5")
        block.add_new(0x01, "LO", "Jane")
        source = encoded(dataset)
        got = by_bytes(source, transcription)
        assert got is not None
        assert got == by_elements(source, rules, codes)


def known_of(look, source):
    """What a look at an object gives, or why it is refused."""
    try:
        return look(source)
    except Unreadable as refused:
        return refused.reason


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(some_elements, min_size=1, max_size=3),
    undefined=st.booleans(),
    characters=st.sampled_from([None, "ISO_IR 100", "ISO_IR 192", ["", "ISO 2022 IR 87"]]),
)
def test_an_object_is_known_by_its_bytes_as_by_its_elements(make_object, encoded, rules, chosen, undefined, characters):
    tracing = Tracing(rules)
    for elements in chosen:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = make_object(pixels=True)
            if characters is not None:
                dataset.SpecificCharacterSet = characters
            source = encoded(build(dataset, elements, undefined=undefined))
            assert known_of(tracing.trace, source) == known_of(lambda one: traced(read(one), rules), source)
            assert known_of(tracing.modality, source) == known_of(lambda one: summary(read(one)).modality, source)


def test_real_objects_are_known_by_their_bytes_as_by_their_elements(rules):
    tracing = Tracing(rules)
    for path in (*BUNDLED, *BUNDLED):
        assert known_of(tracing.trace, path) == known_of(lambda one: traced(read(one), rules), path), path.stem
        assert known_of(tracing.modality, path) == known_of(lambda one: summary(read(one)).modality, path), path.stem


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_both_ways_agree_on_real_objects(path, rules, codes):
    got = by_bytes(path, Transcription(rules, codes, screen))
    if got is not None:
        assert got == by_elements(path, rules, codes)


def test_the_fast_way_takes_ordinary_objects(make_object, encoded, rules, codes):
    item = Dataset()
    item.ReferencedSOPInstanceUID = "1.9.1"
    dataset = make_object(pixels=True, ReferencedImageSequence=[item, item], KVP="120", StudyDate="20200101")
    dataset.private_block(0x0009, "ACME", create=True).add_new(1, "LO", "Jane")
    assert by_bytes(encoded(dataset), Transcription(rules, codes, screen)) is not None


def test_a_header_longer_than_the_first_read_is_walked(make_object, encoded, rules, codes, tmp_path):
    items = []
    for number in range(3000):
        item = Dataset()
        item.ReferencedSOPInstanceUID = f"1.9.{number}"
        items.append(item)
    path = tmp_path / "object"
    path.write_bytes(encoded(make_object(pixels=True, ReferencedImageSequence=items)))
    got = by_bytes(path, Transcription(rules, codes, screen))
    assert got is not None
    assert got == by_elements(path, rules, codes)


def test_objects_in_a_row_do_not_change_each_other(make_object, encoded, rules, codes):
    sources = [encoded(make_object(pixels=True, InstanceNumber=str(number))) for number in range(70)]
    sources[5] = b"nothing"
    sources[6] = encoded(make_object(pixels=True, modality="US"))
    together = list(Treatment(rules, codes, screen).objects(sources))
    for number, result in enumerate(together):
        if number in (5, 6):
            assert isinstance(result, Unreadable)
        else:
            assert result.data == Treatment(rules, codes, screen).object(sources[number]).data


def test_a_file_that_changes_before_it_is_written_is_refused(make_object, encoded, rules, codes, tmp_path):
    path = tmp_path / "object"
    path.write_bytes(encoded(make_object(pixels=True)))
    released = Treatment(rules, codes, screen).object(path)
    released.write(tmp_path / "first")
    assert (tmp_path / "first").read_bytes() == released.data
    path.write_bytes(encoded(make_object(pixels=True, KVP="120")))
    with pytest.raises(Unreadable, match="changed"):
        released.write(tmp_path / "second")


def test_a_patient_id_is_read_in_the_declared_character_set(make_object, encoded, rules, codes, passing):
    source = encoded(make_object(pixels=True, SpecificCharacterSet="ISO_IR 192", PatientID="M\u00fcller-7"))
    Treatment(rules, codes, passing).object(source)
    assert [key.patient_id for key in codes.people] == ["M\u00fcller-7"]
