"""What the patterns and the tagger say together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text.address_finders import SURE_PLACES
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.known import DOUBTFUL
from deid.safe_harbor.text.lexicon import lexeme
from deid.safe_harbor.text.resolve import resolve
from deid.safe_harbor.text.tagger.tagging import LABELS, Tagger
from deid.safe_harbor.text.tagger.thresholds import is_plain, is_word, least_to_find, least_to_keep
from deid.safe_harbor.text.tagger.tokens import Token, tokens_of
from deid.safe_harbor.text.vetoes import vetoes

_JUDGED = frozenset((Identifier.NAME, Identifier.GEOGRAPHY))
_FORMATS = SURE_PLACES | frozenset(
    "coordinates street_address address_with_unit post_office_box military_address unit_of_address zip_with_state"
    " name_with_title city_state_zip"
    " well_known_full zip_by_label zip_plus_four hl7_field name_with_carets name_spelt".split()
)
_OFTEN_VETOED = frozenset(("name_with_title", "day_of_week", "day_of_month"))
_LEAST_OF_KNOWN = 0.5
_CERTAIN, _SHORTEST = 0.9, 3
_LEAST_AGAIN, _LEAST_BESIDE, _LEAST_SMALL = 0.08, 0.2, 0.6
# What a finder itself offers as a mere opinion must seem likelier to the tagger.
_LEAST_OF_DOUBTFUL, _DOUBTED = 0.25, 0.5
# Where one word in thirty is surely an identifier, the next doubtful one is more likely one, too.
_SURE, _MANY = 0.8, 0.033
_WHOLE = ("facility_of_place", "residence", "organisation")
_INSIDE = frozenset("of and the for de la van von der den del di da do dos st on".split())
# Words of which a sentence may begin with any, though somebody bears them as a name.
_STARTERS = frozenset(
    "will may can do so an as at in on to if no my he she his her more most best still just hope see an long good"
    " mark bill chance case pain low high left right short small".split()
)
_JOINING = frozenset("of and the for de la van von der den del di da do dos st at on in".split())


@dataclass
class _Opinion:
    """What the tagger thinks of each token, less what is vetoed."""

    tokens: list[Token]
    chances: list[float]
    labels: list[str]
    starts: list[int]

    def range_of(self, start: int, end: int) -> range:
        """The tokens of a span."""
        first = bisect_left(self.starts, start)
        if first and self.tokens[first - 1].end > start:
            first -= 1
        return range(first, bisect_left(self.starts, end))


def agreed(
    tagger: Tagger, document: Document, findings: Sequence[Finding], known: Sequence[Finding] = ()
) -> Iterator[Finding]:
    """The findings of the formats, those of the lists that the tagger does not rule out, and the tagger's own.

    Names and places of the lists and contexts are opinions: each is cut down to the tokens that the tagger does not
    hold for plain words. What has a format of its own stays as it is.
    """
    tokens = tokens_of(document.text)
    chances, labels = tagger.probabilities(
        document, tokens, resolve([*(f for f in findings if f.finder != DOUBTFUL), *known])
    )
    opinion = _Opinion(tokens, chances, labels, [token.start for token in tokens])
    spans = list(vetoes(document))
    for start, end in spans:
        for index in opinion.range_of(start, end):
            opinion.chances[index] = 0.0
    vetoed = {index for start, end in spans for index in opinion.range_of(start, end)}
    kept: list[Finding] = []
    for finding in findings:
        if finding.finder in _OFTEN_VETOED and vetoed.issuperset(opinion.range_of(finding.start, finding.end)):
            continue
        opinion_of = finding.identifier in _JUDGED or finding.finder.startswith("employer")
        judged = opinion_of and finding.finder not in _FORMATS
        kept.extend(_cut(finding, opinion) if judged else (finding,))
    yield from kept
    covered = {index for finding in kept for index in opinion.range_of(finding.start, finding.end)}
    for index, finding in _tagged(tagger, opinion, document.is_cased):
        if index not in covered:
            covered.add(index)
            kept.append(finding)
            yield finding
    yield from _again(opinion, kept, covered, vetoed, document.is_cased)


def _again(
    opinion: _Opinion, kept: Sequence[Finding], covered: set[int], vetoed: set[int], cased: bool
) -> Iterator[Finding]:
    """The other places of a name that was found for certain elsewhere in the same text.

    Where the name is a word of the language as well, the tagger must hold it for possible there.
    """
    certain = {
        token.text.lower().removesuffix("'s")
        for finding in kept
        if finding.identifier is Identifier.NAME and finding.confidence >= _CERTAIN
        for token in (opinion.tokens[index] for index in opinion.range_of(finding.start, finding.end))
        if len(token.text) >= _SHORTEST and token.text.isalpha() and not lexeme(token.text.lower()).never
    }
    for index, token in enumerate(opinion.tokens):
        word = token.text.lower().removesuffix("'s")
        if index in covered or index in vetoed or word not in certain:
            continue
        small = token.text.islower() and is_word(word)
        possible = opinion.chances[index] >= (_LEAST_SMALL if small else _LEAST_AGAIN)
        shown = token.text[0].isupper() and cased and not token.text.isupper() and word not in _STARTERS
        if possible or shown or (not is_word(word) and (token.text[0].isupper() or not cased)):
            yield Finding(token.start, token.end, Identifier.NAME, "name_again", _CERTAIN)


def _cut(finding: Finding, opinion: _Opinion) -> Iterator[Finding]:
    places = opinion.range_of(finding.start, finding.end)
    doubt = _LEAST_OF_DOUBTFUL if finding.confidence <= _DOUBTED else 0.0
    whole = finding.finder == "facility" or finding.finder.startswith(_WHOLE)
    sure = finding.identifier is Identifier.NAME and finding.confidence >= _CERTAIN
    run: list[int] = []
    for index in places:
        token = opinion.tokens[index]
        if whole and run and token.text == "at" and opinion.labels[run[-1]] == "NAME":
            yield _part(finding, opinion, run)  # somebody at a place is no place
            run = []
            continue
        least = _LEAST_OF_KNOWN if finding.finder == DOUBTFUL else max(least_to_keep(token.text, sure), doubt)
        if opinion.chances[index] >= least:
            run.append(index)
        elif run and token.text.isalpha() and is_plain(token.text) and token.text.lower() not in _INSIDE and not whole:
            yield _part(finding, opinion, run)
            run = []
    if run and whole:  # the kind behind a name belongs to it
        run.append(places[-1])
    if run:
        yield _part(finding, opinion, run)


def _part(finding: Finding, opinion: _Opinion, run: Sequence[int]) -> Finding:
    return replace(finding, start=opinion.tokens[run[0]].start, end=opinion.tokens[run[-1]].end)


def _tagged(tagger: Tagger, opinion: _Opinion, cased: bool) -> Iterator[tuple[int, Finding]]:
    count = len(opinion.tokens)
    sure = sum(chance >= _SURE for chance in opinion.chances)
    least = tagger.least_among_many if sure >= _MANY * count else tagger.least
    taken = [chance >= least_to_find(opinion.tokens[i].text, least, cased) for i, chance in enumerate(opinion.chances)]
    _beside(opinion, taken)
    for index, chance in enumerate(opinion.chances):
        inside = 0 < index < count - 1 and taken[index - 1] and taken[index + 1] and _joins(opinion.tokens[index].text)
        if not (taken[index] or (inside and chance >= least)) or opinion.labels[index] == "O":
            continue
        if opinion.labels[index] == "DATE" and not _is_dated(opinion, index):
            continue
        token = opinion.tokens[index]
        if token.text.isalnum() or len(token.text) > 1 or inside:
            yield index, Finding(token.start, token.end, LABELS[opinion.labels[index]], tagger.name, min(1.0, chance))


def _beside(opinion: _Opinion, taken: list[bool]) -> None:
    """Take what stands beside a taken part of a name and may well be another part of it, whatever word it is."""
    for step in (1, -1):
        order = range(len(taken)) if step == 1 else range(len(taken) - 1, -1, -1)
        for index in order:
            other = index - step
            if taken[index] or not 0 <= other < len(taken) or not taken[other]:
                continue
            same_line = opinion.tokens[max(index, other)].gap != "\n"
            if same_line and opinion.labels[other] == opinion.labels[index] == "NAME":
                taken[index] = opinion.tokens[index].text.isalpha() and opinion.chances[index] >= _LEAST_BESIDE


def _joins(word: str) -> bool:
    return not word.isalnum() or word in _JOINING


def _is_dated(opinion: _Opinion, index: int) -> bool:
    """A number alone is no date: not a year, and not a day without a month or an ordinal ending."""
    text = opinion.tokens[index].text
    if not text.isdigit() or len(text) > 4 or int(text) in range(90, 121):
        return True
    near = [i for i in (index - 2, index - 1, index + 1, index + 2) if 0 <= i < len(opinion.tokens)]
    return any(opinion.labels[i] == "DATE" and opinion.tokens[i].text.isalnum() for i in near)
