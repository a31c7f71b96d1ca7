"""Whether the statements of a release hold: their form, their signatures, their keys, and what they speak of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from deid.errors import Refused, Unreadable
from deid.release.signing import envelope, placing, statement
from deid.release.signing.roles import ENGINE, REQUIRED, ROLES, Role
from deid.release.signing.trust import Trust, TrustedKey
from deid.release.verdict import Check, judged, not_checked

NO_TRUST = "no trust file was given (--trust): the reader's own list of keys"


@dataclass(frozen=True, slots=True)
class Held:
    """A statement that can be read.

    Attributes:
        role: whose it is.
        sealed: its envelope.
        content: the statement.
        stated: what was stated, checked for form.
    """

    role: Role
    sealed: envelope.Envelope
    content: statement.Statement
    stated: BaseModel


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a release.

    Attributes:
        held: those that can be read, by role.
        checks: one a role: its form, signature, key, role and subjects.
        trusted: roles whose statement holds under the trust file.
    """

    held: Mapping[str, Held]
    checks: tuple[Check, ...]
    trusted: frozenset[str]


def judge(folder: Path, report: Mapping[str, Any], trust: Trust | None, as_of: datetime.date) -> Statements:
    """Look at the statement of every role.

    Args:
        folder: the release.
        report: the document of ``deid/report.json``.
        trust: the verifier's keys; None where there are none at hand, and then no signature is checked.
        as_of: the day as of which keys must be valid.
    """
    held: dict[str, Held] = {}
    checks: list[Check] = []
    trusted: set[str] = set()
    required = REQUIRED.get(str(report.get("method")), ())
    for role in ROLES:
        name = f"signed by {role.title[0].lower()}{role.title[1:]}: {role.states}"
        if not (folder / role.path).is_file():
            if role in required:
                checks.append(_missing(name, role, trust))
            continue
        try:
            found = read(folder, role)
        except Unreadable as error:
            checks.append(judged(name, role.path, [f"{role.path}: {error.reason}"]))
            continue
        held[role.name] = found
        check = _check(name, folder, found, report, trust, as_of)
        checks.append(check)
        if check.passed:
            trusted.add(role.name)
    return Statements(held, tuple(checks), frozenset(trusted))


def read(folder: Path, role: Role) -> Held:
    """The statement of a role.

    Raises:
        Unreadable: it is missing, malformed, or of another type.
    """
    path = folder / role.path
    if path.is_symlink() or not path.is_file():
        raise Unreadable("missing")
    sealed = envelope.parse(path.read_bytes())
    content = statement.parse(sealed.payload)
    if content.predicate_type != role.predicate_type:
        raise Unreadable("a statement of another type than its place says")
    stated = {key: value for key, value in content.predicate.items() if key not in ("release", "statement")}
    try:
        model = role.stated.model_validate(stated)
    except ValidationError:
        raise Unreadable("it does not state what its role must state") from None
    if content.predicate.get("statement") != getattr(model, "SENTENCE", ""):
        raise Unreadable("its sentence is not that of its role")
    return Held(role, sealed, content, model)


def _missing(name: str, role: Role, trust: Trust | None) -> Check:
    if trust is None:
        return not_checked(name, f"{role.path}: there is none, and {NO_TRUST}")
    return judged(name, role.path, [f"{role.path}: missing"])


def _check(
    name: str, folder: Path, found: Held, report: Mapping[str, Any], trust: Trust | None, as_of: datetime.date
) -> Check:
    problems = [*_of_subjects(folder, found), *_of_release(found, report)]
    if trust is None:
        return judged(name, found.role.path, problems) if problems else not_checked(name, NO_TRUST, found.role.path)
    key = trust.find(found.sealed.keyid)
    if key is None:
        problems.append("signed with a key that the trust file does not know")
        return judged(name, found.role.path, _placed(found, problems))
    if not found.sealed.is_by(key.key):
        problems.append("its signature does not hold")
    problems += _of_key(found, key, as_of)
    return judged(name, f"{found.role.path}, key {key.keyid} of {_shown(key.name)}", _placed(found, problems))


def _of_key(found: Held, key: TrustedKey, as_of: datetime.date) -> list[str]:
    problems = []
    if found.role.name not in key.roles:
        problems.append(f"signed by the wrong role: its key is trusted as {', '.join(key.roles)} only")
    if barred := key.barred(as_of):
        problems.append(barred)
    dated = getattr(found.stated, "dated", None)
    if isinstance(dated, datetime.date):
        if dated > as_of:
            problems.append(f"dated {dated}, after the day that is asked for")
        elif not barred and (then := key.barred(dated)):
            problems.append(f"dated {dated}, when {then}")
    return problems


def _of_subjects(folder: Path, found: Held) -> list[str]:
    try:
        present = placing.subjects_of(folder, found.role)
    except Refused:
        return ["it speaks of files that are missing"]
    stated = found.content.subjects
    if set(stated) != set(present):
        return ["it speaks of other files than those of its role"]
    return [f"{path}: is not the file that was signed" for path in sorted(present) if stated[path] != present[path]]


def _of_release(found: Held, report: Mapping[str, Any]) -> list[str]:
    problems = []
    if found.content.predicate.get("release") != report.get("release"):
        problems.append("it speaks of another release")
    if found.role is ENGINE and getattr(found.stated, "method", "") != report.get("method"):
        problems.append("it claims another method than the report")
    return problems


def _placed(found: Held, problems: list[str]) -> list[str]:
    return [f"{found.role.path}: {problem}" for problem in problems]


def _shown(name: str) -> str:
    return re.sub(r"[^\w .,'()-]", "?", name)[:80]
