"""A quick look at one table cell that is to be kept: does an identifier hide in it?

Only evidence that hardly ever deceives counts here: formats that nothing else has, and full names whose parts are on
the lists and are no words. Codes, amounts, drug names, and clinical terms must pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text.cell_patterns import WITH_DIGITS, WITHOUT_DIGITS
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.lexicon import is_given, lexeme

_PART = r"[^\W\d_a-z][^\W\d_]{1,24}(?:['-][^\W\d_]{1,24}){0,2}\d{0,4}"
_FULL_NAME = re.compile(rf"(?<![\w-])(?={_PART}\s)(?P<first>{_PART})(?:\s[A-Z]\.?)?\s(?P<last>{_PART})(?![\w-])")
_SURNAME_FIRST = re.compile(rf"(?P<last>{_PART}),\s(?P<first>{_PART})(?:\s[A-Z]\.?)?")
_SYNTHEA = re.compile(
    r"(?<![\w-])[^\W\d_]{2,24}\d{1,4}\s(?:[^\W\d_]{1,3}')?[^\W\d_]{2,24}(?:-[^\W\d_]{2,24})?\d{1,4}(?![\w-])"
)
# Per cent of the people: a name this common is a name even where it is a word as well (Smith, Brown, Young).
_COMMON_GIVEN, _COMMON_SURNAME = 0.1, 0.1


def _certain_name(first: str, last: str) -> bool:
    if not is_given(first.lower()):
        return False
    given, surname = lexeme(first.lower()), lexeme(last.lower())
    if (
        given.never
        or surname.never
        or given.clinical
        or surname.clinical
        or given.eponym
        or given.everyday
        or given.wide_place
    ):
        return False
    if not given.given or not surname.surname:
        return False
    if given.common and given.given < _COMMON_GIVEN:
        return False
    return not surname.common or (given.given >= _COMMON_GIVEN and surname.surname >= _COMMON_SURNAME)


def _screen_names(text: str) -> Finding | None:
    whole = _SURNAME_FIRST.fullmatch(text)
    if whole and _certain_name(whole["first"], whole["last"]):
        return Finding(0, len(text), Identifier.NAME, "full_name", 0.9)
    for found in _FULL_NAME.finditer(text):
        alone = found.span() == (0, len(text))
        if _certain_name(found["first"], found["last"]) and (alone or not lexeme(found["last"].lower()).eponym):
            return Finding(*found.span(), Identifier.NAME, "full_name", 0.9)
    synthetic = _SYNTHEA.search(text)
    return Finding(*synthetic.span(), Identifier.NAME, "synthetic_name", 0.9) if synthetic else None


def screen(cell: str) -> Finding | None:
    """The first identifier found in one table cell by strict rules, or ``None``.

    A subset of what :func:`~deid.safe_harbor.text.search.find` looks for, quick enough for every cell of a kept column.
    What is joined to other letters, as in ``x_1957-11-21`` or ``via.1EG4-TE5-MK73``, is looked at for itself, too.
    """
    found = _screen(cell)
    if found is not None or not (_JOINED in cell or any(map(str.isdigit, cell))):
        return found
    shown = next((form for text in _unjoined(cell) for form in _forms(Document.of(text))), None)
    return None if shown is None else replace(shown, start=0, end=len(cell))


_JOINED = "_"
_JOINTS = re.compile(r"\A[^\W\d_]{1,12}[._:/=-](?=[^\W_])|(?<=[^\W_])[._:/=-][^\W\d_]{1,12}\Z")


def _unjoined(cell: str) -> list[str]:
    """The cell with blanks for its underscores, and less a word joined before and behind."""
    texts = (text.replace("_", " ").strip() for text in (cell, _JOINTS.sub("", cell.strip())))
    return [text for text in dict.fromkeys(texts) if text != cell]


def _forms(document: Document) -> Iterator[Finding]:
    checks = (*WITHOUT_DIGITS, *WITH_DIGITS) if document.has_digits else WITHOUT_DIGITS
    return (finding for check in checks for finding in check.find(document))


def _screen(cell: str) -> Finding | None:
    document = Document.of(cell)
    found = next(_forms(document), None) or _screen_names(document.text)
    if found is None or document.normal.offsets is None:
        return found
    start, end = document.normal.original_span(found.start, found.end)
    return Finding(start, end, found.identifier, found.finder, found.confidence)
