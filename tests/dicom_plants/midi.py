"""MIDI-B's actions with their pass rules, and the answer key of generated objects (NCI's MIDI validation script).

Each action of the key is passed or failed as that script does it; the score is the share of passed ones, unweighted.
``pixels_hidden`` has no case here: objects whose pixels may carry text do not come out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dicom_plants.drafting import Path
from dicom_plants.generating import Planted
from dicom_plants.modules import ROOT
from dicom_plants.scoring import at, read, uid_places
from pydicom.dataset import Dataset

_STOPWORDS = frozenset("a an the of in on at to for by with and or is was be from as it".split())
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Action:
    """One line of the answer key: what must be true of an attribute.

    Attributes:
        name: of the action.
        path: of the attribute.
        text: the value in the source, or the words that must go.
    """

    name: str
    path: Path
    text: str = ""


@dataclass(frozen=True)
class Mapped:
    """Old to new, as the vault's holder exports it."""

    uids: Mapping[str, str]
    patients: Mapping[str, str]


Rule = Callable[[str | None, str, Mapped], bool]


def tokens(text: str) -> list[str]:
    """The words that count."""
    return [word for word in _TOKEN.findall(text.casefold()) if word not in _STOPWORDS]


def _tag_retained(value: str | None, text: str, mapped: Mapped) -> bool:
    return value is not None


def _text_notnull(value: str | None, text: str, mapped: Mapped) -> bool:
    return bool(value)


def _text_retained(value: str | None, text: str, mapped: Mapped) -> bool:
    return value is not None and all(word in value.casefold() for word in tokens(text))


def _text_removed(value: str | None, text: str, mapped: Mapped) -> bool:
    return value is None or not any(word in value.casefold() for word in tokens(text))


def _date_shifted(value: str | None, text: str, mapped: Mapped) -> bool:
    return value is None or text not in value


def _uid_changed(value: str | None, text: str, mapped: Mapped) -> bool:
    return value is None or text not in value


def _uid_consistent(value: str | None, text: str, mapped: Mapped) -> bool:
    return value == mapped.uids.get(text)


def _patid_consistent(value: str | None, text: str, mapped: Mapped) -> bool:
    return value is not None and value == mapped.patients.get(text)


RULES: Mapping[str, Rule] = {
    "tag_retained": _tag_retained,
    "text_notnull": _text_notnull,
    "text_retained": _text_retained,
    "text_removed": _text_removed,
    "date_shifted": _date_shifted,
    "uid_changed": _uid_changed,
    "uid_consistent": _uid_consistent,
    "patid_consistent": _patid_consistent,
}
_TYPE_2 = (0x00080050, 0x00080090, 0x00100010, 0x00100030, 0x00100040, 0x00200010)
_TYPE_1 = (0x00080016, 0x00080018, 0x00080060, 0x0020000D, 0x0020000E)
_CHARACTERISTICS = (0x00100040, 0x00101010, 0x00101020, 0x00101030)


def answers(one: Planted) -> Iterator[Action]:
    """The answer key of one object."""
    yield from _stays(one)
    yield from _goes(one)
    yield from _changes(one)


def _stays(one: Planted) -> Iterator[Action]:
    book, hidden = one.book, one.book.texts_removed.keys()
    for path, text in {**book.kept, **book.safe}.items():
        yield Action("tag_retained", path)
        yield Action("text_retained", path, text)
    for path, text in ((path, text) for path, text in book.descriptors.items() if path not in hidden):
        yield Action("text_retained", path, text)
        yield Action("text_notnull", path)
    for tag in (tag for tag in _CHARACTERISTICS if (tag,) not in hidden):
        yield Action("text_retained", (tag,), at(one.dataset, (tag,)) or "")
    for tag in _TYPE_2:
        yield Action("tag_retained", (tag,))
    for tag in _TYPE_1:
        yield Action("text_notnull", (tag,))


def _goes(one: Planted) -> Iterator[Action]:
    for path, needles in one.book.texts_removed.items():
        yield Action("text_removed", path, " ".join(needles))
    for path, date in one.book.dates.items():
        yield Action("date_shifted", path, date)


def _changes(one: Planted) -> Iterator[Action]:
    for path, old in uid_places(one.dataset, ()):
        yield Action("uid_changed", path, old)
        if path in one.book.references:
            yield Action("uid_consistent", path, old)
    yield Action("patid_consistent", (0x00100020,), one.person.mrn)


def judge(objects: list[Planted], found: Mapping[int, tuple[str, bytes]], mapped: Mapped) -> tuple[int, list[str]]:
    """How many actions there are, and which failed; of objects that may not come out none is asked."""
    asked, failed = 0, []
    for one in objects:
        if one.book.carries_text:
            continue
        treated = read(found[one.book.number][1]) if one.book.number in found else Dataset()
        for action in answers(one):
            asked += 1
            if not RULES[action.name](at(treated, action.path), action.text, mapped):
                failed.append(f"{one.book.kind} {action.name} {'/'.join(_step(step) for step in action.path)}")
        if "PixelData" in one.dataset:
            asked += 1
            if _digest(one.dataset) != _digest(treated):
                failed.append(f"{one.book.kind} pixels_retained")
    return asked, failed


def _step(step: object) -> str:
    return f"{step:08X}" if isinstance(step, int) and step > 0xFFFF else str(step)


def _digest(dataset: Dataset) -> str:
    return hashlib.md5(bytes(dataset.get("PixelData") or b""), usedforsecurity=False).hexdigest()


def mapped_from(rows: list[dict[str, str]]) -> Mapped:
    """The mapping from the lines of the exported file."""
    kinds = Counter(row["kind"] for row in rows)
    if not set(kinds) <= {"patient", "uid"}:
        raise ValueError("unknown kinds of lines")
    return Mapped(
        {row["old"]: row["new"] for row in rows if row["kind"] == "uid" and row["old"].startswith(ROOT)},
        {row["old"]: row["new"] for row in rows if row["kind"] == "patient"},
    )
