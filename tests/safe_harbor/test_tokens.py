"""Tokens with a digit: what explains them, and what is a plate, a log-in or somebody's number."""

from __future__ import annotations

import pytest

from deid.safe_harbor.tokens import holds_log_in, holds_unexplained_token


@pytest.mark.parametrize("cell", ["LLB-8788", "pending ABC1234", "15976-4728", "ref X99-41-2207", "JTanaka1957"])
def test_tokens_that_nothing_explains(cell: str) -> None:
    assert holds_unexplained_token(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "completed",
        "12.5 mg/dL",
        "120/80",
        "1:640",
        "10-20 /HPF",
        "x10^9/L",
        "BRCA1",
        "CYP2D6",
        "T2N0M0",
        "COVID-19",
        "Stage 3",
        "HLA-B27",
        "2+ (A)",
        "2023-04-05",
        "mL/min/1.73m2",
        "q12h",
        "Omega-3",
        "99213",
    ],
)
def test_quantities_stages_and_genes_are_explained(cell: str) -> None:
    assert not holds_unexplained_token(cell)


@pytest.mark.parametrize("cell", ["gpemberton16", "BAchterberg1942", "jlee5", "seen by jsmith57"])
def test_log_ins(cell: str) -> None:
    assert holds_log_in(cell)


@pytest.mark.parametrize("cell", ["BRCA1", "Stage3", "insulin70", "CYP2D6", "HER2"])
def test_words_with_a_number_are_no_log_ins(cell: str) -> None:
    assert not holds_log_in(cell)
