"""Content items of structured reports: those whose concept identifies lose their value, the tree stays.

PS3.15 Table E.3.4-1 names the concepts. An item is not removed, because others may refer to it by position.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items

from deid.dicom.actions import dummy_code
from deid.dicom.elements import elements, make, texts
from deid.dicom.standard import content_items

_VALUE_TYPE: Final = 0x0040A040
_CONCEPT_NAME: Final = 0x0040A043
_CONCEPT_CODE: Final = 0x0040A168
_MEASURED_VALUE: Final = 0x0040A300
_CODE_VALUE: Final = 0x00080100
_SCHEME: Final = 0x00080102


def settle(item: Dataset) -> None:
    """Take measured values and codes from a treated content item whose concept the table names, in place.

    Texts, names, dates and UIDs have met the rule of their own attribute before.
    """
    if (*_concept(item), _value_type(item)) not in _named():
        return
    if _CONCEPT_CODE in item:
        item[_CONCEPT_CODE] = make(_CONCEPT_CODE, "SQ", Items([dummy_code()]))
    if _MEASURED_VALUE in item:
        item[_MEASURED_VALUE] = make(_MEASURED_VALUE, "SQ", Items())


@cache
def _named() -> frozenset[tuple[str, str, str]]:
    return frozenset((row.coding_scheme, row.code_value, row.value_type) for row in content_items())


def _value_type(item: Dataset) -> str:
    return "".join(texts(item[_VALUE_TYPE])[:1]).strip() if _VALUE_TYPE in item else ""


def _concept(item: Dataset) -> tuple[str, str]:
    if _CONCEPT_NAME not in item:
        return ("", "")
    names = item[_CONCEPT_NAME].value
    stated = {int(element.tag): texts(element) for name in list(names)[:1] for element in elements(name)}
    return next(iter(stated.get(_SCHEME, [])), ""), next(iter(stated.get(_CODE_VALUE, [])), "")
