"""Clinical codes: LOINC, ICD-10-CM, RxNorm, CPT (numbers only). LOINC is copyright Regenstrief Institute."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabTest:
    """A LOINC code with what a laboratory says about it."""

    loinc: str
    name: str
    unit: str
    low: float
    high: float
    decimals: int
    group: str


LAB_TESTS = (
    LabTest("718-7", "Hemoglobin [Mass/volume] in Blood", "g/dL", 12.0, 16.0, 1, "HEM/BC"),
    LabTest("6690-2", "Leukocytes [#/volume] in Blood by Automated count", "10*3/uL", 4.5, 11.0, 1, "HEM/BC"),
    LabTest("777-3", "Platelets [#/volume] in Blood by Automated count", "10*3/uL", 150, 400, 0, "HEM/BC"),
    LabTest("2345-7", "Glucose [Mass/volume] in Serum or Plasma", "mg/dL", 70, 110, 0, "CHEM"),
    LabTest("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "mg/dL", 0.6, 1.3, 2, "CHEM"),
    LabTest("2951-2", "Sodium [Moles/volume] in Serum or Plasma", "mmol/L", 135, 145, 0, "CHEM"),
    LabTest("2823-3", "Potassium [Moles/volume] in Serum or Plasma", "mmol/L", 3.5, 5.1, 1, "CHEM"),
    LabTest("17861-6", "Calcium [Mass/volume] in Serum or Plasma", "mg/dL", 8.5, 10.5, 1, "CHEM"),
    LabTest("1751-7", "Albumin [Mass/volume] in Serum or Plasma", "g/dL", 3.5, 5.0, 1, "CHEM"),
    LabTest("2093-3", "Cholesterol [Mass/volume] in Serum or Plasma", "mg/dL", 120, 200, 0, "CHEM"),
    LabTest("2085-9", "Cholesterol in HDL [Mass/volume] in Serum or Plasma", "mg/dL", 40, 80, 0, "CHEM"),
    LabTest("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "%", 4.0, 5.6, 1, "HEM/BC"),
    LabTest("3016-3", "Thyrotropin [Units/volume] in Serum or Plasma", "m[IU]/L", 0.4, 4.5, 2, "CHEM"),
    LabTest("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma", "mg/L", 0.1, 8.0, 1, "CHEM"),
    LabTest("6301-6", "INR in Platelet poor plasma by Coagulation assay", "{INR}", 0.9, 1.2, 1, "COAG"),
)

# ICD-10-CM code, description, CPT codes that a claim for it carries.
DIAGNOSES = (
    ("I10", "Essential (primary) hypertension", ("99214", "93000")),
    ("E11.9", "Type 2 diabetes mellitus without complications", ("99213", "83036")),
    ("I50.9", "Heart failure, unspecified", ("99223", "93306")),
    ("J18.9", "Pneumonia, unspecified organism", ("99222", "71046")),
    ("J44.1", "Chronic obstructive pulmonary disease with (acute) exacerbation", ("99223", "94640")),
    ("N18.30", "Chronic kidney disease, stage 3 unspecified", ("99214", "80053")),
    (
        "S72.001A",
        "Fracture of unspecified part of neck of right femur, initial encounter",
        ("27236", "99223"),
    ),
    ("K35.80", "Unspecified acute appendicitis", ("44970", "99283")),
    ("I48.91", "Unspecified atrial fibrillation", ("99223", "93000")),
    ("M54.50", "Low back pain, unspecified", ("99213", "72100")),
    ("R07.9", "Chest pain, unspecified", ("99284", "93010")),
    ("F32.9", "Major depressive disorder, single episode, unspecified", ("90834", "99213")),
    ("E83.01", "Wilson's disease", ("99214", "80053")),
)
LUNG_NODULE = ("R91.8", "Other nonspecific abnormal finding of lung field", ("71250", "99214"))
PARKINSON = ("G20.A1", "Parkinson's disease without dyskinesia, without mention of fluctuations", ("99214",))
PREGNANCY = ("Z34.83", "Encounter for supervision of other normal pregnancy, third trimester", ("76805",))
NEWBORN_CARE = ("Z38.00", "Single liveborn infant, delivered vaginally", ("99460",))
COUGH = ("R05.9", "Cough, unspecified", ("71046", "99213"))
HEADACHE = ("R51.9", "Headache, unspecified", ("70551", "99213"))

# RxNorm code, drug, dose, unit.
DRUGS = (
    ("860975", "24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet", 500.0, "mg"),
    ("314076", "lisinopril 10 MG Oral Tablet", 10.0, "mg"),
    ("314077", "lisinopril 20 MG Oral Tablet", 20.0, "mg"),
    ("197361", "amlodipine 5 MG Oral Tablet", 5.0, "mg"),
    ("310798", "hydrochlorothiazide 25 MG Oral Tablet", 25.0, "mg"),
    ("312961", "simvastatin 20 MG Oral Tablet", 20.0, "mg"),
    ("855332", "warfarin sodium 5 MG Oral Tablet", 5.0, "mg"),
    ("966222", "levothyroxine sodium 0.075 MG Oral Tablet", 75.0, "ug"),
    ("313782", "acetaminophen 325 MG Oral Tablet", 325.0, "mg"),
    ("310965", "ibuprofen 200 MG Oral Tablet", 200.0, "mg"),
)
