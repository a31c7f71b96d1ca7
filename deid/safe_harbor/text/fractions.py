"""Fractions and ranges that a chart means as such: doses, scores, strengths, counts, and no month with a day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deid.safe_harbor import resources
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import at_digits

_REACH = 40
_NUMBER = r"\d{1,5}(?:\.\d{1,3})?"
_MEASURE = (
    r"(?:mg|mcg|ug|g|gm|kg|ml|cc|l|dl|mm|cm|m|in|inch(?:es)?|ft|lbs?|oz|units?|u|iu|meq|mmhg|mmol|bpm|hz|kcal|cal(?:ories)?"
    r"|%|percent|degrees?|deg|h|hr|hrs|hours?|min|mins|minutes?|sec|seconds?|d|days?|nights?|wk|wks|weeks?|mos?|months?|yrs?|years?"
    r"|tab(?:let)?s?|caps?(?:ules?)?|pills?|puffs?|sprays?|drops?|gtts?|cups?|tsp|tbsp|teaspoons?|packs?|ppd|beers?|drinks?|glasses"
    r"|cigarettes|cigs|joints|meals|bottles?|sets?|tubes?|cultures|blood\scultures|hpf|lpf|wbcs?|rbcs?|cells?|colonies|beats|episodes|times|mix(?:ture)?|ratio|dilution|solution"
    r"|vessels?|lobes?|views?|limbs?|extremities|digits|fingers|toes|ribs|teeth|levels?|segments?|nodes?|lesions?|cores|samples|specimens"
    r"|biopsies|systems|criteria|points?|items|objects|words|recalled?|correct|positive|pos|neg(?:ative)?\sfor|intact|of\s(?:the|a|an|his|her)"
    r"|ns|normal\ssaline|strength|motor|power|grip|pain|murmur|sem|systolic|diastolic|throughout|bilat\w*|symmetric\w*|equal|pulses?|reflex\w*"
    r"|vision|acuity|ros|prn|bid|tid|qid|qhs|daily|po|iv|times|x|fold|pounds|kilos|feet|steps|blocks|miles|flights|liters?|litres?|pints?|servings)"
)
_BEHIND = re.compile(rf"\s?-?(?:{_MEASURE})(?![^\W_])|(?<=[1-5]/5)[+-](?=[\s,.;]|\Z)|\s?[%\"]", re.IGNORECASE)
_BEFORE = frozenset(resources.word_list("before fractions that are no dates"))
_LINKS = frozenset("of is was at to in by are were now left right bilaterally bilateral only".split())
_SIGNS = " \t(~:=<>#,;'\""
_MOST_WORDS = 3
# Words of the list that stand before dates as often: only what follows can make these a fraction.
_PLAIN_FRACTION = frozenset(
    ("1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/6", "5/6", "1/8", "1/10")
)

_NO_DATE = re.compile(
    # Four numbers or more in a row, decimals, and parts too large for a month and a day or year.
    rf"(?<![\w./-]){_NUMBER}(?:/{_NUMBER}){{3,12}}(?![\w/])"
    r"|(?<![\w./-])\d{1,4}\.\d{1,2}\s?[-/]\s?\d{1,4}(?:\.\d{1,2})?(?![\w./-])|(?<![\w./-])\d{1,4}\s?[-/]\s?\d{1,4}\.\d{1,2}(?![\w./-])"
    r"|(?<![\w./-])(?:3[2-9]|[4-9]\d|[1-9]\d\d)/\d{1,3}(?![\w./-]|\s?[a-z]{3})|(?<![\w./-])\d{1,3}/(?:[1-9]\d\d)(?![\w./-])"
    r"|(?<![\w./-])(?:1[3-9]|[2-9]\d)/(?:1[3-9]|[2-9]\d)(?![\w./-])|(?<![\w./-])0/\d{1,2}(?![\w./-])"
    # The range of reference behind a result.
    r"|(?<=\d\s\()\d{1,4}(?:\.\d{1,2})?-\d{1,4}(?:\.\d{1,2})?(?=\))",
)
_SMALL = re.compile(r"(?<![\w./-])(?:\d\s(?=\d/))?\d{1,4}(?:\.\d)?\s?(?:/|-|to)\s?\d{1,4}(?:\.\d)?(?![\w/]|[-.]\d)")


_TIME_BEHIND = re.compile(
    r"\s(?:at\s|@\s?)(?:\d{1,2}:\d{2}|\d{3,4}(?:\s?(?:h|hrs?|hours)\b|(?=[\s.,;)]))|\d{1,2}\s?[ap]\.?m)", re.IGNORECASE
)


def is_clinical(text: str, start: int, end: int) -> bool:
    """Whether the words beside ``text[start:end]``, such as ``1/2`` or ``3-4``, make it a quantity and no date."""
    if _BEHIND.match(text, end):
        return True
    if _TIME_BEHIND.match(text, end):
        return False
    word = word_before(text, start)
    return word in _BEFORE and (word != "for" or text[start:end] in _PLAIN_FRACTION)


def word_before(text: str, start: int) -> str:
    """The last word before ``text[start]`` on its line, in lower case, but for ``of``, ``is`` and the like."""
    words = text[max(0, start - _REACH) : start].rpartition("\n")[2].lower().split()[-_MOST_WORDS:]
    for word in reversed(words):
        plain = word.strip(_SIGNS)
        if plain and plain not in _LINKS:
            return plain
    return ""


def clinical_fractions(document: Document) -> Iterator[tuple[int, int]]:
    """Spans of fractions and ranges that are quantities."""
    if not document.has_digits:
        return
    text = document.text
    for found in at_digits(_NO_DATE, document):
        yield found.span()
    for found in at_digits(_SMALL, document):
        if is_clinical(text, *found.span()):
            yield found.span()
