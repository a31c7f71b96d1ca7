"""What this room does, as tables for readers: generated from the rules that run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pydicom.dataset import Dataset

from deid.dicom.actions import Action
from deid.dicom.elements import make
from deid.dicom.options import OPTIONS
from deid.dicom.pixels import pixels_can_carry_text
from deid.dicom.rules import Rules, rules_of
from deid.dicom.standard.dictionary import registered, uid_name, uid_type
from deid.dicom_settings import PlainSettings

_MEANINGS: Final[Mapping[Action, str]] = {
    Action.REMOVE: "removed",
    Action.EMPTY: "emptied",
    Action.DUMMY: "a dummy value",
    Action.UID: "a new UID",
    Action.KEEP: "kept, when it fits its VR and screening finds nothing",
    Action.CLEAN: "cleaned",
    Action.SHIFT: "moved",
}
_MIME: Final = {"PDF": "application/pdf", "CDA": "text/xml", "STL": "model/stl", "OBJ": "model/obj", "MTL": "model/mtl"}


def options_table() -> str:
    """The options of CID 7050: what each does, how many attributes of Table E.1-1 it changes, what it costs."""
    rows = [
        (f"`{option.name}`", option.code, option.summary, str(_changed(option.name)), option.obstacle)
        for option in OPTIONS.values()
    ]
    return _table(("option", "code", "what it does", "attributes", "against Safe Harbor"), sorted(rows, key=_code))


def kinds_table() -> str:
    """What happens to objects of each SOP Class, before any profile says otherwise."""
    fates: dict[str, list[str]] = {}
    for uid in registered():
        name = uid_name(uid) or ""
        if uid_type(uid) == "SOP Class" and "Storage" in name and uid.startswith("1.2.840.10008.5.1.4.1.1."):
            fates.setdefault(_fate(uid, name), []).append(_short(name))
    rows = [(fate, str(len(names)), ", ".join(sorted(set(names)))) for fate, names in sorted(fates.items())]
    return _table(("what happens", "classes", "SOP Classes"), rows)


def actions_table() -> str:
    """How many attributes each action meets under the Basic Profile."""
    counts = Counter(rule.action for rule in rules_of(PlainSettings()).exact.values())
    rows = [(_MEANINGS[action], str(number)) for action, number in counts.most_common()]
    return _table(("what happens", "attributes"), rows)


def other_attributes_table() -> str:
    """What happens to attributes that no table names, by VR."""
    rules = rules_of(PlainSettings())
    grouped: dict[tuple[str, str], list[str]] = {}
    for vr, rule in rules.by_vr.items():
        grouped.setdefault((_MEANINGS[rule.action], rule.reason), []).append(vr)
    rows = [(" ".join(sorted(vrs)), meaning, reason) for (meaning, reason), vrs in sorted(grouped.items())]
    rows.append(("any", _MEANINGS[rules.unknown.action], rules.unknown.reason))
    return _table(("VR", "what happens", "why"), rows)


TABLES: Final = {
    "options": options_table,
    "kinds": kinds_table,
    "actions": actions_table,
    "others": other_attributes_table,
}
"""The tables of ``docs/dicom.md``, by the name of their marks."""


def _changed(name: str) -> int:
    basic, under = rules_of(PlainSettings()), rules_of(PlainSettings(options=(name,)))
    return sum(_acts(basic, tag) != _acts(under, tag) for tag in under.exact)


def _acts(rules: Rules, tag: int) -> tuple[Action, bool]:
    return rules.exact[tag].action, tag in rules.by_type


def _code(row: tuple[str, ...]) -> str:
    return row[1]


def _fate(uid: str, name: str) -> str:
    dataset = Dataset()
    dataset[0x00080016] = make(0x00080016, "UI", uid)
    for word, mime in _MIME.items():
        if f"Encapsulated {word}" in name:
            dataset[0x00420012] = make(0x00420012, "LO", mime)
            refused = pixels_can_carry_text(dataset, documents=False)
            return "released with a blank document" if refused is None else f"quarantine: {refused}"
    reason = pixels_can_carry_text(dataset)
    return f"quarantine: {reason}" if reason else "released"


def _short(name: str) -> str:
    return name.split(" (Retired)")[0].removesuffix(" Storage").replace(" Image Storage", "").removesuffix(" Image")


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(_lines(heads, rows))


def _lines(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
