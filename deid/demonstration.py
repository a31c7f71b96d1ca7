"""The sample data that comes with deid, and the whole way of a release made from it."""

from __future__ import annotations

import base64
import datetime
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from deid.batch.pool import Progress, silent
from deid.errors import UsageError
from deid.pipeline import Release, run
from deid.release.disclosure.forgetting import REGISTER
from deid.release.disclosure.gate import Disclosed, Disclosure, disclose
from deid.release.disclosure.register import Register
from deid.release.disclosure.statement import statement_of
from deid.release.signing import placing
from deid.release.signing.roles import APPROVER, ENGINE, OFFICER
from deid.release.signing.signer import PassingKey
from deid.release.signing.stated import Knowledge
from deid.release.signing.trust import Trust, TrustedKey
from deid.release.verdict import Verification
from deid.release.verification import verify_release

RECIPIENT = "Ardent Analytics"
_HOLDERS = {ENGINE.name: "deid at Mercy General", OFFICER.name: "Ruth Adler", APPROVER.name: "Iris Okonkwo"}


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A release of the sample data, signed, disclosed and verified with keys that were thrown away.

    Attributes:
        release: as it was sealed.
        trust: the file with which it verifies.
        disclosed: the gate's answer.
        verification: of the release, as the recipient sees it.
    """

    release: Release
    trust: Path
    disclosed: Disclosed
    verification: Verification


def sample_data() -> Path:
    """The folder of the sample data.

    Raises:
        UsageError: this installation carries none.
    """
    package = Path(str(files("deid")))
    for folder in (package / "sample_data", package.parent / "sample_data"):
        if folder.is_dir():
            return folder
    raise UsageError("this installation carries no sample data; run the demo from the repository")


def demonstrate(target: Path, progress: Progress = silent) -> Demonstration:
    """Make a release of the sample data, and take it all the way to an invented recipient.

    The private keys live in this call only. ``TARGET.trust.json`` holds their public halves.
    """
    keys = {role: PassingKey() for role in _HOLDERS}
    today = datetime.datetime.now(datetime.UTC).date()
    release = run(sample_data(), target, progress=progress, signer=keys[ENGINE.name])
    trust = _trust(keys, today)
    trust_file = target.with_name(target.name + ".trust.json")
    trust_file.write_text(trust.text(), encoding="utf-8")
    signed = placing.sign(target, OFFICER, _knowledge(today), keys[OFFICER.name])
    placing.attach(target, {OFFICER.path: signed})
    register = Register(release.vault / REGISTER)
    disclosed = disclose(target, _disclosure(release, today), register, trust, keys[APPROVER.name], today)
    return Demonstration(release, trust_file, disclosed, verify_release(target, trust, RECIPIENT, today))


def _trust(keys: dict[str, PassingKey], today: datetime.date) -> Trust:
    return Trust.model_validate(
        {
            "keys": [
                TrustedKey.model_validate(
                    {
                        "keyid": key.public.keyid,
                        "name": _HOLDERS[role],
                        "roles": (role,),
                        "public_key": base64.b64encode(key.public.raw).decode(),
                        "not_before": today,
                        "not_after": today + datetime.timedelta(days=365),
                    }
                )
                for role, key in keys.items()
            ]
        }
    )


def _knowledge(today: datetime.date) -> Knowledge:
    return Knowledge(
        dated=today,
        recipients=(RECIPIENT,),
        name=_HOLDERS[OFFICER.name],
        title="Privacy officer",
        organisation="Mercy General, an invented hospital",
        considered="The recipient holds claims of other payers and no clinical notes; none of these invented patients "
        "was in the press.",
    )


def _disclosure(release: Release, today: datetime.date) -> Disclosure:
    this = {"event": "disclosure", "date": today.isoformat(), "method": release.claim.method, "kind": "sale"}
    return Disclosure(
        recipient=RECIPIENT,
        kind="sale",
        purpose="Research on the outcomes of diabetes care",
        country="US",
        approver=_HOLDERS[APPROVER.name],
        contract="MSA 2026-14, an invented contract",
        notice=str(statement_of([this], today)["text"]),
        notice_dated=today,
    )
