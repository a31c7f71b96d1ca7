"""Objects that are like others before them: elements whose bytes were met are not decoded and judged again.

Only explicit little endian objects without surprises are seen this way; of all others nothing is said here, and they
are read whole. The same functions judge both, on the same decoded values.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from deid.errors import Unreadable
from deid.release.check.objects.faces import OPTION
from deid.release.check.objects.facts import Facts, facts_of
from deid.release.check.objects.links import Identity
from deid.release.check.objects.outline import META_END, Outline, Unlike, outlined
from deid.release.check.objects.pixels import has_surplus
from deid.release.check.objects.plain import Intricate, level_of, plain, values_in
from deid.release.check.objects.raw import Layout, meta_problems, runs_of
from deid.release.check.objects.seen import Seen, Told, told_by
from deid.release.check.objects.values import quiet, values_of
from deid.release.check.policy import DicomPolicy

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_CHARACTER_SET: Final = 0x00080005
_STUDY, _SERIES, _SOP, _CLASS, _PERSON = 0x0020000D, 0x0020000E, 0x00080018, 0x00080016, 0x00100020
# What kinds, claims and sizes are told by: everything that `told_by` asks a data set for.
_TELLING: Final = (
    *(0x00080008, _CLASS, 0x00080060, 0x00080064, 0x00120062, 0x00120063, 0x00120064, 0x00280002, 0x00280004),
    *(0x00280008, 0x00280010, 0x00280011, 0x00280100, 0x00280301, 0x00280302, 0x00280303, 0x00420011),
)
_METHODS, _BLANKED = 0x00120064, b"113101"
_SYNTAXES: Final = re.compile(rb"1\.2\.840\.10008\.1\.2(?:\.1|\.4\.[0-9.]+|\.5)\0?")
_REMEMBERED: Final = 50_000
_LONGEST: Final = 4096
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(slots=True)
class Alike:
    """Sees objects, and remembers what came of the elements that it met."""

    policy: DicomPolicy
    _facts: dict[bytes, dict[bytes, Facts]] = field(default_factory=dict)
    _told: dict[tuple[object, ...], Told] = field(default_factory=dict)
    _runs: dict[bytes, tuple[str, ...]] = field(default_factory=dict)

    def seen(self, data: memoryview) -> Seen | None:
        """The object; None when it has something that is to be read whole.

        Raises:
            Unreadable: a value cannot be decoded.
        """
        if OPTION in self.policy.options:
            # A face hangs on what stands at any depth.
            return None
        try:
            return self._seen(outlined(data), data)
        except (Unlike, struct.error, IndexError):
            return None

    def _seen(self, found: Outline, data: memoryview) -> Seen:
        syntax = found.meta.get(0x00020010, b"")
        if not _SYNTAXES.fullmatch(syntax):
            raise Unlike
        facts = self._facts_of(found)
        laid_out = Layout(found.meta, data, (found.pixels,) if found.pixels is not None else (), ())
        told = self._told_by(found, laid_out, syntax)
        frame = meta_problems(found.meta, found.start)
        if any(data[:META_END]):
            frame.insert(0, "its preamble is not zero")
        return Seen(
            tuple(frame),
            facts,
            _PERSON in found.raws,
            told,
            has_surplus(told.size, laid_out),
            _identity(found, laid_out),
            self._runs_of(found, data),
        )

    def _facts_of(self, found: Outline) -> list[Facts]:
        declared = found.raws.get(_CHARACTER_SET, b"")
        known = self._facts.setdefault(declared, {})
        facts = [known.get(raw) for raw in found.raws.values()]
        if None not in facts:
            return facts  # type: ignore[return-value]
        unmet = [raw for raw, one in zip(found.raws.values(), facts, strict=True) if one is None]
        met = {raw: one for raw, one in zip(found.raws.values(), facts, strict=True) if one is not None}
        met.update((raw, _facts_in(raw, declared, self.policy.options)) for raw in unmet)
        if len(known) > _REMEMBERED or len(self._facts) > _REMEMBERED:
            self._facts.clear()
        known.update((raw, met[raw]) for raw in unmet if len(raw) <= _LONGEST)
        return [met[raw] for raw in found.raws.values()]

    def _told_by(self, found: Outline, laid_out: Layout, syntax: bytes) -> Told:
        telling = tuple(map(found.raws.get, _TELLING))
        if _BLANKED in (found.raws.get(_METHODS) or b""):
            raise Unlike  # what is blank is seen in the pixels
        pixels = found.pixels.tag if found.pixels is not None else 0
        key = (tuple(map(_short, telling)), pixels, syntax, found.raws.get(_CHARACTER_SET))
        told = self._told.get(key)
        if told is None:
            told = self._newly_told(found.raws.get(_CHARACTER_SET), telling, laid_out)
            _remember(self._told, key, told)
        return told

    def _newly_told(self, declared: bytes | None, telling: Sequence[bytes | None], laid_out: Layout) -> Told:
        try:
            return told_by(level_of(raw for raw in telling if raw), laid_out, self.policy)
        except Intricate:
            with quiet():
                return told_by(_decoded([declared, *telling]), laid_out, self.policy)

    def _runs_of(self, found: Outline, data: memoryview) -> list[str]:
        """Every readable stretch outside the pixels, and in front of compressed frames."""
        runs = list(runs_of(found.header))
        if found.pixels is not None and found.pixels.undefined:
            runs += Layout({}, data, (found.pixels,), ()).marked_runs()
        for value in found.meta.values():
            known = self._runs.get(value)
            if known is None:
                known = tuple(runs_of(value))
                _remember(self._runs, value, known)
            runs += known
        return runs


def _facts_in(raw: bytes, declared: bytes, options: frozenset[str]) -> Facts:
    """What one element comes to."""
    try:
        return facts_of(list(values_in(plain(raw))), options)
    except (Intricate, Unreadable, struct.error, IndexError):
        pass  # the toolkit judges it
    dataset = _decoded([raw] if raw == declared else [declared, raw])
    if raw != declared:
        # It was only there so that the other is read with it.
        dataset.pop(_CHARACTER_SET, None)
    return facts_of(values_of(dataset), options)


def _decoded(raws: Iterable[bytes | None]) -> Dataset:
    """Elements of an explicit little endian object, in order of their tags, as the library decodes them."""
    stated: list[bytes] = [raw for raw in raws if raw]
    ordered: list[bytes] = sorted(stated, key=_place)
    data = b"".join(ordered)
    from pydicom.filereader import read_dataset

    with quiet():
        try:
            return read_dataset(io.BytesIO(data), is_implicit_VR=False, is_little_endian=True, bytelength=len(data))
        except Exception as error:  # noqa: BLE001 - its messages quote values
            raise Unreadable(f"cannot be parsed: {type(error).__name__}") from None


def _place(raw: bytes) -> tuple[int, ...]:
    return struct.unpack_from("<HH", raw)


def _short(raw: bytes | None) -> bytes | None:
    """What stands for an element in a key: a document may be long."""
    return raw if raw is None or len(raw) <= _LONGEST else hashlib.sha256(raw).digest()


def _identity(found: Outline, laid_out: Layout) -> Identity:
    study, series, sop, sop_class = (
        found.raws.get(tag, b"")[8:].decode("latin-1").rstrip("\0 ") for tag in (_STUDY, _SERIES, _SOP, _CLASS)
    )
    return Identity(study, series, sop, sop_class, laid_out.text(0x00020003), laid_out.text(0x00020002))


def _remember(memory: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    if len(memory) > _REMEMBERED:
        memory.clear()
    memory[key] = value
