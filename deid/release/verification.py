"""Verification of a sealed release, by anyone who holds it: offline, and without a secret."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deid.errors import UsageError
from deid.evidence import CheckResult
from deid.release import bag, report
from deid.release.check import check_data, check_papers
from deid.vault import Harvest

_PAPERS = ("deid/policy.json", "deid/report.json", "deid/report.html", "deid/tables.json", "datapackage.json")


@dataclass(frozen=True, slots=True)
class Verification:
    """What verification found.

    Attributes:
        method: what the release claims, as its policy has it; empty when that cannot be read.
        checks: every check, in order.
    """

    method: str
    checks: tuple[CheckResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every check held."""
        return bool(self.checks) and all(check.passed for check in self.checks)


def verify(release: str | Path, harvest: Harvest | None = None) -> Verification:
    """Check a release: its bag, its papers against each other, and every value that it holds.

    Raises:
        UsageError: there is no such folder.
    """
    folder = Path(release)
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such release folder")
    sealed = bag.verify(folder)
    policy, problems = _policy(folder)
    papers = CheckResult("the papers are there and agree", f"{len(_PAPERS)} papers", not problems, problems)
    if policy is None:
        return Verification("", (*sealed, papers))
    found: list[CheckResult] = [*sealed, papers]
    for check in (lambda: check_data(folder, policy, harvest), lambda: check_papers(folder, harvest)):
        found += _contained(check)
    return Verification(str(policy.get("method", "")), tuple(found))


def _policy(folder: Path) -> tuple[Mapping[str, Any] | None, tuple[str, ...]]:
    """The policy, and what is wrong with the papers."""
    problems = [f"{paper}: missing" for paper in _PAPERS if not (folder / paper).is_file()]
    documents = {}
    for paper in _PAPERS:
        if paper.endswith(".json") and (folder / paper).is_file():
            try:
                documents[paper] = json.loads((folder / paper).read_bytes())
            except ValueError:
                problems.append(f"{paper}: no valid JSON")
    policy = documents.get("deid/policy.json")
    if not isinstance(policy, dict):
        return None, (*problems, "deid/policy.json: no policy")
    content = documents.get("deid/report.json")
    if isinstance(content, dict) and not problems:
        problems += _of_report(folder, content, policy)
    return policy, tuple(problems)


def _of_report(folder: Path, content: Mapping[str, Any], policy: Mapping[str, Any]) -> list[str]:
    try:
        same = report.html_of(dict(content)).encode() == (folder / "deid/report.html").read_bytes()
    except Exception:  # noqa: BLE001 - a report of any other shape does not regenerate, whatever the reason
        same = False
    problems = [] if same else ["deid/report.html: is not what deid/report.json gives"]
    if content.get("method") not in (policy.get("method"), None):
        problems.append("deid/report.json: names another method than deid/policy.json")
    return problems


def _contained(check: Callable[[], tuple[CheckResult, ...]]) -> tuple[CheckResult, ...]:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - a file that breaks a check fails it
        return (
            CheckResult(
                "the content can be checked",
                "the release",
                False,
                (f"cannot be checked: {type(error).__name__}",),
            ),
        )
