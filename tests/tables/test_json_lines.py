"""JSON Lines: removed leaves are gone at every depth, and the rest has its shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deid.errors import Unreadable
from deid.tables.json_lines import JsonLinesReader, JsonLinesWriter, Shaped, leaves

LEAF = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
)
KEY = st.text("abc.[]é ", min_size=0, max_size=3)
VALUE = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3), max_leaves=12
)
OBJECT = st.dictionaries(KEY, VALUE, max_size=4)


def reader_of(folder: Path, lines: list[str]) -> JsonLinesReader:
    path = folder / "t.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return JsonLinesReader(path)


def through(folder: Path, lines: list[str], names: dict[str, str] | None = None) -> list[Any]:
    reader = reader_of(folder, lines)
    names = {path: path for path in reader.header} if names is None else names
    writer = JsonLinesWriter(folder / "o.jsonl", names)
    for shaped in reader.shaped():
        columns = dict(zip(reader.header, shaped.batch.columns, strict=True))
        writer.write(shaped, {path: columns[path] for path in names})
    writer.close()
    return [json.loads(line) for line in (folder / "o.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]


def pruned(value: Any) -> Any:
    """Without empty objects and lists, which hold nothing that a plan decides on."""
    if isinstance(value, dict):
        return {key: pruned(child) for key, child in value.items() if pruned(child) not in ({}, [])}
    if isinstance(value, list):
        return [pruned(child) for child in value if pruned(child) not in ({}, [])]
    return value


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.lists(OBJECT, min_size=1, max_size=5))
def test_kept_values_keep_their_shape(tmp_path: Path, objects: list[dict[str, Any]]) -> None:
    objects = [*objects, {"sure": 1}]
    reader = reader_of(tmp_path, [json.dumps(value) for value in objects])
    list(reader.batches())
    plain = [value for value in objects if not _repeats(value)]
    assert reader.skipped == len(objects) - len(plain)
    assert json.dumps(through(tmp_path, [json.dumps(value) for value in objects])) == json.dumps(
        [pruned(value) for value in plain]
    )


def _repeats(value: dict[str, Any]) -> bool:
    paths = [path for path, _ in leaves(value) if "[]" not in path]
    return len(paths) != len(set(paths))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(st.lists(OBJECT, min_size=1, max_size=4), st.data())
def test_removed_leaves_are_gone(tmp_path: Path, objects: list[dict[str, Any]], data: st.DataObject) -> None:
    lines = [json.dumps(value) for value in [*objects, {"sure": 1}]]
    header = reader_of(tmp_path, lines).header
    kept = set(data.draw(st.lists(st.sampled_from(header), unique=True)))
    result = through(tmp_path, lines, {path: path for path in kept})
    assert {path for value in result for path, _ in leaves(value)} <= kept


def test_an_object_of_which_nothing_stays_is_an_empty_object(tmp_path: Path) -> None:
    assert through(tmp_path, ['{"a": {"ssn": 1}, "b": [[2]]}', "{}", '{"c": 3}'], {"c": "c"}) == [{}, {}, {"c": 3}]


def test_lists_of_objects_and_of_lists(tmp_path: Path) -> None:
    line = '{"v": [{"code": "x", "ssn": "1"}, {"code": null}, {"ssn": "2"}], "m": [[1, 2], [3]], "u": {"ip": "4"}}'
    reader = reader_of(tmp_path, [line])
    assert reader.header == ("v[].code", "v[].ssn", "m[][]", "u.ip")
    (batch,) = reader.batches()
    assert batch.to_pydict()["2"] == [["1", "2", "3"]]
    kept = {"v[].code": "v[].code", "m[][]": "m[][]"}
    assert through(tmp_path, [line], kept) == [{"v": [{"code": "x"}, {"code": None}], "m": [[1, 2], [3]]}]


def test_keys_with_dots_never_share_a_path(tmp_path: Path) -> None:
    reader = reader_of(tmp_path, ['{"a.b": "x", "a": {"b": "Okafor"}}', '{"a.b": "y"}', '{"": {"z": 1}, "z": 2}'])
    assert [batch.to_pydict() for batch in reader.batches()] == [{"0": ["y"]}]
    assert reader.skipped == 2


def test_renamed_keys_take_their_columns_name_in_lists_too(tmp_path: Path) -> None:
    line = '{"Okafor": ["x"], "a": {"seen": [["y"]]}, "b.c": 1, "c": 2}'
    names = {"Okafor[]": "column_1[]", "a.seen[][]": "a.seen_year[][]", "b.c": "b.c", "c": "c"}
    assert through(tmp_path, [line], names) == [{"column_1": ["x"], "a": {"seen_year": [["y"]]}, "b.c": 1, "c": 2}]


def test_what_is_no_object_is_left_out_and_counted(tmp_path: Path) -> None:
    deep = '{"a":' * 80 + "1" + "}" * 80
    lines = ['{"a": 1}', "nope", "[1]", "", '{"a": NaN}', '{"a": "\\ud800"}', deep, '{"a": 1, "a": 2}']
    reader = reader_of(tmp_path, lines)
    assert [batch.to_pydict() for batch in reader.batches()] == [{"0": ["1", "2"]}]
    assert reader.skipped == 5


def test_a_file_without_objects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        reader_of(tmp_path, ["[1]", "{}"])


def test_long_numbers_keep_their_digits(tmp_path: Path) -> None:
    lines = ['{"n": 123456789012345678901234567890, "m": 18446744073709551615, "f": 1.5}']
    assert through(tmp_path, lines) == [{"n": "123456789012345678901234567890", "m": 2**64 - 1, "f": 1.5}]


def test_a_mark_in_front_is_no_part_of_the_text(opened: Callable[..., Any]) -> None:
    assert opened("t.jsonl", b'\xef\xbb\xbf{"a": 1}\n').sheets[0].reader.header == ("a",)


def test_numbers_that_stay_numbers(tmp_path: Path) -> None:
    objects = [{"zip": 2139, "date": 20190504, "days": 16500, "flag": True}]
    batch = pa.record_batch([pa.array([None])], ["0"])
    treated = {"zip": ["021"], "date": ["2019"], "days": ["45"], "flag": ["true"]}
    writer = JsonLinesWriter(tmp_path / "o.jsonl", {path: path for path in treated})
    writer.write(Shaped(batch, objects), {path: pa.array(value) for path, value in treated.items()})
    writer.close()
    assert json.loads((tmp_path / "o.jsonl").read_text()) == {"zip": "021", "date": 2019, "days": 45, "flag": True}


def test_long_lists_are_read_in_time_that_grows_with_them(tmp_path: Path) -> None:
    reader = reader_of(tmp_path, [json.dumps({"a": list(range(200_000))})])
    assert [len(batch.column(0)[0]) for batch in reader.batches()] == [200_000]


def test_through_the_whole_room(tmp_path: Path, street: Any) -> None:
    rows = [
        {"mrn": 4711000 + number, "user": {"ip": "203.0.113.9", "last_name": "Okafor", "email": "jane@okafor.org"},
         "seen": "2019-05-04T10:00:00Z", "labs": [{"code": "2823-3", "name": "Okafor"}], "sex": "F"}
        for number in range(40)
    ]  # fmt: skip
    path = tmp_path / "portal.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    target, _ = street.run(path)
    text = target.read_text()
    assert [gone for gone in ("203.0.113.9", "okafor", "Okafor", "05-04", "47110") if gone in text] == []
    first = json.loads(text.splitlines()[0])
    assert first["sex"] == "F"
    assert first["seen_year"] in (2019, "2019")
