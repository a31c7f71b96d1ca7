"""The gate: nothing is disclosed before everything that it needs holds; then it is registered, and approved."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from deid.errors import ConfigurationError, Refused, UsageError
from deid.release import bag, documents
from deid.release.disclosure import flags as flagging
from deid.release.disclosure import notices, statement, terms
from deid.release.disclosure.combining import combinable
from deid.release.disclosure.flags import Flag
from deid.release.disclosure.register import Entry, Line, Register
from deid.release.figures import least
from deid.release.manifest import digest_of
from deid.release.regimes import CONSUMER, regimes_of
from deid.release.signing import placing
from deid.release.signing.judging import read
from deid.release.signing.placing import NOTICE, TERMS
from deid.release.signing.roles import APPROVER, EXPERT, OFFICER
from deid.release.signing.screening import screen_statement
from deid.release.signing.signer import Signer
from deid.release.signing.standing import check_conditions
from deid.release.signing.stated import Approval, Determination
from deid.release.signing.trust import Trust, TrustedKey
from deid.release.verdict import Result, Verification
from deid.release.verification import verify_release

_BY_DISCLOSING = ("contract terms stand with it", "the privacy notice names the method", "each condition of the expert")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is to be disclosed to whom.

    Attributes:
        recipient: who gets it; the statements must name them.
        kind: ``sale``, ``licence`` or ``disclosure``.
        purpose: in a sentence.
        country: of the recipient, ISO 3166-1 alpha-2.
        approver: who approves, by name.
        contract: reference of the signed contract; a sale or licence needs one.
        source: what the release was made from, by a name of the house; releases of one source may be combined.
        linked: other recipients who may combine what they get with this one's.
        part2: whether the source holds records under 42 CFR Part 2.
        screening: reference of the screening for covered persons, 28 CFR 202.
        conditions_met: conditions of the expert that are met, by number.
        notice: text of the published privacy notice.
        notice_dated: when it was last updated, where its text does not say.
    """

    recipient: str
    kind: str
    purpose: str
    country: str
    approver: str
    notice: str
    contract: str = ""
    source: str = ""
    linked: tuple[str, ...] = ()
    part2: bool = False
    screening: str = ""
    conditions_met: tuple[int, ...] = ()
    notice_dated: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A disclosure that went through the gate.

    Attributes:
        line: its entry in the register.
        prior: entries of the same source, to the same or linked recipients: what they may combine.
        flags: what counsel has to look at.
    """

    line: Line
    prior: tuple[Line, ...]
    flags: tuple[Flag, ...]


def disclose(
    release: Path, asked: Disclosure, register: Register, trust: Trust, signer: Signer, as_of: datetime.date
) -> Disclosed:
    """Let a release through to a recipient, or refuse; a refusal changes nothing.

    Raises:
        Refused: something that a disclosure needs is missing; all reasons at once.
        ConfigurationError: what was asked for is malformed or a placeholder; all problems at once.
        UsageError: there is no such release, or the register cannot be written.
    """
    approval = _approval(asked, as_of)
    lines = register.lines()
    entries = [line.entry for line in lines]
    report = _report(release)
    flags = _flags(report, asked)
    reasons = [
        *_of_release(release, report, asked, trust, as_of),
        *_of_notice(report, asked, entries, flags, as_of),
        *_of_asked(asked, flags),
        *_of_day(entries, as_of),
        *_of_approver(trust.find(signer.public.keyid), as_of),
    ]
    if reasons:
        raise Refused(reasons)
    prior = combinable(lines, asked.source, (asked.recipient, *asked.linked))
    papers = _papers(report, asked, entries, flags, as_of)
    line = register.append(_entry(release, report, asked, flags, prior, papers, as_of))
    approved = approval.model_copy(update={"register_entry": line.digest})
    placing.attach(release, papers)
    placing.attach(release, {APPROVER.path: placing.sign(release, APPROVER, approved, signer)})
    return Disclosed(line, prior, flags)


def _approval(asked: Disclosure, as_of: datetime.date) -> Approval:
    """The approval, checked before anything happens; the register's digest comes later."""
    try:
        approval = Approval(
            dated=as_of,
            recipient=asked.recipient,
            name=asked.approver,
            kind=asked.kind,
            purpose=asked.purpose,
            country=asked.country,
            contract=asked.contract.strip(),
            register_entry="0" * 64,
            conditions_met=asked.conditions_met,
        )
    except ValidationError as error:
        raise ConfigurationError(
            [f"{'.'.join(map(str, one['loc']))}: {one['msg'].removeprefix('Value error, ')}" for one in error.errors()]
        ) from None
    screen_statement(approval)
    return approval


def _report(release: Path) -> Mapping[str, Any]:
    if not (release / "deid/report.json").is_file():
        raise UsageError(f"{release}: no such release folder")
    return documents.parse((release / "deid/report.json").read_bytes())


def _flags(report: Mapping[str, Any], asked: Disclosure) -> tuple[Flag, ...]:
    consumer = CONSUMER in regimes_of(report)
    return flagging.flags_of(asked.country, part2=asked.part2, consumer=consumer, screened=bool(asked.screening))


def _of_release(
    release: Path, report: Mapping[str, Any], asked: Disclosure, trust: Trust, as_of: datetime.date
) -> list[str]:
    if report.get("method") == "limited-data-set":
        return [
            "a limited data set is protected health information: it goes out under a data use agreement, "
            "45 CFR 164.514(e), and not through this gate"
        ]
    if (release / APPROVER.path).exists():
        return ["this copy was approved for a disclosure already; disclose another copy of the release"]
    found = verify_release(release, trust, asked.recipient, as_of)
    return [*_unmet(found), *_of_conditions(release, asked)]


def _unmet(found: Verification) -> list[str]:
    return [
        f"{check.result.value}: {check.name}: {problem}"
        for check in found.checks
        if check.result is not Result.PASS
        and not (check.result is Result.NOT_CHECKED and check.name.startswith(_BY_DISCLOSING))
        for problem in check.problems[:20]
    ]


def _of_conditions(release: Path, asked: Disclosure) -> list[str]:
    if not (release / EXPERT.path).is_file():
        return []
    expert = read(release, EXPERT).stated
    return list(check_conditions(expert, asked.conditions_met)) if isinstance(expert, Determination) else []


def _of_notice(
    report: Mapping[str, Any], asked: Disclosure, entries: list[Entry], flags: tuple[Flag, ...], as_of: datetime.date
) -> list[str]:
    consumer = flagging.CONSUMER in flags
    method = str(report.get("method"))
    judged = notices.judge(asked.notice, entries, as_of, asked.notice_dated, method, asked.kind, consumer)
    return [f"the privacy notice: {problem.says}" for problem in judged.problems]


def _of_asked(asked: Disclosure, flags: tuple[Flag, ...]) -> list[str]:
    reasons = [f"{flag.says} ({flag.source})" for flag in flags if flag.refuses]
    if asked.kind in ("sale", "licence") and not asked.contract.strip():
        reasons.append(
            "a sale or licence needs a contract with the terms of Civ. Code 1798.148(c): name it (--contract)"
        )
    return reasons


def _of_approver(key: TrustedKey | None, as_of: datetime.date) -> list[str]:
    if key is None or APPROVER.name not in key.roles:
        return ["the key is not trusted as an approver's in the trust file"]
    barred = key.barred(as_of)
    return [f"the approver's key cannot be relied on: {barred}"] if barred else []


def _of_day(entries: list[Entry], as_of: datetime.date) -> list[str]:
    """A disclosure is registered on its day: one that is dated back could rest on what has expired since."""
    last = max((str(entry.get("date", "")) for entry in entries if entry.get("event") == "disclosure"), default="")
    if as_of.isoformat() < last:
        return [f"the register's last disclosure is of {last}: a later one cannot be of {as_of}"]
    return []


def _papers(
    report: Mapping[str, Any], asked: Disclosure, entries: list[Entry], flags: tuple[Flag, ...], as_of: datetime.date
) -> dict[str, str]:
    method, release = str(report["method"]), str(report["release"])
    this = {"event": "disclosure", "date": as_of.isoformat(), "method": method, "kind": asked.kind}
    notice = statement.statement_of([*entries, this], as_of)
    dated = notices.judge(asked.notice, entries, as_of, asked.notice_dated).dated
    notice["dated"] = (dated or as_of).isoformat()
    notice["published_sha256"] = hashlib.sha256(asked.notice.encode()).hexdigest()
    agreed = terms.terms_of(release, method, asked.recipient, asked.kind, asked.country, asked.contract, flags)
    return {TERMS: documents.text_of(agreed), NOTICE: documents.text_of(notice)}


def _entry(
    release: Path,
    report: Mapping[str, Any],
    asked: Disclosure,
    flags: tuple[Flag, ...],
    prior: tuple[Line, ...],
    papers: Mapping[str, str],
    as_of: datetime.date,
) -> Entry:
    certificate = EXPERT if report["method"] == "expert-determination" else OFFICER
    years = flagging.YEARS_PART_2 if asked.part2 else flagging.YEARS
    persons = report["totals"]["persons"]
    return {
        "event": "disclosure",
        "date": as_of.isoformat(),
        "release": report["release"],
        "data_sha256": digest_of(release / bag.PAYLOAD).sha256,
        "report_sha256": digest_of(release / "deid/report.json").sha256,
        "method": report["method"],
        "certificate_sha256": digest_of(release / certificate.path).sha256,
        "source": asked.source,
        "recipient": asked.recipient,
        "linked": list(asked.linked),
        "country": asked.country,
        "kind": asked.kind,
        "purpose": asked.purpose,
        "contract": asked.contract,
        "terms_version": terms.VERSION,
        "terms_sha256": hashlib.sha256(papers[TERMS].encode()).hexdigest(),
        "notice_sha256": hashlib.sha256(asked.notice.encode()).hexdigest(),
        "persons": persons,
        "bulk": least(persons) > flagging.BULK_PERSONS,
        "flags": [flag.id for flag in flags],
        "screening": asked.screening,
        "prior": [line.number for line in prior],
        "approver": asked.approver,
        "keep_until": as_of.replace(year=as_of.year + years, day=min(as_of.day, 28)).isoformat(),
    }
