"""Text on its way into the report's page: escaped, and harmless in every reader."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

_LIKE_A_REFERENCE = re.compile(r"(?::(?=//))|(?:(?<=url)\()", re.IGNORECASE)
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})


def text(value: str) -> Markup:
    """Text as markup: escaped, without marks that turn or hide it, and with nothing like a link in the source.

    What reads ``https://`` or ``url(`` is still shown so, but no program that looks for references finds one.
    """
    plain = "".join("\ufffd" if unicodedata.category(c) in _HIDDEN else c for c in value)
    quiet = _LIKE_A_REFERENCE.sub(lambda found: f"&#{ord(found[0])};", str(escape(plain)))
    return Markup(quiet)  # noqa: S704 - escaped above


def breakable(name: str) -> Markup:
    """A name of a column or file, with places to break the line after its underscores, dots and slashes."""
    return Markup(re.sub(r"(?<=[_./])(?=[^/])", "<wbr>", str(text(name))))  # noqa: S704 - escaped above


def finalize(value: object) -> object:
    """What the templates do to every expression: strings become markup, markup stays."""
    return text(value) if isinstance(value, str) and not isinstance(value, Markup) else value
