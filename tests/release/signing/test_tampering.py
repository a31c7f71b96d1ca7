"""Whatever is done to a disclosed release is caught: one bit, one file, one link."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deid.release import bag

from ..signed_house import House, problems
from .operations import OPERATIONS, OUTSIDE, Operation, files_of

TRIES = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)


def tampered(disclosed: House, top: Path, data: st.DataObject, operation: Operation) -> None:
    """Change a copy; what was changed is found, and named."""
    shutil.copytree(disclosed.release, top)
    touched = operation(data, top)
    found = problems(House(top, disclosed.signers, disclosed.trust).verify())
    assert found, operation.__name__
    # A line of the tag manifest that was changed is another file's: that one is named.
    missed = {path for path in touched - {bag.TAGS} if not any(path in line for line in found)}
    assert not missed, (operation.__name__, found)


@TRIES
@given(data=st.data())
def test_any_tampering_is_found_and_named(disclosed: House, data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    with tempfile.TemporaryDirectory() as folder:
        tampered(disclosed, Path(folder) / "release", data, operation)


def test_a_file_that_cannot_be_read_is_named(copy: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """As somebody for whom permissions count; the tests may run as somebody for whom they do not."""
    shut = copy.release / "data/tables/visits.csv"
    real = os.open

    def opened(path: Any, *args: Any, **more: Any) -> int:
        if Path(path) == shut:
            raise PermissionError(errno.EACCES, "closed")
        return real(path, *args, **more)

    monkeypatch.setattr(os, "open", opened)
    assert any("data/tables/visits.csv: cannot be read" in line for line in problems(copy.verify()))


def every_file(folder: Path) -> Iterator[str]:
    yield from (path.relative_to(folder).as_posix() for path in files_of(folder))


def test_one_bit_of_each_file_is_named(copy: House) -> None:
    for path in every_file(copy.release):
        file = copy.release / path
        before = file.read_bytes()
        file.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        found = problems(copy.verify())
        assert any(path in line for line in found) or path.endswith(("manifest-sha256.txt", "bagit.txt")), (path, found)
        assert found, path
        file.write_bytes(before)
    assert copy.verify().passed


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (lambda top: (top / "data/tables/more.csv").write_text("a\n1\n"), "more.csv: not listed in the manifest"),
        (lambda top: (top / "data/tables/visits.csv").unlink(), "visits.csv: listed, but missing"),
        (lambda top: (top / "deid/knowledge.dsse.json").unlink(), "knowledge.dsse.json: listed, but missing"),
        (lambda top: (top / "extra.txt").write_text("x"), "extra.txt: not listed in the manifest"),
        (lambda top: (top / "data/link").symlink_to(OUTSIDE), "data/link: symbolic link"),
        (lambda top: (top / "data/tables/.x").write_text("x"), "data/tables/.x: hidden file"),
        (lambda top: (top / "fetch.txt").write_text("http://x - data/y\n"), "fetch.txt: asks for files from elsewhere"),
    ],
)
def test_each_operation_on_files_is_named(copy: House, operation: Callable[[Path], object], said: str) -> None:
    operation(copy.release)
    assert any(said in line for line in problems(copy.verify()))


@pytest.mark.parametrize("path", ["data/../../outside.txt", "/etc/hostname", "data/tables/../../../outside.txt"])
def test_a_path_that_escapes_is_named_and_not_followed(copy: House, path: str) -> None:
    (copy.release.parent / "outside.txt").write_text("x")
    manifest = copy.release / bag.PAYLOAD
    copy.reseal(bag.PAYLOAD, manifest.read_bytes() + f"{'0' * 64}  {path}\n".encode())
    found = problems(copy.verify())
    assert any("leaves the folder" in line or "absolute path" in line for line in found), found


def test_a_linked_paper_is_not_opened(copy: House) -> None:
    policy = copy.release / "deid/policy.json"
    kept = policy.rename(copy.release.parent / "policy.json")
    policy.symlink_to(kept)
    found = copy.verify()
    assert problems(found)[0] == "Bag: only plain files, under safe names: deid/policy.json: symbolic link"
    assert "nothing was opened" in str(found.checks)


def test_an_edited_report_is_named(copy: House) -> None:
    page = copy.release / "deid/report.html"
    copy.reseal("deid/report.html", page.read_bytes().replace(b"Safe Harbor", b"Safe Haven "))
    assert any("is not what deid/report.json and the statements give" in line for line in problems(copy.verify()))
    report = json.loads((copy.release / "deid/report.json").read_text())
    report["totals"]["rows"] = 99
    copy.reseal("deid/report.json", json.dumps(report).encode())
    found = problems(copy.verify())
    assert any("totals that are not those of its tables" in line for line in found)
    assert any("deid/report.json: is not the file that was signed" in line for line in found)


@pytest.mark.parametrize(
    ("paper", "said"),
    [("datapackage.json", "is not what deid/policy.json gives"), ("deid/tables.json", "lists other reference data")],
)
def test_an_edited_paper_is_named(copy: House, paper: str, said: str) -> None:
    document = json.loads((copy.release / paper).read_text())
    key = "resources" if "resources" in document else "tables"
    document[key] = document[key][1:]
    copy.reseal(paper, json.dumps(document).encode())
    assert any(said in line for line in problems(copy.verify()))


def test_a_policy_that_derives_values_supports_no_safe_harbor(copy: House) -> None:
    policy = json.loads((copy.release / "deid/policy.json").read_text())
    policy["tables"][0]["fields"][0]["treatment"] = "hash"
    policy["tables"][0]["rows"] += 1
    policy["dicom"]["burned_in_text"] = "keep"
    copy.reseal("deid/policy.json", json.dumps(policy).encode())
    found = problems(copy.verify())
    for said in ("derived from the person", "burned-in text are kept", "more or fewer rows", "says another thing of"):
        assert any(said in line for line in found), said


def test_nothing_ever_says_compliant(copy: House) -> None:
    from deid.showing import verification_as_json, verification_as_text

    for found in (copy.verify(), copy.verify(trust=None), copy.verify(recipient="Others")):
        assert "complian" not in (verification_as_text(found) + verification_as_json(found)).lower()


@pytest.mark.parametrize(
    "path", ["deid/certificate.txt", "README.txt", "deid/expert.dsse.json", "manifest-md5.txt", "x/y"]
)
def test_a_paper_that_nobody_knows_is_named_though_the_tag_manifest_lists_it(copy: House, path: str) -> None:
    """Whoever knows the format can list it: nobody signs the tag manifest."""
    (copy.release / path).parent.mkdir(exist_ok=True)
    copy.reseal(path, b"This release was found to be compliant.\n")
    assert any(path in line for line in problems(copy.verify())), path


def test_an_agreement_belongs_to_a_limited_data_set_and_is_the_template(copy: House, limited: House) -> None:
    agreement = "deid/data_use_agreement.json"
    copy.reseal(agreement, (limited.release / agreement).read_bytes())
    assert any("belongs to a limited data set only" in line for line in problems(copy.verify()))
    assert problems(limited.verify()) == []
    limited.reseal(agreement, (limited.release / agreement).read_bytes().replace(b"will not", b"will"))
    assert any(f"{agreement}: is not the template" in line for line in problems(limited.verify()))
