"""What carries a name, a place or a fraction and identifies nobody: eponyms, instruments, scores, doses, schedules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from deid.safe_harbor import resources
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import compile_pattern
from deid.safe_harbor.vocabulary import is_eponym

_STRONG = frozenset(resources.word_list("behind eponyms, always"))
_WEAK = frozenset(resources.word_list("behind eponyms, where the name is one"))
_NEVER_PERSONS = frozenset(resources.word_list("eponyms and brands that are hardly ever persons in notes"))
_TAIL = re.compile(
    rf"(?<![\w'-])(?=[a-z])(?:{'|'.join(sorted(_STRONG | _WEAK, key=len, reverse=True))})s?(?![\w-])", re.IGNORECASE
)
_BEFORE = re.compile(r"(?:(?:and|or)\s|[^\W\d_]+(?:['-][^\W\d_]+){0,3}'?[\s,/]{1,2}){1,6}\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+){0,3}'?")
_SINGLE = re.compile(r"(?<![\w'])[^\W\d_]{4,20}(?![^\W\d_])")
_TITLE_BEFORE = re.compile(r"\b(?:dr|mr|mrs|ms|miss|prof|doctor|nurse|officer)\.?\s{1,2}\Z", re.IGNORECASE)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_MUSCLE = r"(?:strength|motor|power|grip|pain|reflex(?:es)?|pulses?|murmur|vision|acuity|murmurs|score|apgars?|tone)"

_PATTERNS = (
    # Two days of the week or more are a schedule, and so is a plural.
    compile_pattern(
        rf"\b(?=[a-z]){_DAY}\b(?:\s?[,/&]\s?(?:and\s)?|\s?-\s?|\sand\s){_DAY}\b(?:(?:\s?[,/&]\s?(?:and\s)?|\sand\s){_DAY}\b){{0,4}}"
    ),
    compile_pattern(
        r"\b(?=[a-z])(?:every|each)\s(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b"
    ),
    compile_pattern(
        r"(?<![\w./-])[<>~]?\d{1,4}(?:[.,]\d{1,3})?\s?(?:%|percent|mg|mcg|ug|g|kg|ml|cc|mm|cm|l|lbs?|units?|meq|mmhg|bpm|french|fr|"
        r"gauge|degrees|feet|ft|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mos?)(?:/[a-z]{1,3})?(?![\w/])"
    ),
    compile_pattern(rf"\b(?=[a-z]){_MUSCLE}\s(?:[a-z]{{1,12}}\s){{0,3}}[0-9+-]{{1,3}}/\d{{1,2}}(?![\d/])"),
    compile_pattern(
        rf"(?<![\d/])\d{{1,2}}[+-]?/\d{{1,2}}\s(?:{_MUSCLE}|throughout|bilat\w*|systolic|diastolic|tab(?:let)?s?)\b"
    ),
    compile_pattern(
        r"(?<![\d/])(?:20/\d{2,3}|[0-5][+-]?/5(?=\sin\s)|\d{1,2}/10(?=\s(?:pain|in\sseverity|at|with|now)))(?![\d/])"
    ),
    compile_pattern(
        r"\b(?=[a-z])(?:pod|hd|ppd|dol|hospital\sday|postop(?:erative)?\sday|post-op\sday)\s?\#?\s?\d{1,3}\b"
    ),
    compile_pattern(r"(?<![\w/-])\#?\d{1,2}-0(?![\w/-])|\#\d{1,2}[-\s]french|\b[ctls]\d{1,2}-[ctls]?\d{1,2}\b|\bx-ray"),
    compile_pattern(r"\b(?=[a-z])(?:dr|mr|mrs|ms)\.?\s(?:x{1,4}|y|z|xyz|abcd?)(?:'s)?(?!\w|-|\.\w|\s(?-i:[A-Z])\w)"),
    compile_pattern(
        r"\b(?=[a-z])(?:abcd?|xyz|x{3,5})\s(?:(?:general|community|university)\s)?(?:hospital|medical\scenter|clinic)"
    ),
    compile_pattern(r"\b\d{1,2}-\d/\d(?=[-\s])"),
    compile_pattern(
        r"(?<![\w./-])\d{1,3}(?:-|\sto\s)\d{1,3}\s(?:wbcs?|rbcs?|cm|mm|mg|mcg|ml|days?|weeks?|wks?|months?|times|years?|yrs?|hours?|hrs?|"
        r"minutes?|mins?|hpf|cells?|episodes|beats|pounds|lbs|degrees|drinks|cigarettes|packs?|beers|puffs|units|liters|steps|feet)\b"
    ),
    compile_pattern(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d])|(?<![\d./-])\d{1,4}\.\d{1,3}(?![\d./-])"),
    compile_pattern(
        r"\b(?=[a-z])(?:a?nda|bla|ndc|rxcui|nct|cpt|icd-?\d{0,2}|snomed|loinc|hcpcs)(?:\scode)?[-\s:#]{0,2}[a-z]?\d[\d.-]{2,12}\b"
    ),
)


@lru_cache(maxsize=4096)
def _names_a_thing(word: str) -> bool:
    return word in _NEVER_PERSONS or all(is_eponym(part) for part in word.split("-"))


def _may_be_eponym(text: str, end: int, strong: bool) -> bool:
    """A cheap look at the word before a tail word."""
    before = text[max(0, end - 32) : end].split()
    if not before:
        return False
    word = before[-1].rstrip("-,/'")
    return bool(word) and ((strong and word[0].isupper()) or _names_a_thing(word.lower().removesuffix("'s")))


def _eponym_before(text: str, end: int, strong: bool, cased: bool) -> int | None:
    """Where the eponym before a tail word begins; None when there is none."""
    begin = None
    if not _may_be_eponym(text, end, strong):
        return None
    found = _BEFORE.search(text, max(0, end - 64), end)
    if not found:
        return None
    words = list(_WORD.finditer(text, found.start(), end))
    for index, word in enumerate(reversed(words)):
        plain = word[0].lower().removesuffix("'s").removesuffix("'")
        if plain in ("and", "or", "von", "de"):
            continue
        proper = strong and cased and index < 2 and word[0][0].isupper() and not word[0].endswith(("'s", "'"))
        if not (proper or _names_a_thing(plain)):
            break
        begin = word.start()
    if begin is None or _TITLE_BEFORE.search(text, max(0, begin - 12), begin):
        return None
    return begin


def vetoes(document: Document) -> Iterator[tuple[int, int]]:
    """Spans of the normal form that identify nobody, in any order."""
    text = document.text
    for found in _TAIL.finditer(text):
        tail = found[0].lower().removesuffix("s")
        strong = tail in _STRONG or found[0].lower() in _STRONG
        begin = _eponym_before(text, found.start(), strong, document.is_cased)
        if begin is not None:
            yield begin, found.end()
    for found in _SINGLE.finditer(text):
        if found[0].lower() in _NEVER_PERSONS and not _TITLE_BEFORE.search(
            text, max(0, found.start() - 12), found.start()
        ):
            yield found.span()
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
