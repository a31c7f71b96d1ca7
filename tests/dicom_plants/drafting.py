"""One object while it is built: what is planted in it, what must stay, which UIDs it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dicom_plants.people import Person
from pydicom import config
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import Tag

Path = tuple[object, ...]


@dataclass(frozen=True)
class Plant:
    """A value that must not come out.

    Attributes:
        object: the number of the object.
        place: where it was put.
        kind: name, number, date, uid, contact, place, device.
        needles: strings of which none may be found.
    """

    object: int
    place: str
    kind: str
    needles: tuple[str, ...]


@dataclass
class Book:
    """What is known of one object."""

    number: int
    kind: str
    plants: list[Plant] = field(default_factory=list)
    kept: dict[Path, str] = field(default_factory=dict)
    descriptors: dict[Path, str] = field(default_factory=dict)
    texts_removed: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    dates: dict[Path, str] = field(default_factory=dict)
    safe: dict[Path, str] = field(default_factory=dict)
    references: set[Path] = field(default_factory=set)
    carries_text: bool = False


class Draft:
    """A level of an object under construction."""

    def __init__(self, dataset: Dataset, book: Book, person: Person, path: Path = ()):
        self.ds, self.book, self.person, self.path = dataset, book, person, path

    def put(self, name: str | int, value: object, vr: str | None = None) -> int:
        """Set an attribute by keyword or tag, fitting or not."""
        tag = int(Tag(tag_for_keyword(name) if isinstance(name, str) else name))
        try:
            self.ds[tag] = DataElement(tag, vr or _vr(tag), value, validation_mode=config.IGNORE)
            self.ds[tag].VR = vr or _vr(tag)  # pydicom swaps a stated UN
        except ValueError:
            raw = str(value).encode().ljust(len(str(value)) + len(str(value)) % 2)
            self.ds[tag] = RawDataElement(Tag(tag), vr, len(raw), raw, 0, False, True)
        return tag

    def keep(self, name: str | int, value: object, vr: str | None = None) -> None:
        """Set an attribute that must come out as it is."""
        tag = self.put(name, value, vr)
        self.book.kept[(*self.path, tag)] = shown(self.ds[tag].value)

    def safe(self, tag: int, value: object, vr: str) -> None:
        """Set a private attribute that the research profile keeps."""
        self.put(tag, value, vr)
        self.book.safe[(*self.path, tag)] = shown(self.ds[tag].value)

    def describe(self, name: str, value: str) -> None:
        """Set a descriptor whose words name nobody: clean-descriptors must keep it."""
        tag = self.put(name, value)
        self.book.descriptors[(*self.path, tag)] = value

    def plant(
        self, name: str | int, value: object, kind: str = "name", needles: tuple[str, ...] = (), vr: str | None = None
    ) -> None:
        """Set an attribute whose value must not come out; by default every part of it counts."""
        tag = self.put(name, value, vr)
        self.note(f"{tag:08X}", kind, needles or needles_of(value, kind), (*self.path, tag))

    def note(self, place: str, kind: str, needles: tuple[str, ...], path: Path | None = None) -> None:
        """Remember a plant."""
        whole = "/".join([*(str(part) for part in self.path), place])
        self.book.plants.append(Plant(self.book.number, whole, kind, needles))
        if path is not None and kind == "date":
            self.book.dates[path] = needles[0]
        elif path is not None and kind not in ("uid", "time"):
            self.book.texts_removed[path] = needles

    def uid(self, name: str, value: str, *, required: bool = False) -> None:
        """Set a UID of an instance; a required one must come out, as its new one."""
        self.plant(name, value, "uid", (value,))
        if required:
            self.book.references.add((*self.path, int(Tag(tag_for_keyword(name)))))

    def item(self, name: str | int, vr: str | None = None) -> Draft:
        """A new item of a sequence."""
        tag = int(Tag(tag_for_keyword(name) if isinstance(name, str) else name))
        if tag not in self.ds:
            self.ds[tag] = DataElement(tag, vr or "SQ", Sequence([]))
        items = self.ds[tag].value
        items.append(Dataset())
        return Draft(items[-1], self.book, self.person, (*self.path, tag, len(items) - 1))

    def code(self, name: str | int, value: str, scheme: str, meaning: str, *, kept: bool = True) -> Draft:
        """An item with a public code."""
        item = self.item(name)
        put = item.keep if kept else item.put
        put("CodeValue", value)
        put("CodingSchemeDesignator", scheme)
        put("CodeMeaning", meaning)
        return item


def shown(value: object) -> str:
    """A value as text, the same before and after."""
    if isinstance(value, list | tuple) or (hasattr(value, "__iter__") and not isinstance(value, str | bytes)):
        return "\\".join(shown(part) for part in value)
    original = getattr(value, "original_string", None)
    return (original if isinstance(original, str) else str(value)).strip(" \0")


def needles_of(value: object, kind: str) -> tuple[str, ...]:
    """What to look for: of a name each part, of anything else the whole of each value."""
    whole = shown(value)
    if kind == "name":
        return tuple(part for part in re.split(r"[\^=\\ ,;:]+", whole) if len(part) > 3 or not part.isascii())
    return tuple(part for part in whole.split("\\") if len(part) > 3)


def _vr(tag: int) -> str:
    try:
        vr = dictionary_VR(tag)
    except KeyError:
        return "LO"
    return {"US or SS": "US", "OB or OW": "OW", "US or OW": "OW"}.get(vr, vr)
