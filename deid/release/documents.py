"""JSON papers: the same content gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deid.errors import Unreadable

Document = dict[str, Any]
"""A JSON object: text, numbers, lists and objects, nothing else."""


def text_of(document: Mapping[str, Any]) -> str:
    """A document as text: keys sorted, indented by two, in Unicode, with a line end."""
    return json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document as UTF-8; the folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(document), encoding="utf-8", newline="\n")


def parse(text: bytes) -> Document:
    """Read a document that somebody else may have written.

    Raises:
        Unreadable: it is no JSON object in UTF-8, or says something twice.
    """
    try:
        document = json.loads(text.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable("no valid JSON") from None
    if not isinstance(document, dict):
        raise Unreadable("no JSON object")
    return document


def _once(pairs: list[tuple[str, Any]]) -> Document:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ValueError
    return document


def _no_number(_name: str) -> None:
    raise ValueError
