"""Verification of a sealed release, by anyone who holds it: offline, and without a secret."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from deid.errors import UsageError
from deid.evidence import CheckResult
from deid.release import bag, report
from deid.release.check import check_data, check_papers
from deid.release.manifest import digest_of
from deid.vault import Harvest

_PAPERS = ("deid/policy.json", "deid/report.json", "deid/report.html", "deid/tables.json", "datapackage.json")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+!-]{0,40}")


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
    if content is not None and not isinstance(content, dict):
        problems.append("deid/report.json: no report")
    if isinstance(content, dict) and not problems:
        problems += _of_report(folder, content, policy)
    return policy, tuple(problems)


def _of_report(folder: Path, content: Mapping[str, Any], policy: Mapping[str, Any]) -> list[str]:
    problems = _of_page(folder, content)
    if content.get("method") != policy.get("method"):
        problems.append("deid/report.json: names another method than deid/policy.json")
    if _made_with(content).get("policy_sha256") != digest_of(folder / "deid/policy.json").sha256:
        problems.append("deid/report.json: speaks of another deid/policy.json")
    return problems


def _of_page(folder: Path, content: Mapping[str, Any]) -> list[str]:
    """Whether the page is what the data give: a program of another version cannot tell."""
    made_by, here = _made_with(content).get("version"), version("deid-release")
    if made_by != here:
        named = made_by if isinstance(made_by, str) and _VERSION.fullmatch(made_by) else "of an unnamed version"
        return [
            f"deid/report.html: made by deid {named}, and this is deid {here}, which cannot make the page again to "
            "compare it; verify with the version that made it"
        ]
    try:
        same = report.html_of(dict(content)).encode() == (folder / "deid/report.html").read_bytes()
    except Exception:  # noqa: BLE001 - a report of any other shape does not regenerate, whatever the reason
        same = False
    return [] if same else ["deid/report.html: is not what deid/report.json gives"]


def _made_with(content: Mapping[str, Any]) -> Mapping[str, Any]:
    found = content.get("made_with")
    return found if isinstance(found, dict) else {}


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
