"""Columns: a labelled set with its two bounds, each way of weighing, and contents that no name may hide."""

from __future__ import annotations

import runpy
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.safe_harbor.columns import classify, namespace_of
from deid.safe_harbor.contents import Sample
from deid.safe_harbor.kinds import KINDS

_SET = runpy.run_path(str(Path(__file__).with_name("labelled_columns.py")))
LABELLED = list(_SET["labelled_columns"]())
sample_of, cells_of = _SET["sample_of"], _SET["cells_of"]
KEPT = frozenset(name for name, kind in KINDS.items() if kind.identifier is None) - {"empty"}


def _found(column: object) -> str:
    return classify(column.name, column.table, column.sample).kind.name  # type: ignore[attr-defined]


def _is_right(column: object, found: str) -> bool:
    labels = column.kinds  # type: ignore[attr-defined]
    return found in labels or ("kept" if found in KEPT else "gone") in labels


def test_the_set_is_large_and_its_labels_are_known() -> None:
    assert len(LABELLED) >= 400
    assert all(column.kinds <= KINDS.keys() | {"kept", "gone"} for column in LABELLED)


@pytest.mark.parametrize("schema", sorted({column.schema for column in LABELLED}))
def test_no_identifier_is_kept(schema: str) -> None:
    columns = [column for column in LABELLED if column.schema == schema and "kept" not in column.kinds]
    assert [column.title for column in columns if _found(column) in KEPT] == []


def test_hardly_any_clinical_column_is_lost() -> None:
    clinical = [column for column in LABELLED if column.kinds == {"kept"}]
    lost = [column.title for column in clinical if _found(column) not in KEPT]
    assert len(lost) < 0.03 * len(clinical), lost


def test_the_identifier_is_the_right_one() -> None:
    wrong = [(column.title, _found(column)) for column in LABELLED if not _is_right(column, _found(column))]
    assert len(wrong) < 0.02 * len(LABELLED), wrong


STRONG = (
    "ssn ssn_bare ssn_spaces ssn_float ssn_grouped email phone phone_bare iso_date us_date german_date oracle_date "
    "compact_date compact_date_float hl7_time iso_time log_time epoch uuid4 ipv4 ipv6 mac url sha256 jwt udi vin mbi "
    "full_address name_hl7 path dicom_uid card masked_ssn"
).split()
_OTHER_WIDTHS = {"ssn_bare", "ssn_float", "ssn_grouped", "phone_bare", "compact_date", "epoch"}


@pytest.mark.parametrize("made", STRONG)
@settings(max_examples=60, deadline=None)
@given(
    name=st.one_of(st.text(max_size=30), st.sampled_from(sorted({column.name for column in LABELLED}))),
    table=st.sampled_from(("", "patients", "labs", "drugs")),
    rows=st.sampled_from((3, 40)),
)
def test_no_name_hides_what_the_values_are(made: str, name: str, table: str, rows: int) -> None:
    found = classify(name, table, sample_of(cells_of(made, made)[:rows])).kind
    assert found.identifier is not None


@settings(max_examples=150, deadline=None)
@given(name=st.text(max_size=40), table=st.text(max_size=20), cells=st.lists(st.text(max_size=60), max_size=30))
def test_any_name_and_any_values_are_classified(name: str, table: str, cells: list[str]) -> None:
    found = classify(name, table, sample_of(cells))
    assert KINDS[found.kind.name] is found.kind
    assert found.reason


LIES = "status type code diagnosis drug glucose score amount unit flag country payer description".split()
PERSONAL = (
    "name name_last_first name_synthea last_name first_name doctor member serial plate accession token claim_number "
    "hospital school rare_job clock weekday month_name real_city county address_line short_compact_date npi hicn"
).split()


@pytest.mark.parametrize("made", PERSONAL)
def test_no_clinical_name_clears_an_identifier(made: str) -> None:
    sample = sample_of(cells_of(made, made))
    kept = [name for name in LIES if classify(name, "t", sample).kind.identifier is None]
    assert kept in ([], ["payer"] if made == "hospital" else [])


@pytest.mark.parametrize("made", ["name", "serial", "plate", "member", "mrn_letters", "accession", "remark"])
def test_recurring_identifiers_are_no_classes(made: str) -> None:
    """Twelve persons with twenty rows each: nothing in such a column is unique."""
    pool = list(dict.fromkeys(cells_of(made, made)))[:12]
    sample = sample_of(pool * 20)
    lies = [name for name in LIES if name != "payer"]
    assert [name for name in lies if classify(name, "t", sample).kind.identifier is None] == []


def _kind(name: str, cells: list[str], table: str = "t") -> str:
    return classify(name, table, sample_of(cells)).kind.name


def test_an_empty_column_speaks_by_its_name_only() -> None:
    assert _kind("SSN", ["", " "]) == "ssn"
    assert _kind("glucose", ["", ""]) == "empty"
    assert _kind("c7", []) == "empty"


def test_numbers_that_name_are_no_measurements() -> None:
    assert _kind("weight", ["0412", "0733", "8121"] * 10) not in KEPT
    assert _kind("value", [str(1000 + n) for n in range(60)]) not in KEPT
    assert _kind("weight", [f"{60 + n % 40}.{n % 10}" for n in range(60)]) == "measurement"


def test_counts_of_all_magnitudes_are_measured() -> None:
    loads = [str(3 * 10**n + 17 * k + n) for n in range(1, 7) for k in range(9)]
    assert _kind("viral_load", loads) == "measurement"
    assert _kind("viral_load", cells_of("digits(7)", "v")) not in KEPT


def test_degrees_are_told_from_measurements_with_many_decimals() -> None:
    assert _kind("rate", [f"-71.{n:06d}" for n in range(50, 90)]) == "coordinate"
    assert _kind("qols_avg", [f"0.{n:016d}" for n in range(50, 90)]) == "measurement"


def test_letter_and_six_digits_are_no_diagnoses() -> None:
    assert _kind("c1", [f"M{100000 + 7 * n}" for n in range(50)]) not in KEPT
    assert _kind("c1", ["M25.561", "I10", "E11.9", "J45.909"] * 10) == "public_code"


def test_mistyped_snomed_codes_stay_codes() -> None:
    cells = ["44054006", "38341003", "195967001", "73211001", "22298001"] * 20
    assert _kind("procedure_code", cells) == "public_code"


def test_class_uids_of_the_standard_are_codes() -> None:
    assert _kind("SOP_CODE", ["1.2.840.10008.5.1.4.1.1.1.1"]) == "public_code"
    assert _kind("c7", ["1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.1.2.1"] * 5) in KEPT
    assert _kind("SOP_CODE", cells_of("dicom_uid", "u")) == "uid"


def test_generic_product_identifiers_are_codes_where_the_name_says_so() -> None:
    cells = ["58200060100110", "36100020100310", "27250050000320", "44201010103410"] * 8
    assert _kind("gpi", cells) == _kind("GPI_CODE", cells) == "public_code"
    assert _kind("c7", cells) not in KEPT


def test_what_only_a_specialty_may_look_like() -> None:
    cells = ["Director", "Engineer", "Teacher", "Senator"] * 10
    assert _kind("status", cells) == "occupation"


def test_classes_of_unknown_words_stay_and_names_do_not() -> None:
    assert _kind("status", ["urgentcare", "ambulatory", "snf"] * 20) == "category"
    assert _kind("status", ["Okafor", "Mosciski", "Hernandez", "Johnson"] * 20) not in KEPT


def test_sentences_of_their_own_in_every_row_are_no_classes() -> None:
    assert _kind("status", cells_of("sentence", "s")) not in KEPT
    assert _kind("description", cells_of("procedure", "s")) == "description"


def test_a_year_and_a_time_give_way_to_full_dates() -> None:
    assert _kind("START_YEAR", ["2019-03-04", "2018-07-09"] * 5) == "event_date"
    assert _kind("admit_time", ["2019-03-04T10:00:00Z", "2018-07-09T11:30:00Z"] * 5) == "event_date"


def test_the_last_part_of_a_path_speaks() -> None:
    assert _kind("address[].state", ["MA", "NY", "CA"] * 5) == "state"
    assert _kind("patient.address[0].city", ["Boston", "Lowell", "Quincy"] * 5) == "city"
    assert _kind("name[].family", ["Okafor", "Hernandez", "Johnson"] * 5) == "person_name"


def test_the_text_of_a_name_is_no_wording() -> None:
    assert _kind("contact[].name.text", ["Zigismunda Kraal"] * 300) not in KEPT
    assert _kind("EVENT_TITLE_TEXT", ["Heart Rate", "Temperature Oral"] * 20) == "description"


def test_namespaces_of_person_keys() -> None:
    spaces = [namespace_of(name) for name in ("PAT_ID", "MRN", "MEMBERID", "patient_ssn", "medicalrecordnumber")]
    assert spaces == ["patient", "mrn", "member", "ssn", "mrn"]


def test_id_and_name_mean_what_the_table_is_about() -> None:
    keys = ["a1", "b2", "c3"]
    assert (_kind("id", keys, "patients"), _kind("id", keys, "encounters")) == ("person_key", "record_key")
    hospitals = ["Saint Okafor Hospital", "Mercy Medical Center"]
    assert _kind("name", hospitals, "organizations") == "facility"
    assert _kind("name", ["Glucose", "Sodium", "Potassium"] * 4, "lab_tests") == "description"


def test_a_thousand_distinct_values_take_no_time() -> None:
    makers = ("name", "drug", "mrn", "between(0,300,1)", "note", "full_address", "token", "dx_text")
    samples = []
    for made in makers:
        cells = list(dict.fromkeys(f"{cell} {n}" for n, cell in enumerate(cells_of(f"{made}*1000", made))))
        samples.append(Sample(tuple(cells), 1000, 1000, 1000))
    classify("status", "t", samples[0])
    times = []
    for sample in samples:
        start = time.process_time()
        classify("status", "t", sample)
        times.append(time.process_time() - start)
    assert sorted(times)[len(times) // 2] < 0.06
    assert max(times) < 0.2


@pytest.mark.parametrize("shape", ["Patient/pt-{}", "Patient/{}", "https://ehr.example.org/fhir/Encounter/e{}"])
def test_references_to_fhir_resources_are_keys(shape: str) -> None:
    """The id of a patient stands in every observation; words of the clinic before it make it no class."""
    kind = "person_key" if "Patient" in shape else "record_key"
    assert _kind("subject.reference", [shape.format(number % 40 + 1) for number in range(300)]) == kind
