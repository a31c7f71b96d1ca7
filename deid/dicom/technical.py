"""Text of attributes that Table E.1-1 does not name: words of the clinic and of technique stay, any other word goes.

A kernel, a filter, a route, a code string holds a defined term or a token of its maker's; a name typed there is a word
that neither knows. What a word is known from: the lists of descriptors, PS3.3's defined terms, English and the clinic.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal

from deid.dicom.descriptors import is_word, scanner_words, together
from deid.dicom.standard import profile_table
from deid.dicom.standard.dictionary import keyword_of
from deid.dicom.tags import is_private
from deid.dicom.vendors import is_vendor
from deid.safe_harbor import resources
from deid.safe_harbor.names import given_name_frequency, surname_frequency
from deid.safe_harbor.vocabulary import is_class_word, is_eponym

Kind = Literal["term", "product", "meaning"]
_REMEMBERED: Final = 50_000
_TECHNICAL_VRS: Final = frozenset({"CS", "LO", "LT", "SH", "ST", "UC", "UT"})
_TOKEN: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_CAMEL: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_VOWEL: Final = re.compile(r"[aeiouyAEIOUY]")
_PHRASES: Final = re.compile(
    r"(?i)\bshepp[ _-]?logan\b|\bkinahan[ -]+rogers\b|\bhounsfield(?= units?\b)|\bgamma ?knife\b|\bsyngo[. ]\w+"
)
# Attributes that name a product: a word that nobody knows is a brand there rather than a name.
_PRODUCT: Final = re.compile(r"Manufacturer|ModelName|ModelGroup|Software|Application(?:Name|Version)|Algorithm|Safety")
_BRAND: Final = re.compile(
    r"(?:cardio|dicom|image|micro|multi|neuro|ortho|radio|vision|xray)\w{2,}"
    r"|\w{2,}(?:corp|dicom|graph|labs|medical|pacs|scan|scope|soft|sonic|tech|tron|view|vision|ware|works)",
    re.IGNORECASE,
)
# Settled with the code that they belong to, in ``coding``.
_CODES: Final = frozenset({0x00080100, 0x00080102, 0x00080104, 0x00080119, 0x00080120})
_FIRM: Final = frozenset(
    """
    ag ai analytics bv co company computing corp corporation dental detector devices diagnostic diagnostics digital
    electronics gmbh group health healthcare imaging inc incorporated industries instrument instruments
    international kg kk labs llc ltd medical medizintechnik oncology oy pacs plc radiology research robotics sarl
    sas scanner scientific software solutions spa srl station system systems tech technologies technology
    therapeutics tomograph ultrasound vendor viewer vision workstation
    """.split()
)
_MODEL_NUMBER: Final = re.compile(r"\d{1,3}|[1-9]\d00")
_LONG_NUMBER: Final = 5
_DIGITS: Final = re.compile(r"\d+")
# Builds of programs and numbers of parts are longer than those of techniques.
_NUMBER_OF_A_PERSON: Final[dict[Kind, int]] = {"term": 5, "meaning": 5, "product": 6}
_SHORTEST_HALF: Final = 4
_SHORTEST: Final = 3
_LONGEST_ABBREVIATION: Final = 4
_LATIN_ENDS: Final = 0x250


@cache
def technical_words() -> frozenset[str]:
    """The words of defined terms and of technique, case-folded."""
    return _listed("technical_words.txt")


@cache
def product_words() -> frozenset[str]:
    """The words of makers and products, case-folded."""
    return _listed("product_words.txt")


def _listed(name: str) -> frozenset[str]:
    lines = files("deid.dicom").joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=8192)
def is_technical(tag: int, vr: str) -> bool:
    """Whether only known words stay of an attribute that stays: not of one that names a device or an institution."""
    row = profile_table().exact.get(tag)
    named = row is not None and bool(row.rtn_dev or row.rtn_inst)
    return vr in _TECHNICAL_VRS and tag not in _CODES and not named


@lru_cache(maxsize=8192)
def kind_of(tag: int) -> Kind:
    """What the text of an attribute that stays is about."""
    if tag in profile_table().exact:
        return "meaning"
    return "product" if names_a_product(tag) else "term"


@lru_cache(maxsize=8192)
def names_a_product(tag: int) -> bool:
    """Whether an attribute names a device, a program, or who makes it, as private ones that stay mostly do."""
    return is_private(tag) or _PRODUCT.search(keyword_of(tag)) is not None


@lru_cache(maxsize=_REMEMBERED)
def technical(text: str, kind: Kind = "term") -> str:
    """The text with only the words that name nobody, in the places where they stood.

    Args:
        text: one value.
        kind: ``product`` for the name of a product, whose words the lists need not know while others beside them are
            known; ``meaning`` for that of a public code, in which eponyms stay beside other words.
    """
    found = list(_TOKEN.finditer(text))
    phrases = [match.span() for match in _PHRASES.finditer(text)]
    stays = [_stays(token, phrases, kind) for token in found]
    if all(stays):
        return text
    if kind != "term":
        stays = _with_company(found, stays, kind)
        if all(stays):
            return text
    stays = _without_neighbours(found, together(text, found, stays))
    kept, at = [], 0
    for token, one in zip(found, stays, strict=True):
        kept += [text[at : token.start()], token[0] if one else ""]
        at = token.end()
    tidied = re.sub(r"[ \t_]{2,}", " ", "".join([*kept, text[at:]])).strip(" _-,;:/^=.\0")
    return tidied if _TOKEN.search(tidied) else ""


def _stays(token: re.Match[str], phrases: list[tuple[int, int]], kind: Kind) -> bool:
    if any(start <= token.start() and token.end() <= end for start, end in phrases):
        return True
    return _names_nobody(token[0], kind)


@lru_cache(maxsize=_REMEMBERED)
def _names_nobody(token: str, kind: Kind) -> bool:
    """Whether a token is a known word, an abbreviation, or a number with letters too few or too well known to name."""
    if kind == "product" and token.casefold() in product_words():
        return True
    runs = _LETTERS.findall(token)
    if len(runs) == 1 and runs[0] == token:
        return _is_known(token, kind)
    if any(len(number) >= _NUMBER_OF_A_PERSON[kind] for number in _DIGITS.findall(token)):
        return False  # A123456 is the number of a chart in more hospitals than of a part
    # A name between digits needs more letters than a version or an identifier of parts has.
    return all(
        _is_known(run, kind) or (len(run) == _SHORTEST and _is_latin(run) and not _is_a_name(run)) for run in runs
    )


def _is_known(word: str, kind: Kind) -> bool:
    if not _is_latin(word):
        return False
    folded = word.casefold()
    if len(word) < _SHORTEST or _is_of_technique(folded) or is_vendor(folded):
        return True
    if (kind == "product" and folded in product_words()) or (kind == "meaning" and is_class_word(word)):
        return True
    if len(word) <= _LONGEST_ABBREVIATION and word.isascii() and not _VOWEL.search(word) and not _is_a_name(word):
        return True
    if is_word(word) or (len(word) == _SHORTEST and word.isupper() and not _is_a_name(word)):
        return True
    if _is_of_two_words(folded) and not _is_a_name(word):
        return True
    parts = _CAMEL.findall(word)
    return len(parts) > 1 and "".join(parts) == word and all(_is_known(part, kind) for part in parts)


def _is_of_technique(folded: str) -> bool:
    return folded in scanner_words() or folded in technical_words()


def _is_of_two_words(folded: str) -> bool:
    """Whether a token is two words of technique without a space, as a code string has them: ``BONEPLUS``."""
    places = range(_SHORTEST_HALF, len(folded) - _SHORTEST_HALF + 1)
    return any(_is_of_technique(folded[:place]) and _is_of_technique(folded[place:]) for place in places)


def _is_latin(word: str) -> bool:
    return all(ord(letter) < _LATIN_ENDS for letter in word)


def _is_a_name(word: str) -> bool:
    if given_name_frequency(word) or surname_frequency(word):
        return True
    folded = word.casefold()
    return any(folded in resources.words(f"world_{kind}.txt.gz") for kind in ("given_names", "surnames", "cities"))


def _with_company(found: list[re.Match[str]], stays: list[bool], kind: Kind) -> list[bool]:
    """Brands and eponyms in the company that tells them; what a list has as a name is no brand."""
    return [
        one or (_is_told_brand(found, place) if kind != "meaning" else _is_told_eponym(found, stays, place))
        for place, one in enumerate(stays)
    ]


def _is_told_eponym(found: list[re.Match[str]], stays: list[bool], place: int) -> bool:
    known = any(one and len(token[0]) >= _SHORTEST for token, one in zip(found, stays, strict=True))
    return known and is_eponym(found[place][0])


def _is_told_brand(found: list[re.Match[str]], place: int) -> bool:
    """Whether a word has the form of a brand, or a maker's word, a firm's or a model's number tells that it is one."""
    word = found[place][0]
    if not _is_latin(word) or _is_a_name(word):
        return False
    others = {token[0].casefold() for token in found} - {word.casefold()}
    told = any(other in _FIRM or other in product_words() or is_vendor(other) for other in others)
    numbered = place + 1 < len(found) and _MODEL_NUMBER.fullmatch(found[place + 1][0]) is not None
    return told or numbered or _BRAND.fullmatch(word) is not None


def _without_neighbours(found: list[re.Match[str]], stays: list[bool]) -> list[bool]:
    """Beside a word that goes, initials go, words that are names, too, and long numbers: ``Grace Okafor 62704``."""
    result = list(stays)
    for place, token in enumerate(found):
        beside = stays[max(place - 1, 0) : place + 2]
        letter = len(token[0]) == 1 and token[0].isalpha()
        named = token[0].casefold() not in scanner_words() and _is_a_name(token[0])
        number = len(token[0]) >= _LONG_NUMBER and token[0].isdigit()
        if (not all(beside) and (letter or named)) or (number and not all(stays)):
            result[place] = False
    return result
