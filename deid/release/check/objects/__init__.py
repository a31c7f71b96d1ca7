"""The check of DICOM objects: their bytes, attributes, texts and links."""

from __future__ import annotations

import mmap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deid.errors import Unreadable
from deid.evidence import CheckResult, shown
from deid.release.check.coverage import OBJECTS, Tree
from deid.release.check.notes import Notes
from deid.release.check.objects import attributes, claims
from deid.release.check.objects.links import PLACE, Links
from deid.release.check.objects.pixels import has_surplus, shows_text
from deid.release.check.objects.raw import PIXELS, layout
from deid.release.check.objects.texts import Texts
from deid.release.check.objects.values import Value, parsed, quiet, values_of
from deid.release.check.policy import DicomPolicy, Policy
from deid.vault import Harvest


@dataclass(slots=True)
class _Books:
    files: Notes = field(default_factory=lambda: Notes("DICOM files hold an object and nothing else"))
    attributes: Notes = field(default_factory=lambda: Notes("DICOM attributes are those that the profile lets stay"))
    claims: Notes = field(default_factory=lambda: Notes("DICOM objects say what was done to them"))
    links: Notes = field(default_factory=lambda: Notes("DICOM UIDs are new and agree"))
    patterns: Notes = field(default_factory=lambda: Notes("no identifier shows in DICOM text"))
    known: Notes = field(default_factory=lambda: Notes("no value of the source stands in a DICOM object"))


def check_objects(
    staged: Path, tree: Tree, policy: Policy, harvest: Harvest | None, seen: Callable[[int], None]
) -> tuple[CheckResult, ...]:
    """Look at every DICOM object of a release; nothing where it holds none. `seen` hears of each."""
    listed = {table.path for table in policy.tables}
    paths = [path for path in tree.files if path.startswith(OBJECTS) and path not in listed]
    if not paths and not policy.dicom.objects:
        return ()
    books, links = _Books(), Links()
    for name in policy.dicom.forbidden(policy.method):
        books.claims.count(PLACE, 1, "options", f"do not go with the method: {name}")
    texts = Texts(harvest, books.patterns, books.known, policy.dicom.options)
    for path in paths:
        seen(1)
        try:
            _check(staged / path, path, policy.dicom, books, links, texts)
        except Unreadable as error:
            books.files.count(PLACE, 1, "objects", error.reason)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            # Whatever cannot be looked at counts as found; the message could quote a value.
            books.files.count(PLACE, 1, "objects", f"cannot be looked at: {type(error).__name__}")
    reach = f"{shown(len(paths))} objects, {shown(texts.looked_at)} values"
    notes = [books.files, books.attributes, books.claims, books.links, books.patterns]
    return tuple(note.result(reach) for note in (notes if harvest is None else [*notes, books.known]))


def _check(file: Path, path: str, policy: DicomPolicy, books: _Books, links: Links, texts: Texts) -> None:
    if not file.stat().st_size:
        raise Unreadable("are empty files")
    with file.open("rb") as source:
        # Not closed by hand: the mapping goes when the last view of it does.
        view = memoryview(mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ))
    _look(file, path, view, policy, books, links, texts)


def _searched(values: list[Value], options: frozenset[str]) -> list[Value]:
    """The values to look for the source's in: not dates that moved, which may meet another date of the source."""
    dates = ("DA", "DT", "TM") if options & {"retain-full-dates", "retain-modified-dates"} else ()
    return [value for value in values if value.vr not in dates]


def _look(
    file: Path, path: str, data: memoryview, policy: DicomPolicy, books: _Books, links: Links, texts: Texts
) -> None:
    laid_out = layout(data)
    for problem in laid_out.problems:
        books.files.count(PLACE, 1, "objects", problem)
    if any(element.tag > max(PIXELS) for element in laid_out.elements):
        books.files.count(PLACE, 1, "objects", "hold elements behind the pixels")
    dataset = parsed(file)
    values = values_of(dataset)
    for problem in sorted(set(attributes.problems_of(values, policy.options))):
        books.attributes.count(PLACE, 1, "objects", problem)
    if "PatientID" not in dataset:
        books.attributes.count(PLACE, 1, "objects", "have no Patient ID")
    with quiet():
        text_shown = shows_text(dataset, laid_out)
        if text_shown and policy.burned_in_text != "keep":
            books.attributes.count(PLACE, 1, "objects", "are of a kind that can show burned-in text or a face (Q)")
        if has_surplus(dataset, laid_out):
            books.files.count(PLACE, 1, "objects", "hold bytes behind their pixels")
        for problem in claims.problems_of(dataset, policy, text_shown=text_shown):
            books.claims.count(PLACE, 1, "objects", problem)
        links.take(path, dataset, laid_out, books.links, policy.options)
    texts.look(
        _searched(values, policy.options), laid_out.header_runs(), path.removeprefix(OBJECTS).removesuffix(".dcm")
    )
