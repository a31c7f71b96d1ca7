from __future__ import annotations

import datetime

import pytest

from deid.release.disclosure.notices import judge
from deid.release.disclosure.statement import statement_of

DAY = datetime.date(2026, 3, 2)
GOOD = (
    "Privacy policy. Last updated: January 5, 2026.\n\nWe sell deidentified patient information. It was deidentified "
    "under the method of 45 CFR 164.514(b)(2), known as the HIPAA safe harbor method.\n"
)
UNDECIDED = (
    "Effective as of January 5, 2026. Personal information does not include information that has been de-identified.\n"
    "We do not sell personal information or otherwise provide personal information to third parties.\n\n"
    "We may sell or disclose patient and member information that has been deidentified, pursuant to one of the "
    "methodologies of Section 164.514(b)(1) or (b)(2) of Title 45, commonly known as the HIPAA expert determination "
    "method and the HIPAA safe harbor method, respectively."
)
SILENT = (
    "We log IP addresses. Log data is used in the aggregate. Your data will not be sold to, shared with, or otherwise "
    "made available to any third parties."
)


def entry(**changes: object) -> dict[str, object]:
    return {"event": "disclosure", "date": "2026-01-15", "method": "safe-harbor", "kind": "sale", **changes}


def ids(text: str, *entries: dict[str, object], **changes: object) -> list[str]:
    return [problem.id for problem in judge(text, entries, DAY, **changes).problems]  # type: ignore[arg-type]


def test_a_notice_that_says_what_is_done() -> None:
    found = judge(GOOD, [entry()], DAY)
    assert (found.dated, found.states, found.methods) == (datetime.date(2026, 1, 5), True, ("safe-harbor",))
    assert found.problems == ()


def test_both_methods_without_saying_which() -> None:
    found = judge(UNDECIDED, [], DAY)
    assert found.methods == ("expert-determination", "safe-harbor")
    assert [problem.id for problem in found.problems] == ["which-method"]


def test_a_promise_of_no_sharing_and_no_statement() -> None:
    assert ids(SILENT) == ["no-statement", "promises-no-sharing", "no-date"]
    assert "promises-aggregate" in ids(SILENT, consumer=True)
    assert "promises-aggregate" in ids(SILENT, entry(flags=["consumer-data"]))


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("January 5, 2026", "March 1, 2025", ["older"]),
        ("January 5, 2026", "2025-03-02", []),
        ("January 5, 2026", "7/4/2026", ["later"]),
        ("Last updated: January 5, 2026.", "", ["no-date"]),
        ("We sell", "We do not sell or disclose", ["denies"]),
        ("We sell", "We disclose", ["no-sale"]),
        (
            "the method of 45 CFR 164.514(b)(2), known as the HIPAA safe harbor method",
            "a method of HIPAA",
            ["no-method"],
        ),
        ("164.514(b)(2), known as the HIPAA safe harbor method", "164.514(b)(1)", ["method-missing"]),
        ("deidentified patient information", "information about trees", ["no-statement"]),
    ],
)
def test_what_a_notice_can_lack(before: str, after: str, found: list[str]) -> None:
    assert before in GOOD
    assert ids(GOOD.replace(before, after), entry()) == found


@pytest.mark.parametrize(
    "promise",
    [
        "We will never share your information with third parties.",
        "Your health information won\u2019t be disclosed to any third party.",
        "We do not sell, rent or share any data to third-parties.",
    ],
)
def test_promises_that_a_sale_would_break(promise: str) -> None:
    assert ids(GOOD + promise, entry()) == ["promises-no-sharing"]


@pytest.mark.parametrize(
    "sentence",
    [
        "We do not share your information with third parties except as described in this policy.",
        "We do not attempt to reidentify deidentified patient information.",
        "You may opt out of the sale of your personal information to third parties.",
    ],
)
def test_sentences_that_promise_no_such_thing(sentence: str) -> None:
    assert ids(GOOD + sentence, entry()) == []


def test_the_statement_is_what_the_register_holds_of_twelve_months() -> None:
    old, expert = entry(date="2025-03-01"), entry(method="expert-determination", kind="disclosure")
    assert statement_of([old], DAY)["methods"] == []
    assert "do not sell" in statement_of([old], DAY)["text"]
    made = statement_of([old, entry(), expert, {"event": "erasure", "date": "2026-02-01"}], DAY)
    assert (made["sells"], made["discloses"]) == (True, True)
    assert made["methods"] == ["expert-determination", "safe-harbor"]
    assert "Draft for counsel" in made["draft"]
    assert ids(f"Updated on 2026-02-01. {made['text']}", entry(), expert) == []
