"""The discloser's register: what was disclosed to whom, appended only, each line chained to the one before.

JSON Lines. Every entry carries the SHA-256 of the line before it, so that a line that is changed, moved or taken out
breaks the chain; ``FILE.head`` holds the number of entries and the last digest, so that lines missing at the end are
noticed, too. An approval carries its entry's digest under the approver's signature: whoever rewrites the whole file
contradicts what was signed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deid.errors import Refused, Unreadable, UsageError
from deid.release import documents
from deid.release.signing.judging import read
from deid.release.signing.roles import APPROVER

_START = "0" * 64
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, with the digest that names it.

    Attributes:
        number: from 1.
        digest: SHA-256 of the line.
        entry: what it says.
    """

    number: int
    digest: str
    entry: Entry


class Register:
    """A register file; it is made with its first entry, readable by its owner alone."""

    def __init__(self, path: Path):
        self.path = path
        self._head = path.with_name(path.name + ".head")
        self._announced = path.with_name(path.name + ".head.partial")

    def lines(self) -> list[Line]:
        """Every entry, oldest first.

        Raises:
            Refused: the register does not hold together; one line a problem.
        """
        found, problems = self._read()
        if problems:
            raise Refused(problems)
        return found

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the register: nothing where its chain holds."""
        return tuple(self._read()[1])

    def problems_of(self, release: Path) -> tuple[str, ...]:
        """Whether the entry that a release was approved with stands here: in an older copy it does not."""
        try:
            approval = read(release, APPROVER).stated
        except Unreadable:
            return (f"{release}: was not approved for any disclosure",)
        wanted = getattr(approval, "register_entry", "")
        if wanted in {line.digest for line in self._read()[0]}:
            return ()
        return (
            f"{release}: was approved with an entry that this register does not hold: it is an older copy, or another",
        )

    def append(self, entry: Entry) -> Line:
        """Add an entry at the end.

        Raises:
            Refused: the register does not hold together, and nothing was added.
            UsageError: it cannot be written.
        """
        with self._locked():
            lines = self.lines()
            text = _text(len(lines) + 1, lines[-1].digest if lines else _START, entry)
            added = Line(len(lines) + 1, hashlib.sha256(text).hexdigest(), entry)
            if lines and _head(self._announced) == (len(lines), lines[-1].digest):
                self._announced.replace(self._head)
            self._announce(added)
            _append(self.path, text)
            self._announced.replace(self._head)
        return added

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path.with_name(self.path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be written ({os.strerror(error.errno or 0)})") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _announce(self, last: Line) -> None:
        """What the head will say once the line stands: an interruption in between leaves a register that holds."""
        head = documents.text_of({"entries": last.number, "head": last.digest})
        try:
            self._announced.write_text(head, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be written ({os.strerror(error.errno or 0)})") from None

    def _read(self) -> tuple[list[Line], list[str]]:
        if not self.path.exists() and not self._head.exists():
            return [], []
        try:
            raw = self.path.read_bytes()
        except OSError:
            return [], [f"{self.path}: missing, or cannot be read"]
        found, problems, before = [], [], _START
        for number, text in enumerate(raw.splitlines(keepends=True), 1):
            try:
                entry = _entry(text, number, before)
            except Unreadable as error:
                problems.append(f"{self.path}: entry {number}: {error.reason}")
                break
            before = hashlib.sha256(text).hexdigest()
            found.append(Line(number, before, entry))
        if not problems:
            problems += self._of_head(len(found), before)
        return found, problems

    def _of_head(self, entries: int, digest: str) -> list[str]:
        heads = [_head(self._head), _head(self._announced)]
        if (entries, digest) in heads:
            return []
        if heads[0] is None:
            return [f"{self._head}: missing, or cannot be read"]
        return [f"{self.path}: ends elsewhere than {self._head.name} says: entries are missing or were added"]


def _head(path: Path) -> tuple[object, object] | None:
    try:
        head = documents.parse(path.read_bytes())
    except (OSError, Unreadable):
        return None
    return head.get("entries"), head.get("head")


def _text(number: int, before: str, entry: Entry) -> bytes:
    whole = {**entry, "number": number, "previous": before}
    return (json.dumps(whole, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _entry(text: bytes, number: int, before: str) -> Entry:
    """The entry of a line.

    Raises:
        Unreadable: it is no line of this register, at this place.
    """
    entry = documents.parse(text)
    if entry.pop("number", None) != number:
        raise Unreadable("is not the one that stood here")
    if entry.pop("previous", None) != before:
        raise Unreadable("does not follow the one before it: that one, or this, was changed")
    if _text(number, before, entry) != text:
        raise Unreadable("is written in another way")
    return entry


def _append(path: Path, text: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "ab") as sink:
            sink.write(text)
            sink.flush()
            os.fsync(sink.fileno())
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({os.strerror(error.errno or 0)})") from None
