"""Tokens of letters and digits that nothing explains: plates, log-ins, names glued to a year.

No form tells them from a class of somebody's own making. They are doubtful, and how many persons share one decides.
"""

from __future__ import annotations

import re

from deid.safe_harbor import codes, dates, names, vocabulary

_TOKEN = re.compile(r"[^\s,;()\[\]{}\"]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MEASURED = re.compile(r"[<>=~+-]{0,2}\d[\d.,:/x*^+%<>=-]*[+-]?", re.I)
_MOST_DIGITS = 6
"""Of a number, a range or a ratio."""
_BESIDE_LETTERS = 2
"""Digits that may stand beside letters that are no word: ``A1c``, ``B12``, ``HER2``."""
_LONGEST_ABBREVIATION = 4
_LOG_IN = re.compile(r"([^\W\d_]{4,})\d{1,4}")
_LONG = 5


def holds_unexplained_token(cell: str) -> bool:
    """Whether some token with a digit is neither number nor quantity, and no word with a number behind it."""
    if codes.is_unit(cell) or dates.is_date(cell):
        return False
    tokens = (found.strip(".:'") for found in _TOKEN.findall(cell))
    return any(any(map(str.isdigit, token)) and not _is_explained(token) for token in tokens)


def _is_explained(token: str) -> bool:
    digits = sum(map(str.isdigit, token))
    words = _LETTERS.findall(token)
    if token.isdigit():
        return True  # how long a number may be, its column says
    if not words or _MEASURED.fullmatch(token):
        return digits <= _MOST_DIGITS
    if all(len(word) == 1 or _is_known(word) for word in words):
        return digits <= _LONGEST_ABBREVIATION
    return digits <= _BESIDE_LETTERS and all(len(word) <= _LONGEST_ABBREVIATION or _is_known(word) for word in words)


def is_log_in(word: str) -> bool:
    """Whether a word is letters that nobody knows, or an initial and a surname, with up to four digits behind."""
    found = _LOG_IN.fullmatch(word)
    if found is None or _is_known(found[1]):
        return False
    return len(found[1]) >= _LONG or _is_name(found[1]) or _is_name(found[1][1:])


def holds_log_in(cell: str) -> bool:
    """Whether a token is letters that nobody knows with up to four digits behind, as log-ins are: ``jsmith57``."""
    return any(is_log_in(token.strip(".:'")) for token in _TOKEN.findall(cell))


def _is_known(word: str) -> bool:
    known = vocabulary.is_common_word(word) or vocabulary.is_clinical_term(word) or vocabulary.is_class_word(word)
    return known or codes.is_unit(word)


def _is_name(word: str) -> bool:
    return names.given_name_frequency(word) > 0 or names.surname_frequency(word) > 0
