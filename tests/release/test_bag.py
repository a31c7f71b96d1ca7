from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deid.errors import Refused
from deid.evidence import CheckResult
from deid.release import bag

FILES = {
    "data/tables/patients.csv": b"Id\nA\n",
    "data/tables/50% of it.csv": b"x\n1\n",
    "data/dicom/2.25.1/2.25.2/2.25.3.dcm": bytes(200),
    "deid/policy.json": b"{}\n",
    "datapackage.json": b"{}\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "release"
    for path, content in FILES.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(content)
    return top


@pytest.fixture
def sealed(folder: Path) -> Path:
    bag.write(folder, {"External-Identifier": "3f9c2a7be01d4c58"})
    return folder


def problems(folder: Path) -> list[str]:
    return [problem for check in bag.verify(folder) for problem in check.problems]


def reseal(folder: Path, changed: str, old: bytes, new: bytes) -> None:
    """Change a paper, and its digest in the tag manifest as well."""
    before = (folder / changed).read_bytes()
    after = before.replace(old, new)
    (folder / changed).write_bytes(after)
    tags = (folder / bag.TAGS).read_text()
    digests = [hashlib.sha256(content).hexdigest() for content in (before, after)]
    (folder / bag.TAGS).write_text(tags.replace(*digests))


def test_a_sealed_folder_verifies(sealed: Path) -> None:
    checks = bag.verify(sealed)
    assert all(isinstance(check, CheckResult) and check.passed and not check.problems for check in checks)
    assert checks[2].reach == "3 files, 209 octets"


def test_its_papers_are_those_of_the_standard(sealed: Path) -> None:
    assert (sealed / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert (sealed / "bag-info.txt").read_bytes() == (b"External-Identifier: 3f9c2a7be01d4c58\nPayload-Oxum: 209.3\n")
    listed = [line.split("  ")[1] for line in (sealed / bag.PAYLOAD).read_text().splitlines()]
    assert listed == [
        "data/dicom/2.25.1/2.25.2/2.25.3.dcm",
        "data/tables/50%25 of it.csv",
        "data/tables/patients.csv",
    ]
    tags = [line.split("  ")[1] for line in (sealed / bag.TAGS).read_text().splitlines()]
    assert tags == ["bag-info.txt", "bagit.txt", "datapackage.json", "deid/policy.json", bag.PAYLOAD]


def test_another_program_agrees_with_the_manifests(sealed: Path) -> None:
    (sealed / "data/tables/50% of it.csv").rename(sealed / "data/tables/50%25 of it.csv")
    for name in (bag.PAYLOAD, bag.TAGS):
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", name], cwd=sealed, check=True)


def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    bag.write(folder, {"B": "2", "A": "1"})
    first = {path.name: path.read_bytes() for path in folder.glob("*.txt")}
    bag.write(folder, {"A": "1", "B": "2"})
    assert {path.name: path.read_bytes() for path in folder.glob("*.txt")} == first


@pytest.mark.parametrize(
    "info",
    [
        {"Payload-Oxum": "1.1"},
        {"payload-oxum": "1.1"},
        {"a:b": "c"},
        {" a": "c"},
        {"": "c"},
        {"a": "b\nc: d"},
        {"a": ""},
    ],
)
def test_malformed_information_is_refused(folder: Path, info: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"bag-info\.txt"):
        bag.write(folder, info)


def test_what_no_release_may_hold_is_not_sealed(folder: Path) -> None:
    (folder / "data" / ".DS_Store").touch()
    (folder / "data" / "link").symlink_to("/etc/hostname")
    with pytest.raises(Refused) as caught:
        bag.write(folder, {})
    assert caught.value.reasons == ("data/.DS_Store: hidden file or folder", "data/link: symbolic link")
    assert not (folder / bag.TAGS).exists()


def test_a_release_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing to release"):
        bag.write(tmp_path, {})


def test_empty_folders_do_not_get_in(folder: Path) -> None:
    (folder / "data" / "tables" / "lost").mkdir()
    bag.write(folder, {})
    assert not (folder / "data" / "tables" / "lost").exists()
    assert not problems(folder)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40, deadline=None
)
@given(data=st.data())
def test_any_changed_byte_is_found_and_its_file_named(sealed: Path, data: st.DataObject) -> None:
    files = sorted(path for path in sealed.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    before = path.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    changed = bytearray(before)
    changed[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    try:
        found = problems(sealed)
    finally:
        path.write_bytes(before)
    assert found
    if path.name not in (bag.TAGS, bag.PAYLOAD):
        name = path.relative_to(sealed).as_posix()
        assert any(problem.startswith(name) for problem in found)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("data/tables/more.csv", "data/tables/more.csv: not listed in the manifest"),
        ("deid/extra.json", "deid/extra.json: not listed in the manifest"),
        ("manifest-md5.txt", "manifest-md5.txt: not listed in the manifest"),
        ("data/tables/PATIENTS.csv", "name that differs from another only in case"),
        ("data/.hidden", "data/.hidden: hidden file or folder"),
        ("fetch.txt", "fetch.txt: asks for files from elsewhere"),
    ],
)
def test_anything_extra_is_named(sealed: Path, path: str, problem: str) -> None:
    (sealed / path).write_text("x")
    assert any(problem in found for found in problems(sealed))


def test_an_empty_folder_is_extra(sealed: Path) -> None:
    (sealed / "data" / "Jane Doe").mkdir()
    assert problems(sealed) == ["data/Jane Doe: empty folder, which no manifest can list"]


@pytest.mark.parametrize("path", [*FILES, "bagit.txt", "bag-info.txt", bag.PAYLOAD])
def test_a_missing_file_is_named(sealed: Path, path: str) -> None:
    (sealed / path).unlink()
    assert any(found == f"{path}: listed, but missing" for found in problems(sealed))


def test_a_link_in_the_place_of_a_file_does_not_pass_for_it(sealed: Path, tmp_path: Path) -> None:
    path = sealed / "data/tables/patients.csv"
    (tmp_path / "same").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "same")
    found = problems(sealed)
    assert "data/tables/patients.csv: symbolic link" in found
    assert "data/tables/patients.csv: listed, but missing" in found


def test_a_linked_manifest_is_not_read(sealed: Path, tmp_path: Path) -> None:
    (sealed / bag.PAYLOAD).rename(tmp_path / "elsewhere")
    (sealed / bag.PAYLOAD).symlink_to(tmp_path / "elsewhere")
    assert f"{bag.PAYLOAD}: symbolic link" in problems(sealed)


@pytest.mark.parametrize(
    ("paper", "old", "new", "problem"),
    [
        ("bag-info.txt", b"209.3", b"209.4", "Payload-Oxum does not agree"),
        ("bag-info.txt", b"Payload-Oxum: 209.3\n", b"", "Payload-Oxum does not agree"),
        ("bag-info.txt", b"Payload-Oxum: 209.3\n", b"Payload-Oxum: 209.3\nnonsense\n", "line 3: not a label"),
        ("bag-info.txt", b"External", b"\xff", "not readable as UTF-8"),
        ("bagit.txt", b"1.0", b"0.97", "not that of BagIt 1.0"),
    ],
)
def test_papers_are_read_even_when_their_digest_agrees(
    sealed: Path, paper: str, old: bytes, new: bytes, problem: str
) -> None:
    reseal(sealed, paper, old, new)
    found = problems(sealed)
    assert len(found) == 1
    assert problem in found[0]


def test_a_path_out_of_the_bag_is_never_opened(sealed: Path) -> None:
    outside = sealed.parent / "outside"
    outside.write_text("x")
    digest = hashlib.sha256(b"x").hexdigest()
    with (sealed / bag.PAYLOAD).open("a") as manifest:
        manifest.write(f"{digest}  data/../../outside\n")
    assert any("line 4: path that leaves the folder" in found for found in problems(sealed))
