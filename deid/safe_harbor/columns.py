"""What a column holds: its name, its contents and their distribution weighed against each other.

The weighing fails closed. Contents that carry an identifier win over a harmless name; a name that speaks of an
identifier wins over contents that do not look like one; what neither explains is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deid.safe_harbor import codes, contents, geography
from deid.safe_harbor.contents import Sample
from deid.safe_harbor.field_names import NameRule, kind_by_name, words_of_name
from deid.safe_harbor.kinds import KINDS, FieldKind

_KEYS = ("person_key", "record_key", "uid")
_KEY_NAMESPACES = (
    ("ssn", ("_ssn_", "_social_")),
    ("member", ("_member", "_mbr_", "_subscriber_", "_bene", "_enrollee", "_hicn_", "_mbi_")),
    ("mrn", ("mrn", "_medical_", "_med_rec", "_record_", "_chart_", "_hospital_", "_unit_n", "_hosp_")),
)


@dataclass(frozen=True, slots=True)
class Classification:
    """What a column holds, and why that is thought.

    Attributes:
        kind: what it holds.
        reason: one sentence for the plan, without any value.
        basis: ``name``, ``content``, ``name and content`` or ``nothing``.
    """

    kind: FieldKind
    reason: str
    basis: str


def classify(name: str, table: str, sample: Sample) -> Classification:
    """Weigh a column's name, contents and distribution.

    Args:
        name: the column's name, or the path of a nested field.
        table: the name of its table, which settles what `id` and `name` mean.
        sample: what was seen of the column.
    """
    named = kind_by_name(name, table)
    if not sample.values:
        return _of_empty(named)
    found = contents.identifying(sample)
    if found is not None:
        return _with_content(named, found.kind, found.says, sample)
    if named is not None and named.sure:
        return _sure(named, sample)
    if named is not None and _agrees(named.kind, sample):
        return Classification(
            named.kind, f"its name speaks of {named.kind.meaning}, and its values agree", "name and content"
        )
    return _by_content(named, sample)


def namespace_of(name: str) -> str:
    """Whose numbers a person key's column holds: ``patient``, ``mrn``, ``member`` or ``ssn``."""
    words = words_of_name(name)
    return next((space for space, marks in _KEY_NAMESPACES if any(mark in words for mark in marks)), "patient")


def _of_empty(named: NameRule | None) -> Classification:
    if named is not None and named.kind.identifier is not None:
        return Classification(named.kind, f"its name speaks of {named.kind.meaning}; no value was seen", "name")
    return Classification(KINDS["empty"], "no value was seen", "nothing")


def _with_content(named: NameRule | None, kind: FieldKind, says: str, sample: Sample) -> Classification:
    """The values carry an identifier; the name may still say more exactly which."""
    if named is None or not named.sure and named.kind.identifier is None:
        if named is not None and kind.name in _WEAK and _agrees(named.kind, sample):
            return Classification(
                named.kind,
                f"its name speaks of {named.kind.meaning}, and its values agree",
                "name and content",
            )
        return Classification(kind, f"its values are {says}", "content")
    if kind.name == "record_key":
        if named.kind.name in _KEYS:
            return Classification(
                named.kind,
                f"its name speaks of {named.kind.meaning}; its values are {says}",
                "name and content",
            )
        if named.kind.family in ("number", "telephone", "device_number", "url"):
            return Classification(named.kind, f"its name speaks of {named.kind.meaning}", "name")
        return Classification(kind, f"its values are {says}, the key of a record", "content")
    if named.kind.name == "year" and kind.name == "event_date":
        return Classification(kind, f"its values are {says}", "content")
    if named.kind.identifier is None:
        return Classification(kind, f"its values are {says}", "content")
    return Classification(
        named.kind,
        f"its name speaks of {named.kind.meaning}",
        "name and content" if named.kind.family == kind.family else "name",
    )


_WEAK = ("city", "person_name", "session", "date_part", "coordinate", "photograph")
"""Contents that a name may overrule where its own expectations are met."""


def _sure(named: NameRule, sample: Sample) -> Classification:
    kind = named.kind
    if kind.identifier is None and not _agrees(kind, sample):
        return _by_content(named, sample)
    return Classification(kind, f"its name speaks of {kind.meaning}", "name")


def _by_content(named: NameRule | None, sample: Sample) -> Classification:
    if contents.is_free_text(sample):
        return Classification(KINDS["free_text"], "its values are sentences", "content")
    if sample.share(contents.has_long_digits) > 0.2 and not codes.likely_systems(sample.values):
        return Classification(KINDS["unique_number"], "its values are long numbers that nothing explains", "content")
    stays = contents.harmless(sample)
    if stays is not None and (named is None or named.kind.identifier is None):
        return Classification(stays[0], f"its values are {stays[1]}", "content")
    if named is not None and named.kind.identifier is not None:
        return Classification(named.kind, f"its name may speak of {named.kind.meaning}, and nothing clears it", "name")
    if sample.nearly_unique:
        return Classification(
            KINDS["unique_number"], "its values are almost unique, and nothing explains them", "content"
        )
    return Classification(KINDS["unknown"], "neither its name nor its values say what it holds", "nothing")


def _agrees(kind: FieldKind, sample: Sample) -> bool:
    """Whether the values can be what the name says."""
    test = _EXPECTED.get(kind.name)
    return test is None or test(sample)


def _numbers(sample: Sample) -> bool:
    if sample.share(_long_whole_number) > 0.2:
        return False
    numeric = sample.share(contents.is_number)
    return numeric >= 0.5 or sample.share(lambda cell: contents.is_number(cell) or _short_wording(cell)) >= 0.8


def _long_whole_number(cell: str) -> bool:
    return contents.has_long_digits(cell) and "." not in cell


def _short_wording(cell: str) -> bool:
    return len(cell) <= 80 and (contents.is_wording(cell) or any(c.isdigit() for c in cell) and len(cell) <= 12)


def _amounts(sample: Sample) -> bool:
    return sample.share(lambda cell: contents.is_number(cell.replace("$", ""))) >= 0.8 and not (
        sample.nearly_unique and sample.share(lambda cell: cell.isdigit() and len(cell) >= 8) > 0.5
    )


def _words(sample: Sample) -> bool:
    if sample.share(contents.has_long_digits) > 0.2 or contents.is_free_text(sample):
        return False
    known = sample.share(lambda cell: contents.is_wording(cell) or len(cell) <= 3 or contents.is_number(cell))
    return known >= 0.6 or not sample.nearly_unique and len(sample.values) <= max(12, 0.05 * sample.filled)


def _codes(sample: Sample) -> bool:
    if codes.likely_systems(sample.values, 0.8):
        return True
    plain = sample.share(lambda cell: _is_list_of_codes(cell) or contents.is_wording(cell))
    opaque = sample.share(lambda cell: len(cell) >= 7 and sum(c.isdigit() for c in cell) >= 6)
    return plain >= 0.8 and not (sample.nearly_unique and opaque > 0.5)


def _is_list_of_codes(cell: str) -> bool:
    parts = cell.replace(",", " ").replace(";", " ").split()
    return len(parts) <= 12 and all(
        len(part) <= 18 and any(c.isdigit() for c in part) or len(part) <= 3 for part in parts
    )


_EXPECTED: dict[str, Callable[[Sample], bool]] = {
    "measurement": _numbers,
    "duration": _numbers,
    "amount": _amounts,
    "public_code": _codes,
    "description": _words,
    "category": _words,
    "payer": _words,
    "flag": _words,
    "unit": lambda sample: not sample.nearly_unique or sample.share(codes.is_unit) > 0.5,
    "state": lambda sample: sample.share(geography.is_state) >= 0.5,
    "country": lambda sample: not sample.share(contents.has_long_digits) > 0.2,
    "person_name": lambda sample: sample.share(contents.is_wording) < 0.7,
}
