"""The search itself: every finder over one text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from deid.identifiers import Finding
from deid.safe_harbor.text.address_finders import ADDRESS_FINDERS
from deid.safe_harbor.text.characteristic_finders import CHARACTERISTIC_FINDERS
from deid.safe_harbor.text.contact_finders import CONTACT_FINDERS
from deid.safe_harbor.text.date_finders import DATE_FINDERS
from deid.safe_harbor.text.date_words import DATE_WORD_FINDERS
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.extending import extended
from deid.safe_harbor.text.facility_finders import FACILITY_FINDERS
from deid.safe_harbor.text.finder import Finder
from deid.safe_harbor.text.hl7_finders import HL7_FINDERS
from deid.safe_harbor.text.identity_finders import IDENTITY_FINDERS
from deid.safe_harbor.text.known import KnownValues
from deid.safe_harbor.text.label_finders import LABEL_FINDERS
from deid.safe_harbor.text.month_day import MonthAndDay
from deid.safe_harbor.text.number_finders import NUMBER_FINDERS
from deid.safe_harbor.text.organisation_finders import ORGANISATION_FINDERS
from deid.safe_harbor.text.people_by_context import CONTEXT_FINDERS
from deid.safe_harbor.text.people_by_list import NameByList
from deid.safe_harbor.text.place_finders import PLACE_FINDERS
from deid.safe_harbor.text.public_codes import public_codes, without_public_codes
from deid.safe_harbor.text.repeats import find_once
from deid.safe_harbor.text.resolve import resolve
from deid.safe_harbor.text.streets import STREET_FINDERS
from deid.safe_harbor.text.tagger import Tagger
from deid.safe_harbor.text.tagger.agreement import agreed
from deid.safe_harbor.text.telephone_finders import TELEPHONE_FINDERS
from deid.safe_harbor.text.vehicle_finders import VEHICLE_FINDERS

FINDERS: tuple[Finder, ...] = (
    *HL7_FINDERS,
    *CHARACTERISTIC_FINDERS,
    *CONTACT_FINDERS,
    *TELEPHONE_FINDERS,
    *NUMBER_FINDERS,
    *LABEL_FINDERS,
    *IDENTITY_FINDERS,
    *VEHICLE_FINDERS,
    *DATE_FINDERS,
    *DATE_WORD_FINDERS,
    MonthAndDay(),
    *PLACE_FINDERS,
    *ADDRESS_FINDERS,
    *STREET_FINDERS,
    *FACILITY_FINDERS,
    *ORGANISATION_FINDERS,
    *CONTEXT_FINDERS,
    NameByList(),
)
"""All finders of this room but the tagger; the tables of the documentation come from what they say of themselves."""


@cache
def _all_finders() -> tuple[Finder, ...]:
    """The finders of this room, and those that plug in as ``deid.finders``."""
    known = {finder.name for finder in FINDERS}
    plugged: list[Finder] = [entry.load() for entry in entry_points(group="deid.finders")]
    return (*FINDERS, *(finder for finder in plugged if finder.name not in known))


TAGGER = Tagger()
"""The tagger that notes are searched with."""


def find(
    text: str,
    known: Iterable[str] | Mapping[str, Any] = (),
    finders: Iterable[Finder] | None = None,
    tagger: Tagger | None = TAGGER,
    also: Iterable[Finding] = (),
) -> list[Finding]:
    """Every identifier that the finders see in a text.

    Args:
        text: any text.
        known: the person's own values from structured fields, or a row with its columns' names; they and their parts
            are searched for, too.
        finders: which finders to use; those of this room and the plugged ones, when not given.
        tagger: the tagger that looks at the text and at what the finders found; ``None`` for the finders alone.
        also: what is known from elsewhere, with offsets into ``text``; it is among the findings, whatever they say.

    Returns:
        Findings in order, without overlaps, with offsets into ``text`` as it was given.
    """
    chosen = _all_finders() if finders is None else tuple(finders)
    values = KnownValues.of(known) if known else None
    found = find_once(text, lambda part: _search(part, chosen, values, tagger))
    return resolve([*found, *also]) if also else found


def _search(text: str, finders: Iterable[Finder], values: KnownValues | None, tagger: Tagger | None) -> list[Finding]:
    document = Document.of(text, repaired=True)
    findings = without_public_codes(
        public_codes(document), (finding for finder in finders for finding in finder.find(document))
    )
    sure = list(values.find(document)) if values else []
    if tagger is not None:
        findings += values.doubtful(document) if values else ()
        findings = list(agreed(tagger, document, findings, sure))
    found = resolve(extended(document.text, resolve([*findings, *sure])))
    return resolve(_in_original(document, finding) for finding in found)


def _in_original(document: Document, finding: Finding) -> Finding:
    if document.normal.offsets is None:
        return finding
    start, end = document.normal.original_span(finding.start, finding.end)
    return replace(finding, start=start, end=end)
