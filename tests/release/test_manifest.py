from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.release import manifest

DIGEST = "0" * 64
PARTS = st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1, max_size=8).filter(
    lambda part: not part.startswith(".")
)


@given(parts=st.lists(PARTS, min_size=1, max_size=3))
def test_what_is_written_is_read_again_whatever_the_name(
    parts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = "data/" + "/".join(parts)
    file = tmp_path_factory.mktemp("manifest") / "manifest-sha256.txt"
    file.write_text(manifest.line(DIGEST, path), encoding="utf-8", newline="\n")
    assert manifest.read(file, payload=True) == manifest.Listing({path: DIGEST}, ())


def test_only_cr_lf_and_percent_are_encoded() -> None:
    assert manifest.line(DIGEST, "data/50%\r\n\té") == f"{DIGEST}  data/50%25%0D%0A\té\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{DIGEST}  /etc/passwd", "absolute"),
        (f"{DIGEST}  ~/x", "absolute"),
        (f"{DIGEST}  C:/x", "absolute"),
        (f"{DIGEST}  data/../../x", "leaves"),
        (f"{DIGEST}  data//x", "leaves"),
        (f"{DIGEST}  data/./x", "leaves"),
        (f"{DIGEST}  data/.x", "hidden"),
        (f"{DIGEST}  data\\x", "backslash"),
        (f"{DIGEST}  data/%41", "percent"),
        (f"{DIGEST}  data/100%", "percent"),
        (f"{DIGEST}  deid/report.json", "other manifest"),
        (f"{DIGEST[1:]}  data/x", "not a SHA-256"),
        (f"{DIGEST}\tdata/x", "spelled in another way"),
        (f"{DIGEST}   data/x", "spelled in another way"),
        (f"{'A' * 64}  data/x", "spelled in another way"),
        (f"{DIGEST}  data/x\r", "spelled in another way"),
        (f"{DIGEST}  data/f", "out of order"),
        ("", "not a SHA-256"),
    ],
)
def test_malformed_lines_are_named_by_line_and_kind_of_problem(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "manifest-sha256.txt"
    file.write_text(f"{DIGEST}  data/good\n{text}\n")
    listing = manifest.read(file, payload=True)
    assert listing.digests["data/good"] == DIGEST
    assert len(listing.problems) == 1
    assert listing.problems[0].startswith("manifest-sha256.txt: line 2: ")
    assert problem in listing.problems[0]


def test_a_path_listed_twice_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "manifest-sha256.txt"
    file.write_text(f"{DIGEST}  data/x\n{'1' * 64}  data/x\n")
    assert manifest.read(file, payload=True) == manifest.Listing(
        {"data/x": DIGEST}, ("manifest-sha256.txt: line 2: a path that is listed twice",)
    )


def test_each_bit_of_a_line_counts(tmp_path: Path) -> None:
    """Nobody signs the tag manifest: each of its bits must change what it says, or be told."""
    digest = hashlib.sha256(b"x").hexdigest()
    text = manifest.line(digest, "deid/x").encode()
    for place in range(len(text)):
        for bit in range(8):
            file = tmp_path / f"{place}.{bit}"  # a file that is written again waits for the disk
            file.write_bytes(text[:place] + bytes([text[place] ^ (1 << bit)]) + text[place + 1 :])
            found = manifest.read(file, payload=False)
            assert found.problems or found.digests != {"deid/x": digest}, (place, bit)


def test_a_last_line_without_its_end_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "manifest-sha256.txt"
    file.write_text(f"{DIGEST}  data/x")
    assert manifest.read(file, payload=True).problems == (
        "manifest-sha256.txt: line 1: spelled in another way than it is written",
    )


@pytest.mark.parametrize("content", [b"\xff\xfe\xfd", None])
def test_a_manifest_that_cannot_be_read_is_a_problem_and_no_exception(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "manifest-sha256.txt"
    if content is not None:
        file.write_bytes(content)
    assert manifest.read(file, payload=True).problems


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 21) + 7])
def test_the_digest_is_that_of_the_whole_file(tmp_path: Path, size: int) -> None:
    content = bytes(index % 251 for index in range(size))
    (tmp_path / "x").write_bytes(content)
    assert manifest.digest_of(tmp_path / "x") == manifest.Digest(hashlib.sha256(content).hexdigest(), size)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    (tmp_path / "link").symlink_to(tmp_path / "x")
    with pytest.raises(OSError, match=r".*"):
        manifest.digest_of(tmp_path / "link")
