from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pydicom
import pytest
from pydicom.data import get_testdata_file

import deid
from deid.errors import Refused, UsageError
from deid.vault import Vault


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "mrn": ["M0012345", "M0012346", "M0012345"],
            "patient_name": ["Zebulon Quackenbush", "Philippa Oyelaran", "Zebulon Quackenbush"],
            "birth_date": pd.to_datetime(["1931-02-03", "1984-05-06", "1931-02-03"]),
            "visit_date": ["2023-01-02", "2024-02-03", "2024-03-04"],
            "zip": ["02139", "03601", "02139"],
            "age": [92, 40, 93],
            "heart_rate": [71, 80, 90],
            "weight_kg": [70.5, 81.25, np.nan],
            "sex": pd.Categorical(["F", "M", "F"], categories=["F", "M", "Zebulon Quackenbush"]),
            "icd10": ["E11.9", "I10", "E11.9"],
        }
    )


def test_a_frame_comes_back_without_identifiers_and_with_its_types(frame):
    before = frame.copy(deep=True)
    result = deid.deidentify(frame)
    pd.testing.assert_frame_equal(frame, before)
    data = result.data
    assert list(data.columns) == [
        "mrn", "birth_date_year", "visit_date_year", "zip_zip3", "age", "heart_rate", "weight_kg", "sex", "icd10",
    ]  # fmt: skip
    assert data["heart_rate"].dtype == frame["heart_rate"].dtype
    assert data["weight_kg"].equals(frame["weight_kg"])
    assert list(data["sex"].cat.categories) == ["F", "M"]
    assert list(data["birth_date_year"]) == ["90+", "1984", "90+"]
    assert list(data["visit_date_year"]) == [2023, 2024, 2024]
    assert list(data["zip_zip3"]) == ["021", "000", "021"]
    assert list(data["age"]) == ["90+", "40", "90+"]
    assert data["mrn"][0] == data["mrn"][2] != data["mrn"][1]
    assert result.claim.method == "safe-harbor"
    assert all(check.passed for check in result.evidence.checks)


def test_the_index_is_treated_too(frame):
    indexed = deid.deidentify(frame.set_index("patient_name")).data
    assert isinstance(indexed.index, pd.RangeIndex)
    keyed = deid.deidentify(frame.set_index("mrn")).data
    assert keyed.index.name == "mrn"
    assert not set(keyed.index) & set(frame["mrn"])


def test_joins_survive_between_frames(frame):
    labs = pd.DataFrame({"mrn": ["M0012346", "M0012345"], "test": ["Glucose", "Sodium"], "value": [5.4, 140.0]})
    data = deid.deidentify({"patients": frame, "labs": labs}).data
    assert len(data["patients"].merge(data["labs"], on="mrn")) == len(frame.merge(labs, on="mrn"))


def test_an_arrow_table_comes_back_as_one(frame):
    table = deid.deidentify(pa.Table.from_pandas(frame)).data
    assert isinstance(table, pa.Table)
    assert "patient_name" not in table.column_names
    assert table.schema.metadata is None


def test_the_vault_remembers(frame, tmp_path):
    with pytest.raises(UsageError):
        Vault.open(tmp_path / "v")
    vault = deid.Vault.create(tmp_path / "v")
    codes = [deid.deidentify(frame, vault=vault).data["mrn"].tolist() for _ in range(2)]
    assert codes[0] == codes[1]
    assert {entry.key for entry in vault.lookup(codes[0][0])} == {"M0012345"}
    assert deid.deidentify(frame).data["mrn"].tolist() != codes[0]


def test_a_survey_and_a_plan_of_a_frame(frame):
    seen = deid.survey(frame)
    plan = deid.plan(seen, profile="safe-harbor")
    assert {field.name: field.treatment for field in plan.tables[0].columns}["zip"] == "zip3"
    result = deid.deidentify(frame, plan=plan)
    assert result.plan == plan


def test_a_plan_that_derives_is_refused(frame):
    plan = deid.plan(deid.survey(frame), "safe-harbor")
    table = plan.tables[0]
    columns = tuple(c.model_copy(update={"treatment": "hash"}) if c.name == "mrn" else c for c in table.columns)
    derived = plan.model_copy(update={"tables": (table.model_copy(update={"columns": columns}),)})
    with pytest.raises(Refused):
        deid.deidentify(frame, plan=derived)


def test_a_dicom_data_set(tmp_path):
    dataset = pydicom.dcmread(get_testdata_file("CT_small.dcm"))
    before = dataset.to_json()
    result = deid.deidentify(dataset, vault=tmp_path / "v")
    assert dataset.to_json() == before
    assert isinstance(result.data, pydicom.Dataset)
    assert str(result.data.PatientName) == ""
    assert result.data.PatientID != dataset.PatientID
    assert result.data.SOPInstanceUID.startswith("2.25.")
    assert result.data.PixelData == dataset.PixelData


def test_other_types_are_refused():
    with pytest.raises(UsageError):
        deid.deidentify([1, 2, 3])  # type: ignore[arg-type]


def test_an_empty_frame_and_one_without_columns():
    assert len(deid.deidentify(pd.DataFrame({"mrn": [], "icd10": []})).data) == 0
    assert deid.deidentify(pd.DataFrame(index=range(3))).data.shape == (3, 0)


def test_odd_labels_and_mixed_cells_come_through():
    frame = pd.DataFrame({1: ["E11.9", "I10"], ("a", "b"): ["x", 3], "mrn": ["M0012345", None]})
    data = deid.deidentify(frame).data
    assert len(data) == 2
    assert data["mrn"].isna().tolist() == [False, True]


def test_the_front_door():
    assert {"deidentify", "find", "plan", "run", "survey", "verify"} <= set(dir(deid))
    assert callable(deid.plan)
    assert callable(deid.survey)
    with pytest.raises(AttributeError):
        _ = deid.nothing
    findings = deid.find("Seen by Okafor, MRN 00412345", known=["Okafor", "00412345"])
    assert [finding.identifier.letter for finding in findings]
    assert {finding.start for finding in findings} >= {8}


def test_applying_twice_changes_nothing_that_matters(frame):
    once = deid.deidentify(frame).data
    twice = deid.deidentify(once).data
    assert list(twice.columns) == list(once.columns)
    for column in once.columns.drop("mrn"):
        assert twice[column].astype(str).tolist() == once[column].astype(str).tolist(), column
    assert twice["mrn"].nunique() == once["mrn"].nunique()
