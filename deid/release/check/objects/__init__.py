"""The check of DICOM objects: their bytes, attributes, texts and links."""

from __future__ import annotations

import mmap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deid.errors import Unreadable
from deid.evidence import CheckResult, shown
from deid.release.check.coverage import DIRECTORY, OBJECTS, Tree
from deid.release.check.notes import Notes
from deid.release.check.objects.alike import Alike
from deid.release.check.objects.directory import problems_of
from deid.release.check.objects.links import PLACE, Links
from deid.release.check.objects.raw import layout
from deid.release.check.objects.seen import Seen, seen_whole
from deid.release.check.objects.texts import Texts
from deid.release.check.policy import DicomPolicy, Policy
from deid.vault import Harvest

# Objects of a study and a series lie two folders below.
_DEPTH = OBJECTS.count("/") + 2


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
    books, links, alike = _Books(), Links(policy.dicom.options, policy.dicom.file_set), Alike(policy.dicom)
    directory = DIRECTORY if policy.dicom.file_set and DIRECTORY in paths else ""
    paths = [path for path in paths if path != directory]
    for name in policy.dicom.forbidden(policy.method):
        books.claims.count(PLACE, 1, "options", f"do not go with the method: {name}")
    texts = Texts(harvest, books.patterns, books.known, policy.dicom.options)
    for path in paths:
        seen(1)
        try:
            _book(path, _seen(staged / path, policy.dicom, alike), policy.dicom, books, links, texts)
        except Unreadable as error:
            books.files.count(PLACE, 1, "objects", error.reason)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            # Whatever cannot be looked at counts as found; the message could quote a value.
            books.files.count(PLACE, 1, "objects", f"cannot be looked at: {type(error).__name__}")
    if policy.dicom.file_set:
        _book_directory(staged, directory, paths, books, texts)
    texts.settle()
    reach = f"{shown(len(paths))} objects, {shown(texts.looked_at)} values"
    notes = [books.files, books.attributes, books.claims, books.links, books.patterns]
    return tuple(note.result(reach) for note in (notes if harvest is None else [*notes, books.known]))


def _book_directory(staged: Path, directory: str, paths: list[str], books: _Books, texts: Texts) -> None:
    """The media directory: it is there, agrees with the objects, and its bytes hold no value of the source."""
    if not directory:
        if any(path.count("/") == _DEPTH for path in paths):
            books.files.add(DIRECTORY, "is missing, and the policy says that there is one")
        return
    objects = {tuple(path.removeprefix(OBJECTS).split("/")): staged / path for path in paths}
    try:
        for problem in dict.fromkeys(problems_of(staged / directory, objects)):
            books.files.add(DIRECTORY, problem)
        texts.look((), layout(memoryview((staged / directory).read_bytes())).header_runs(), "DICOMDIR")
    except Unreadable as error:
        books.files.add(DIRECTORY, error.reason)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        books.files.add(DIRECTORY, f"cannot be looked at: {type(error).__name__}")


def _seen(file: Path, policy: DicomPolicy, alike: Alike) -> Seen:
    with file.open("rb") as source:
        if not file.stat().st_size:
            raise Unreadable("are empty files")
        # Not closed by hand: the mapping goes when the last view of it does.
        view = memoryview(mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ))
    return alike.seen(view) or seen_whole(file, view, policy)


def _book(path: str, seen: Seen, policy: DicomPolicy, books: _Books, links: Links, texts: Texts) -> None:
    problems = frozenset().union(*(facts.problems for facts in seen.facts))
    noted = [(books.files, problem) for problem in seen.frame]
    noted += [(books.attributes, problem) for problem in sorted(problems)]
    if not seen.has_person:
        noted.append((books.attributes, "have no Patient ID"))
    if seen.told.text_shown and policy.burned_in_text != "keep":
        noted.append((books.attributes, "are of a kind that can show burned-in text or a face (Q)"))
    if seen.surplus:
        noted.append((books.files, "hold bytes behind their pixels"))
    noted += [(books.claims, problem) for problem in seen.told.claims]
    for notes, problem in noted:
        notes.count(PLACE, 1, "objects", problem)
    links.take(path, seen.identity, books.links)
    texts.look(seen.facts, seen.runs, path.removeprefix(OBJECTS).removesuffix(".dcm"))
