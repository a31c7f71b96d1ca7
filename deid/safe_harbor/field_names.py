"""What a field's name says of it: the vocabulary of Synthea, OMOP, i2b2, Epic- and Cerner-like exports, claims, logs.

A name is read as lower-case words between underscores (``PatFirstName`` is ``_pat_first_name_``), and the first
rule that matches wins: rules stand from the particular to the general.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from deid.safe_harbor import codes, names, resources, vocabulary
from deid.safe_harbor.kinds import KINDS, FieldKind


@dataclass(frozen=True, slots=True)
class NameRule:
    """A pattern over the words of a field's name, and the kind that it speaks for.

    Attributes:
        kind: what the field then holds.
        pattern: matched anywhere in ``_word_word_``.
        sure: whether the name alone suffices, or the content must agree.
        otherwise: what the name means where the values are not of the kind that it speaks of first.
    """

    kind: FieldKind
    pattern: re.Pattern[str]
    sure: bool = True
    otherwise: FieldKind | None = None

    def failing(self) -> NameRule:
        """What the name says where the values are not what it speaks of first."""
        return self if self.otherwise is None else NameRule(self.otherwise, self.pattern)


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_RUN = re.compile(r"[a-z]+|[0-9]+")
_NUMBER_SIGN = re.compile(r"(?<=[\w.)])\s+#")
_GLUED = (
    (re.compile(r"^(patient|person|member|provider|encounter|claim|charge|appointment|organization|insurance|visit|"
                r"department|subscriber|facility|location|device|order|account|payer|plan|birth|death|admit|service|"
                r"first|last|middle|maiden|zip|street|home|work|cell|mobile|employer|phone|email|discharge|"
                r"specimen|accession|document|transaction|procedure|diagnosis|medication|drug)"
                r"(?=(id|ids|name|date|number|num|no|code|key|time|year|phone|address|type|insurance|department|uuid|"
                r"status|class|desc|description|value)$)"), r"\1_"),
)  # fmt: skip


def words_of_name(name: str) -> str:
    """The words of a field's name as ``_word_word_``.

    >>> words_of_name("PatFirstName"), words_of_name("SSN#")
    ('_pat_first_name_', '_ssn_')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    runs = _RUN.findall(_CAMEL.sub("_", _NUMBER_SIGN.sub(" no", plain)).lower())
    split = [_unglued(glue.sub(mark, run)) for run in runs for glue, mark in _GLUED]
    return "_" + "_".join(split) + "_"


@lru_cache(maxsize=4096)
def _unglued(run: str) -> str:
    """A run of letters that is nothing but words of fields, as these words: ``homephonenumber``."""
    if len(run) < 6 or run in _field_words():
        return run
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(run) + 1):
        found = [(*ways[start], run[start:end]) for start in ways if run[start:end] in _field_words()]
        if found:
            ways[end] = min(found, key=len)
    return "_".join(ways.get(len(run), (run,)))


@cache
def _field_words() -> frozenset[str]:
    return frozenset(_lists()["{glued}"].split("|"))


def kind_by_name(name: str, table: str = "") -> NameRule | None:
    """The first rule that matches the field's name; `table` is the table's name, which settles `id` and `name`.

    Of a path such as ``address[].city`` the last part speaks first, unless it is as general as ``value``.
    """
    words = words_of_name(name)
    shown = _first_match(_SHOWN.sub("_", words)) if _SHOWN.search(words) else None
    if shown is not None and shown.sure and shown.kind.identifier is not None:
        return shown
    return _in_table(words, table) or _by_leaf(name) or _first_match(words) or _of_the_clinic(name, words)


_SHOWN = re.compile(r"_(?:disp|display)_$")
_LONGEST_LABEL = 40
_UNIT_BEHIND = re.compile(r"(?:.*\S)?[\s_]*[(\[]([^()\[\]]{1,12})[)\]]\s*|.*\S\s+(\S*[/%]\S*|mm\s?hg|bpm)\s*", re.I)
_MEASURED_THINGS = ("vitals, scores and scales", "body", "laboratory", "generic drugs")


def _of_the_clinic(name: str, words: str) -> NameRule | None:
    """What no rule knows, but has a unit behind it or a word of the body or the laboratory in it: perhaps measured."""
    unit = _UNIT_BEHIND.fullmatch(name) if len(name) < _LONGEST_LABEL else None
    known = resources.section_words("clinical_terms.txt", *_MEASURED_THINGS)
    if (unit and codes.is_unit(unit[1] or unit[2])) or any(len(w) > 2 and w in known for w in words.split("_")):
        return NameRule(KINDS["measurement"], _UNIT_BEHIND, sure=False)
    return None


def _by_leaf(name: str) -> NameRule | None:
    *parents, leaf = [part for part in _PATH.split(name) if part] or [""]
    words = words_of_name(leaf)
    return _first_match(words) if parents and " " not in name and words not in _GENERAL_LEAVES else None


@lru_cache(maxsize=4096)
def _first_match(words: str) -> NameRule | None:
    return next((rule for rule in rules() if rule.pattern.search(words)), None)


_PATH = re.compile(r"\[\d*\]|[./](?=[A-Za-z])")
_GENERAL_LEAVES = frozenset(
    "_name_ _names_ _text_ _value_ _code_ _display_ _id_ _reference_ _number_ _no_ _key_ _identifier_ _type_ _use_ "
    "_system_ _first_ _last_ _given_ _full_ _middle_ _line_ _address_ _date_ _time_ _year_ _title_ _prefix_ _suffix_ "
    "_uuid_ _label_ _description_ _data_ _content_ _unit_ _location_ _start_ _end_ _status_ _class_ _group_ _c_ _d_ "
    "_version_id_ _source_".split()
)


_BARE_KEYS = frozenset({"_id_", "_ids_", "_key_", "_uuid_", "_guid_", "_number_", "_no_"})
_BARE_NAMES = frozenset({"_name_", "_full_name_", "_display_name_"})
_SUBJECTS = (
    ("{payer}", "payer"),
    ("{staff}", "provider_name"),
    ("{place_of_care}", "facility"),
    ("{person}|{relative}", "person_name"),
    ("employers?|compan(?:y|ies)", "employer"),
    (
        "drugs?|medications?|meds?|labs?|tests?|loinc|concepts?|codes?|vocabular(?:y|ies)|procedures?|reference|"
        "diagnos(?:is|es)|dictionary|analytes?|observations?|conditions?|allerg(?:y|ies)|vaccines?",
        "description",
    ),
)


def _in_table(words: str, table: str) -> NameRule | None:
    """`id` and `name` mean what the table is about."""
    if words not in _BARE_KEYS | _BARE_NAMES or not table:
        return None
    subject = words_of_name(table)
    if words in _BARE_KEYS:
        about_persons = _subject("{person}").search(subject)
        return NameRule(KINDS["person_key" if about_persons else "record_key"], re.compile(words))
    for pattern, kind in _SUBJECTS:
        if _subject(pattern).search(subject):
            return NameRule(KINDS[kind], re.compile(words))
    return NameRule(KINDS["person_name"], re.compile(words), sure=False)


@cache
def _subject(pattern: str) -> re.Pattern[str]:
    return re.compile(f"_(?:{_expand(pattern, _lists())})_")


@cache
def rules() -> tuple[NameRule, ...]:
    """Every rule on names, in the order in which they are tried."""
    lists = _lists()
    found: list[NameRule] = []
    kind, sure, otherwise = "", True, None
    for line in _lines():
        if line.startswith("["):
            kind, mark, other = line.strip("[]").partition(" ?")
            sure, otherwise = not mark, KINDS[other.strip()] if other.strip() else None
        elif not _is_list(line):
            found.append(NameRule(KINDS[kind], re.compile(_expand(line, lists)), sure, otherwise))
    return tuple(found)


def _lines() -> list[str]:
    text = resources.read_text("field_names.txt")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _is_list(line: str) -> bool:
    return line.startswith("{") and " " in line


@cache
def _lists() -> dict[str, str]:
    """The named lists of words, each as the body of an alternation."""
    lists: dict[str, list[str]] = {}
    for line in filter(_is_list, _lines()):
        name, *words = line.split()
        lists.setdefault(name, []).extend(words)
    return {name: "|".join(words) for name, words in lists.items()}


@lru_cache(maxsize=4096)
def is_analyte(code: str) -> bool:
    """Whether a short code is the name of something that the laboratory measures: ``A1C``, ``PCO2``."""
    return len(code) <= _LONGEST_ANALYTE and _analyte().fullmatch(code.lower()) is not None


_LONGEST_ANALYTE = 8


@cache
def _analyte() -> re.Pattern[str]:
    return re.compile(_expand("{analyte}", _lists()))


def _expand(pattern: str, lists: dict[str, str]) -> str:
    for name, body in lists.items():
        pattern = pattern.replace(name, f"(?:{body})")
    return pattern


_PROPER = r"[^\W\d_a-z][^\W\d_A-Z]{2,}(?:['-][^\W\d_]+)*"
_UPPER = r"[^\W\d_a-z]{3,}(?:['-][^\W\d_a-z]+)*"
_FULL_NAME = re.compile(
    rf"(?<![^\W_])(?=({_PROPER})(?:, ?|[ _])({_PROPER})(?![^\W_]))"
    rf"|(?<![^\W_])(?=({_UPPER})(?:, ?| )({_UPPER})(?![^\W_]))"
)
_NUMBERED = re.compile(r"(?<![^\W_])([^\W\d_]{5,})(\d{1,4})(?![^\W_])")
_OFTEN_BORNE = 0.02
"""From this share of the people (per cent) on a word that is none of the most common is a given name first."""
_LONG_NUMBER = re.compile(r"\d{5,}|\d(?:[-. ()]*\d){6,}|\d{3}-\d{2}-\d{4}|\d{4}-\d{2}-\d{2}|@")


def name_identifies(name: str) -> bool:
    """Whether the name of a field, sheet or file may itself name a person or carry a number of one.

    A word that is a name of persons and no ordinary word, a log-in, a full name that no list knows, or five digits in
    a row, is enough: nothing is lost by calling the column by its number.
    """
    if _LONG_NUMBER.search(name) or any(_is_full_name(*filter(None, pair)) for pair in _FULL_NAME.findall(name)):
        return True
    if any(_is_log_in(*parts) for parts in _NUMBERED.findall(name)):
        return True
    words = [run for run in _RUN.findall(_CAMEL.sub("_", unicodedata.normalize("NFKD", name)).lower()) if run.isalpha()]
    return any(_names_a_person(word) for word in words)


def _names_a_person(word: str) -> bool:
    if len(word) < 4 or vocabulary.is_eponym(word) or _in_rules(word):
        return False
    if vocabulary.is_common_word(word):
        borne = names.given_name_frequency(word) >= _OFTEN_BORNE
        return borne and not vocabulary.is_everyday_word(word) and not vocabulary.is_clinical_term(word)
    return names.given_name_frequency(word) > 0 or names.surname_frequency(word) > 0


def _is_full_name(first: str, last: str) -> bool:
    """Whether of two capitalised words one is of no vocabulary, and the other neither or a given name."""
    strange = [word for word in (first, last) if not _is_of_the_language(word)]
    others = [word for word in (first, last) if word not in strange]
    return bool(strange) and all(names.given_name_frequency(word) > 0 for word in others)


def _is_of_the_language(word: str) -> bool:
    return vocabulary.is_common_word(word) or vocabulary.is_eponym(word) or _in_rules(word.lower())


def _is_log_in(letters: str, digits: str) -> bool:
    """Whether letters with a number behind are an initial and a surname, or unknown letters and a year."""
    if _is_of_the_language(letters):
        return False
    surname = letters[1:]
    borne = names.surname_frequency(surname) > 0 and not vocabulary.is_common_word(surname)
    return borne or re.fullmatch(r"(?:19|20)\d\d", digits) is not None


@cache
def _in_rules(word: str) -> bool:
    return any(rule.pattern.search(f"_{word}_") for rule in rules())


_QUESTION = re.compile(r"\W*(?:what|which|where|when|who|whom|whose)(?:'s)?\b", re.I)
_FUNCTION_WORDS = frozenset(
    "what s which where when who whom whose is are was were be been do does did has have had you your we us our they "
    "their he she his her the a an of at on in to for by with from please tell current currently".split()
)
_ASKED_FOR = {
    "where": KINDS["street_address"],
    "when": KINDS["event_date"],
    "who": KINDS["person_name"],
    "whom": KINDS["person_name"],
    "whose": KINDS["person_name"],
}


def kind_of_attribute(label: str) -> NameRule | None:
    """The rule that matches an attribute's label; a whole question of a survey is no label, whatever words it has.

    Of a short question the nouns speak, and else its first word: ``What address do you live at?`` asks for an address.
    """
    if len(label) > _LONGEST_LABEL:
        return None
    asked = _QUESTION.match(label)
    if asked is None:
        return kind_by_name(label)
    words = words_of_name(label).strip("_").split("_")
    nouns = [word for word in words if word not in _FUNCTION_WORDS]
    if nouns in (["name"], ["names"]):
        return NameRule(KINDS["person_name"], _QUESTION)
    named = kind_by_name(" ".join(nouns) or label)
    if named is None and words[0] in _ASKED_FOR:
        return NameRule(_ASKED_FOR[words[0]], _QUESTION)
    return named
