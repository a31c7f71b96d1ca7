"""Whether a release may be used by this recipient, on this day: recipient, expiry, conditions, terms and notice."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from deid.errors import Unreadable
from deid.release import documents
from deid.release.signing.judging import NO_TRUST, Held, Statements
from deid.release.signing.placing import NOTICE, TERMS
from deid.release.signing.roles import APPROVER, EXPERT, OFFICER
from deid.release.signing.stated import Approval, Determination
from deid.release.verdict import Check, Result, judged, not_checked

_YEAR = datetime.timedelta(days=366)
_NOT_DISCLOSED = "there is none: deid disclose writes it"


def same_party(one: str, other: str) -> bool:
    """Whether two names are the same recipient's, whatever their case and spacing."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def check_standing(
    folder: Path, method: str, found: Statements, recipient: str | None, as_of: datetime.date, trusting: bool
) -> list[Check]:
    """Recipient, expiry, conditions, terms and notice.

    Args:
        folder: the release.
        method: that it claims.
        found: its statements.
        recipient: who wants to use it; None where nobody said.
        as_of: the day.
        trusting: whether signatures were checked: without, nothing that only a statement says passes.
    """
    carrier = EXPERT if method == "expert-determination" else OFFICER
    checks = [_recipient(found, carrier.name, recipient), _expiry(found, as_of)]
    expert = found.held.get(EXPERT.name)
    if expert is not None and isinstance(expert.stated, Determination) and expert.stated.conditions:
        checks.append(_conditions(expert.stated, found.held.get(APPROVER.name)))
    checks += [_terms(folder, method, found, recipient), _notice(folder, method, found, as_of)]
    return [check if trusting else _unsure(check) for check in checks]


def _unsure(check: Check) -> Check:
    """What passed on the word of statements that nobody checked has not passed."""
    return Check(check.name, check.reach, Result.NOT_CHECKED, (NO_TRUST,)) if check.passed else check


def _recipient(found: Statements, carrier: str, recipient: str | None) -> Check:
    name = "the recipient is one that the statements name"
    held = found.held.get(carrier)
    if recipient is None:
        return not_checked(name, "no recipient was named (--recipient)")
    if held is None:
        return not_checked(name, "no statement names a recipient")
    named = getattr(held.stated, "recipients", ())
    problems = [] if any(same_party(one, recipient) for one in named) else [f"{held.role.path}: names others"]
    approved = found.held.get(APPROVER.name)
    if approved is not None and not same_party(str(getattr(approved.stated, "recipient", "")), recipient):
        problems.append(f"{approved.role.path}: was given for another")
    return judged(name, held.role.path, problems)


def _expiry(found: Statements, as_of: datetime.date) -> Check:
    name = f"nothing has expired as of {as_of}"
    ends = {
        held.role.path: held.stated.valid_until
        for held in found.held.values()
        if isinstance(held.stated, Determination)
    }
    problems = [f"{path}: expired on {end}" for path, end in ends.items() if as_of > end]
    return judged(
        name, "; ".join(f"{path}: until {end}" for path, end in ends.items()) or "no statement ends", problems
    )


def _conditions(expert: Determination, approval: Held | None) -> Check:
    name = "each condition of the expert is met"
    if approval is None or not isinstance(approval.stated, Approval):
        return not_checked(name, "nobody has signed that they are met", f"{len(expert.conditions)} conditions")
    missing = check_conditions(expert, approval.stated.conditions_met)
    return judged(name, f"{len(expert.conditions)} conditions", missing)


def check_conditions(expert: Determination, met: Iterable[int]) -> tuple[str, ...]:
    """The expert's conditions that nobody has ticked, a line each."""
    ticked = set(met)
    numbers = range(1, len(expert.conditions) + 1)
    return tuple(f"condition {number} of the expert: not ticked" for number in numbers if number not in ticked)


def _terms(folder: Path, method: str, found: Statements, recipient: str | None) -> Check:
    name = "contract terms stand with it, and were approved"
    if not (folder / TERMS).is_file():
        return not_checked(name, f"{TERMS}: {_NOT_DISCLOSED}")
    try:
        terms = documents.parse((folder / TERMS).read_bytes())
    except (OSError, Unreadable):
        return judged(name, TERMS, [f"{TERMS}: cannot be read"])
    problems = []
    if recipient is not None and not same_party(str(terms.get("recipient")), recipient):
        problems.append(f"{TERMS}: are for another recipient")
    if terms.get("method") != method:
        problems.append(f"{TERMS}: name another method")
    if not {"identifies-as-deidentified", "no-reidentification", "no-further-disclosure"} <= _ids(terms):
        problems.append(f"{TERMS}: lack a term of Civ. Code 1798.148(c)")
    return _approved(name, TERMS, problems, found)


def _ids(terms: Mapping[str, Any]) -> set[str]:
    listed = terms.get("terms")
    return {str(one.get("id")) for one in listed if isinstance(one, dict)} if isinstance(listed, list) else set()


def _notice(folder: Path, method: str, found: Statements, as_of: datetime.date) -> Check:
    name = "the privacy notice names the method and is not older than 12 months"
    if not (folder / NOTICE).is_file():
        return not_checked(name, f"{NOTICE}: {_NOT_DISCLOSED}")
    try:
        notice = documents.parse((folder / NOTICE).read_bytes())
        dated = datetime.date.fromisoformat(str(notice["dated"]))
        methods = list(notice["methods"])
    except (OSError, Unreadable, KeyError, TypeError, ValueError):
        return judged(name, NOTICE, [f"{NOTICE}: cannot be read"])
    problems = [] if method in methods else [f"{NOTICE}: does not name the method"]
    if dated > as_of:
        problems.append(f"{NOTICE}: is of {dated}, after {as_of}")
    if as_of - dated > _YEAR:
        problems.append(f"{NOTICE}: is of {dated}, more than 12 months before {as_of}")
    return _approved(name, NOTICE, problems, found)


def _approved(name: str, path: str, problems: list[str], found: Statements) -> Check:
    if problems:
        return judged(name, path, problems)
    if APPROVER.name not in found.held:
        return not_checked(name, f"{path}: nobody has signed for it", path)
    return judged(name, path, [])
