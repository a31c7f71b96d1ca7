"""Marked text: identifiers and traps stand between control characters until the text is done."""

from __future__ import annotations

import re
from collections.abc import Callable

OPEN, MIDDLE, CLOSE = "\x01", "\x02", "\x03"
_MARK = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
_TITLE = re.compile(r"\b((?:dr|mr|mrs|ms|miss|prof|doctor|md|np|rt|cna|officer)\.?)\s*\Z", re.IGNORECASE)
_DEGREE = re.compile(r"((?:\b|\.)(?:md|do|rn|np|pa|c|dpm|facp|phd|m|d)\b\.?)", re.IGNORECASE)


def mark(category: str, text: str) -> str:
    """``text`` as an identifier of a category, or as a trap (``keep:kind``)."""
    return f"{OPEN}{category}{MIDDLE}{text}{CLOSE}"


def change(marked: str, how: Callable[[str], str]) -> str:
    """Change the text and leave the marks."""
    parts = re.split(f"({OPEN}[^{MIDDLE}]*{MIDDLE}|{CLOSE})", marked)
    return "".join(part if part[:1] in (OPEN, CLOSE) else how(part) for part in parts)


def change_names(marked: str, how: Callable[[str], str]) -> str:
    """Change what is marked as a name."""

    def one(found: re.Match[str]) -> str:
        return mark(found[1], how(found[2])) if found[1] == "NAME" else found[0]

    return _MARK.sub(one, marked)


def unmark(marked: str) -> tuple[str, list[dict[str, object]], list[dict[str, object]], list[tuple[int, int]]]:
    """The text, its identifiers, its traps, and what may be found or not: titles, degrees, times of day."""
    text, spans, keep, last = "", [], [], 0
    neutral: list[tuple[int, int]] = []
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        start = len(text)
        text += found[2]
        last = found.end()
        kind, _, trap = found[1].partition(":")
        if not found[2].strip():
            continue
        if trap == "neutral":
            neutral.append((start, len(text)))
        elif trap:
            keep.append({"start": start, "end": len(text), "kind": trap})
        else:
            spans.append({"start": start, "end": len(text), "category": kind})
    text += marked[last:]
    for span in spans:
        if span["category"] == "NAME":
            neutral += [found.span(1) for found in _TITLE.finditer(text[: span["start"]], max(0, span["start"] - 12))]
            neutral += [found.span(1) for found in _DEGREE.finditer(text, span["end"], span["end"] + 24)]
    return text, spans, keep, neutral
