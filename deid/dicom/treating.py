"""The front of this room: one object in, one treated object out, or a reason why not."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deid.dicom.applying import Applied, apply
from deid.dicom.codes import Codes, Screen
from deid.dicom.evidence import Evidence
from deid.dicom.pixels import admit, may_be_admitted
from deid.dicom.quiet import contained
from deid.dicom.raw.heads import Unusual
from deid.dicom.raw.transcribing import Opened, Transcript, Transcription
from deid.dicom.reading import check_identity, read
from deid.dicom.rules import Rules
from deid.dicom.sources import Stretch
from deid.dicom.writing import encode_parts
from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_PORTION: Final = 64
_LARGEST_PORTION: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Released:
    """One object as it may go out.

    Attributes:
        parts: the file's bytes in order, or where they are.
        study_uid: the new Study Instance UID; empty when the object belongs to no study.
        series_uid: the new Series Instance UID; empty when the object belongs to no series.
        sop_uid: the new SOP Instance UID.
        modality: Modality (0008,0060) as released.
        evidence: what was done.
    """

    parts: tuple[bytes | Stretch, ...]
    study_uid: str
    series_uid: str
    sop_uid: str
    modality: str
    evidence: Evidence

    @property
    def data(self) -> bytes:
        """The file's bytes, all in memory.

        Raises:
            Unreadable: the source changed since it was read.
        """
        return b"".join(part if isinstance(part, bytes) else part.read() for part in self.parts)

    def write(self, path: Path) -> None:
        """Write the file, and its folder where it is missing; bytes that stay as they are go from file to file.

        Raises:
            Unreadable: the source changed since it was read.
        """
        target = _created(path)
        try:
            for part in self.parts:
                if isinstance(part, bytes):
                    _write(target, part)
                else:
                    part.copy(target)
        finally:
            os.close(target)


class Treatment:
    """The treatment of many objects by one profile: what is the same in many of them is worked out once.

    Args:
        rules: what happens to each attribute.
        codes: gives persons' codes and new UIDs.
        screen: says whether a kept text identifies someone.
    """

    def __init__(self, rules: Rules, codes: Codes, screen: Screen):
        self._rules = rules
        self._codes = codes
        self._screen = screen
        self._transcription = Transcription(rules, codes, screen)

    def object(self, source: bytes | Path) -> Released:
        """Read, admit, treat and encode one object.

        Raises:
            Unreadable: the object goes to quarantine with this reason.
        """
        (result,) = self.objects([source])
        if isinstance(result, Unreadable):
            raise result from None
        return result

    def objects(self, sources: Sequence[bytes | Path]) -> Iterator[Released | Unreadable]:
        """Each object treated, or why it goes to quarantine; in order, and in portions that are looked up at once."""
        for start in range(0, len(sources), _PORTION):
            yield from self._portion(sources[start : start + _PORTION])

    def _portion(self, sources: Sequence[bytes | Path]) -> Iterator[Released | Unreadable]:
        held: list[tuple[bytes | Path, Opened | Unreadable | None]] = []
        size = 0
        for source in sources:
            opened = self._opened(source)
            held.append((source, opened))
            size += len(opened.header) if isinstance(opened, Opened) else 0
            if size > _LARGEST_PORTION:
                yield from self._finished(held)
                held, size = [], 0
        yield from self._finished(held)

    def _opened(self, source: bytes | Path) -> Opened | Unreadable | None:
        try:
            if not self._rules.by_bytes:
                return None
            with contained():
                return self._transcription.open(source)
        except Unusual:
            return None
        except Unreadable as refused:
            return refused

    def _finished(self, held: list[tuple[bytes | Path, Opened | Unreadable | None]]) -> Iterator[Released | Unreadable]:
        self._transcription.look_ahead([opened for _, opened in held if isinstance(opened, Opened)])
        for source, opened in held:
            yield opened if isinstance(opened, Unreadable) else self._one(source, opened)

    def _one(self, source: bytes | Path, opened: Opened | None) -> Released | Unreadable:
        try:
            with contained():
                if opened is not None:
                    try:
                        return _transcribed(self._transcription.finish(opened))
                    except Unusual:
                        pass
                    except Unreadable as refused:
                        if not may_be_admitted(refused.reason, self._rules.settings):
                            raise
                return _released(self._whole(source))
        except Unreadable as refused:
            return refused

    def _whole(self, source: bytes | Path) -> Applied:
        dataset = read(source)
        admit(dataset, self._rules.settings)
        return apply(dataset, self._rules, self._codes, self._screen)


def deidentify_object(source: bytes | Path, rules: Rules, codes: Codes, screen: Screen) -> Released:
    """Read, admit, treat and encode one object.

    Raises:
        Unreadable: the object goes to quarantine with this reason.
    """
    return Treatment(rules, codes, screen).object(source)


def deidentify_dataset(dataset: Dataset, rules: Rules, codes: Codes, screen: Screen) -> Applied:
    """Admit and treat one object that is in memory; the object itself stays as it is.

    Raises:
        Unreadable: the object cannot be released; the message says why.
    """
    with contained():
        check_identity(dataset)
        admit(dataset, rules.settings)
        return apply(dataset, rules, codes, screen)


def _transcribed(transcript: Transcript) -> Released:
    return Released(
        transcript.parts,
        transcript.study_uid,
        transcript.series_uid,
        transcript.sop_uid,
        transcript.modality,
        transcript.evidence,
    )


def _released(applied: Applied) -> Released:
    dataset = applied.dataset

    def text(keyword: str) -> str:
        return str(dataset.get(keyword) or "")

    return Released(
        parts=encode_parts(dataset),
        study_uid=text("StudyInstanceUID"),
        series_uid=text("SeriesInstanceUID"),
        sop_uid=text("SOPInstanceUID"),
        modality=text("Modality"),
        evidence=applied.evidence,
    )


def _created(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o666)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o666)


def _write(target: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(target, view) :]
