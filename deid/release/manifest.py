"""BagIt manifests (RFC 8493, 2.1.3 and 2.4): digests of files, a line each."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deid.release.tree import problem_of_name

_CHUNK = 1 << 20
_LONGEST_LINE = 1 << 15
_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+(.+)")
_ENCODED = re.compile(r"%(0D|0A|25)", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?!0D|0A|25)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Digest:
    """What one reading of a file tells: its SHA-256 in hexadecimal, and its length in octets."""

    sha256: str
    octets: int


def _ignored(_octets: int) -> None:
    """Nobody counts."""


def digest_of(path: Path, seen: Callable[[int], None] = _ignored) -> Digest:
    """Read a file once, in bounded memory; a symbolic link is not followed.

    Args:
        path: the file.
        seen: hears how many octets each reading gave.

    Raises:
        OSError: the file cannot be opened, or is a symbolic link.
    """
    hasher, octets = hashlib.sha256(), 0
    buffer = bytearray(_CHUNK)
    view = memoryview(buffer)
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb", buffering=0) as source:  # noqa: PTH123 - O_NOFOLLOW
        while size := source.readinto(buffer):
            hasher.update(view[:size])
            octets += size
            seen(size)
    return Digest(hasher.hexdigest(), octets)


def line(sha256: str, path: str) -> str:
    """One line of a manifest; CR, LF and % in the path are percent-encoded, and nothing else is."""
    encoded = path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"{sha256}  {encoded}\n"


@dataclass(frozen=True, slots=True)
class Listing:
    """A manifest as it was read: digests by path, and what is wrong with its form."""

    digests: dict[str, str]
    problems: tuple[str, ...]


def read(path: Path, *, payload: bool) -> Listing:
    """Read a manifest that somebody else may have written.

    Args:
        path: the manifest.
        payload: whether it lists ``data/`` or everything else.
    """
    digests: dict[str, str] = {}
    problems: list[str] = []
    try:
        for number, text in enumerate(_lines(path), 1):
            problem = _take(text, digests, payload=payload)
            if problem:
                problems.append(f"{path.name}: line {number}: {problem}")
    except FileNotFoundError:
        problems.append(f"{path.name}: missing")
    except (OSError, UnicodeDecodeError):
        problems.append(f"{path.name}: not readable as UTF-8 text")
    return Listing(digests, tuple(problems))


def _lines(path: Path) -> Iterator[str]:
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as source:  # noqa: PTH123 - O_NOFOLLOW
        while raw := source.readline(_LONGEST_LINE):
            yield raw.decode("utf-8")


def _take(text: str, digests: dict[str, str], *, payload: bool) -> str:
    """Take one line in; the class of problem where it cannot be, or is not spelled and placed as it is written.

    Nobody signs the tag manifest: a letter of a digest in upper case would change a byte that nothing else holds.
    """
    found = _LINE.fullmatch(text.rstrip("\r\n"))
    if not found:
        return "not a SHA-256 digest and a path"
    if _STRAY_PERCENT.search(found[2]):
        return "a percent sign that is not encoded"
    path = _ENCODED.sub(lambda match: chr(int(match[1], 16)), found[2])
    problem = problem_of_path(path)
    if problem:
        return problem
    if path in digests:
        return "a path that is listed twice"
    if path.startswith("data/") is not payload:
        return "a path that belongs into the other manifest"
    before = next(reversed(digests), "")
    digests[path] = found[1].lower()
    if text != line(digests[path], path):
        return "spelled in another way than it is written"
    return "" if before < path else "out of order"


def problem_of_path(path: str) -> str:
    """What bars a listed path; empty where nothing does."""
    if path.startswith(("/", "~")) or re.match(r"[A-Za-z]:", path):
        return "an absolute path"
    return next((problem for part in path.split("/") if (problem := problem_of_name(part))), "")


def text_of(lines: Iterable[tuple[str, str]]) -> str:
    """A whole manifest from pairs of path and digest."""
    return "".join(line(sha256, path) for path, sha256 in lines)
