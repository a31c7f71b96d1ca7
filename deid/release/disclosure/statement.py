"""The statement of Civ. Code 1798.130(a)(5)(D), from what the register holds of the last twelve months."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from deid.release.disclosure.drafting import DRAFT
from deid.release.documents import Document

_NAMES = {
    "safe-harbor": "the deidentification methodology described in Section 164.514(b)(2) of Title 45 of the Code of "
    "Federal Regulations, commonly known as the HIPAA safe harbor method",
    "expert-determination": "the deidentification methodology described in Section 164.514(b)(1) of Title 45 of the "
    "Code of Federal Regulations, commonly known as the HIPAA expert determination method",
}
_SALES = frozenset({"sale", "licence"})


def recent(entries: Iterable[Mapping[str, Any]], as_of: datetime.date) -> list[Mapping[str, Any]]:
    """The disclosures of the twelve months up to a day."""
    since = a_year_before(as_of)
    return [
        entry
        for entry in entries
        if entry.get("event") == "disclosure" and since < datetime.date.fromisoformat(str(entry["date"])) <= as_of
    ]


def a_year_before(day: datetime.date) -> datetime.date:
    """The same day of the year before; of 29 February, the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def statement_of(entries: Iterable[Mapping[str, Any]], as_of: datetime.date) -> Document:
    """Whether de-identified patient information is sold or disclosed, and by which methods, for a privacy policy.

    Args:
        entries: of the register.
        as_of: the day of the statement.
    """
    seen = recent(entries, as_of)
    methods = sorted({str(entry["method"]) for entry in seen})
    sells, discloses = any(entry["kind"] in _SALES for entry in seen), any(e["kind"] not in _SALES for e in seen)
    return {
        "deid_notice": 1,
        "draft": DRAFT,
        "source": "Cal. Civ. Code 1798.130(a)(5)(D)",
        "from": a_year_before(as_of).isoformat(),
        "dated": as_of.isoformat(),
        "sells": sells,
        "discloses": discloses,
        "methods": methods,
        "text": _text(sells, discloses, methods),
        "commitment": "We keep the information that we have deidentified in deidentified form, we do not attempt to "
        "reidentify it, and we require by contract that whoever receives it does neither.",
    }


def _text(sells: bool, discloses: bool, methods: list[str]) -> str:
    if not methods:
        return "We do not sell or disclose deidentified patient information derived from patient information."
    does = " and ".join(word for word, so in (("sell", sells), ("disclose", discloses)) if so)
    named = ", and under ".join(_NAMES[method] for method in methods)
    given = f"We {does} deidentified patient information derived from patient information."
    return f"{given} It was deidentified under {named}."
