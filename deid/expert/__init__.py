"""Measuring and lowering the risk of re-identification, 45 CFR 164.514(b)(1)."""

from __future__ import annotations

from deid.expert.classes import Risk, measure_codes

__all__ = ["Risk", "measure_codes"]
