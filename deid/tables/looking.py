"""The survey of one table: its beginning is read, and each column weighed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import as_text
from deid.planning.survey import ColumnLook, TableLook
from deid.safe_harbor.attribute_names import kind_of_attribute
from deid.safe_harbor.cells import mentions_a_name
from deid.safe_harbor.columns import Classification, classify
from deid.safe_harbor.contents import Sample
from deid.safe_harbor.field_names import words_of_name
from deid.safe_harbor.kinds import KINDS
from deid.safe_harbor.likely_names import holds_unknown_word, is_of_unknown_words
from deid.tables.delimited import DelimitedReader
from deid.tables.opening import Reader

ROWS = 20_000
_DISTINCT = 1000
_LEAST_CONCEPTS = 3


def look(source: str, sheet: str, form: str, reader: Reader) -> TableLook:
    """Look at the first rows of a table.

    Raises:
        Unreadable: from the reader.
    """
    batches: list[pa.RecordBatch] = []
    rows = 0
    for batch in reader.batches():
        batches.append(batch.slice(0, ROWS - rows))
        rows += batches[-1].num_rows
        if rows >= ROWS:
            break
    seen = look_at(source, sheet, form, reader.header, batches)
    return replace(seen, dialect=reader.dialect) if isinstance(reader, DelimitedReader) else seen


def look_at(source: str, sheet: str, form: str, header: tuple[str, ...], batches: list[pa.RecordBatch]) -> TableLook:
    """Look at these rows of a table whose columns are named by position."""
    table_name = sheet or PurePath(source).name.split(".")[0]
    columns = []
    for position, name in enumerate(header):
        sample = _sample([batch.column(position) for batch in batches])
        classified = _unnested(classify(name, table_name, sample), batches, position)
        share = sample.filled / sample.rows if sample.rows else 0.0
        is_key = classified.kind.name == "person_key"
        keys = _sketch([batch.column(position) for batch in batches]) if is_key else frozenset()
        shapes = frozenset(map(_shape, sample.values)) if is_key else frozenset()
        unique = sample.filled >= _LEAST_CONCEPTS and sample.distinct >= 0.9 * sample.rows
        nameless = sample.reaches(_names_nobody, 0.8)
        columns.append(ColumnLook(name, classified, share, len(sample.values), keys, shapes, unique, nameless))
    rows = sum(batch.num_rows for batch in batches)
    return TableLook(source, sheet, form, rows, tuple(_with_attributes(columns, batches)))


def _names_nobody(cell: str) -> bool:
    """Whether a cell of reference data can be nobody's name, and no number that is long enough for a person's."""
    if _LONG_NUMBER.search(cell):
        return False
    return not (holds_unknown_word(cell) or is_of_unknown_words(cell) or mentions_a_name(cell))


_LONG_NUMBER = re.compile(r"(?<![\d.])\d{5}")


def _sample(chunks: Iterable[pa.Array]) -> Sample:
    texts: dict[str, None] = {}
    counts: Counter[str] = Counter()
    rows = filled = distinct = 0
    counted_all = True
    for chunk in chunks:
        rows += len(chunk)
        cells = _plain(chunk)
        if cells is None:
            continue
        trimmed = pc.utf8_trim_whitespace(cells)
        present = trimmed.filter(pc.fill_null(pc.greater(pc.binary_length(trimmed), 0), False))
        filled += len(present)
        counted = pc.value_counts(present)
        unique = counted.field("values")
        distinct += len(unique)
        counted_all = counted_all and len(unique) <= _DISTINCT
        least = 1 if counted_all else max(len(present) // 10, 2)
        frequent = counted.filter(pc.greater_equal(counted.field("counts"), least))
        counts.update({entry["values"]: entry["counts"] for entry in frequent.to_pylist()})
        for value in unique.slice(0, _DISTINCT * 2).to_pylist():
            if len(texts) < _DISTINCT:
                texts.setdefault(value)
    prevalent = {value: count / filled for value, count in counts.items() if count >= 0.1 * filled}
    few = {value: counts[value] for value in texts} if counted_all else {}
    return Sample(tuple(texts), rows, filled, min(distinct, filled), prevalent, few)


def _sketch(chunks: Iterable[pa.Array]) -> frozenset[int]:
    """The places of the keys that come first among all keys: of two columns with the same keys these are the same.

    The first keys of two tables may be quite other persons', since tables stand in orders of their own.
    """
    plain = [cells for cells in map(_plain, chunks) if cells is not None]
    distinct = {key for cells in plain for key in pc.unique(cells).to_pylist() if key and key.strip()}
    return frozenset(sorted(map(_place, distinct))[:_DISTINCT])


def _place(key: str) -> int:
    """Where a key would stand among all keys; equal keys stand in one place whatever their zeros in front."""
    spelled = key.strip().upper().lstrip("0")
    return int.from_bytes(hashlib.blake2b(spelled.encode(), digest_size=8).digest(), "big")


def _shape(key: str) -> str:
    return "".join("9" if character.isdigit() else "A" if character.isalpha() else character for character in key)


def _plain(chunk: pa.Array) -> pa.Array | None:
    """The chunk as text; a list's leaves one after the other; None for what has no text."""
    if pa.types.is_list(chunk.type) or pa.types.is_large_list(chunk.type):
        chunk = chunk.flatten()
    try:
        return as_text(chunk)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _unnested(found: Classification, batches: list[pa.RecordBatch], position: int) -> Classification:
    kind = batches[0].schema.field(position).type if batches else pa.null()
    nested = pa.types.is_nested(kind) and not _is_text_list(kind)
    if nested or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return Classification(KINDS["unknown"], "nested or binary values, which are not looked into", "nothing")
    return found


def _is_text_list(kind: pa.DataType) -> bool:
    return (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and not pa.types.is_nested(kind.value_type)


_ATTRIBUTE_WORDS = frozenset(
    "_attribute_ _attr_ _key_ _field_ _variable_ _var_ _item_ _question_ _parameter_ _param_ _property_ _description_ "
    "_name_ _concept_ _concept_name_ _element_ _data_element_ _test_ _test_name_ _label_ _observation_ _measure_ "
    "_field_name_ _attribute_name_ _component_ _type_ _metric_".split()
)
_FIELDS = 300
"""No form asks for more than this; a column with more values does not name fields."""
_VALUE_WORDS = frozenset(
    "_value_ _val_ _result_ _answer_ _response_ _data_ _content_ _value_text_ _value_as_string_ _attribute_value_ "
    "_field_value_ _result_value_ _text_value_ _v_".split()
)


def _with_attributes(columns: list[ColumnLook], batches: list[pa.RecordBatch]) -> list[ColumnLook]:
    """Entity, attribute, value: where one column names what another column's cells are."""
    words = [words_of_name(column.name) for column in columns]
    values = [place for place, word in enumerate(words) if word in _VALUE_WORDS]
    if not values or not batches:
        return columns
    others = [place for place in range(len(columns)) if place not in values]
    named = [place for place in others if _names_fields(batches, place, words[place] not in _ATTRIBUTE_WORDS)]
    if not named:
        return columns
    changed = list(columns)
    for place in values:
        reason = "each row's meaning stands in another column of the row"
        changed[place] = _as(changed[place], Classification(KINDS["attribute_value"], reason, "content"))
    reason = "its values name the attribute that the row is about"
    changed[named[0]] = _as(changed[named[0]], Classification(KINDS["attribute"], reason, "content"))
    return changed


def _as(column: ColumnLook, found: Classification) -> ColumnLook:
    return replace(column, classification=found)


def _names_fields(batches: list[pa.RecordBatch], place: int, mostly: bool) -> bool:
    """Whether some of a column's values speak of identifiers as names of fields do.

    Args:
        batches: the rows looked at.
        place: of the column.
        mostly: whether most of its values must speak of something, as the column's own name promises nothing.
    """
    sample = _sample([batch.column(place) for batch in batches])
    if not 1 < len(sample.values) < _DISTINCT or (sample.nearly_unique and sample.filled > 50):
        return False
    if mostly and (len(sample.values) > _FIELDS or not _mostly_fields(sample.values)):
        return False
    rules = (kind_of_attribute(value) for value in sample.values)
    return any(rule is not None and rule.sure and rule.kind.identifier is not None for rule in rules)


def _mostly_fields(values: Sequence[str]) -> bool:
    """Whether at least six in ten of these values are names of fields; no more are asked than it takes to deny it."""
    strangers = 0
    for value in values:
        strangers += kind_of_attribute(value) is None
        if strangers > 0.4 * len(values):
            return False
    return True
