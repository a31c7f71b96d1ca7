"""Where each table of an export stands in the release, and under what name."""

from __future__ import annotations

from pathlib import PurePosixPath

from deid.planning.survey import Survey
from deid.safe_harbor.identifying_names import file_identifies

_SUFFIXES = frozenset(".csv .tsv .tab .psv .txt .dat .gz .parquet .xlsx .xlsm .xls .jsonl .ndjson .json".split())
"""Endings that say a format and nothing else; others may be part of a person's name."""


def targets_of(survey: Survey) -> dict[str, tuple[str, str]]:
    """Path in the release and shown name of each source file; a number where the name itself identifies."""
    result: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for source in dict.fromkeys(look.source for look in survey.tables):
        parts = [part for part in PurePosixPath(source).parts if part not in ("..", "/")]
        if any(file_identifies(text) for part in parts for text in texts_of(part)):
            parts = [f"table-{len(result) + 1}{suffixes_of(source)}"]
        target = _free("/".join(parts), taken)
        taken.add(target.lower())
        result[source] = (f"data/tables/{target}", target)
    return result


def texts_of(part: str) -> tuple[str, ...]:
    """What of the name of a file or folder may identify: the whole, less its endings, and each part between dots."""
    stem = part
    while (path := PurePosixPath(stem)).suffix.lower() in _SUFFIXES and path.stem != stem:
        stem = path.stem
    return tuple(dict.fromkeys((part, stem, *part.split("."))))


def suffixes_of(name: str) -> str:
    """The endings of a file's name that only say its format."""
    return "".join(suffix for suffix in PurePosixPath(name).suffixes if suffix.lower() in _SUFFIXES)


def _free(target: str, taken: set[str]) -> str:
    if target.lower() not in taken:
        return target
    number = 2
    while f"{number}-{target}".lower() in taken:
        number += 1
    return f"{number}-{target}"
