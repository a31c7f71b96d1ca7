"""Where treated rows stand, to be read as codes and written again: a file, or a table in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from deid.errors import Refused
from deid.expert import Column, Hierarchy, Table, described, released
from deid.expert_settings import QuasiIdentifier
from deid.tables.coding import ColumnCoder, coded
from deid.tables.opening import open_table
from deid.tables.rewriting import Changes, changed_batches, rewrite


class Place(Protocol):
    """Rows of one or more tables."""

    def read(self, sheet: str, names: Sequence[str]) -> Table:
        """Some columns of a table.

        Raises:
            Refused: the table lacks one of them.
        """

    def hierarchy(self, each: QuasiIdentifier, values: Sequence[str]) -> Hierarchy:
        """What the values of a quasi-identifier may become here."""

    def words(self, each: QuasiIdentifier, level: int) -> str:
        """What a level makes of a value."""

    def write(self, changes: Mapping[str, Changes]) -> Mapping[str, int]:
        """Carry changes out, by sheet; how many rows stay."""


class FilePlace:
    """A table file of a staged release."""

    def __init__(self, path: Path):
        self._path = path

    def read(self, sheet: str, names: Sequence[str]) -> Table:
        """Some columns of a sheet; of files without sheets, of the only one."""
        found = [each for each in open_table(self._path).sheets if each.name == sheet]
        if not found or not set(names) <= set(found[0].reader.header):
            raise Refused(["a table about persons cannot be read again as it was written"])
        reader = found[0].reader
        columns, values = coded(reader, [reader.header.index(name) for name in names])
        return Table({name: Column(c, v) for name, c, v in zip(names, columns, values, strict=True)})

    def hierarchy(self, each: QuasiIdentifier, values: Sequence[str]) -> Hierarchy:
        """Bands, prefixes, or nothing at once."""
        return released(each.shape, values)

    def words(self, each: QuasiIdentifier, level: int) -> str:
        """What a level makes of a value."""
        return described(each.shape, level)

    def write(self, changes: Mapping[str, Changes]) -> Mapping[str, int]:
        """Write the file again."""
        return rewrite(self._path, changes)


class FramePlace:
    """A table in memory.

    Attributes:
        table: as it is now.
        changes: what became of it.
    """

    def __init__(self, table: pa.Table):
        self.table = table
        self.changes = Changes()

    def read(self, sheet: str, names: Sequence[str]) -> Table:  # noqa: ARG002 - a frame has no sheets
        """Some columns."""
        if not set(names) <= set(self.table.column_names):
            raise Refused(["a table about persons lacks a column that the plan names"])
        found = {}
        for name in names:
            coder = ColumnCoder()
            codes = coder.codes(self.table.column(name).combine_chunks())
            found[name] = Column(codes, tuple(coder.known))
        return Table(found)

    def hierarchy(self, each: QuasiIdentifier, values: Sequence[str]) -> Hierarchy:
        """Bands, prefixes, or nothing at once."""
        return released(each.shape, values)

    def words(self, each: QuasiIdentifier, level: int) -> str:
        """What a level makes of a value."""
        return described(each.shape, level)

    def write(self, changes: Mapping[str, Changes]) -> Mapping[str, int]:
        """Change the table."""
        self.changes = changes[""]
        (batch,) = self.table.combine_chunks().to_batches() or [pa.RecordBatch.from_pylist([], self.table.schema)]
        changed = list(changed_batches(tuple(self.table.column_names), [batch], self.changes))
        self.table = pa.Table.from_batches(changed)
        return {"": self.table.num_rows}
