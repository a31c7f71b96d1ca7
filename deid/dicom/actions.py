"""The actions of PS3.15 Table E.1-1a: what each does to one element."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from deid.dicom.elements import TEXT_VRS, make, new_items, new_level
from deid.dicom.plain import Plain
from deid.dicom.standard.types import Kind

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset


class Action(Enum):
    """One of the single actions; the value is the standard's code, but for ``M``: a date moved, a way of ``C``."""

    REMOVE = "X"
    EMPTY = "Z"
    DUMMY = "D"
    UID = "U"
    KEEP = "K"
    CLEAN = "C"
    SHIFT = "M"


NEUTRAL: Final = "REMOVED"
LOCAL_SCHEME: Final = "99DEID"

_DUMMIES: dict[str, Any] = {
    "AS": "000Y",
    "DA": "19000101",
    "DS": "0",
    "DT": "19000101000000",
    "FD": 0.0,
    "FL": 0.0,
    "IS": "0",
    "TM": "000000",
    "UR": "urn:removed",
    **dict.fromkeys(("AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UT"), NEUTRAL),
    **dict.fromkeys(("AT", "SL", "SS", "SV", "UL", "US", "UV"), 0),
    **dict.fromkeys(("OB", "OD", "OF", "OL", "OV", "OW", "UN"), bytes(8)),
}
_EMPTY: Final = dict.fromkeys(
    ("AE", "AS", "CS", "DA", "DT", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT"), ""
)
_STRONGEST = (Action.DUMMY, Action.EMPTY, Action.REMOVE)


def resolve(code: str) -> Action:
    """One action for a code of the table, compound ones included.

    Of a compound code the branch is taken that keeps the object conformant whatever the attribute's Type is:
    a dummy before an empty value before removal; for ``X/Z/U*`` the items stay and their UIDs are replaced.

    Raises:
        ValueError: no action code.
    """
    parts = {Action(part.rstrip("*")) for part in code.split("/")}
    if len(parts) == 1:
        return parts.pop()
    if Action.UID in parts:
        return Action.UID
    return next(action for action in _STRONGEST if action in parts)


def resolve_for(code: str, kind: Kind) -> Action:
    """One action for a compound code where the attribute's Type in the object's IOD is known.

    What may be absent goes where the code allows it, what may be empty is emptied, and what must have a value gets a
    dummy; where the code lacks that branch, the next stronger one that it has is taken. Plain removal gives way to
    what the IOD demands, too: an empty value, or a dummy.

    Raises:
        ValueError: no action code.
    """
    parts = {Action(part.rstrip("*")) for part in code.split("/")}
    order = (Action.REMOVE, Action.EMPTY, Action.DUMMY)
    if parts == {Action.REMOVE}:
        return order["321".index(kind)]
    if len(parts) == 1 or Action.UID in parts:
        return resolve(code)
    wanted = order["321".index(kind) :]
    return next((action for action in wanted if action in parts), resolve(code))


def emptied(element: DataElement, vr: str) -> DataElement:
    """The element with a value of length zero."""
    return make(element.tag, vr, new_items() if vr == "SQ" else "" if vr in TEXT_VRS - {"DS", "IS"} else None)


def plain_dummy(tag: int, vr: str) -> Plain:
    """An element with a value that says nothing and fits its VR."""
    return Plain(tag, vr, _DUMMIES.get(vr, NEUTRAL))


def dummy(element: DataElement, vr: str) -> DataElement:
    """The element with a value that says nothing and fits its VR."""
    return make(element.tag, vr, _DUMMIES.get(vr, NEUTRAL))


def dummy_code() -> Dataset:
    """The item of a code sequence (PS3.3 section 8) that says nothing."""
    item = new_level()
    item[0x00080100] = make(0x00080100, "SH", NEUTRAL)
    item[0x00080102] = make(0x00080102, "SH", LOCAL_SCHEME)
    item[0x00080104] = make(0x00080104, "LO", NEUTRAL)
    return item
