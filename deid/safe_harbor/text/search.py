"""The search itself: every finder over one text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from deid.identifiers import Finding
from deid.safe_harbor.text.contact_finders import CONTACT_FINDERS
from deid.safe_harbor.text.date_finders import DATE_FINDERS
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import Finder
from deid.safe_harbor.text.known import KnownValues
from deid.safe_harbor.text.label_finders import LABEL_FINDERS
from deid.safe_harbor.text.number_finders import NUMBER_FINDERS
from deid.safe_harbor.text.people_by_context import CONTEXT_FINDERS
from deid.safe_harbor.text.people_by_list import NameByList
from deid.safe_harbor.text.place_finders import PLACE_FINDERS
from deid.safe_harbor.text.resolve import resolve

FINDERS: tuple[Finder, ...] = (
    *CONTACT_FINDERS,
    *NUMBER_FINDERS,
    *LABEL_FINDERS,
    *DATE_FINDERS,
    *PLACE_FINDERS,
    *CONTEXT_FINDERS,
    NameByList(),
)
"""All finders of this room; the documentation's tables are generated from what they say of themselves."""


def find(text: str, known: Iterable[str] = (), finders: Iterable[Finder] = FINDERS) -> list[Finding]:
    """Every identifier that the finders see in a text.

    Args:
        text: any text.
        known: the person's own values from structured fields; they and their parts are searched for, too.
        finders: which finders to use.

    Returns:
        Findings in order, without overlaps, with offsets into ``text`` as it was given.
    """
    document = Document.of(text)
    searching = (*finders, KnownValues.of(known)) if known else tuple(finders)
    return resolve(_in_original(document, finding) for finder in searching for finding in finder.find(document))


def _in_original(document: Document, finding: Finding) -> Finding:
    if document.normal.offsets is None:
        return finding
    start, end = document.normal.original_span(finding.start, finding.end)
    return replace(finding, start=start, end=end)
