"""Names of persons that the lists of given names and surnames know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.text.document import Document, Word
from deid.safe_harbor.text.lexicon import Lexeme, lexeme

_INITIALS_BEHIND = re.compile(r"\s[A-Z]\.(?!\w)")
_INITIALS_BEFORE = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){1,3}\Z")
_GAP = re.compile(r"\s{1,2}(?:[A-Z]\.?\s{1,2})?|,\s")
_CLINICAL_TAIL = re.compile(
    (
        r"(?:'s?)?\s(?:\w+\s)?(?:disease|syndrome|sign|test|scale|score|catheter|forceps"
        r"|retractor|clamp|drain|drains|tube|procedure|operation|repair|fracture|palsy|lymphoma"
        r"|sarcoma|reflex|reaction|index|criteria|class(?:ification)?"
        r"|stage|grade|node|nodes|gland|duct|tumor|tumour|cyst|hernia|contracture|incision"
        r"|position|maneuver|stitch|suture|suction|needle|scissors|elevator|blade|wire|pins?"
        r"|phenomenon|esophagus|valve|shunt|bag|block|view|pouch|balloon"
        r"|law|lines?|bodies|cells?|canal|space|fascia|ligament|membrane|tract|triangle|circle"
        r"|loop|anemia|thyroiditis|arteritis|chorea|dementia|encephalopathy|nephropathy|gangrene"
        r"|lesion|deformity|prosthesis|stockings|wrap|boot|splint|collar)"
    ),
    re.IGNORECASE,
)


_BORNE = 0.005
_CITIES = ("us_cities.txt.gz", "world_cities.txt.gz")


def _strong(entry: Lexeme, share: float) -> bool:
    return share > 0 and not entry.ordinary and not entry.clinical and not entry.never


def _pair(first: Lexeme, second: Lexeme, capital: bool) -> float:
    """The confidence that two neighbours are a given name and a surname; 0 when they are not."""
    month = first.given >= 0.01 and _strong(second, second.surname)  # April and June are names as well
    if first.never or second.never or second.clinical or (first.clinical and not month):
        return 0.0
    if not (first.given or (first.surname and second.listed)):
        return 0.0
    if not capital:
        return 0.7 if first.given > 0 and second.surname > 0 and not first.common and not second.common else 0.0
    if first.given > 0 and second.surname > 0:
        if month or not first.ordinary or not second.ordinary:
            return 0.9
        return 0.6 if first.given >= 0.05 and second.surname >= 0.05 else 0.0
    if _strong(first, first.given) and not second.common:
        return 0.85
    if _strong(first, first.surname) and _strong(second, second.given):
        return 0.75
    return 0.0


def _alone(entry: Lexeme, capital: bool) -> float:
    """The confidence that one word by itself is a name; 0 when it is not."""
    if not capital or entry.ordinary or entry.eponym or entry.clinical or entry.wide_place or entry.never:
        return 0.0
    if entry.given >= (0.02 if entry.common else 0.002):
        return 0.7
    return 0.5 if (entry.surname > 0 or entry.city) and not entry.common else 0.0


def _names_a_person(first: Lexeme, text: str) -> bool:
    """Whether it is a person rather than a city, such as San Francisco, whose first word hardly anybody bears."""
    if not first.listed:
        return False
    rare = max(first.given, first.surname) < _BORNE
    return not (rare and any(text.lower() in resources.phrases(name) for name in _CITIES))


def _with_initials(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the initials around it, as in ``J. R. Smith`` and ``Anna S.``, too."""
    before = _INITIALS_BEFORE.search(text, max(0, start - 10), start)
    behind = _INITIALS_BEHIND.match(text, end)
    return before.start() if before else start, behind.end() if behind else end


@dataclass(frozen=True, slots=True)
class NameByList:
    """Finds given names beside surnames, and single names that are no other word."""

    name: str = "name_by_list"
    identifier: Identifier = Identifier.NAME
    description: str = "A given name beside a surname of the Census lists, or a listed name that is no other word."

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`~deid.safe_harbor.text.finder.Finder`."""
        words = document.words
        entries = [lexeme(word.text.lower()) if len(word.text) > 1 else None for word in words]
        for index, (word, entry) in enumerate(zip(words, entries, strict=True)):
            if entry is None or entry.never or not (entry.listed or entry.city):
                continue
            capital = document.is_cased and word.text[0].isupper()
            following = words[index + 1] if index + 1 < len(words) else None
            confidence, end = self._with_next(document, word, entry, following, capital)
            if confidence and not _CLINICAL_TAIL.match(document.text, end):
                start, end = _with_initials(document.text, word.start, end)
                identifier = (
                    self.identifier if _names_a_person(entry, document.text[start:end]) else Identifier.GEOGRAPHY
                )
                yield Finding(start, end, identifier, self.name, confidence)

    @staticmethod
    def _with_next(
        document: Document, word: Word, entry: Lexeme, following: Word | None, capital: bool
    ) -> tuple[float, int]:
        text = document.text
        if following and following.start - word.end <= 5:
            skipped = _GAP.match(text, word.end)
            target = following
            if skipped and skipped.end() > following.start:
                target = Word(skipped.end(), following.end, following.text)
            both = capital and following.text[0].isupper()
            if skipped and skipped.end() == target.start and (both or not document.is_cased or not capital):
                comma = text[word.end] == ","
                second = lexeme(following.text.lower())
                pair = _pair(second, entry, both) if comma else _pair(entry, second, both)
                if pair:
                    return pair, following.end
        return _alone(entry, capital), word.end
