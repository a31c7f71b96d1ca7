"""Codes of public terminologies behind their names: NDC, CPT, LOINC and the like number things, not people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import at_words, words_of

_NAMES = (
    r"(?:ndc|upc|cpt|hcpcs|loinc|snomed(?:[-\s]?ct)?|sctid|rxnorm|rxcui|icd[-\s]?(?:9|10|11|o)?(?:-?(?:cm|pcs))?(?:-3)?|(?:ms-?)?drg|atc|cvx|unii|a?nda|bla|nct"
    r"|umls|cui|mesh|hgnc|omim|pmid|pmcid|doi|taxonomy|revenue|modifier|fda|clia|cas)"
)
_FIRST = words_of(
    "ndc upc cpt hcpcs loinc snomed snomedct sctid rxnorm rxcui icd ms msdrg drg atc cvx unii anda nda"
    " bla nct umls cui mesh hgnc"
    " omim pmid pmcid doi taxonomy revenue modifier fda clia cas"
)
_CODE = r"[a-z]{0,3}\d[\w.-]{0,16}"
_PATTERN = re.compile(
    rf"(?<![\w-]){_NAMES}(?:\s(?:codes?|numbers?|no\.?|id))?\s?[-:=\#]?\s?(?:{_CODE}(?:(?:\s?[,;/&]\s?|\s?,?\sand\s|\sor\s){_CODE}){{0,12}})(?!\w)",
    re.IGNORECASE,
)
_OF_PERSONS = frozenset(
    (Identifier.NAME, Identifier.GEOGRAPHY, Identifier.DATE_OR_AGE, Identifier.EMAIL, Identifier.URL)
)


def public_codes(document: Document) -> list[tuple[int, int]]:
    """Spans of the codes of public terminologies with their names, in order."""
    if not document.has_digits:
        return []
    return [found.span() for found in at_words(_PATTERN, document, _FIRST)]


def without_public_codes(spans: Iterable[tuple[int, int]], findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those of numbers that are codes of a public terminology."""
    public = list(spans)
    if not public:
        return list(findings)
    return [
        finding
        for finding in findings
        if finding.identifier in _OF_PERSONS
        or not any(start <= finding.start and finding.end <= end for start, end in public)
    ]
