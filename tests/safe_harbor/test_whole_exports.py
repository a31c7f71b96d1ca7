"""Whole exports go through de-identification: nothing planted is left, and what is clinical stays."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_TOOL = runpy.run_path(str(_ROOT / "tools" / "measure_exports.py"))
_KNOWN_TO_BE_LOST = {"concept_dimension.concept_path"}
_EXPORTS = dict(_TOOL["exports"]("whole_exports.yaml"))


@pytest.mark.parametrize("export", sorted(_EXPORTS))
def test_nothing_planted_is_left_and_the_clinic_stays(export: str) -> None:
    outcomes = _TOOL["run_frames"](_EXPORTS[export])
    assert [outcome.place for outcome in outcomes if outcome.left] == []
    assert {outcome.place for outcome in outcomes if outcome.clinical and outcome.dropped} <= _KNOWN_TO_BE_LOST
    kept = [outcome for outcome in outcomes if outcome.clinical and not outcome.dropped]
    allowed = {"MIMIC-IV": 0.02, "PCORnet CDM": 0.02, "i2b2": 0.03}.get(export, 0.005)
    assert sum(outcome.lost for outcome in kept) <= allowed * sum(outcome.cells for outcome in kept)


def test_the_measure_sees_a_leak_and_a_loss() -> None:
    tables = _EXPORTS["ED triage"]
    frames = {table.name: _TOOL["frame_of"](table) for table in tables}
    plan = _TOOL["deid"].plan(_TOOL["deid"].survey(frames))
    untouched = {
        table.source: frames[table.source].set_axis([f.output or f.name for f in table.columns], axis=1)
        for table in plan.tables
    }
    outcomes = _TOOL["judged"](tables, frames, untouched, plan)
    assert sum(outcome.left for outcome in outcomes) > 500
    emptied = {name: frame.astype(object).mask(frame.notna()) for name, frame in untouched.items()}
    lost = _TOOL["judged"](tables, frames, emptied, plan)
    assert all(outcome.dropped for outcome in lost if outcome.clinical)
