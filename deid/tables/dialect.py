"""How a delimited text file is written: encoding, delimiter, line ends, header. Found out from its bytes."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from deid.errors import Unreadable
from deid.planning.survey import Dialect
from deid.tables.headers import header_at, is_data

_NOT_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_DELIMITERS = (",", "\t", "|", ";")
_SAMPLE = 1 << 20
_CHUNK = 1 << 20
_HEAD = 1 << 23
_QUOTE = ord('"')
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
csv.field_size_limit(1 << 27)


def detect(path: Path) -> Dialect:
    """Find out a file's dialect; the whole file is read once to be sure of its encoding.

    Raises:
        Unreadable: it is empty, binary, broken, or no table.
    """
    return inspect(path)[0]


def inspect(path: Path) -> tuple[Dialect, bool]:
    """A file's dialect, and whether its quotation marks are odd in number, so that one may never close.

    Raises:
        Unreadable: it is empty, binary, broken, or no table.
    """
    reading = _Reading()
    for chunk in chunks(path):
        reading.take(chunk)
    text = reading.text().lstrip("\ufeff")
    return _dialect(path, text, reading.encoding), reading.quotes % 2 == 1


def _dialect(path: Path, text: str, encoding: str) -> Dialect:
    if not text.strip():
        raise Unreadable("empty file")
    delimiter, rows = _best_delimiter(text)
    width = _width(rows)
    if width < 2 and not _may_have_one_column(path, rows):
        raise Unreadable("text, but not a table: no delimiter separates it into columns")
    if sum(len(row) == width for row in rows) < 0.8 * len(rows):
        named_a_table = path.name.lower().removesuffix(".gz").endswith((".csv", ".tsv", ".tab", ".psv"))
        kind = "broken table" if named_a_table else "no table"
        raise Unreadable(f"{kind}: its rows have different numbers of fields")
    line_end = "\r\n" if "\r\n" in text[: 1 << 16] else "\n"
    place = header_at(rows, width)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    above, lines = list(islice(filter(None, reader), place)), reader.line_num
    if is_data(rows[place], rows[place + 1 :]):
        return Dialect(
            encoding, delimiter, line_end, tuple(f"column_{i + 1}" for i in range(width)), lines if above else 0
        )
    header = next(row for row in reader if row)
    if len(header) > width:
        raise Unreadable("broken table: its header has more fields than its rows")
    unnamed = [f"column_{i + 1}" for i in range(len(header), width)]
    return Dialect(encoding, delimiter, line_end, (*header, *unnamed), reader.line_num)


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, unpacked where it is gzip'd.

    Raises:
        Unreadable: the file cannot be opened, or its compression is broken.
    """
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == b"\x1f\x8b"
            plain.seek(0)
            stream = gzip.GzipFile(fileobj=plain) if packed else plain
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Unreadable("broken or truncated gzip file") from None
    except PermissionError:
        raise Unreadable("no permission to read the file") from None
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.__class__.__name__}") from None


class _Reading:
    """The whole file, chunk by chunk: the encoding that all of it obeys, its beginning as text, its quotation marks.

    Text that begins as UTF-8 beyond ASCII and breaks later is broken; it is not read as another encoding.
    """

    def __init__(self) -> None:
        self.encoding = ""
        self.quotes = 0
        self._head = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._wide = False
        self._sample = io.StringIO()

    def take(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        if not self.encoding:
            self.encoding = next((name for mark, name in _MARKS if chunk.startswith(mark)), "") or _unmarked(chunk)
            self._decoder = codecs.getincrementaldecoder(self.encoding)()
        if len(self._head) < _HEAD:
            self._head += chunk
        if not self.encoding.startswith("utf-16") and b"\0" in chunk:
            raise Unreadable("binary content: NUL bytes in what should be text")
        self.quotes += int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == _QUOTE))
        if self._decoder is not None:
            self._decode(self._decoder, chunk[self._certain(self._decoder, chunk) :], final=False)

    def text(self) -> str:
        """Finish; the beginning of the text."""
        if self._decoder is not None:
            self._decode(self._decoder, b"", final=True)
        if self.encoding == "latin-1":
            return self._head[:_SAMPLE].decode("latin-1")
        return self._sample.getvalue()[:_SAMPLE]

    def _certain(self, decoder: codecs.IncrementalDecoder, chunk: bytes) -> int:
        """How many of these bytes are in order for certain, and need not become text: enough of it was read."""
        if self.encoding != "utf-8" or self._sample.tell() < _SAMPLE or decoder.getstate()[0]:
            return 0
        if chunk.isascii():
            return len(chunk)
        whole = chunk.rfind(b"\n") + 1
        if not _is_utf8(chunk, whole):
            return 0
        self._wide = self._wide or not chunk[:whole].isascii()
        return whole

    def _decode(self, decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> None:
        try:
            text = decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            if self.encoding != "utf-8" or self._wide or not error.object[: error.start].isascii():
                raise Unreadable("broken text: a cell is not valid in the file's encoding") from None
            self.encoding, self._decoder = _single_byte(self._head), None
            return
        self._wide = self._wide or not text.isascii()
        if self._sample.tell() < _SAMPLE:
            self._sample.write(text)


def _unmarked(head: bytes) -> str:
    """The encoding of text without a mark: UTF-16 where nearly every other byte is NUL, and no neighbour of these."""
    even, odd = head[:4096:2], head[1:4096:2]
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high and high.count(0) >= 0.8 * len(high) and not low.count(0):
            return name
    return "utf-8"


def _is_utf8(chunk: bytes, size: int) -> bool:
    """Whether the first bytes of a chunk are UTF-8."""
    offsets = np.array([0, size], np.int64)
    try:
        pa.LargeStringArray.from_buffers(1, pa.py_buffer(offsets), pa.py_buffer(chunk)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _single_byte(head: bytes) -> str:
    """Windows' Latin-1 where its quotation marks and dashes occur, else Latin-1, unless this is no text at all."""
    controls = sum(byte < 32 and byte not in (9, 10, 13, 12) for byte in head[:65536])
    if controls > 0.001 * min(len(head), 65536):
        raise Unreadable("binary content in what should be text")
    typographic = any(0x80 <= byte <= 0x9F for byte in head)
    return "cp1252" if typographic and not any(byte in _NOT_IN_CP1252 for byte in head) else "latin-1"


def _best_delimiter(text: str) -> tuple[str, list[list[str]]]:
    candidates = []
    for order, delimiter in enumerate(_DELIMITERS):
        rows = _rows(text, delimiter)
        width = _width(rows)
        regular = sum(len(row) == width for row in rows) / max(len(rows), 1)
        candidates.append((width > 1, round(regular, 1), width, -order, delimiter, rows))
    best = max(candidates, key=lambda candidate: candidate[:4])
    return best[4], best[5]


def _rows(text: str, delimiter: str, limit: int = 200) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if row:
                rows.append(row)
            if len(rows) > limit:
                break
    except csv.Error:
        raise Unreadable("broken table: its quotation marks do not close") from None
    if len(rows) > 1 and len(text) >= _SAMPLE and len(rows) <= limit:
        rows.pop()  # the sample cuts the last row
    return rows


def _width(rows: list[list[str]]) -> int:
    counted = Counter(len(row) for row in rows)
    return len(rows[0]) if counted[len(rows[0])] * 2 >= len(rows) else counted.most_common(1)[0][0]


def _may_have_one_column(path: Path, rows: list[list[str]]) -> bool:
    suffixes = {suffix.lower() for suffix in path.suffixes}
    named_a_table = bool(suffixes & {".csv", ".tsv", ".tab", ".psv"})
    return named_a_table and all(len(row[0]) < 200 for row in rows)
