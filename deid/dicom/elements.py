"""One element of a data set: decoding it without surprises, its values as text, whether they fit their VR."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from deid.dicom.standard.dictionary import in_dictionary, vm_of, vr_of

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement, RawDataElement
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.sequence import Sequence as Items

    from deid.dicom.plain import Plain

__all__ = ["in_dictionary"]

DEFAULT_ENCODINGS = ("iso8859",)


class Element(Protocol):
    """A decoded element, the toolkit's or a plain one."""

    @property
    def tag(self) -> int:
        """Group and element number."""

    @property
    def VR(self) -> str:  # noqa: N802 - the toolkit's name
        """Value Representation."""

    @property
    def value(self) -> Any:
        """The value, or several."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no value."""

    @property
    def is_undefined_length(self) -> bool:
        """Whether compressed frames stand there."""


# Terms without code extensions, by far the most frequent ones (PS3.3 section C.12.1.1.2).
_CODECS = {"": "iso8859", "ISO_IR 6": "iso8859", "ISO_IR 100": "latin_1", "ISO_IR 192": "UTF8"}
TEXT_VRS = frozenset(
    {"AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT"}
)
WORDS_VRS = frozenset({"LO", "LT", "SH", "ST", "UC", "UR", "UT"})
NUMBER_VRS = frozenset({"AT", "FD", "FL", "SL", "SS", "SV", "UL", "US", "UV"})
BULK_VRS = frozenset({"OB", "OD", "OF", "OL", "OV", "OW"})

_SHAPES = {
    "AE": re.compile(r"[ -\[\]-~]{0,16}"),
    "AS": re.compile(r"\d{3}[DWMY]", re.ASCII),
    "CS": re.compile(r"[A-Z0-9 _]{0,16}"),
    "DA": re.compile(r"\d{8}", re.ASCII),
    "DS": re.compile(r" *[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)? *", re.ASCII),
    "DT": re.compile(r"\d{4,14}(\.\d{1,6})?([+-]\d{4})?", re.ASCII),
    "IS": re.compile(r" *[+-]?\d{1,12} *", re.ASCII),
    "LO": re.compile(r"[^\x00-\x1f\x7f]{0,64}"),
    "SH": re.compile(r"[^\x00-\x1f\x7f]{0,16}"),
    "TM": re.compile(r"\d{2,6}(\.\d{1,6})?", re.ASCII),
    "UI": re.compile(r"[0-9.]{1,64}"),
}
_LONGEST = {"ST": 1024, "LT": 10240, "DS": 24}
_AMBIGUOUS = {"US or OW": "OW", "OB or OW": "OW", "US or SS or OW": "OW"}


def element_vr(tag: int, stated: str | None) -> str:
    """The VR to read an element by: the stated one; the dictionary's where it is unstated or UN."""
    if stated is not None and stated != "UN":
        return stated
    return vr_of(tag) or ("UL" if tag & 0xFFFF == 0 else "UN")


def settle_vr(vr: str, signed: bool) -> str:
    """One concrete VR for an ambiguous one; the bytes are the same under either."""
    if vr == "US or SS":
        return "SS" if signed else "US"
    return _AMBIGUOUS.get(vr, vr if len(vr) == 2 else "UN")


def encodings_of(term: object) -> tuple[str, ...]:
    """The codecs for a value of Specific Character Set; the default for one that cannot be understood."""
    if not term or isinstance(term, str):
        known = _CODECS.get(str(term or ""))
        if known is not None:
            return (known,)
    from pydicom.charset import convert_encodings

    terms = [str(part) for part in term] if isinstance(term, list | tuple | MutableSequence) else str(term or "")
    try:
        return tuple(convert_encodings(terms))
    except (LookupError, ValueError, TypeError):
        return DEFAULT_ENCODINGS


def make(tag: int, vr: str, value: Any, *, undefined_length: bool = False) -> DataElement:
    """An element with this value and this VR, neither questioned nor converted."""
    from pydicom.config import IGNORE
    from pydicom.dataelem import DataElement
    from pydicom.tag import BaseTag

    converted = value is None or isinstance(value, bytes)
    element = DataElement(BaseTag(tag), vr, value, None, undefined_length, converted, IGNORE)
    # pydicom swaps UN for the dictionary's VR; here UN means that the value could not be decoded.
    element.VR = vr
    return element


def made_of(element: Plain) -> DataElement:
    """The toolkit's element for a plain one."""
    if element.VR != "SQ":
        return make(element.tag, element.VR, element.value)
    items = []
    for each in element.value:
        item = new_level()
        for inside in each:
            item[inside.tag] = made_of(inside)
        items.append(item)
    return make(element.tag, "SQ", new_items(items))


def new_level() -> Dataset:
    """A data set or item without elements."""
    from pydicom.dataset import Dataset

    return Dataset()


def new_meta() -> FileMetaDataset:
    """File meta information without elements."""
    from pydicom.dataset import FileMetaDataset

    return FileMetaDataset()


def new_items(levels: Iterable[Dataset] = ()) -> Items:
    """The value of a sequence."""
    from pydicom.sequence import Sequence as Items

    return Items(levels)


def decode(tag: int, vr: str, value: bytes, little: bool, encodings: Sequence[str]) -> DataElement:
    """A leaf element from its bytes; one that cannot be decoded comes as UN with the bytes as they are."""
    from pydicom.dataelem import RawDataElement, convert_raw_data_element
    from pydicom.tag import BaseTag

    raw = RawDataElement(BaseTag(tag), vr, len(value), value, 0, False, little, True)
    try:
        element = convert_raw_data_element(raw, encoding=list(encodings))
        if element.VR == "PN":
            str(element.value)
    except Exception:  # noqa: BLE001 - pydicom raises many kinds here, and their messages quote the value
        return make(tag, "UN", value)
    return element


def elements(dataset: Dataset) -> Iterator[DataElement]:
    """Every element of one level in tag order, decoded; the data set itself is left as it is."""
    declared: object = dataset._character_set
    encodings = [declared] if isinstance(declared, str) else list(dataset._character_set or DEFAULT_ENCODINGS)
    for tag in sorted(dataset.keys()):
        element = dataset.get_item(tag)
        if element.is_raw:
            yield _from_raw(cast("RawDataElement", element), encodings)
        else:
            yield _settled(element, dataset) if " or " in element.VR else element


def _settled(element: DataElement, dataset: Dataset) -> DataElement:
    """An element that was made in memory and whose VR nobody has settled yet."""
    vr = settle_vr(element.VR, dataset.get("PixelRepresentation") == 1)
    return make(element.tag, "US" if vr == "OW" and not isinstance(element.value, bytes) else vr, element.value)


def _from_raw(raw: RawDataElement, encodings: Sequence[str]) -> DataElement:
    from pydicom.dataelem import convert_raw_data_element

    vr = element_vr(raw.tag, raw.VR)
    if vr != "SQ":
        return decode(raw.tag, settle_vr(vr, False), raw.value or b"", raw.is_little_endian, encodings)
    try:
        return convert_raw_data_element(raw._replace(VR="SQ"), encoding=list(encodings))
    except Exception:  # noqa: BLE001 - whatever the object raises, its message may quote a value
        return make(raw.tag, "UN", raw.value or b"")


def values(element: Element) -> list[Any]:
    """The values of an element, one by one; none when it is empty."""
    value = element.value
    if value is None or value in ("", b""):
        return []
    if isinstance(value, list | tuple | MutableSequence):
        return list(value)
    return [value]


def text_of(value: object) -> str:
    """One value as it is written; a decimal keeps the digits it came with."""
    original = getattr(value, "original_string", None)
    return original if isinstance(original, str) else str(value)


def texts(element: Element) -> list[str]:
    """The values of a text element as strings; empty ones are left out."""
    if element.VR not in TEXT_VRS:
        return []
    return [text for text in map(text_of, values(element)) if text.strip(" \0")]


def fits(element: Element) -> bool:
    """Whether every value has the form that the VR asks for (PS3.5 section 6.2)."""
    if element.VR in BULK_VRS:
        return isinstance(element.value, bytes) or element.is_empty
    if element.VR in NUMBER_VRS:
        return all(isinstance(value, int | float) for value in values(element))
    if element.VR == "SQ":
        return isinstance(element.value, MutableSequence)
    return element.VR in TEXT_VRS and all(_fits(element.VR, value) for value in values(element))


def _fits(vr: str, value: object) -> bool:
    return not isinstance(value, bytes) and fits_text(vr, text_of(value))


def fits_text(vr: str, text: str) -> bool:
    """Whether one text value has the form that its VR asks for; an empty one has."""
    if "\ufffd" in text or len(text) > _LONGEST.get(vr, len(text)):
        return False
    shape = _SHAPES.get(vr)
    return shape is None or not text.strip(" \0") or shape.fullmatch(text.rstrip(" \0")) is not None


def many_allowed(tag: int) -> float:
    """How many values the dictionary allows the attribute at most (Value Multiplicity)."""
    last = (vm_of(tag) or "n").rsplit("-", 1)[-1]
    return int(last) if last.isdecimal() else math.inf
