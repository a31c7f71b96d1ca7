"""The papers of a release, and the names of its files: no value of the source, and no identifier."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa

from deid.arrow import TEXT
from deid.evidence import CheckResult
from deid.release.check.coverage import tree_of
from deid.release.check.known import SAYS, Scope, known_in
from deid.release.check.notes import Notes
from deid.release.check.patterns import findings
from deid.release.check.reference import state_words
from deid.vault import Harvest, Kind

PAPERS = ("datapackage.json", "deid/policy.json", "deid/tables.json", "deid/report.json", "deid/report.html")
_ASKED = frozenset({"an e-mail address", "a social security number", "a telephone number", "an IP address"})
OPTIONAL = (
    "deid/determination.json",
    "deid/terms.json",
    "deid/notice.json",
    "deid/data_use_agreement.json",
    "deid/claim.dsse.json",
    "deid/knowledge.dsse.json",
    "deid/expert.dsse.json",
    "deid/approval.dsse.json",
)
FILES = "names of files"
_PAPER, _NAMES = Scope("paper", dates=False, counts=True), Scope("name")
_PLACES = frozenset({SAYS[Kind.PLACE]})


def check_papers(staged: Path, harvest: Harvest | None) -> tuple[CheckResult, ...]:
    """Look at the names of all files and folders, and at every text of the papers.

    Args:
        staged: the release's folder.
        harvest: the values of the source; None where they are not at hand, and then nothing is looked up.
    """
    readable = Notes("the papers can be read")
    patterns, known = (
        Notes("no identifier shows in a paper"),
        Notes("no value of the source stands in a paper"),
    )
    texts = {FILES: _names(staged)}
    papers = [*PAPERS, *(paper for paper in OPTIONAL if (staged / paper).is_file())]
    for paper in papers:
        try:
            texts[paper] = sorted(set(_texts(staged / paper)))
        except (OSError, ValueError, RecursionError, KeyError, TypeError):
            readable.add(paper, "is missing or cannot be read")
    for place, several in texts.items():
        _look(place, several, harvest, patterns, known)
    reach = f"{len(papers)} papers and the names of all files"
    notes = [readable, patterns] if harvest is None else [readable, patterns, known]
    return tuple(note.result(reach) for note in notes)


def _look(place: str, texts: list[str], harvest: Harvest | None, patterns: Notes, known: Notes) -> None:
    for text in texts:
        for letter, says in findings(text):
            if says in _ASKED:
                patterns.count(place, 1, "texts", f"hold {says} ({letter})")
    if harvest is None or not texts:
        return
    for at, seen in known_in(harvest, pa.array(texts, TEXT), _NAMES if place == FILES else _PAPER).items():
        for says in seen - (_PLACES if _is_of_states(texts[at]) else frozenset()):
            known.count(place, 1, "texts", f"hold {says}")


def _is_of_states(text: str) -> bool:
    """Words of States' names alone: they are places that may stay."""
    return all(word.lower() in state_words() for word in text.replace(",", " ").split())


def _names(staged: Path) -> list[str]:
    """The name of every file and folder, once."""
    tree = tree_of(staged)
    paths = (*tree.files, *tree.others, *tree.empty)
    return sorted({part for path in paths for part in path.split("/")})


def _texts(path: Path) -> Iterator[str]:
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        page = _Page()
        page.feed(content)
        page.close()
        return iter(page.texts)
    document = json.loads(content)
    if path.name.endswith(".dsse.json"):
        document = json.loads(base64.b64decode(document["payload"], validate=True))
    return _strings(document)


def _strings(value: object) -> Iterator[str]:
    """Every key and text of a JSON value; whole numbers, which count something here, as counts are written.

    A table of 11,000,000 rows is no patient with that number; a number of the source that stands in a text is found.
    """
    if isinstance(value, dict):
        for key, child in value.items():
            yield str(key)
            yield from _strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from _strings(child)
    elif value is not None and not isinstance(value, bool):
        yield f"{value:,}" if isinstance(value, int) else str(value)


class _Page(HTMLParser):
    """Every text, attribute and comment of a page; styles and drawings' numbers are no text."""

    _DRAWN = frozenset("d points x y x1 x2 y1 y2 cx cy r rx ry dx dy width height transform viewbox".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if value and name not in self._DRAWN]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))

    def handle_comment(self, data: str) -> None:
        self.texts.append(data)

    def handle_decl(self, decl: str) -> None:
        self.texts.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.texts.append(data)
