"""Names of persons that the words around them announce."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import DIGITS, Finder, Pattern, PatternFinder, compile_pattern
from deid.safe_harbor.text.lexicon import lexeme

_PARTICLE = r"(?:van|von|der|den|de|la|le|du|da|del|di|dos|al|bin|ibn|st\.|ter|ten|[Vv]an\s[Dd]er)"
_PART = r"[^\W\d_a-z][^\W\d_]{0,24}+(?:['-][^\W\d_]{1,24}+){0,2}+\d{0,4}+"
_INITIAL = r"[A-Z]\.(?!\w)"
_NAME = (
    rf"(?:(?:{_PARTICLE}\s){{0,2}}(?:{_PART}|{_INITIAL}))(?:,?[^\S\n](?:{_PARTICLE}\s){{0,2}}"
    rf"(?:{_INITIAL}|{_PART})){{0,3}}"
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\d{0,4}\.?")
_LABELS = (
    r"patient(?:\sname)?|patient's\sname|pt(?:\sname)?|name|full\sname|first\sname|last\sname"
    r"|surname|maiden\sname|alias|aka|a\.k\.a\.|attending(?:\sphysician|\ssurgeon)?|physician"
    r"|surgeon|assistant(?:\ssurgeon)?"
    r"|anesthesiologist|provider|pcp|primary\scare(?:\sphysician|\sprovider)?|nurse|therapist"
    r"|radiologist|pathologist|referring(?:\sphysician|\sprovider)?|consultant"
    r"|consulting\sphysician|resident|fellow|intern"
    r"|(?:electronically\s|digitally\s)?(?:signed|dictated|transcribed|reviewed|verified"
    r"|authenticated|reported|read|interpreted|performed|seen|ordered|requested|entered"
    r"|approved|prepared|witnessed|written|accompanied)\sby"
    r"|author|cc|attn|attention|dear|from|to|re|regarding|contact|emergency\scontact"
    r"|next\sof\skin|nok|guarantor|guardian|proxy|poa|subscriber|insured|beneficiary"
    r"|caregiver|informant|employee|interviewer|sincerely|regards|thanks"
)
_RELATIVES = (
    r"wife|husband|spouse|partner|fianc[eé]e?|girlfriend|boyfriend|son|daughter|mother|father"
    r"|mom|dad|mum|brother|sister|aunt|uncle|cousin|niece|nephew|grand(?:mother|father|son"
    r"|daughter|ma|pa)|step(?:son|daughter|mother|father)"
    r"|neighbou?r|friend|roommate|caregiver|guardian|twin|child|baby|boy|girl|infant|patient"
    r"|pt|gentleman|lady|man|woman|colleague|boss|named|called|nicknamed|doctor|nurse"
    r"|physician"
)
_TITLES = (
    r"Mr|Mrs|Ms|Miss|Mx|Mister|Dr|Drs|Doctor|Prof|Professor|Rev|Reverend|Fr|Sr|Sra|Pastor"
    r"|Rabbi|Imam|Judge|Officer|Detective|Sgt|Lt|Capt|Captain|Col|Gen|Sir|Dame|Lord|Lady|Hon"
    r"|MR|MRS|MS|DR|Nurse|Señora?|Madame|Monsieur|Herr|Frau"
)
_CREDENTIALS = (
    r"(?:M\.?D\.?|D\.?O\.?|R\.?N\.?|Ph\.?D\.?|N\.?P\.?|PA-C|P\.?A\.?|DDS|DMD|LPN|DPM|FACS"
    r"|FACP|MPH|CRNA|LCSW|MSW|PharmD|DVM|MBBS|FRCS|APRN|CNM|PT|OT|Esq\.?|Jr\.?|Sr\.?|III|II)"
)
_SHORTEST_SPELT, _VOWELS = 4, frozenset("aeiou")
_FREQUENT = 0.02  # per cent of the people


@dataclass(frozen=True, slots=True)
class NameByContext:
    """Finds a name next to a word that announces one; its ordinary words are cut off at both ends.

    Attributes:
        name: what a finding calls it.
        description: one line for the documentation's tables.
        pattern: with the group ``value`` around what may be a name.
        certain: the context alone makes it a name, whatever the words are, and is found with it (a title).
        listed_only: a word that no list of names holds is no name in this context.
        confidence: of a finding.
    """

    name: str
    description: str
    pattern: Pattern
    certain: bool = False
    listed_only: bool = False
    confidence: float = 0.85
    identifier: Identifier = Identifier.NAME

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`~deid.safe_harbor.text.finder.Finder`."""
        for found in self.pattern.finditer(document.text):
            span = name_span(document.text, *found.span("value"), certain=self.certain)
            if span and (not self.listed_only or _has_listed(document.text[slice(*span)])):
                start = found.start() if self.certain else span[0]
                yield Finding(start, span[1], self.identifier, self.name, self.confidence)


# The type and event of an HL7 message.
_MESSAGE = re.compile(r"[A-Z]{3}\^[A-Z]\d{2}(?:\^[A-Z]{3}_[A-Z]\d{2})?")


def _is_surname(word: str) -> bool:
    entry = lexeme(word.lower())
    return not (entry.never or entry.clinical) and (entry.likely or entry.surname >= _FREQUENT)


def _has_listed(text: str) -> bool:
    return any(lexeme(word.strip(".").lower()).listed for word in _WORD.findall(text) if len(word) > 2)


def _is_name_part(word: str, certain: bool) -> bool:
    lower = word.strip(".").lower().removesuffix("'s")
    if len(lower) == 1:
        return word.endswith(".") and lower not in "xyz"
    entry = lexeme(lower)
    if entry.never or entry.clinical or (entry.eponym and not certain):
        return False
    return entry.likely or (entry.listed and (certain or not entry.everyday))


def name_span(text: str, start: int, end: int, certain: bool) -> tuple[int, int] | None:
    """The part of ``text[start:end]`` that is a name: from its first to its last likely part.

    Args:
        text: the normal form.
        start: where a name may begin.
        end: where it ends at the latest.
        certain: the context makes its first word a name, even an ordinary one.
    """
    parts = [(m.start() + start, m.end() + start, m[0]) for m in _WORD.finditer(text[start:end])]
    good = [_is_name_part(word, certain) for *_, word in parts]
    if certain and parts and len(parts[0][2].strip(".").removesuffix("'s")) > 1:
        good[0] = good[0] or not lexeme(parts[0][2].lower()).never
    if not any(flag and len(parts[i][2].strip(".")) > 1 for i, flag in enumerate(good)) and not (certain and any(good)):
        return None
    first = good.index(True)
    last = first
    for index in range(first, len(parts)):
        if not good[index] and not (text[parts[index][0]].islower() and index + 1 < len(parts)):
            break
        last = index if good[index] else last
    return parts[first][0], parts[last][1]


def _is_careted(text: str) -> bool:
    return not _MESSAGE.fullmatch(text) and _is_person(text)


def _is_person(text: str) -> bool:
    """One of the parts may be a name, and none is a number."""
    return any(lexeme(part.lower()).likely for part in re.findall(r"[^\W\d_]{2,}", text))


def _is_spelt_name(text: str) -> bool:
    word = "".join(filter(str.isalpha, text)).lower()
    entry = lexeme(word)
    if entry.clinical or len(word) < _SHORTEST_SPELT:
        return entry.listed and len(word) >= _SHORTEST_SPELT
    return entry.listed or (not entry.common and not _VOWELS.isdisjoint(word) and len(word) > _SHORTEST_SPELT)


def _are_initials(text: str) -> bool:
    return not any(
        lexeme(part).everyday or lexeme(part).clinical or lexeme(part).never for part in re.split("[/:]", text.lower())
    )


CONTEXT_FINDERS: tuple[Finder, ...] = (
    NameByContext(
        "name_with_title",
        "Names behind a title: Mr., Mrs., Dr., Prof.",
        compile_pattern(rf"(?<![\w])(?:{_TITLES})\b\.?\s{{0,2}}(?:and\s(?:Mrs|Dr)\.?\s)?(?P<value>{_NAME})", case=True),
        certain=True,
        confidence=0.95,
    ),
    PatternFinder(
        "initial_and_surname",
        Identifier.NAME,
        "One or two initials before a surname.",
        compile_pattern(
            rf"(?<![\w.])(?:[A-Z]{{1,2}}\.\s?){{1,2}}(?:{_PARTICLE}\s){{0,2}}[^\W\d_a-z][^\W\d_]{{1,24}}(?:-[^\W\d_]{{2,24}})?(?![\w-])",
            case=True,
        ),
        (".",),
        lambda text: _is_surname(text.split()[-1].rpartition(".")[2]),
        confidence=0.7,
    ),
    PatternFinder(
        "name_with_carets",
        Identifier.NAME,
        "Names as HL7 and DICOM write them: SMITH^JOHN^Q.",
        compile_pattern(
            r"(?<![^\W_])[^\W\d_][\w'. -]{0,40}\^[^\W\d_][\w'. -]{0,40}(?:\^[^\W\d_][\w'. -]{0,20}){0,2}(?![\w])"
        ),
        ("^",),
        _is_careted,
        0.9,
    ),
    PatternFinder(
        "name_spelt",
        Identifier.NAME,
        "Names spelt letter by letter: S-M-I-T-H.",
        compile_pattern(r"(?<![\w.-])[^\W\d_](?P<sep>[-.]|\s-\s|\s)[^\W\d_](?:(?P=sep)[^\W\d_]){2,20}(?![\w-])"),
        ("-", ".", " "),
        _is_spelt_name,
        0.9,
    ),
    PatternFinder(
        "initials_by_stamp",
        Identifier.NAME,
        "Initials alone on a line with a date or time, and those of author and typist.",
        compile_pattern(
            r"(?:^|(?<=\n))[^\S\n]{0,4}(?P<value>[a-z]{2,3}(?:[/:][a-z]{2,3})?)[^\S\n]{1,3}(?=(?:[dt]:\s?)?"
            r"(?:\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?|\d{1,2}:\d\d|\d{4}(?![\d./-])|\d{1,2}\s?[ap]\.?m)[^\n]{0,16}(?:\n|\Z))"
        ),
        DIGITS,
        _are_initials,
        0.75,
    ),
    PatternFinder(
        "initials_of_author_and_typist",
        Identifier.NAME,
        "Initials of author and typist before the dates of dictation.",
        compile_pattern(r"(?<![\w/:])[a-z]{2,3}[/:][a-z]{2,3}(?=\s{1,2}(?:d:|t:|dd:|dt:|job|\d{1,4}[-/.]\d{1,2}))"),
        ("/", ":"),
        _are_initials,
        0.75,
    ),
    NameByContext(
        "name_with_small_title",
        "Names behind dr, mr or mrs in small letters; an opinion for the tagger.",
        compile_pattern(
            r"(?<![\w.])(?:dr|mrs?|ms|miss|prof|doctor)\b\.?\s(?P<value>[a-z][a-z'-]{1,24}(?:\s[a-z][a-z'-]{1,24})?)",
            case=True,
        ),
        confidence=0.5,
    ),
    NameByContext(
        "name_by_label",
        "Names behind a label with a colon, or behind signed by and the like.",
        compile_pattern(
            rf"(?<![\w])(?=[A-Za-z])(?i:{_LABELS})(?:\s?:\s{{0,4}}|(?<=by)\s|(?<=Dear)\s|"
            rf"(?<=ely),\s{{1,4}}|(?<=ards),\s{{1,4}})(?P<value>{_NAME})",
            case=True,
        ),
    ),
    NameByContext(
        "name_of_relative",
        "Names behind the word for a relative or a person.",
        compile_pattern(
            rf"(?<![\w])(?=[A-Za-z])(?i:{_RELATIVES}),?\s(?:named\s|is\s|called\s|was\s)?(?P<value>{_NAME})",
            case=True,
        ),
        confidence=0.8,
    ),
    NameByContext(
        "name_with_credentials",
        "Names before a degree or licence: MD, RN, PhD.",
        compile_pattern(rf"(?<![\w.])(?P<value>{_NAME}),?\s{_CREDENTIALS}(?![\w])", case=True),
        confidence=0.8,
    ),
    NameByContext(
        "name_introduced",
        "Names behind my name is, I am, this is, ask for and the like.",
        compile_pattern(
            rf"\b(?i:name\sis|name's|i\sam|i'm|this\sis|known\sas|ask(?:ed)?\sfor|like|about|spoke\s"
            rf"(?:with|to)|met\swith|per|for|with|by|hi|hello)\s(?P<value>{_NAME})",
            case=True,
        ),
        listed_only=True,
        confidence=0.7,
    ),
)
"""Finders of (A) names by their context."""
