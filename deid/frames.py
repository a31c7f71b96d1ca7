"""pandas in and out: types that survive do survive, and the index is treated as any column."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from deid.planning.plan import FieldPlan, TablePlan


def from_frame(frame: pd.DataFrame) -> pa.Table:
    """A DataFrame as an Arrow table: its index's levels first, unless it only counts the rows."""
    columns, names = [], []
    for name, series in _series(frame):
        columns.append(_array(series))
        names.append(name)
    return pa.Table.from_arrays(columns, names=names)


def to_frame(
    before: pd.DataFrame,
    treated: pa.Table,
    plan: TablePlan,
    keep: npt.NDArray[np.bool_] | None = None,
    labelled: Collection[str] = (),
) -> pd.DataFrame:
    """The treated table as a DataFrame like the one that came in.

    Args:
        before: what came in.
        treated: its rows, treated; those that were left out are missing.
        plan: what was done to it.
        keep: which rows stayed, shape (rows,); None where all did.
        labelled: the columns that hold labels in place of values.
    """
    counts = _only_counts(before.index)
    if keep is not None:
        before = before[keep].reset_index(drop=True) if counts else before[keep]
    sources = _series(before)
    indexed = [] if counts else [name for name, _ in sources[: before.index.nlevels]]
    columns: dict[int, pd.Series[Any]] = {}
    outputs = [entry for entry in plan.columns if entry.output]
    for place, entry in enumerate(outputs):
        _, source = sources[entry.position - 1]
        treatment = "" if entry.output in labelled else entry.treatment
        columns[place] = _back(source, treated.column(place).combine_chunks(), treatment)
    frame = pd.DataFrame({place: series.reset_index(drop=True) for place, series in columns.items()})
    frame = frame if len(outputs) else pd.DataFrame(index=range(len(before)))
    frame.columns = pd.Index([entry.output for entry in outputs], dtype=object)
    kept = [entry for entry in outputs if entry.position <= len(indexed)]
    if not kept:
        frame.columns = _labels(before, outputs)
        return frame
    frame = frame.set_index([entry.output for entry in kept])
    named = [before.index.names[entry.position - 1] is not None for entry in kept]
    frame.index.names = [name if had else None for name, had in zip(frame.index.names, named, strict=True)]
    frame.columns = _labels(before, [entry for entry in outputs if entry.position > len(indexed)])
    return frame


def _labels(before: pd.DataFrame, outputs: list[FieldPlan]) -> pd.Index[Any]:
    """The labels of columns as they came in, numbers and levels too, where the release changes none of their names."""
    levels = 0 if _only_counts(before.index) else before.index.nlevels
    came: list[Any] = [before.columns[entry.position - 1 - levels] for entry in outputs]
    if all(_label(label) == entry.output for label, entry in zip(came, outputs, strict=True)) and came:
        return pd.MultiIndex.from_tuples(came) if isinstance(came[0], tuple) else pd.Index(came)
    return pd.Index([entry.output for entry in outputs])


def _only_counts(index: pd.Index[Any]) -> bool:
    return isinstance(index, pd.RangeIndex)


def _series(frame: pd.DataFrame) -> list[tuple[str, pd.Series[Any]]]:
    """Every column with its name, the index's levels first."""
    found: list[tuple[str, pd.Series[Any]]] = []
    if not _only_counts(frame.index):
        for level in range(frame.index.nlevels):
            name = frame.index.names[level]
            found.append((str(name) if name is not None else "index", frame.index.get_level_values(level).to_series()))
    for place, name in enumerate(frame.columns):
        found.append((_label(name), frame.iloc[:, place]))
    return found


def _label(name: object) -> str:
    return " ".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _array(series: pd.Series[Any]) -> pa.Array:
    """A column for Arrow; periods, intervals and objects that it has no plain type for become text."""
    try:
        array = pa.Array.from_pandas(series)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        array = None
    if array is None or isinstance(array.type, pa.BaseExtensionType):
        missing = series.isna()
        array = pa.array([None if gone else str(value) for value, gone in zip(series, missing, strict=True)])
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _back(source: pd.Series[Any], treated: pa.Array, treatment: str) -> pd.Series[Any]:
    if treatment in ("keep", "duration"):
        blanked = pc.is_null(treated).to_numpy(zero_copy_only=False) & ~source.isna().to_numpy()
        return _blanked(source, blanked)
    if treatment == "year":
        return pd.Series(pc.cast(treated, pa.int64()).to_pandas(types_mapper=lambda _: pd.Int64Dtype()))
    return pd.Series(treated.to_pandas())


def _blanked(source: pd.Series[Any], blanked: Any) -> pd.Series[Any]:
    """The series itself, less the blanked cells; unused categories go, since labels are data, too."""
    result = source.copy()
    if blanked.any():
        if pd.api.types.is_integer_dtype(result.dtype) and not pd.api.types.is_extension_array_dtype(result.dtype):
            result = result.astype("Int64")
        result = result.mask(pd.Series(blanked, index=result.index))
    if isinstance(result.dtype, pd.CategoricalDtype):
        result = result.cat.remove_unused_categories()
    return result
