"""Delimited text, plain or gzipped."""

from __future__ import annotations

import csv
import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv

from deid.arrow import TEXT
from deid.errors import Unreadable

_BLOCK = 1 << 22
_GZIP = b"\x1f\x8b"
_LONGEST_HEADER = 1 << 22


def is_packed(path: Path) -> bool:
    """Whether a file is gzipped, by its first bytes."""
    with path.open("rb") as source:
        return source.read(2) == _GZIP


def read(path: Path, delimiter: str) -> tuple[tuple[str, ...], Iterator[list[pa.Array]]]:
    """The header and the rows in batches.

    Raises:
        Unreadable: broken text; also while the batches are taken.
    """
    header = _header(path, delimiter)
    return header, _batches(path, delimiter, len(header))


def _header(path: Path, delimiter: str) -> tuple[str, ...]:
    try:
        with pa.input_stream(str(path), compression="gzip" if is_packed(path) else None) as source:
            head = source.read(_LONGEST_HEADER).decode("utf-8-sig", "replace")
        return tuple(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, strict=True), ()))
    except (csv.Error, pa.ArrowException, OSError):
        raise Unreadable("its header cannot be read") from None


def _batches(path: Path, delimiter: str, columns: int) -> Iterator[list[pa.Array]]:
    names = [str(place) for place in range(columns)]
    options = {
        "read_options": pyarrow.csv.ReadOptions(
            column_names=names, skip_rows_after_names=1, block_size=_BLOCK, use_threads=False
        ),
        "parse_options": pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        "convert_options": pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, TEXT), strings_can_be_null=False
        ),
    }
    if not names:
        raise Unreadable("it has no header")
    try:
        with (
            pa.input_stream(str(path), compression="gzip" if is_packed(path) else None) as source,
            pyarrow.csv.open_csv(source, **options) as reader,
        ):
            for batch in reader:
                yield batch.columns
    except pa.ArrowInvalid as error:
        # A file of a header alone has no rows to read.
        if "Empty CSV" not in str(error):
            raise Unreadable("its rows break the form of the header") from None
    except (pa.ArrowException, OSError):
        raise Unreadable("its text or compression is broken") from None


def around(path: Path) -> list[str]:
    """Names, comments and times in a gzip header, and bytes behind the packed stream."""
    if not is_packed(path):
        return []
    with path.open("rb") as source:
        _, flags, stamp = struct.unpack("<3sBI", source.read(8))
        problems = ["its gzip header carries a name, comment or extra field"] if flags else []
        if stamp:
            problems.append("its gzip header carries a time")
        source.seek(0)
        if not _is_one_stream(source):
            problems.append("bytes stand behind the packed text")
    return problems


def _is_one_stream(source: BinaryIO) -> bool:
    engine = zlib.decompressobj(wbits=31)
    try:
        for chunk in iter(lambda: source.read(1 << 20), b""):
            rest = chunk
            while rest:
                engine.decompress(rest, 1 << 24)
                rest = engine.unconsumed_tail
            if engine.eof:
                return not engine.unused_data and not source.read(1)
    except zlib.error:
        raise Unreadable("its compression is broken") from None
    return False


def lines(path: Path) -> Iterator[bytes]:
    """The lines of a text file, plain or gzipped, without their ends.

    Raises:
        Unreadable: its compression is broken.
    """
    try:
        with pa.input_stream(str(path), compression="gzip" if is_packed(path) else None) as source:
            rest = b""
            for chunk in iter(lambda: source.read(1 << 22), b""):
                *whole, rest = (rest + chunk).split(b"\n")
                yield from whole
            if rest:
                yield rest
    except (pa.ArrowException, OSError):
        raise Unreadable("its compression is broken") from None
