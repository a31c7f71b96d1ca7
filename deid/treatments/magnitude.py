"""Whole numbers of seven digits among measured values: a viral load, or a record number that strayed there."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.safe_harbor.field_names import words_of_name
from deid.treatments.spread import RowsOf

_SEVEN = r"^\s*[<>]?=?\s*\d{7}(?:\.0*)?\s*$"
_NEXT_SMALLER = r"^\s*[<>]?=?\s*\d{6}(?:\.\d*)?\s*$"
_LARGE_NAMES = re.compile(
    r"_(?:viral|copies|cfu|rna|dna|pcr|titers?|counts?|cnt|cells?|steps|ferritin|reads|bytes|volume|iu|units?)_"
)
_LARGE_UNITS = (
    r"(?i)^\W*(?:log10 )?(?:\{?cop(?:y|ies)\}?|\[?iu\]?|\[?cfu\]?|\{?cells?\}?|\{?particles?\}?|\{?genomes?\}?|#|u"
    r"|units?|\[?unt\]?|vp|vg)\W*(?:/|per|$)|^/(?:ul|ml|mm3|cumm|\[?hpf\]?)|^(?:steps|bytes|reads)$"
)
_ENOUGH = 0.01


_EIGHT = r"^\s*[+-]?[$\x{20ac}\x{a3}]?\d{8}\s*$"


def large_amounts(cells: pa.Array) -> npt.NDArray[np.int64]:
    """The rows with a whole number of eight digits among amounts that are hardly ever so large.

    Args:
        cells: the whole column.
    """
    rows = np.flatnonzero(pc.fill_null(pc.match_substring_regex(cells, _EIGHT), False).to_numpy(zero_copy_only=False))
    usual = len(rows) > max(_ENOUGH * (len(cells) - cells.null_count), 2)
    return rows[:0] if usual else rows


def strays(cells: pa.Array, name: str, units: RowsOf | None) -> npt.NDArray[np.int64]:
    """The rows with a whole number of seven digits that nothing shows to be measured.

    It is measured where the column's name or the row's unit counts things by the million, or where the column's other
    values reach up to it.

    Args:
        cells: the whole column.
        name: the column's.
        units: the units of some of its rows, where the table has them.
    """
    seven = pc.fill_null(pc.match_substring_regex(cells, _SEVEN), False)
    rows = np.flatnonzero(seven.to_numpy(zero_copy_only=False))
    if not len(rows) or _LARGE_NAMES.search(words_of_name(name)):
        return rows[:0]
    smaller = pc.sum(pc.match_substring_regex(cells, _NEXT_SMALLER)).as_py() or 0
    if smaller >= max(_ENOUGH * (len(cells) - cells.null_count), 2):
        return rows[:0]
    if units is None:
        return rows
    large = pc.fill_null(pc.match_substring_regex(units(rows), _LARGE_UNITS), False)
    return np.asarray(rows[~large.to_numpy(zero_copy_only=False)])
