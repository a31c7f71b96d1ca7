"""Statements beside a sealed bag: made over its files, put in, and counted in the tag manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from deid.errors import Refused, Unreadable, UsageError
from deid.release import bag, documents, report
from deid.release.manifest import digest_of
from deid.release.papers import DATAPACKAGE, POLICY, TABLES
from deid.release.signing import envelope, signatures, statement
from deid.release.signing.roles import APPROVER, EXPERT, OFFICER, Role
from deid.release.signing.screening import screen_statement
from deid.release.signing.signer import Signer
from deid.release.signing.stated import Stated

SEALED = ("bag-info.txt", "bagit.txt", DATAPACKAGE, POLICY, report.REPORT, TABLES, bag.PAYLOAD)
"""What every statement speaks of: the data by their manifest, and every paper that sealing wrote for good."""
TERMS, NOTICE = "deid/terms.json", "deid/notice.json"
_WHERE_PRESENT = (report.DETERMINATION,)
_PAPERS_OF_APPROVAL = (TERMS, NOTICE, OFFICER.path, EXPERT.path)


def subjects_of(folder: Path, role: Role) -> dict[str, str]:
    """SHA-256 by path of what a statement of this role speaks of.

    Raises:
        Refused: one of the files is missing.
    """
    paths = [*SEALED, *(path for path in _WHERE_PRESENT if (folder / path).is_file())]
    if role is APPROVER:
        paths += [path for path in _PAPERS_OF_APPROVAL if (folder / path).is_file()]
    try:
        return {path: digest_of(folder / path).sha256 for path in paths}
    except OSError:
        raise Refused("the release lacks a paper that a statement speaks of") from None


def predicate_of(release: str, stated: BaseModel) -> dict[str, Any]:
    """A statement's predicate: the release's name, the sentence that is signed, and what was stated."""
    sentence = str(getattr(stated, "SENTENCE", ""))
    return {"release": release, "statement": sentence, **stated.model_dump(mode="json")}


def sign(folder: Path, role: Role, stated: BaseModel, signer: Signer) -> str:
    """Sign a statement over a sealed or staged release; returns the envelope's text.

    Raises:
        Refused: the release claims no method that may be signed for, or lacks a paper.
        ConfigurationError: its free text names somebody who has no part in it.
    """
    content = _report(folder)
    problem = _barred(role, str(content.get("method")))
    if problem:
        raise Refused(problem)
    if isinstance(stated, Stated):
        screen_statement(stated)
    predicate = predicate_of(str(content.get("release")), stated)
    signed = statement.Statement(subjects_of(folder, role), role.predicate_type, predicate)
    return envelope.seal(signed.payload(), signer).text()


def demand_open(folder: Path, role: Role, *, replace: bool) -> None:
    """Whether a statement of this role can be put into a release at all, before anybody is asked anything.

    Raises:
        UsageError: there is no such release, or a statement of this role stands there already.
        Refused: this role cannot sign for a release of its method.
    """
    if not (folder / report.REPORT).is_file():
        raise UsageError(f"{folder}: no such release folder")
    if problem := _barred(role, str(_report(folder).get("method"))):
        raise Refused(problem)
    if (folder / role.path).exists() and not replace:
        raise UsageError(
            f"{folder / role.path}: stands there already; sign a copy of the release for another recipient, or give "
            "--replace"
        )
    if (folder / APPROVER.path).exists():
        raise Refused("the release was approved for disclosure: what was approved is not changed any more")


def attach(folder: Path, papers: dict[str, str]) -> None:
    """Put papers into a sealed release: the page is made again, and the tag manifest knows them.

    Raises:
        Refused: the papers of the release are not those that it was sealed with.
    """
    problems = bag.problems_of_papers(folder)
    if problems:
        raise Refused(["the release is not as it was sealed, and nothing was put into it", *problems])
    changed = {**papers, report.PAGE: report.html_of(_report(folder), signatures.shown(folder, papers))}
    bag.replace(folder, changed)


def _report(folder: Path) -> documents.Document:
    try:
        return documents.parse((folder / report.REPORT).read_bytes())
    except (OSError, Unreadable):
        raise Refused(f"{report.REPORT}: missing, or no report") from None


def _barred(role: Role, method: str) -> str:
    """Why this role cannot sign for a release of this method; empty where it can."""
    if method == "limited-data-set":
        return "a limited data set is protected health information: no certificate is attached to it"
    if method not in ("safe-harbor", "expert-determination"):
        return "the release claims no method that anyone can sign for"
    if role is OFFICER and method != "safe-harbor":
        return "actual knowledge belongs to Safe Harbor; this release was prepared for an expert's determination"
    return ""
