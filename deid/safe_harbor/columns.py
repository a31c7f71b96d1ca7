"""What a column holds: its name, its contents and their distribution weighed against each other.

The weighing fails closed. Contents that carry an identifier win over a harmless name; a name that speaks of an
identifier wins over contents that do not look like one; what neither explains is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from deid.safe_harbor import codes, contents
from deid.safe_harbor.closed_lists import list_for
from deid.safe_harbor.content_rules import ContentRule
from deid.safe_harbor.expected import Column, agrees
from deid.safe_harbor.field_names import kind_by_name, words_of_name
from deid.safe_harbor.kinds import KINDS, FieldKind, Trace
from deid.safe_harbor.name_rules import NameRule
from deid.safe_harbor.sample import Sample
from deid.safe_harbor.unexplained import unexplained

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
        only: what alone may stay: ``shared`` for what many persons share, or the name of a closed list; empty for all.
    """

    kind: FieldKind
    reason: str
    basis: str
    only: str = ""


def classify(name: str, table: str, sample: Sample) -> Classification:
    """Weigh a column's name, contents and distribution.

    Args:
        name: the column's name, or the path of a nested field.
        table: the name of its table, which settles what `id` and `name` mean.
        sample: what was seen of the column.
    """
    named = kind_by_name(name, table)
    found = _classified(name, table, named, sample)
    common = sample.of_common() if found.kind.identifier is not None and found.basis in ("content", "nothing") else None
    if common is None:
        return found
    stays = _classified(name, table, named, common)
    if stays.kind.name not in _OF_CLASSES:
        return found
    return replace(stays, reason=f"{stays.reason}; what few persons share among them is blanked", only=SHARED)


SHARED = "shared"
"""Of a column among whose values identifiers stand, only what many persons share stays."""
_NAMES_SYSTEMS = re.compile(r"_system_$|_extension_(?:[a-z]+_)*url_$|_profile_$|_canonical_$")
"""Where FHIR names code systems, extensions and profiles; the screen of cells blanks all but public addresses."""
_OF_CLASSES = frozenset({"category", "description", "public_code", "unit", "flag", "payer", "country", "state"})
"""Kinds of columns that may lose whatever is not common in them, and still say what they said."""


def _classified(name: str, table: str, named: NameRule | None, sample: Sample) -> Classification:
    sample = contents.without_strays(sample)
    systems = tuple(filter(codes.is_terminology, sample.values)) if _NAMES_SYSTEMS.search(words_of_name(name)) else ()
    if systems:
        return Classification(KINDS["category"], "its values are addresses of public code systems", "name and content")
    if not sample.values:
        return _of_empty(named)
    found = contents.identifying(sample)
    weighed = _weighed(_fitting(Column(words_of_name(name), named, sample, table), found), found)
    return _as_shared(name, named, _as_moment(weighed, sample), sample)


def _weighed(column: Column, found: ContentRule | None) -> Classification:
    named = column.named
    closed = None if named is None else list_for(named.kind.name, column.sample)
    if closed is not None:
        return Classification(KINDS["category"], f"its values are {closed.says}", "name and content", closed.name)
    if found is not None:
        return _with_content(column, found)
    if named is None or not agrees(column):
        return _by_content(named, column.sample)
    if named.sure and named.kind.identifier is not None:
        return Classification(named.kind, _speaks(named.kind), "name")
    return _both(named.kind)


def _fitting(column: Column, found: ContentRule | None) -> Column:
    """The column under the second meaning of its name, where it has one and the values deny the first."""
    if column.named is None or column.named.otherwise is None:
        return column
    if agrees(column, in_doubt=found.kind.name if found else ""):
        return column
    return replace(column, named=column.named.failing())


def namespace_of(name: str) -> str:
    """Whose numbers a person key's column holds: ``patient``, ``mrn``, ``member`` or ``ssn``."""
    words = words_of_name(name)
    return next((space for space, marks in _KEY_NAMESPACES if any(mark in words for mark in marks)), "patient")


def _of_empty(named: NameRule | None) -> Classification:
    if named is not None and named.kind.identifier is not None:
        return Classification(named.kind, f"its name speaks of {named.kind.meaning}; no value was seen", "name")
    return Classification(KINDS["empty"], "no value was seen", "nothing")


def _with_content(column: Column, found: ContentRule) -> Classification:
    """The values carry an identifier; the name may still say more exactly which."""
    named, kind, says = column.named, found.kind, found.says
    by_content = Classification(kind, f"its values are {says}", "content")
    if named is None:
        return by_content
    if named.kind.identifier is None:
        return _both(named.kind) if found.weak and agrees(column, in_doubt=kind.name) else by_content
    if kind.name == "person_name" and named.kind.trace is not Trace.NAME:
        return by_content  # whatever it is called, its words must be known as names elsewhere
    if kind.name == "person_key":
        return by_content
    if kind.name == "record_key":
        return _of_uuids(named.kind, by_content)
    if kind.name == "event_date" and named.kind.name in ("year", "date_part"):
        return by_content
    if not named.sure and not found.weak:
        return by_content
    same = named.kind.family == kind.family
    return Classification(named.kind, _speaks(named.kind), "name and content" if same else "name")


def _of_uuids(kind: FieldKind, by_content: Classification) -> Classification:
    if kind.name in _KEYS:
        return Classification(kind, f"{_speaks(kind)}; {by_content.reason}", "name and content")
    if kind.family in ("number", "telephone", "device_number", "url"):
        return Classification(kind, _speaks(kind), "name")
    return Classification(KINDS["record_key"], f"{by_content.reason}, the key of a record", "content")


def _as_shared(name: str, named: NameRule | None, found: Classification, sample: Sample) -> Classification:
    """What nothing explains may stay where many rows share it, unless its name may speak of an identifier."""
    if found.kind.name != "unknown" or (named is not None and named.kind.identifier is not None):
        return found
    stays = unexplained(name, sample)
    return found if stays is None else Classification(stays[0], f"its values are {stays[1]}", "content")


def _as_moment(found: Classification, sample: Sample) -> Classification:
    """A time of day without a sign in it is no year, though the year's treatment would let it through as one."""
    if found.kind.name != "event_date" or not sample.reaches(contents.is_clock_number, 0.98):
        return found
    return replace(found, kind=KINDS["date_part"], reason="its name speaks of a time, and its values are times of day")


def _speaks(kind: FieldKind) -> str:
    return f"its name speaks of {kind.meaning}"


def _both(kind: FieldKind) -> Classification:
    return Classification(kind, f"{_speaks(kind)}, and its values agree", "name and content")


def _by_content(named: NameRule | None, sample: Sample) -> Classification:
    if contents.is_free_text(sample):
        return Classification(KINDS["free_text"], "its values are sentences", "content")
    if named is not None and named.sure and named.kind.identifier is not None:
        return Classification(named.kind, _speaks(named.kind), "name")
    if sample.share(contents.has_long_digits) > 0.2 and not contents.public_system(sample):
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
