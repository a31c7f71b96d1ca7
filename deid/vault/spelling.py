"""How a value is spelled when it is looked up: its letters and digits, accents and width folded away."""

from __future__ import annotations

import re
import unicodedata

_UNSAID = re.compile(r"(?:[^\w\n]|_)+")
"""What is neither letter nor digit nor the end of a line."""


def squeeze_text(text: str) -> str:
    """What :func:`deid.vault.hashing.squeeze` makes of one text."""
    return _UNSAID.sub("", unicodedata.normalize("NFKD", text).casefold()).replace("\n", "")


def squeeze_texts(texts: list[str]) -> list[str]:
    """What :func:`deid.vault.hashing.squeeze` makes of some texts, all folded in one go unless one has a line break."""
    together = "\n".join(texts)
    if together.count("\n") != len(texts) - 1:
        return [squeeze_text(text) for text in texts]
    return _UNSAID.sub("", unicodedata.normalize("NFKD", together).casefold()).split("\n")
