"""Where in a sentence a word of the language can only be somebody's name, and where it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Callable

from deid.safe_harbor.vocabulary import is_everyday_word

_TITLES = frozenset(
    (
        "mr mrs ms miss mx dr doctor prof dear signed name named nee née hi hello sincerely regards thanks attn re"
    ).split()
)
_PATIENT = frozenset(("pt", "pts", "patient", "client", "resident"))
_RELATIVES = (
    r"(?:wife|husband|spouse|partner|mother|father|mom|dad|son|daughter|sister|brother|aunt|uncle|niece|nephew|grandson|granddaughter"
    r"|grandmother|grandfather|grandma|grandpa|cousin|friend|neighbor|caregiver|guardian|hcp|poa|nok|fiance|fiancee|boyfriend|girlfriend)"
)
_MODALS = frozenset("may will can".split())
_NEVER_BEFORE = frozenset(
    "a an the she he they we i it you to may will can should could would must might not of into who that"
    " this these those some any no and or"
    " be been being is was are were has have had do does did".split()
)
_DONE = re.compile(
    r"\s?(?:[,.;:/()]|\Z|\n|\d|(?:seen|called|calls|is|was|has|had|here|reports?|reported|denies|denied|states?|stated|c/o|presents|presented|came|comes|feels|felt"
    r"|in|with|and|admitted|discharged|arrived|returns|returned|today|who|from|aware|asked|asks|says|said|did|does|got|took|wants|needs)(?![^\W_]))"
)
_FAMILY_BEHIND = re.compile(r"(?:'s)?\s(?:family|household|residence|home)(?![^\W_])")
_RELATIVE_BEHIND = re.compile(rf",?\s(?:(?:his|her|their|the|pt's|patient's)\s)?{_RELATIVES}(?![^\W_])")
_RELATIVE_BEFORE = re.compile(rf"(?<![^\W_]){_RELATIVES}\s?[,:(]?\s?\Z")
_INITIAL_BEHIND = re.compile(r",?\s([a-z])\.(?!\w)")
_INITIAL_BEFORE = re.compile(r"(?<![^\W_])([a-z])\.\s?\Z")
_REACH = 24


def word_before(lower: str, start: int) -> str:
    """The word right before ``lower[start]``, without its signs; empty where a line begins."""
    words = lower[max(0, start - _REACH) : start].rpartition("\n")[2].split()
    return words[-1].strip(".,:;()[]*-\"'") if words else ""


def is_name_here(lower: str, start: int, end: int, initials: frozenset[str], known: Callable[[str], bool]) -> bool:
    """Whether a known word that is a word of the language as well stands where only a name does.

    Args:
        lower: the text in lower case.
        start: index of the word's first character.
        end: index after its last character.
        initials: first letters of the person's names.
        known: whether another word is one of the person's.
    """
    word, before = lower[start:end], word_before(lower, start)
    if before in _TITLES:
        return True
    if before in _PATIENT:
        return word not in _MODALS or _DONE.match(lower, end) is not None
    window = max(0, start - _REACH)
    if _FAMILY_BEHIND.match(lower, end) or _RELATIVE_BEHIND.match(lower, end):
        return before not in _NEVER_BEFORE - {"the"}
    if _RELATIVE_BEFORE.search(lower, window, start):
        return word not in _MODALS or _DONE.match(lower, end) is not None
    letter = _INITIAL_BEHIND.match(lower, end) or _INITIAL_BEFORE.search(lower, window, start)
    if letter and letter[1] in initials and before not in _NEVER_BEFORE:
        return True
    return _beside_another(lower, start, end, word, known)


def _beside_another(lower: str, start: int, end: int, word: str, known: Callable[[str], bool]) -> bool:
    """Another of the person's names stands right before or behind it, and none is a verb there."""
    behind = re.match(r"(,?)[\s/]([^\W\d_]{2,24})", lower[end : end + 30])
    if behind and known(behind[2]) and behind[2] != word:
        return bool(behind[1]) or not {word, behind[2]} & _MODALS
    front = re.search(r"([^\W\d_]{2,24})(,?)[\s/]\Z", lower[max(0, start - 30) : start])
    if front and known(front[1]) and front[1] != word:
        return bool(front[2]) or not {word, front[1]} & _MODALS
    return False


def is_no_name_here(lower: str, start: int) -> bool:
    """Whether the word before makes a name all but impossible: ``she may``, ``a cook``, ``to grace``."""
    return word_before(lower, start) in _NEVER_BEFORE


def is_saying(text: str) -> bool:
    """Words in small letters that begin with may, will or can and are all of the language: ``may cook``."""
    words = text.split()
    return text.islower() and words[0] in _MODALS and all(map(is_everyday_word, words))
