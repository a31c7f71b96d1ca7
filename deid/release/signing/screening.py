"""Free text in statements goes out with the release: it is searched as notes are, for persons and their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from deid.errors import ConfigurationError
from deid.identifiers import Finding, Identifier
from deid.release.signing.stated import Stated
from deid.safe_harbor.text import find

_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_FEWEST_DIGITS = 5
_NO_NUMBERS = frozenset({Identifier.NAME, Identifier.GEOGRAPHY, Identifier.DATE_OR_AGE, Identifier.URL})
"""Places, days and addresses of publications stand in statements as of right: of hospitals, contracts, sources."""
_TAGGER = "tagger"


def screen_statement(stated: Stated) -> None:
    """Let a statement through whose free text names nobody but those who state, are spoken for, and receive.

    Raises:
        ConfigurationError: it names somebody else, or holds a person's number; one line a field, without the value.
    """
    own = {word for text in _own_texts(stated) for word in _words(text)}
    problems = [
        f"{field}: {says}: leave that out, since a statement goes out with the release"
        for field in stated.FREE
        for says in sorted({says for text in _texts(stated, field) for says in _seen(text, own)})
    ]
    if problems:
        raise ConfigurationError(problems)


def _seen(text: str, own: set[str]) -> Iterator[str]:
    found = find(text)
    if any(_names_somebody(text, run, own) for run in _runs(text, found)):
        yield "names a person who is neither a signer nor a recipient (A)"
    for finding in found:
        digits = sum(map(str.isdigit, text[finding.start : finding.end]))
        if finding.identifier not in _NO_NUMBERS and digits >= _FEWEST_DIGITS:
            yield f"holds a number of a person ({finding.identifier.value})"


def _runs(text: str, found: list[Finding]) -> Iterator[list[Finding]]:
    """Findings of names, and of places among them, that stand side by side: `Iris Okonkwo` is one person."""
    names = [one for one in found if one.identifier in (Identifier.NAME, Identifier.GEOGRAPHY)]
    starts = [0] * len(names)
    for place in range(1, len(names)):
        between = text[names[place - 1].end : names[place].start]
        starts[place] = starts[place - 1] if not between.strip(" .-'\u2019") else place
    for _, members in groupby(range(len(names)), key=starts.__getitem__):
        yield [names[place] for place in members]


def _names_somebody(text: str, run: list[Finding], own: set[str]) -> bool:
    """A name by lists or a title; what the tagger alone takes for one, if it has two words: methods go by one."""
    words = set(_words(text[run[0].start : run[-1].end]))
    if words <= own or not any(one.identifier is Identifier.NAME for one in run):
        return False
    return len(words) > 1 or any(one.identifier is Identifier.NAME and one.finder != _TAGGER for one in run)


def _own_texts(stated: Stated) -> Iterator[str]:
    for field in type(stated).model_fields:
        if field not in stated.FREE:
            yield from _texts(stated, field)


def _texts(stated: Stated, field: str) -> tuple[str, ...]:
    value = getattr(stated, field)
    if isinstance(value, str):
        return (value,)
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, tuple) else ()


def _words(text: str) -> Iterator[str]:
    return (match[0].casefold().removesuffix("'s").removesuffix("\u2019s") for match in _WORD.finditer(text))
