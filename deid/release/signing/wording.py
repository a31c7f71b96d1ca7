"""What a person may state in their own words: something, in one piece, and nothing that stands for words to come."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator

from deid.release.check.patterns import findings

_NEVER_MEANT = re.compile(
    r"\b(?:tbd|tba|tbc|todo|fixme|fill(?:ed)?[ -]?(?:this[ -])?in|placeholder|lorem|ipsum|asdf+|qwerty|"
    r"to be (?:written|filled|completed)|goes here)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\b(?:foo|bar|baz|dummy|insert|(?:first|last)[ -]?name|"
    r"your[ -](?:name|title|company|organi[sz]ation|credentials|reason)|"
    r"(?:john|jane|max) (?:doe|roe|mustermann)|recipient[ -]name|name[ -]here|company[ -]name|"
    r"to be (?:determined|decided|defined|done|completed|filled)|not (?:applicable|available|specified)|unknown|"
    r"same as above|see above|n/?a|none|nil|null|nobody|test(?:ing)?|example|sample|some(?:one|body|thing))\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"<[a-z][^<>]*>|\[[a-z][^\[\]]*\]|\{[a-z][^{}]*\}|_{2,}|\.{3,}|\u2026|\?{2,}|x{3,}|-{3,}", re.IGNORECASE
)
_WHOLE = re.compile(
    r"(?:(?:a|an|the|my|no|this|is|of|name|title|company|organi[sz]ation|recipient|person|here"
    r"|credentials?|reasons?|methods?|results?|conditions?|ok|yes|text|string|value|abc|hello|world|user|admin)\W*)+",
    re.IGNORECASE,
)
_IDENTIFIERS = frozenset({"an e-mail address", "a social security number", "a telephone number", "an IP address"})
_LONGEST = 4000


def is_placeholder(text: str) -> bool:
    """Whether a text stands for one that is still to be written."""
    plain = " ".join(text.split())
    found = _PLACEHOLDER.search(plain)
    # In a sentence such words may be meant; where they are most of what is said, nothing is said.
    mostly = found is not None and len(found[0]) * 2 >= len(plain.strip(" .,;:!-()[]<>"))
    mostly = mostly or _NEVER_MEANT.search(plain) is not None
    bracketed = _BRACKETED.search(plain) is not None
    return mostly or bracketed or _WHOLE.fullmatch(plain) is not None or len(set(plain.lower())) < 3


def _said(text: str, words: int, letters: int) -> str:
    plain = " ".join(text.split())
    if len(plain) > _LONGEST or any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") for c in plain):
        raise ValueError("too long, or with characters that cannot be seen")
    if not plain or is_placeholder(plain):
        raise ValueError("a placeholder, not a statement")
    if len(plain.split()) < words or sum(map(str.isalpha, plain)) < letters:
        raise ValueError(f"too short to state anything: at least {words} words")
    for letter, says in sorted(findings(plain)):
        if says in _IDENTIFIERS:
            raise ValueError(f"holds {says} ({letter}); a statement goes out with the release")
    return plain


def _name(text: str) -> str:
    return _said(text, 1, 3)


def _person(text: str) -> str:
    return _said(text, 2, 4)


def _sentence(text: str) -> str:
    return _said(text, 5, 20)


Name = Annotated[str, AfterValidator(_name)]
"""A name or title."""
PersonName = Annotated[str, AfterValidator(_person)]
"""A person's name: at least two words."""
Sentence = Annotated[str, AfterValidator(_sentence)]
"""At least a sentence."""
