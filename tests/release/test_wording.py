from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deid.evidence import CheckResult, DicomEvidence


def limits(run: Any) -> str:
    return " ".join(run.report["limits"])


def test_safe_harbor_names_what_it_does_not_cover(safe_harbor_run: Any) -> None:
    said = limits(safe_harbor_run)
    for part in (
        "Actual knowledge",
        "dropped, not cleaned",
        "Pixels were not inspected",
        "face",
        "by decision",
    ):
        assert part in said


def test_without_images_nothing_is_said_of_pixels(run_of: Callable[..., Any]) -> None:
    said = limits(run_of(dicom=DicomEvidence({}, {}, {})))
    assert "Pixels" not in said
    assert "face" not in said


@pytest.mark.parametrize("checks", [(), (CheckResult("one", "all", True), CheckResult("two", "all", False, ("x",)))])
@pytest.mark.parametrize("profile", ["safe-harbor", "expert-shifted-dates"])
def test_nothing_is_claimed_without_checks_that_passed(
    run_of: Callable[..., Any], profile: str, checks: tuple[CheckResult, ...]
) -> None:
    assert run_of(profile, checks=checks).report["claim"]["status"] == "Nothing may be claimed"


@pytest.mark.parametrize(
    ("profile", "status"),
    [
        ("safe-harbor", "Safe Harbor"),
        ("expert-shifted-dates", "Prepared, not determined"),
        ("limited-data-set", "PHI - limited data set, not de-identified"),
    ],
)
def test_the_status_is_that_of_the_method(runs: dict[str, Any], profile: str, status: str) -> None:
    assert runs[profile].report["claim"]["status"] == status
