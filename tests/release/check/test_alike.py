"""Objects that are like others before them come to the same as when each is read whole."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom.dataset import FileDataset

from deid.errors import Unreadable
from deid.release.check.objects.alike import Alike
from deid.release.check.objects.seen import Seen, seen_whole
from deid.release.check.policy import DicomPolicy, parse

from .conftest import SERIES, STUDY, Staged, failed

BUNDLED = sorted((Path(pydicom.__file__).parent / "data" / "test_files").glob("*.dcm"))


@pytest.fixture
def policy(staged: Staged) -> DicomPolicy:
    return parse(staged.policy()).dicom


def comparable(seen: Seen) -> dict[str, Any]:
    return {
        "frame": seen.frame,
        "problems": frozenset().union(*(facts.problems for facts in seen.facts)),
        "shown": sorted(says for facts in seen.facts for says in facts.shown),
        "texts": [text for facts in seen.facts for text in facts.texts],
        "looked at": sum(facts.looked_at for facts in seen.facts),
        "person": seen.has_person,
        "told": seen.told,
        "surplus": seen.surplus,
        "identity": seen.identity,
        "runs": sorted(seen.runs),
    }


def both(path: Path, alike: Alike, policy: DicomPolicy) -> tuple[object, object]:
    """What either way makes of a file; None where it has to be read whole."""
    view = memoryview(path.read_bytes())
    found: list[object] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for look in (lambda: alike.seen(view), lambda: seen_whole(path, view, policy)):
            try:
                seen = look()
                found.append(comparable(seen) if seen is not None else None)
            except Unreadable as error:
                found.append(error.reason)
    return found[0], found[1]


def test_both_ways_agree_on_real_objects(policy: DicomPolicy) -> None:
    alike, taken = Alike(policy), 0
    for path in (*BUNDLED, *BUNDLED):
        quickly, whole = both(path, alike, policy)
        if quickly is not None:
            taken += 1
            assert quickly == whole, path.stem
    assert taken > 40


@pytest.mark.parametrize("name", ["M\u00fcller", "\u5c71\u7530"])
def test_the_same_bytes_are_read_in_the_character_set_that_is_declared(
    staged: Staged, policy: DicomPolicy, name: str
) -> None:
    alike = Alike(policy)

    def change(made: FileDataset) -> None:
        made.SpecificCharacterSet = "ISO_IR 192"
        made.SeriesDescription = name

    first = staged.put(change)
    second = staged.put(change, lambda data: data.replace(b"ISO_IR 192", b"ISO_IR 100"), path="second.dcm")
    for path in (first, second, first):
        quickly, whole = both(path, alike, policy)
        assert quickly == whole
        assert quickly is not None


def test_what_stands_in_many_objects_is_counted_in_each(staged: Staged) -> None:
    for number in range(20, 50):
        sop = f"2.25.{number}"

        def change(made: FileDataset, sop: str = sop, number: int = number) -> None:
            made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = sop
            made.SeriesDescription = "Thorax of Ottilie" if number >= 30 else "Thorax"

        staged.put(change, path=f"{STUDY}/{SERIES}/{sop}.dcm")
    found = failed(staged.check())
    assert "data/dicom: 20 objects hold a name of the source in (0008,103E)" in found
    assert "data/dicom: 20 objects hold a name of the source in its bytes" in found
