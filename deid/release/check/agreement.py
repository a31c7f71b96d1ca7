"""The papers against each other: one that says another thing than the policy is found, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deid.evidence import CheckResult
from deid.release.check.policy import SAFE_HARBOR

_DERIVED = frozenset({"hash", "shift", "encrypt", "pseudonym", "surrogate"})
_DERIVED_FORMS = frozenset({"digest", "date"})
_OF_FIELD = ("kind", "identifier", "treatment")


def check_claim(policy: Mapping[str, Any]) -> CheckResult:
    """Whether the policy itself supports the method that it names: nothing derived from a person under Safe Harbor."""
    problems = list(_against_safe_harbor(policy)) if policy.get("method") == SAFE_HARBOR else []
    fields = sum(len(table.get("fields") or ()) for table in policy.get("tables") or ())
    return CheckResult("the policy supports its method", f"{fields:,} fields", not problems, tuple(problems))


def _against_safe_harbor(policy: Mapping[str, Any]) -> Iterator[str]:
    for table in policy["tables"]:
        for field in table["fields"]:
            if field["treatment"] in _DERIVED or field["form"] in _DERIVED_FORMS:
                yield f"{table['path']}: field '{field['name']}': its values are derived from the person"
    if (policy.get("dicom") or {}).get("burned_in_text") == "keep":
        yield "data/dicom: pixels that may carry burned-in text are kept"


def check_report(policy: Mapping[str, Any], report: Mapping[str, Any]) -> CheckResult:
    """Whether the report says of every table and field what the policy says."""
    problems: list[str] = []
    try:
        if report["method"] != policy["method"]:
            problems.append("names another method")
        if any(check["passed"] is not True for check in report["checks"]) or not report["checks"]:
            problems.append("lists a check that failed, or none")
        if sum(entry["objects"] for entry in report["dicom"]["objects"]) != policy["dicom"]["objects"]:
            problems.append("counts other DICOM objects")
        problems += _of_tables(policy["tables"], report["tables"])
        problems += _of_totals(report)
    except (KeyError, TypeError, AttributeError, ValueError):
        problems.append("a part is missing or malformed")
    lines = tuple(f"deid/report.json: {problem}, against deid/policy.json" for problem in problems)
    return CheckResult(
        "the report agrees with the policy", f"{len(policy.get('tables') or ()):,} tables", not lines, lines
    )


def _of_tables(policy: list[Mapping[str, Any]], report: list[Mapping[str, Any]]) -> Iterator[str]:
    listed = {(table["path"], table["sheet"]): table for table in policy}
    shown = {(table["target"], table["sheet"]): table for table in report}
    if set(listed) != set(shown) or len(shown) != len(report):
        yield "speaks of other tables"
    for place in sorted(set(listed) & set(shown)):
        yield from _of_table(place[0], listed[place], shown[place])


def _of_table(path: str, listed: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterator[str]:
    if "rows" in listed and listed["rows"] != shown["rows"]:
        yield f"counts other rows in {path}"
    kept = [field for field in shown["fields"] if field["output"] is not None]
    if [field["output"] for field in kept] != [field["name"] for field in listed["fields"]]:
        yield f"names other columns in {path}"
        return
    for said, field in zip(kept, listed["fields"], strict=True):
        if any(said[key] != field[key] for key in _OF_FIELD):
            yield f"says another thing of column '{field['name']}' in {path}"
    if len(shown["fields"]) - len(kept) != len(listed["left_out"]):
        yield f"leaves out other columns in {path}"


def _of_totals(report: Mapping[str, Any]) -> Iterator[str]:
    totals, tables = report["totals"], report["tables"]
    released = sum(field["output"] is not None for table in tables for field in table["fields"])
    if totals["rows"] != sum(table["rows"] for table in tables) or totals["tables"] != len(tables):
        yield "has totals that are not those of its tables"
    elif totals["columns_released"] != released:
        yield "has totals that are not those of its columns"
