"""A hospital's export for tests that need a whole one, and a search through everything that a folder holds."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sample_data_maker import Manifest, make_sample_data


@pytest.fixture(scope="session")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """The sample hospital, made anew."""
    return make_sample_data(tmp_path_factory.mktemp("hospital") / "export", patients=24)


def everything_in(folder: Path) -> str:
    """Every byte of every file below a folder as text, packed formats unpacked, and every path; lower case."""
    return "\n".join(_contents(folder)).lower()


def _contents(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        yield path.relative_to(folder).as_posix()
        if path.is_file():
            data = path.read_bytes()
            yield data.decode("utf-8", "replace")
            yield data.decode("latin-1")
            yield from _unpacked(path, data)


def _unpacked(path: Path, data: bytes) -> Iterator[str]:
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data).decode("utf-8", "replace")
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if data.startswith(b"PAR1"):
        yield str(pq.read_table(path).to_pydict())
        yield str(pq.read_metadata(path))


@pytest.fixture(scope="session")
def search() -> type[Search]:
    """Looks for values in a folder."""
    return Search


class Search:
    """Everything in a folder, read once."""

    def __init__(self, folder: Path):
        self.text = everything_in(folder)

    def found(self, values: list[str]) -> list[str]:
        """Which of these values stand anywhere in the folder, as whole words."""
        present = [value for value in values if value.lower() in self.text]
        return [value for value in present if re.search(rf"(?<!\w){re.escape(value.lower())}(?!\w)", self.text)]
