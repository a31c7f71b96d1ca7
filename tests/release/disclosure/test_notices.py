from __future__ import annotations

import datetime

import pytest

from deid.errors import Unreadable
from deid.release.disclosure.notice_text import text_of
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


SELLS = "We sell deidentified patient information"
HARBOR = f"{SELLS} under the HIPAA safe harbor method of 45 CFR 164.514(b)(2)."


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Last updated 2026/01/10.", (2026, 1, 10)),
        ("Last updated: 01.10.2026.", (2026, 1, 10)),
        ("Last updated: 13.01.2026.", (2026, 1, 13)),
        ("Date of last update: 10-Jan-2026.", (2026, 1, 10)),
        ("Last Revised: 01 Sep 2025", (2025, 9, 1)),
        ("Effective: January 10th, 2026.", (2026, 1, 10)),
        ("This policy was last updated on the 10th day of January, 2026.", (2026, 1, 10)),
        ("Version 3 (2026-01-10).", (2026, 1, 10)),
        ("Rev. 1/10/26.", (2026, 1, 10)),
        ("January 10, 2026 (last updated).", (2026, 1, 10)),
        ("Last updated: January 2026.", (2026, 1, 1)),
        ("Last\nUpdated:\nSept. 3,\n2025", (2025, 9, 3)),
        # What a notice says of its update goes before what it says of its effect, and before any other day.
        ("Effective March 1, 2027. Last updated January 10, 2026.", (2026, 1, 10)),
        ("Last updated: October 10, 2024. As of January 1, 2026, the law of this State changed.", (2024, 10, 10)),
    ],
)
def test_dates_in_the_notations_of_notices(said: str, day: tuple[int, int, int]) -> None:
    assert judge(f"{said} {HARBOR}", [], DAY).dated == datetime.date(*day)


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        (f"{SELLS}. To do so we use the HIPAA safe harbor method.", {"safe-harbor"}),
        (f"{SELLS}, deidentified under paragraph (b)(2) of section 164.514 of title 45.", {"safe-harbor"}),
        (f"{SELLS}, deidentified under 45 CFR \u00a7 164.514 (b) (1).", {"expert-determination"}),
        (
            f"{SELLS}. We do not use the expert determination method; we use the HIPAA safe harbor method.",
            {"safe-harbor"},
        ),
        (f"{SELLS} under the HIPAA safe harbor method and not under the expert determination method.", {"safe-harbor"}),
        (
            f"{SELLS} or license it, deidentified under both the HIPAA safe harbor method and expert determination.",
            {"safe-harbor", "expert-determination"},
        ),
        (f"{SELLS}. We comply with the EU-US Safe Harbor framework.", set()),
    ],
)
def test_the_methods_that_a_notice_names(text: str, methods: set[str]) -> None:
    found = judge(f"Updated 2026-01-10. {text}", [], DAY)
    assert set(found.methods) == methods
    assert [problem.id for problem in found.problems] == ([] if methods else ["no-method"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{SELLS} under the safe harbor method and/or the expert determination method.", ["which-method"]),
        (
            f"{SELLS}. It is deidentified by one of two methods: HIPAA safe harbor, and expert determination.",
            ["which-method"],
        ),
        ("We neither sell nor disclose deidentified patient information.", ["denies"]),
        ("No deidentified patient information is sold or disclosed.", ["denies"]),
        ("We do not sell, license or disclose deidentified patient information.", ["denies"]),
        ("If we ever sell deidentified patient information, we use the HIPAA safe harbor method.", ["denies"]),
        ("We do not sell, but we do disclose deidentified patient information by HIPAA safe harbor.", ["no-sale"]),
        (f"{HARBOR} We do not control how third parties share your information.", []),
        (f"{HARBOR[:-1]}, and we do not disclose personal information.", []),
        (f"{HARBOR} None of your information is ever sold to third parties.", ["promises-no-sharing"]),
        (f"{HARBOR} We share your data with no one.", ["promises-no-sharing"]),
        (f"{HARBOR} Your information stays with us: we never give it to third parties.", ["promises-no-sharing"]),
    ],
)
def test_what_a_notice_says_and_denies(text: str, found: list[str]) -> None:
    assert ids(f"Updated 2026-01-10. {text}", entry()) == found


def test_a_notice_that_is_thirteen_months_old() -> None:
    assert ids(f"Last updated: January 31, 2025. {HARBOR}", entry()) == ["older"]


def test_a_web_page_is_read_as_its_readers_see_it() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Updated 2030-01-01</title><style>p {}</style></head><body>"
        "<script>var updated = 'Updated 2031-01-01';</script><p>Last updated: <b>January&nbsp;10, 2026</b></p>"
        f"<ul><li>We sell <i>deidentified patient</i> information<li>{HARBOR}</ul><p>Call&nbsp;us</body></html>"
    )
    found = judge(text_of(page.encode()), [entry()], DAY)
    assert (found.dated, found.methods, found.problems) == (datetime.date(2026, 1, 10), ("safe-harbor",), ())


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%\xe2\xe3", "Pr\u00e9cis".encode("utf-16"), b"caf\xe9"])
def test_what_is_no_text_is_said(content: bytes) -> None:
    with pytest.raises(Unreadable, match="give the notice as text, or its web page"):
        text_of(content)
