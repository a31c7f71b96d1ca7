"""Headers of DICOM files as codes: a row an object, a column an attribute of the outermost level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from pydicom import dcmread
from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset

from deid.dicom.quiet import contained
from deid.dicom.recognise import looks_like_dicom
from deid.errors import UsageError
from deid.expert import Column, Table


def header_table(paths: Iterable[Path], names: Sequence[str]) -> Table:
    """Some attributes of each object, by keyword; ``StudyYear`` is the year of ``StudyDate``, and so on.

    Raises:
        UsageError: no attribute of that keyword.
        Unreadable: a file that is no DICOM object.
    """
    keywords = [_keyword(name) for name in names]
    tags = [tag for keyword, _ in keywords if (tag := tag_for_keyword(keyword)) is not None]
    known: list[dict[str, int]] = [{} for _ in names]
    rows: list[list[int]] = []
    for path in paths:
        header = header_of(path, tags)
        rows.append([k.setdefault(_value(header, *each), len(k)) for each, k in zip(keywords, known, strict=True)])
    codes = np.array(rows, np.int64).reshape(-1, len(names))
    return Table({name: Column(codes[:, place], tuple(known[place])) for place, name in enumerate(names)})


def header_of(path: Path, tags: Sequence[int]) -> Dataset:
    """Some elements of an object.

    Raises:
        Unreadable: it is no DICOM object.
    """
    with contained():
        return dcmread(path, stop_before_pixels=True, specific_tags=list(tags), force=_is_bare(path))


def _is_bare(path: Path) -> bool:
    """Whether a file has no preamble, and begins with the data set."""
    with path.open("rb") as file:
        head = file.read(4096)
    return head[128:132] != b"DICM" and looks_like_dicom(head)


def text_of(header: Dataset, keyword: str) -> str:
    """A value as text without padding; a missing one is blank."""
    with contained():
        value = header.get(keyword)
        return "" if value is None else str(value).strip()


def _keyword(name: str) -> tuple[str, int | None]:
    """The attribute's keyword, and how many characters of it count."""
    if tag_for_keyword(name) is not None:
        return name, None
    dated = name.removesuffix("Year") + "Date"
    if name.endswith("Year") and tag_for_keyword(dated) is not None:
        return dated, 4
    raise UsageError(f"{name}: DICOM has no attribute of that keyword")


def _value(header: Dataset, keyword: str, length: int | None) -> str:
    return text_of(header, keyword)[:length]
