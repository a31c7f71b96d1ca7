"""A release as a bag: BagIt 1.0 (RFC 8493), with SHA-256 manifests over the data and over the papers."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from deid.errors import Refused
from deid.evidence import CheckResult
from deid.release import manifest
from deid.release.progressing import Progress, Share, silent
from deid.release.tree import printable, prune, walk

PAYLOAD = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_BAGIT, _INFO, _FETCH = "bagit.txt", "bag-info.txt", "fetch.txt"
FILES = (_BAGIT, _INFO, PAYLOAD, TAGS)
"""What a bag has beside its data and papers."""
_OXUM = "Payload-Oxum"
_LABEL = re.compile(r"[^\s:](?:[^:\r\n]*[^\s:])?")


def write(folder: Path, info: Mapping[str, str]) -> None:
    """Make a bag of a staged release: every file is read once, in bounded memory; empty folders go.

    Args:
        folder: holds ``data/`` and the papers.
        info: further lines of ``bag-info.txt``, written sorted; a date only if it is given here.

    Raises:
        ValueError: a label or value of ``info`` that RFC 8493 (2.2.2) does not allow.
        Refused: the folder holds something that no release may hold, or no data.
    """
    lines = _info_lines(info)
    if not (folder / "data").is_dir():
        raise Refused("data: there is nothing to release")
    prune(folder)
    barred = [f"{entry.path}: {entry.problem}" for entry in walk(folder) if entry.problem]
    if barred:
        raise Refused(barred)
    octets, count = _write_payload_manifest(folder)
    _put(folder / _BAGIT, _DECLARATION)
    _put(folder / _INFO, "".join([*lines, f"{_OXUM}: {octets}.{count}\n"]))
    tags = [entry.path for entry in walk(folder) if not entry.path.startswith("data/") and entry.path != TAGS]
    _put(folder / TAGS, manifest.text_of((path, manifest.digest_of(folder / path).sha256) for path in tags))


def verify(folder: Path, progress: Progress = silent) -> tuple[CheckResult, ...]:
    """Check a bag that somebody else may have made or changed. Follows no link, and trusts no path.

    Args:
        folder: the bag.
        progress: hears of the data that were read, in hundredths.

    Returns:
        Four results: what stands in the folder, the declaration, the data, and the papers.
    """
    entries = tuple(walk(folder))
    present = {entry.path for entry in entries if not entry.problem}
    barred = tuple(f"{entry.path}: {entry.problem}" for entry in entries if entry.problem)
    payload = manifest.read(folder / PAYLOAD, payload=True)
    tags = manifest.read(folder / TAGS, payload=False)
    data = {path for path in present if path.startswith("data/")}
    octets, data_problems = _compared(folder, payload, data, progress)
    _, tag_problems = _compared(folder, tags, present - data - {TAGS})
    declared = _problems_of_declaration(folder, present) + _problems_of_oxum(folder, octets, len(data))
    return (
        CheckResult("Bag: only plain files, under safe names", f"{len(entries):,} files", not barred, barred),
        CheckResult("Bag: its declaration", f"{_BAGIT}, {_INFO}", not declared, declared),
        CheckResult("Bag: the data as listed", _reach(len(data), octets), not data_problems, data_problems),
        CheckResult("Bag: the papers as listed", f"{len(present - data):,} files", not tag_problems, tag_problems),
    )


def problems_of_papers(folder: Path) -> tuple[str, ...]:
    """What keeps the papers of a sealed bag from being those that it was sealed with; the data are not read."""
    entries = tuple(walk(folder))
    barred = tuple(f"{entry.path}: {entry.problem}" for entry in entries if entry.problem)
    papers = {entry.path for entry in entries if not entry.problem and not entry.path.startswith("data/")}
    return barred or _compared(folder, manifest.read(folder / TAGS, payload=False), papers - {TAGS})[1]


def replace(folder: Path, texts: Mapping[str, str]) -> None:
    """Put papers into a sealed bag, or others in their place: the tag manifest takes their digests, and no others.

    Each file is written beside and renamed, the tag manifest last: a bag in between does not verify.
    """
    listed = dict(manifest.read(folder / TAGS, payload=False).digests)
    beside = {path: (folder / path).with_name(f".{Path(path).name}.partial") for path in (*texts, TAGS)}
    for path, text in texts.items():
        beside[path].parent.mkdir(exist_ok=True)
        _put_for_good(beside[path], text)
        listed[path] = manifest.digest_of(beside[path]).sha256
    _put_for_good(beside[TAGS], manifest.text_of(sorted(listed.items())))
    for path, staged in beside.items():
        staged.replace(folder / path)


def _put_for_good(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as sink:
        sink.write(text)
        sink.flush()
        os.fsync(sink.fileno())


def _info_lines(info: Mapping[str, str]) -> list[str]:
    for label, value in info.items():
        if not _LABEL.fullmatch(label) or label.lower() == _OXUM.lower():
            raise ValueError("a label of bag-info.txt that is reserved or malformed")
        if not value.isprintable() or value != value.strip() or not value:
            raise ValueError("a value of bag-info.txt that does not fit on one line")
    return [f"{label}: {value}\n" for label, value in sorted(info.items())]


def _write_payload_manifest(folder: Path) -> tuple[int, int]:
    octets = count = 0
    with (folder / PAYLOAD).open("w", encoding="utf-8", newline="\n") as sink:
        for entry in walk(folder / "data"):
            path = f"data/{entry.path}"
            digest = manifest.digest_of(folder / path)
            sink.write(manifest.line(digest.sha256, path))
            octets, count = octets + digest.octets, count + 1
    return octets, count


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _compared(
    folder: Path, listing: manifest.Listing, present: set[str], progress: Progress = silent
) -> tuple[int, tuple[str, ...]]:
    """Octets of the files present, and every difference between them and their manifest."""
    problems = list(listing.problems)
    problems += [f"{printable(path)}: listed, but missing" for path in sorted(set(listing.digests) - present)]
    problems += [f"{printable(path)}: not listed in the manifest" for path in sorted(present - set(listing.digests))]
    octets = 0
    share = Share("read", sum((folder / path).lstat().st_size for path in present), progress)
    for path in sorted(present):
        try:
            digest = manifest.digest_of(folder / path, share.add)
        except OSError:
            problems.append(f"{printable(path)}: cannot be read")
            continue
        octets += digest.octets
        if listing.digests.get(path, digest.sha256) != digest.sha256:
            problems.append(f"{printable(path)}: its content is not the listed one")
    share.end()
    return octets, tuple(problems)


def _problems_of_declaration(folder: Path, present: set[str]) -> tuple[str, ...]:
    problems = [f"{_FETCH}: asks for files from elsewhere"] if _FETCH in present else []
    if _text(folder, _BAGIT, present) != _DECLARATION:
        problems.append(f"{_BAGIT}: missing, or not that of BagIt 1.0 in UTF-8")
    if not any(path.startswith("data/") for path in present):
        problems.append("data: missing or empty")
    return tuple(problems)


def _problems_of_oxum(folder: Path, octets: int, count: int) -> tuple[str, ...]:
    text = _text(folder, _INFO, present={_INFO})
    if text is None:
        return (f"{_INFO}: missing, or not readable as UTF-8 text",)
    lines = text.splitlines()
    malformed = [
        f"{_INFO}: line {number}: not a label and a value"
        for number, line in enumerate(lines, 1)
        if ": " not in line and not line.startswith((" ", "\t"))
    ]
    stated = [line.partition(":")[2].strip() for line in lines if line.lower().startswith(f"{_OXUM.lower()}:")]
    if stated != [f"{octets}.{count}"]:
        malformed.append(f"{_INFO}: {_OXUM} does not agree with the data")
    return tuple(malformed)


def _text(folder: Path, name: str, present: set[str]) -> str | None:
    """A small paper of the bag; None where it is missing, a link, or no text."""
    path = folder / name
    if name not in present or path.is_symlink() or not path.is_file():
        return None
    try:
        return path.read_bytes()[: 1 << 20].decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None


def _reach(count: int, octets: int) -> str:
    return f"{count:,} files, {octets:,} octets"
