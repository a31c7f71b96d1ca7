"""What a field's name says of it: the vocabulary of Synthea, OMOP, i2b2, Epic- and Cerner-like exports, claims, logs.

A name is read as lower-case words between underscores (``PatFirstName`` is ``_pat_first_name_``), and the first
rule that matches wins: rules stand from the particular to the general.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from deid.safe_harbor import codes, resources
from deid.safe_harbor.kinds import KINDS
from deid.safe_harbor.name_rules import NameRule, expanded, lists, rules

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
    runs = runs_of_name(_NUMBER_SIGN.sub(" no", name))
    split = [_unglued(glue.sub(mark, run)) for run in runs for glue, mark in _GLUED]
    return "_" + "_".join(split) + "_"


def runs_of_name(name: str) -> list[str]:
    """The runs of letters and of digits of a name in lower case, parted where small letters meet capitals."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _RUN.findall(_CAMEL.sub("_", plain).lower())


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
    return frozenset(lists()["{glued}"].split("|"))


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
LONGEST_LABEL = 40
_UNIT_BEHIND = re.compile(r"(?:.*\S)?[\s_]*[(\[]([^()\[\]]{1,12})[)\]]\s*|.*\S\s+(\S*[/%]\S*|mm\s?hg|bpm)\s*", re.I)
_MEASURED_THINGS = ("vitals, scores and scales", "body", "laboratory", "generic drugs")


def _of_the_clinic(name: str, words: str) -> NameRule | None:
    """What no rule knows, but has a unit behind it or a word of the body or the laboratory in it: perhaps measured."""
    unit = _UNIT_BEHIND.fullmatch(name) if len(name) < LONGEST_LABEL else None
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
    return re.compile(f"_(?:{expanded(pattern)})_")
