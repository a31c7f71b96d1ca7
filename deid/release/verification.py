"""Verification of a sealed release, by anyone who holds it: offline, and without a secret."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from deid.errors import Unreadable, UsageError
from deid.evidence import CheckResult
from deid.release import bag, datapackage, documents, report
from deid.release.check import check_data, check_papers, persons_standing_out
from deid.release.check.agreement import check_claim, check_report
from deid.release.check.papers import OPTIONAL
from deid.release.contents import singling_of
from deid.release.disclosure import agreement
from deid.release.disclosure.agreement import AGREEMENT
from deid.release.manifest import digest_of
from deid.release.progressing import Progress, Share, silent
from deid.release.signing import signatures
from deid.release.signing.judging import judge
from deid.release.signing.placing import NOTICE, TERMS
from deid.release.signing.roles import ROLES
from deid.release.signing.standing import check_standing
from deid.release.signing.trust import Trust
from deid.release.tree import printable, walk
from deid.release.verdict import Check, Verification, judged, not_checked
from deid.vault import Harvest

__all__ = ["Verification", "verify", "verify_release"]

_PAPERS = ("deid/policy.json", "deid/report.json", "deid/report.html", "deid/tables.json", "datapackage.json")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+!-]{0,40}")
_SAFE_HARBOR = "safe-harbor"
_LIMITED = "limited-data-set"


def verify(release: str | Path, harvest: Harvest | None = None, progress: Progress = silent) -> Verification:
    """Check a release's content: its bag, its papers against each other, and every value that it holds.

    Says nothing of signatures, recipients and terms: :func:`verify_release` does.

    Raises:
        UsageError: there is no such folder.
    """
    return _content(_folder(release), harvest, progress)[0]


def verify_release(
    release: str | Path,
    trust: Trust | None = None,
    recipient: str | None = None,
    as_of: datetime.date | None = None,
    progress: Progress = silent,
) -> Verification:
    """Check a release whole: its content, and who vouches for it, to whom, until when and on which terms.

    A Safe Harbor release beside which nothing is stated, of which nobody asks who vouches for it, is its content alone.

    Args:
        release: its folder.
        trust: the reader's own keys; without them no signature is checked.
        recipient: who wants to use the release.
        as_of: the day as of which it must hold; today by default.
        progress: hears of the work.

    Raises:
        UsageError: there is no such folder.
    """
    folder = _folder(release)
    content, policy, stated = _content(folder, None, progress)
    asked = (trust, recipient, as_of) != (None, None, None)
    if content.method == _SAFE_HARBOR and not asked and not is_vouched_for(folder):
        return content
    day = as_of or datetime.datetime.now(datetime.UTC).date()
    if policy is None or stated is None:
        unread = not_checked("who vouches for it, to whom and until when", "the papers cannot be read")
        return Verification(content.method, (*content.checks, unread))
    if stated.get("method") == _LIMITED:
        return Verification(_LIMITED, (*content.checks, *_of_limited(folder, stated)))
    found = judge(folder, stated, trust, day)
    method = str(stated.get("method"))
    standing = check_standing(folder, method, found, recipient, day, trust is not None)
    return Verification(content.method, (*content.checks, *found.checks, *standing))


def is_vouched_for(folder: Path) -> bool:
    """Whether anything that a person states stands beside a release: a signed statement, terms or a notice."""
    return any((folder / path).exists() for path in (*(role.path for role in ROLES), TERMS, NOTICE))


def _folder(release: str | Path) -> Path:
    folder = Path(release)
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such release folder")
    return folder


def _content(
    folder: Path, harvest: Harvest | None, progress: Progress
) -> tuple[Verification, Mapping[str, Any] | None, Mapping[str, Any] | None]:
    """The checks of the content, and the policy and the report where they can be read."""
    sealed = bag.verify(folder, progress)
    checks = [Check.of(check) for check in sealed]
    if not sealed[0].passed:
        unsafe = not_checked("the papers and the data", "the folder holds what no release may hold; nothing was opened")
        return Verification("", (*checks, unsafe)), None, None
    papers, problems = _papers(folder)
    policy, stated = papers.get(_PAPERS[0]), papers.get(_PAPERS[1])
    checks.append(judged("the papers are there and agree", f"{len(_PAPERS)} papers", problems))
    if policy is None:
        return Verification("", tuple(checks)), None, None
    share = Share("check", _much(policy), progress)
    looks: list[Callable[[], Iterable[CheckResult]]] = [
        lambda: (check_claim(policy),),
        lambda: (check_report(policy, stated or {}),),
        lambda: check_data(folder, policy, harvest, share.add),
        lambda: (_risk(folder, policy, stated or {}),),
        lambda: check_papers(folder, harvest),
    ]
    for look in looks:
        checks += [Check.of(check) for check in _contained(look)]
    share.end()
    return Verification(str(policy.get("method", "")), tuple(checks)), policy, stated


def _risk(folder: Path, policy: Mapping[str, Any], stated: Mapping[str, Any]) -> CheckResult:
    """Whether the persons who stand out are as many as the report says, measured again."""
    found = singling_of(persons_standing_out(folder, policy))
    problems = () if found == stated.get("singling", []) else ("deid/report.json: says another risk than was measured",)
    return CheckResult("the risk is as the report says", f"{len(found)} tables", not problems, problems)


def _much(policy: Mapping[str, Any]) -> int:
    """Rows and objects that there are to look at, as the policy has them; only for the progress."""
    try:
        return sum(int(table.get("rows") or 0) for table in policy["tables"]) + int(policy["dicom"]["objects"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return 1


def _papers(folder: Path) -> tuple[dict[str, documents.Document], list[str]]:
    """The papers that can be read, and what is wrong with them."""
    read: dict[str, documents.Document] = {}
    problems = [f"{paper}: missing" for paper in _PAPERS if not (folder / paper).is_file()]
    problems += _unknown(folder)
    for paper in _PAPERS:
        if paper.endswith(".json") and (folder / paper).is_file():
            try:
                read[paper] = documents.parse((folder / paper).read_bytes())
            except Unreadable as error:
                problems.append(f"{paper}: {error.reason}")
    if len(read) == len(_PAPERS) - 1 and not problems:
        problems += _of_report(folder, read[_PAPERS[1]], read[_PAPERS[0]])
    return read, problems


def _unknown(folder: Path) -> list[str]:
    """Files beside the data that no release has: the tag manifest, which nobody signs, could list any."""
    known = {*_PAPERS, *OPTIONAL, *bag.FILES}
    beside = (entry.path for entry in walk(folder) if not entry.path.startswith("data/"))
    return [f"{printable(path)}: no paper of a release" for path in beside if path not in known]


def _of_report(folder: Path, content: Mapping[str, Any], policy: Mapping[str, Any]) -> list[str]:
    problems = _of_made(folder, content, policy)
    if _there(folder, AGREEMENT) and content.get("method") != _LIMITED:
        problems.append(f"{AGREEMENT}: belongs to a limited data set only")
    if content.get("method") != policy.get("method"):
        problems.append("deid/report.json: names another method than deid/policy.json")
    if _made_with(content).get("policy_sha256") != digest_of(folder / "deid/policy.json").sha256:
        problems.append("deid/report.json: speaks of another deid/policy.json")
    return problems


def _of_made(folder: Path, content: Mapping[str, Any], policy: Mapping[str, Any]) -> list[str]:
    """Whether the papers that are made from others are what those give: a program of another version cannot tell."""
    made_by, here = _made_with(content).get("version"), version("deid-release")
    if made_by != here:
        named = made_by if isinstance(made_by, str) and _VERSION.fullmatch(made_by) else "of an unnamed version"
        return [
            f"deid/report.html: made by deid {named}, and this is deid {here}, which cannot make the page again to "
            "compare it; verify with the version that made it"
        ]
    makers: dict[str, Callable[[], str]] = {
        report.PAGE: lambda: report.html_of(dict(content), signatures.shown(folder)),
        "datapackage.json": lambda: documents.text_of(datapackage.datapackage_of(policy)),
    }
    if "determination" in content or (folder / report.DETERMINATION).exists():
        makers[report.DETERMINATION] = lambda: documents.text_of(content["determination"])
    sources = {report.DETERMINATION: "deid/report.json gives"}
    sources |= {report.PAGE: "deid/report.json and the statements give", "datapackage.json": "deid/policy.json gives"}
    problems = [
        f"{paper}: is not what {sources[paper]}" for paper, make in makers.items() if not _same(folder / paper, make)
    ]
    problems += _of_determination(folder, content)
    listed = documents.parse((folder / "deid/tables.json").read_bytes()).get("tables")
    if listed != _made_with(content).get("reference_data"):
        problems.append("deid/tables.json: lists other reference data than deid/report.json")
    return problems


def _of_determination(folder: Path, content: Mapping[str, Any]) -> list[str]:
    """What an expert goes by is a part of the report, and a paper of its own: neither without the other."""
    path = folder / report.DETERMINATION
    part = content.get("determination")
    if part is None:
        return [f"{report.DETERMINATION}: the report has no such part"] if path.exists() else []
    same = path.is_file() and _same(path, lambda: documents.text_of(part))
    return [] if same else [f"{report.DETERMINATION}: is not what deid/report.json says"]


def _same(path: Path, make: Callable[[], str]) -> bool:
    try:
        return make().encode() == path.read_bytes()
    except Exception:  # noqa: BLE001 - a document of any other shape does not regenerate, whatever the reason
        return False


def _made_with(content: Mapping[str, Any]) -> Mapping[str, Any]:
    found = content.get("made_with")
    return found if isinstance(found, dict) else {}


def _of_limited(folder: Path, stated: Mapping[str, Any]) -> list[Check]:
    """A limited data set carries a data use agreement, and no certificate."""
    attached = [
        f"{role.path}: a limited data set carries no certificate" for role in ROLES if _there(folder, role.path)
    ]
    missing = [] if _there(folder, AGREEMENT) else [f"{AGREEMENT}: missing"]
    if not missing and not _same(folder / AGREEMENT, lambda: agreement.text_for(str(stated.get("release")))):
        missing = [f"{AGREEMENT}: is not the template"]
    return [
        judged("no certificate is attached to protected health information", "deid/", attached),
        judged("the template of a data use agreement stands with it", AGREEMENT, missing),
        not_checked("who vouches for it", "nobody can: this is protected health information, not de-identified data"),
    ]


def _there(folder: Path, path: str) -> bool:
    return (folder / path).exists()


def _contained(look: Callable[[], Iterable[CheckResult]]) -> tuple[CheckResult, ...]:
    try:
        return tuple(look())
    except Exception as error:  # noqa: BLE001 - a file that breaks a check fails it
        broken = f"cannot be checked: {type(error).__name__}"
        return (CheckResult("the content can be checked", "the release", False, (broken,)),)
