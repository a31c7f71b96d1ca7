from __future__ import annotations

import base64
import hashlib
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deid.errors import ConfigurationError, UsageError
from deid.release.signing import envelope, keys, trust, trusting
from deid.release.signing.signer import KeyFile, Program

PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "officer.key"
    keys.create(path, PASSPHRASE)
    return path


def test_a_key_is_encrypted_closed_and_named_by_its_digest(made: Path) -> None:
    public = keys.load_public(keys.public_path(made))
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert b"ENCRYPTED" in made.read_bytes()
    assert public.keyid == hashlib.sha256(public.raw).hexdigest()[:16]
    assert KeyFile(made, PASSPHRASE).public == public


@pytest.mark.parametrize("passphrase", ["", "wrong horse battery"])
def test_another_passphrase_opens_nothing(made: Path, passphrase: str) -> None:
    with pytest.raises(UsageError, match=r"passphrase is another|not encrypted|no key"):
        KeyFile(made, passphrase)


def test_a_short_passphrase_and_an_existing_file_are_refused(made: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="fewer than"):
        keys.create(tmp_path / "k", "short")
    with pytest.raises(UsageError, match="exists already"):
        keys.create(made, PASSPHRASE)
    assert not (tmp_path / "k").exists()


def test_standard_tools_agree_on_a_signature(made: Path, tmp_path: Path) -> None:
    sealed = envelope.seal(b'{"a": 1}', KeyFile(made, PASSPHRASE))
    (tmp_path / "message").write_bytes(b'DSSEv1 28 application/vnd.in-toto+json 8 {"a": 1}')
    (tmp_path / "signature").write_bytes(sealed.signature)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(keys.public_path(made)), "-rawin"]
    files = ["-in", str(tmp_path / "message"), "-sigfile", str(tmp_path / "signature")]
    subprocess.run([*command, *files], check=True, capture_output=True)


def test_an_external_program_signs_through_the_seam(made: Path, tmp_path: Path) -> None:
    public = keys.load_public(keys.public_path(made))
    script = tmp_path / "card.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom deid.release.signing.signer import KeyFile\n"
        f"message = sys.stdin.buffer.read()\nprint(KeyFile(Path({str(made)!r}), {PASSPHRASE!r}).sign(message).hex())\n"
    )
    sealed = envelope.seal(b"{}", Program([sys.executable, str(script)], public))
    assert sealed.is_by(public)


@pytest.mark.parametrize("code", ["print('00' * 64)", "print('no')", "raise SystemExit(3)"])
def test_a_program_that_signs_nothing_is_refused(made: Path, code: str) -> None:
    signer = Program([sys.executable, "-c", code], keys.load_public(keys.public_path(made)))
    with pytest.raises(UsageError, match="signing program"):
        envelope.seal(b"{}", signer)


def test_a_trust_file_holds_keys_with_roles_and_times(made: Path, tmp_path: Path) -> None:
    import datetime

    begin, end = datetime.date(2026, 1, 1), datetime.date(2027, 1, 1)
    file = tmp_path / "trust.json"
    key = trusting.add(file, keys.public_path(made), "Ruth Adler", ["privacy-officer"], begin, end)
    assert trust.load(file).find(key.keyid) == key
    assert key.barred(end + datetime.timedelta(days=1)) == "its key expired on 2027-01-01"
    trusting.revoke(file, key.keyid, datetime.date(2026, 6, 1))
    revoked = trust.load(file).find(key.keyid)
    assert revoked is not None
    assert revoked.barred(datetime.date(2026, 5, 31)) == ""
    assert "revoked" in revoked.barred(datetime.date(2026, 6, 1))
    with pytest.raises(UsageError, match="knows no key"):
        trusting.revoke(file, "0" * 16, begin)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"roles"', '"rolls"'),
        ("privacy-officer", "king"),
        ('"keyid": "', '"keyid": "0'),
        ("2027-01-01", "2020-01-01"),
        ('"deid_trust": 1', '"deid_trust": 1, "deid_trust": 1'),
    ],
)
def test_a_malformed_trust_file_is_refused(made: Path, tmp_path: Path, before: str, after: str) -> None:
    import datetime

    file = tmp_path / "trust.json"
    days = datetime.date(2026, 1, 1), datetime.date(2027, 1, 1)
    trusting.add(file, keys.public_path(made), "Ruth Adler", ["privacy-officer"], *days)
    file.write_text(file.read_text().replace(before, after, 1))
    with pytest.raises(ConfigurationError, match=r"trust\.json"):
        trust.load(file)


def test_an_envelope_can_be_spelled_in_one_way_only(made: Path) -> None:
    from deid.errors import Unreadable

    text = envelope.seal(b"{}", KeyFile(made, PASSPHRASE)).text()
    assert envelope.parse(text.encode()).payload == b"{}"
    payload = base64.b64encode(b"{}").decode()
    for changed in (
        text.replace("\n", ""),
        text.replace(payload, payload.rstrip("=")),
        text.replace("application/vnd.in-toto+json", "application/json"),
        text.replace('"signatures": [', '"signatures": [{"keyid": "", "sig": ""},'),
        text.replace('"payload"', '"extra": 1,\n  "payload"'),
        "[]",
        "",
    ):
        with pytest.raises(Unreadable):
            envelope.parse(changed.encode())
