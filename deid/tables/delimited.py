"""Delimited text in and out, as Arrow record batches of strings; every cell's characters survive the way."""

from __future__ import annotations

import gzip
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from deid.arrow import TEXT, as_text, scalar
from deid.errors import Unreadable
from deid.planning.survey import Dialect
from deid.tables.dialect import chunks
from deid.vault.hashing import buffers

_BLOCK = 1 << 22


class DelimitedReader:
    """Reads one file; columns are named by their position, since names may repeat."""

    def __init__(self, path: Path, dialect: Dialect):
        self.path = path
        self.dialect = dialect
        self.header = dialect.header
        self.skipped = 0

    def batches(self, columns: Sequence[int] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows in order; `columns` are the positions wanted, all by default.

        Rows with too many or too few fields are left out and counted in `skipped`.

        Raises:
            Unreadable: the text breaks the form that its beginning has.
        """
        self.skipped = 0
        names = [str(position) for position in range(len(self.dialect.header))]
        wanted = names if columns is None else [str(position) for position in columns]

        try:
            with self._open(names, wanted) as reader:
                yield from reader
        except pa.ArrowInvalid as error:
            raise Unreadable(_reason(str(error))) from None
        except UnicodeError:
            raise Unreadable("broken table: a cell is not valid text in the file's encoding") from None
        except OSError:
            raise Unreadable("broken or truncated compressed file") from None

    def demand_closed_quotes(self) -> None:
        """The last cell of all may hold line breaks only if the file ends with the quotation mark that closes it.

        Raises:
            Unreadable: a quotation mark that never closes has made one cell of the rest of the file.
        """
        cell = ""
        for batch in self.batches([len(self.header) - 1]):
            cell = batch.column(0)[-1].as_py() if batch.num_rows else cell
        if "\n" in cell or "\r" in cell:
            end = b"".join(deque(chunks(self.path), maxlen=2))[-4096:].replace(b"\0", b"").rstrip(b"\r\n")
            if not end.endswith(b'"'):
                raise Unreadable("broken table: a quotation mark does not close")

    def _open(self, names: list[str], wanted: list[str]) -> pyarrow.csv.CSVStreamingReader:
        encoding = {"utf-8-sig": "utf-8"}.get(self.dialect.encoding, self.dialect.encoding)
        with self.path.open("rb") as probe:
            packed = probe.read(2) == b"\x1f\x8b"
        return pyarrow.csv.open_csv(
            pa.input_stream(str(self.path), compression="gzip" if packed else None),
            # Threads that hand single blocks to each other cost more than they bring: the rest is one thread's work.
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False,
                column_names=names,
                skip_rows=self.dialect.header_lines,
                block_size=_BLOCK,
                encoding=encoding,
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=self.dialect.delimiter,
                newlines_in_values=True,
                invalid_row_handler=self._skip,
                ignore_empty_lines=True,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, TEXT),
                include_columns=wanted,
                strings_can_be_null=False,
            ),
        )

    def _skip(self, _row: pyarrow.csv.InvalidRow) -> str:
        self.skipped += 1
        return "skip"


class DelimitedWriter:
    """Writes one file in its source's delimiter, line ends and compression, in UTF-8, with minimal quotation."""

    def __init__(self, path: Path, dialect: Dialect, header: Sequence[str], *, packed: bool):
        self._plain: BinaryIO = path.open("wb")
        # A gzip header without time and name, so that the same rows give the same bytes.
        self._sink: BinaryIO = (
            gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=self._plain, mtime=0)  # type: ignore[assignment]
            if packed
            else self._plain
        )
        self._delimiter = dialect.delimiter
        self._line_end = dialect.line_end
        self._marks = (b'"', b"\r", b"\n", dialect.delimiter.encode())
        self._special = f'["\\r\\n{dialect.delimiter}]' if dialect.delimiter != "\t" else '["\\r\\n\\t]'
        if header:
            self.write(pa.record_batch([pa.array([name]) for name in header], [str(i) for i in range(len(header))]))

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows; nulls become empty fields."""
        if not batch.num_rows or not batch.num_columns:
            return
        cells = [self._quoted(pc.fill_null(as_text(column), "")) for column in batch.columns]
        if len(cells) == 1:  # a row of one empty field would be an empty line, which is no row
            cells[0] = pc.if_else(pc.equal(cells[0], ""), scalar('""'), cells[0])
        cells[-1] = pc.binary_join_element_wise(cells[-1], scalar(self._line_end), scalar(""))
        rows = pc.binary_join_element_wise(*cells, scalar(self._delimiter)) if len(cells) > 1 else cells[0]
        _, offsets, data = rows.buffers()
        if data is not None:
            self._sink.write(
                memoryview(data)[: int.from_bytes(memoryview(offsets)[8 * len(rows) : 8 * len(rows) + 8], "little")]
            )

    def close(self) -> None:
        """Finish the file."""
        if self._sink is not self._plain:
            self._sink.close()
        self._plain.close()

    def _quoted(self, cells: pa.Array) -> pa.Array:
        _, content = buffers(cells)
        whole = content.tobytes()
        if not any(mark in whole for mark in self._marks):
            return cells
        special = pc.match_substring_regex(cells, self._special)
        doubled = pc.replace_substring(cells, '"', '""')
        return pc.if_else(special, pc.binary_join_element_wise(scalar('"'), doubled, scalar('"'), scalar("")), cells)


def _reason(message: str) -> str:
    """A class of problem; the library's own message may quote the data."""
    if "UTF8" in message or "utf-8" in message.lower():
        return "broken table: a cell is not valid text in the file's encoding"
    if "skip initial" in message:
        return "header only: the table has no rows"
    if "straddling" in message or "block" in message:
        return f"a row is longer than {_BLOCK >> 20} MB"
    if "Empty CSV" in message:
        return "header only: the table has no rows"
    return "broken table: its rows do not keep to the form of its beginning"
