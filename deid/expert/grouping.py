"""Equivalence classes at any node of the lattice, rolled up from a finer node instead of counted from rows.

Every quasi-identifier has a field of bits in a 64-bit key (two or more words where one is too small), sensitive
attributes the lowest fields. Generalising replaces fields; equal keys then merge. Only distinct keys are kept, so a
check costs in proportion to the classes of the finest known ancestor, not to the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from deid.errors import UsageError
from deid.expert.arrays import Codes, Counts, Flags, Keys

Node = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Where one attribute stands in the key.

    Attributes:
        word: which word.
        shift: its lowest bit there.
        mask: as many ones as it has bits.
    """

    word: int
    shift: np.uint64
    mask: np.uint64

    def read(self, keys: Keys) -> Codes:
        """The attribute's codes, shape (groups,)."""
        return np.asarray((keys[self.word] >> self.shift) & self.mask, np.int64)


@dataclass(frozen=True)
class Attribute:
    """One quasi-identifier as the search sees it: codes only.

    Attributes:
        levels: for each level, the code of each value that occurs in the data, shape (values,).
    """

    levels: tuple[Codes, ...]

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """How many codes each level has."""
        return tuple(int(codes.max()) + 1 for codes in self.levels)

    @cached_property
    def _steps(self) -> dict[tuple[int, int, int], Keys]:
        return {}

    def step(self, low: int, high: int, shift: np.uint64) -> Keys:
        """The code at level `high` of each code at level `low`, moved to its field: shape (width of low,)."""
        known = self._steps.get((low, high, int(shift)))
        if known is None:
            table = np.zeros(self.widths[low], np.uint64)
            table[self.levels[low]] = self.levels[high]
            known = self._steps[low, high, int(shift)] = table << shift
        return known


@dataclass(frozen=True)
class Groups:
    """Distinct (class, sensitive values) keys at one node.

    Attributes:
        node: the level of each quasi-identifier.
        keys: shape (words, groups), sorted, distinct.
        counts: records of each, shape (groups,).
    """

    node: Node
    keys: Keys
    counts: Counts


@dataclass(frozen=True)
class Layout:
    """Fields of the key and the tables that move them between levels.

    Attributes:
        attributes: the quasi-identifiers.
        fields: theirs.
        sensitive: the fields of the sensitive attributes, in the lowest bits of the first word.
        sensitive_bits: how many bits these take.
        count_bits: how many bits a count of records takes.
        words: how many words a key has.
        key_bits: how many bits the fullest word has.
    """

    attributes: tuple[Attribute, ...]
    fields: tuple[Field, ...]
    sensitive: tuple[Field, ...]
    sensitive_bits: int
    count_bits: int
    words: int
    key_bits: int

    @classmethod
    def plan(cls, attributes: Sequence[Attribute], sensitive_widths: Sequence[int], records: int) -> Layout:
        """Give each attribute its bits.

        Raises:
            UsageError: the sensitive attributes have too many values together.
        """
        used = [0]
        placed: list[Field] = []
        for width in [*sensitive_widths, *(max(attribute.widths) for attribute in attributes)]:
            bits = max(1, (width - 1).bit_length())
            if used[-1] + bits > 62:
                used.append(0)
            placed.append(Field(len(used) - 1, np.uint64(used[-1]), np.uint64((1 << bits) - 1)))
            used[-1] += bits
        count = len(sensitive_widths)
        if any(field.word for field in placed[:count]):
            raise UsageError("the sensitive attributes have too many values together; group some")
        low = sum(max(1, (width - 1).bit_length()) for width in sensitive_widths)
        return cls(
            tuple(attributes),
            tuple(placed[count:]),
            tuple(placed[:count]),
            low,
            records.bit_length(),
            len(used),
            max(used),
        )

    def start(self, columns: Sequence[Codes], sensitive: Sequence[Codes], counts: Counts | None = None) -> Groups:
        """The groups of the untouched table; columns of codes of values, shape (n,) each, one record a row or more."""
        keys = np.zeros((self.words, len(columns[0])), np.uint64)
        bottom = [attribute.levels[0] for attribute in self.attributes]
        for field, table, column in zip(self.fields, bottom, columns, strict=True):
            keys[field.word] |= (table.astype(np.uint64) << field.shift)[column]
        for field, column in zip(self.sensitive, sensitive, strict=True):
            keys[field.word] |= column.astype(np.uint64) << field.shift
        ones = np.ones(len(columns[0]), np.int64) if counts is None else counts
        return self._merge((0,) * len(bottom), keys, ones)

    def roll_up(self, groups: Groups, node: Node) -> Groups:
        """The groups of a node from those of a finer one."""
        keys = groups.keys.copy()
        for attribute, field, low, high in zip(self.attributes, self.fields, groups.node, node, strict=True):
            if low == high:
                continue
            word = keys[field.word]
            if attribute.widths[high] == 1:
                word &= ~(field.mask << field.shift)
                continue
            fresh = attribute.step(low, high, field.shift)[(word >> field.shift) & field.mask]
            word &= ~(field.mask << field.shift)
            word |= fresh
        return self._merge(node, keys, groups.counts)

    def _merge(self, node: Node, keys: Keys, counts: Counts) -> Groups:
        if self.words == 1 and self.key_bits + self.count_bits <= 64:
            shift = np.uint64(self.count_bits)
            packed = (keys[0] << shift) | counts.astype(np.uint64)
            packed.sort()
            keys = (packed >> shift)[None]
            counts = (packed & np.uint64((1 << self.count_bits) - 1)).astype(np.int64)
        else:
            order = np.argsort(keys[0]) if self.words == 1 else np.lexsort(keys)
            keys, counts = keys[:, order], counts[order]
        first = starts(keys)
        return Groups(node, keys[:, first], np.add.reduceat(counts, first) if len(first) else counts)


def starts(keys: Keys, skip_bits: int = 0) -> Codes:
    """Where each run of keys begins that are equal but for the lowest bits of the first word."""
    if skip_bits:
        keys = np.concatenate([keys[:1] >> np.uint64(skip_bits), keys[1:]])
    fresh: Flags = np.ones(keys.shape[1], np.bool_)
    fresh[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0) if len(keys) > 1 else keys[0, 1:] != keys[0, :-1]
    return np.flatnonzero(fresh)
