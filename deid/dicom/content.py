"""Content items of structured reports by PS3.15 Table E.3.4-1: what identifies loses its value, the tree stays.

An item is never removed, because others may refer to it by position: its value becomes a neutral one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from deid.dicom.actions import Action, dummy_code
from deid.dicom.elements import elements, make, new_items, texts
from deid.dicom.options import OPTIONS
from deid.dicom.standard import ContentItemRow, content_items

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

SEQUENCES: Final = frozenset({0x0040A730, 0x00400555, 0x00400612})
"""Content, Acquisition Context and Specimen Preparation Step Content Item Sequence."""
_VALUE_TYPE: Final = 0x0040A040
_CONCEPT_NAME: Final = 0x0040A043
_CONCEPT_CODE: Final = 0x0040A168
_MEASURED_VALUE: Final = 0x0040A300
_CODE_VALUE: Final = 0x00080100
_SCHEME: Final = 0x00080102
_HOLDERS: Final = {
    "TEXT": 0x0040A160,
    "PNAME": 0x0040A123,
    "DATE": 0x0040A121,
    "TIME": 0x0040A122,
    "DATETIME": 0x0040A120,
    "UIDREF": 0x0040A124,
}
_DATES: Final = frozenset({"DATE", "TIME", "DATETIME"})


def decisions(item: Dataset, options: tuple[str, ...]) -> Mapping[int, Action]:
    """What happens to the value of a content item under the option clean-structured-content, by the value's tag.

    A concept that the table names follows the table and the other options; any other text is cleaned, a name goes,
    and dates, UIDs, codes, numbers and references follow the rule of their own attribute.
    """
    kind = _value_type(item)
    holder = _HOLDERS.get(kind)
    if holder is None:
        return {}
    row = _named().get((*_concept(item), kind))
    if row is None:
        return {holder: Action.CLEAN} if kind == "TEXT" else {holder: Action.DUMMY} if kind == "PNAME" else {}
    return {holder: _action(row, kind, options)}


def _action(row: ContentItemRow, kind: str, options: tuple[str, ...]) -> Action:
    code = code_for(row, options)
    if code == "K":
        return Action.KEEP
    if kind == "UIDREF":
        return Action.UID
    if code == "C":
        return Action.SHIFT if kind in _DATES else Action.CLEAN
    return Action.DUMMY


def code_for(row: ContentItemRow, options: tuple[str, ...]) -> str:
    """The code of a row under some options: cleaning comes before keeping, both before the basic one."""
    given = [code for name in options if (code := getattr(row, OPTIONS[name].column, None))]
    return min(given, default=row.basic or "X")


def settle(item: Dataset, options: tuple[str, ...]) -> None:
    """Take measured values and codes from a treated content item whose concept the table names, in place.

    Texts, names, dates and UIDs have been decided before.
    """
    row = _named().get((*_concept(item), _value_type(item)))
    if row is None or code_for(row, options) in ("K", "C"):
        return
    if _CONCEPT_CODE in item:
        item[_CONCEPT_CODE] = make(_CONCEPT_CODE, "SQ", new_items([dummy_code()]))
    if _MEASURED_VALUE in item:
        item[_MEASURED_VALUE] = make(_MEASURED_VALUE, "SQ", new_items())


@cache
def _named() -> Mapping[tuple[str, str, str], ContentItemRow]:
    return {(row.coding_scheme, row.code_value, row.value_type): row for row in content_items()}


def _value_type(item: Dataset) -> str:
    return next(("".join(texts(element)[:1]).strip() for element in elements(item) if element.tag == _VALUE_TYPE), "")


def _concept(item: Dataset) -> tuple[str, str]:
    names = next((element.value for element in elements(item) if element.tag == _CONCEPT_NAME), None)
    if names is None or isinstance(names, bytes):
        return ("", "")
    stated = {int(element.tag): texts(element) for name in list(names)[:1] for element in elements(name)}
    return next(iter(stated.get(_SCHEME, [])), ""), next(iter(stated.get(_CODE_VALUE, [])), "")
