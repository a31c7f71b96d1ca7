"""Columns of classes, codes, words and numbers as clinical tables have them, for tests that plant something in them."""

from __future__ import annotations

CLASSES = {
    "status": ["completed", "pending", "cancelled"],
    "unit": ["mg/dL", "mmol/L"],
    "sex": ["M", "F"],
    "icd10": ["E11.9", "I10", "J45.909"],
    "diagnosis": ["Essential hypertension", "Asthma", "Major depressive disorder"],
    "medication": ["lisinopril 10 MG Oral Tablet", "metformin 500 MG", "albuterol inhaler"],
    "payer": ["Medicare", "Medicaid", "Self-pay"],
    "loinc": ["2345-7", "718-7"],
    "cpt": ["99213", "80053"],
    "ndc": ["00093-7214-01", "00071-0155-23"],
    "test_name": ["Glucose", "Hemoglobin"],
    "vaccine": ["Influenza, seasonal", "Tdap"],
    "flag": ["Y", "N"],
    "glucose": [str(number) for number in range(60, 300)],
    "charge": [f"{number / 100}" for number in range(5_000, 300_000, 7)],
}
"""Values by the name of their column."""
