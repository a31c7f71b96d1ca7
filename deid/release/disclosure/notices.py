"""A published privacy notice against the register: does it say what is done, and promise nothing that is not kept?"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deid.release.disclosure import notice_phrases as phrases
from deid.release.disclosure.notice_dates import date_of
from deid.release.disclosure.statement import a_year_before, recent


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stands between a notice and a disclosure."""

    id: str
    says: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A notice, read.

    Attributes:
        dated: the latest date that it gives itself.
        states: whether it says that de-identified patient information is sold or disclosed.
        methods: the methods that it names.
        problems: what has to be settled before a sale or disclosure under it.
    """

    dated: datetime.date | None
    states: bool
    methods: tuple[str, ...]
    problems: tuple[Problem, ...]


def judge(
    text: str,
    entries: Iterable[Mapping[str, Any]],
    as_of: datetime.date,
    dated: datetime.date | None = None,
    method: str = "",
    kind: str = "",
    consumer: bool = False,
) -> Judged:
    """Read a published notice and compare it with the register.

    Args:
        text: of the notice.
        entries: of the register.
        as_of: the day of the comparison.
        dated: when the notice was last updated, where somebody knows it better than its text.
        method: of a release that is about to be disclosed.
        kind: of that disclosure.
        consumer: whether the release, or one of the register's, holds data of web or app users.
    """
    plain = _plain(text)
    sentences = [" ".join(sentence.split()) for sentence in phrases.END.split(plain) if sentence.strip()]
    whole = " ".join(sentences)
    about = [s for s in sentences if phrases.DEIDENTIFIED.search(s)]
    speaks = [s for s in about if phrases.GIVING.search(s) and phrases.PATIENTS.search(s)]
    denies = _is_denied(speaks)
    used_here = [clause for s in sentences for clause in _clauses(s) if not phrases.UNUSED.search(clause)]
    methods = tuple(name for name, pattern in phrases.NAMED.items() if any(map(pattern.search, used_here)))
    seen = recent(entries, as_of)
    used = {str(entry["method"]) for entry in seen} | ({method} if method else set())
    consumer = consumer or any("consumer-data" in entry.get("flags", ()) for entry in seen)
    sold = {"sale", "licence"} & ({str(entry["kind"]) for entry in seen} | {kind})
    found_date = dated or date_of(whole)
    problems = [
        *_of_statement(bool(speaks), denies, sentences, methods, used),
        *_of_sale(speaks if sold and not denies else []),
        *_of_promises(sentences, whole, stated=bool(speaks) and not denies, consumer=consumer),
        *_of_date(found_date, as_of),
    ]
    return Judged(found_date, bool(speaks) and not denies, methods, tuple(problems))


def _clauses(sentence: str) -> list[str]:
    return [clause for clause in phrases.CLAUSE.split(sentence) if clause and clause.strip()]


def _is_denied(speaks: list[str]) -> bool:
    """Whether what is said of giving away deidentified information is that it is not done, or might be."""
    given = [
        clause
        for s in speaks
        for clause in _clauses(s)
        if phrases.DEIDENTIFIED.search(clause) and phrases.GIVING.search(clause)
    ]
    said = [clause for clause in given if not phrases.SUPPOSED.match(clause)]
    return any(phrases.NEGATED.search(clause) for clause in said) or (bool(given) and not said)


def _leaves_open(sentence: str) -> bool:
    """Whether a sentence offers both methods for the reader to choose from."""
    places = [match.span() for pattern in phrases.NAMED.values() for match in pattern.finditer(sentence)]
    between = sentence[min(begin for begin, _ in places) : max(end for _, end in places)] if places else ""
    named = sum(pattern.search(sentence) is not None for pattern in phrases.NAMED.values())
    about = bool(places) or phrases.DEIDENTIFIED.search(sentence) is not None
    return (named == len(phrases.NAMED) and phrases.OR.search(between) is not None) or (
        about and phrases.CHOICE.search(sentence) is not None
    )


_SIGNS = {ord(sign): plain for signs, plain in (("\u2018\u2019", "'"), ("\u201c\u201d", '"')) for sign in signs}
_SIGNS |= dict.fromkeys(map(ord, "\u2010\u2011\u2013"), "-")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_SIGNS)


def _of_statement(
    speaks: bool, denies: bool, sentences: list[str], methods: tuple[str, ...], used: set[str]
) -> list[Problem]:
    if not speaks:
        return [
            Problem("no-statement", "it does not say whether deidentified patient information is sold or disclosed")
        ]
    if denies:
        return [Problem("denies", "it says that deidentified patient information is not sold or disclosed")]
    if not methods:
        return [Problem("no-method", "it names neither of the two methods of 45 CFR 164.514(b)")]
    missing = [
        Problem("method-missing", f"it does not name a method that was used: {name}")
        for name in sorted(used - set(methods))
    ]
    if len(methods) == len(phrases.NAMED) and any(map(_leaves_open, sentences)):
        missing.append(Problem("which-method", "it names both methods without saying which"))
    return missing


def _of_sale(speaks: list[str]) -> list[Problem]:
    clauses = [clause for sentence in speaks for clause in _clauses(sentence)]
    if speaks and not any(phrases.SELLING.search(clause) and not phrases.NEGATED.search(clause) for clause in clauses):
        return [Problem("no-sale", "it speaks of disclosing deidentified patient information, and not of selling it")]
    return []


def _of_promises(sentences: list[str], whole: str, *, stated: bool, consumer: bool) -> list[Problem]:
    promises = [
        s for s in sentences if phrases.NEGATED.search(s) and phrases.THIRD.search(s) and not phrases.EXCEPT.search(s)
    ]
    excluded = phrases.EXCLUDES.search(whole) is not None or stated
    limited = [s for s in promises if phrases.PERSONAL.search(s)]
    blanket = [s for s in promises if s not in limited and phrases.EVERYTHING.search(s)]
    problems = []
    if blanket or (limited and not excluded):
        problems.append(
            Problem("promises-no-sharing", "it promises that data are not sold to or shared with third parties")
        )
    if consumer and any(phrases.AGGREGATE.search(s) for s in sentences):
        problems.append(Problem("promises-aggregate", "it promises that log data are used in the aggregate only"))
    return problems


def _of_date(dated: datetime.date | None, as_of: datetime.date) -> list[Problem]:
    if dated is None:
        return [Problem("no-date", "it gives no date: that it was updated within 12 months cannot be seen")]
    if dated > as_of:
        return [Problem("later", f"it is dated {dated}, after {as_of}")]
    if dated < a_year_before(as_of):
        return [Problem("older", f"it was last updated on {dated}, more than 12 months before {as_of}")]
    return []
