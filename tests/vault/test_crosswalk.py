"""Codes: random, repeatable with one vault, without the input's order; and what a damaged vault says."""

from __future__ import annotations

import random
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest

from deid.errors import Unreadable, VaultError
from deid.vault import Crosswalk, Vault

KEYS = [f"patient:{number}" for number in range(500)]


def column(values: list[str | None]) -> pa.Array:
    return pa.array(values, pa.large_string())


def stage(crosswalk: Crosswalk, staging: Path, portions: list[list[str]]) -> None:
    for order, portion in enumerate(portions):
        writer = crosswalk.writer(f"{order:03d}", staging)
        writer.add(column(portion))
        writer.close()


def settled(vault: Vault, keys: list[str], writers: int = 1, name: str = "stage") -> Crosswalk:
    crosswalk = vault.crosswalk("person")
    stage(crosswalk, vault.path / name, [keys[start::writers] for start in range(writers)])
    crosswalk.settle(vault.path / name)
    return crosswalk


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / "vault")


def test_one_vault_gives_the_same_codes_for_any_order_and_number_of_writers(vault: Vault, tmp_path: Path) -> None:
    results = []
    for writers in (1, 2, 7):
        shutil.copytree(vault.path, tmp_path / f"copy{writers}")
        shuffled = KEYS * 2
        random.Random(writers).shuffle(shuffled)
        copy = Vault.open(tmp_path / f"copy{writers}")
        results.append(settled(copy, shuffled, writers).codes(column(KEYS)).to_pylist())
    assert results[0] == results[1] == results[2]


def test_a_fresh_vault_gives_other_codes(vault: Vault, tmp_path: Path) -> None:
    one = settled(vault, KEYS).codes(column(KEYS)).to_pylist()
    other = settled(Vault.create(tmp_path / "other"), KEYS).codes(column(KEYS)).to_pylist()
    assert not set(one) & set(other)


def test_codes_look_like_codes_and_do_not_follow_the_input(vault: Vault) -> None:
    codes = settled(vault, KEYS).codes(column(KEYS)).to_pylist()
    assert len(set(codes)) == len(KEYS)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]{15}", code) for code in codes)
    rising = sum(one < other for one, other in pairwise(codes))
    assert 0.4 < rising / len(codes) < 0.6


def test_a_key_keeps_its_code_when_others_come(vault: Vault) -> None:
    before = settled(vault, KEYS[:100]).codes(column(KEYS[:100])).to_pylist()
    after = settled(vault, KEYS, name="second")
    assert after.codes(column(KEYS[:100])).to_pylist() == before
    assert len(set(after.codes(column(KEYS)).to_pylist())) == len(KEYS)
    reopened = Vault.open(vault.path).crosswalk("person")
    assert reopened.codes(column(KEYS[:100])).to_pylist() == before


def test_null_has_no_code_and_an_unknown_key_is_refused(vault: Vault) -> None:
    crosswalk = settled(vault, KEYS)
    assert crosswalk.codes(column([None, KEYS[0], None])).null_count == 2
    assert crosswalk.has(column([KEYS[0], "patient:none", None])).tolist() == [True, False, False]
    with pytest.raises(Unreadable) as raised:
        crosswalk.codes(column(["patient:secret-4711"]))
    assert "4711" not in str(raised.value)


def test_uids_are_valid_and_distinct(vault: Vault) -> None:
    uids = settled(vault, KEYS).uids(column(KEYS))
    assert len(set(uids)) == len(KEYS)
    assert all(re.fullmatch(r"2\.25\.[1-9]\d*", uid) and len(uid) <= 64 for uid in uids)


def test_lookup_finds_the_key_as_the_source_spells_it(vault: Vault) -> None:
    crosswalk = vault.crosswalk("record")
    writer = crosswalk.writer("a", vault.path / "stage")
    writer.add(column(["4711", None]), column(["004711", None]))
    writer.close()
    crosswalk.settle(vault.path / "stage")
    code = crosswalk.codes(column(["4711"]))[0].as_py()
    (entry,) = vault.lookup(f" {code}\n")
    assert (entry.domain, entry.code, entry.key) == ("record", code, "004711")
    assert vault.lookup("X000000000000000") == []


def test_of_several_spellings_the_same_one_is_remembered_whoever_comes_first(vault: Vault, tmp_path: Path) -> None:
    remembered = set()
    for order in (["7", "007"], ["007", "7"]):
        copy = Vault.create(tmp_path / "-".join(order))
        crosswalk = copy.crosswalk("record")
        for name, written in zip("ab", order, strict=True):
            writer = crosswalk.writer(name, copy.path / "stage")
            writer.add(column(["7"]), column([written]))
            writer.close()
        crosswalk.settle(copy.path / "stage")
        remembered.add(next(iter(copy.entries("record"))).key)
    assert remembered == {"007"}


def test_a_settling_that_was_cut_off_leaves_a_usable_vault(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    before = settled(vault, KEYS[:10]).codes(column(KEYS[:10])).to_pylist()
    crosswalk = vault.crosswalk("person")
    stage(crosswalk, vault.path / "cut", [KEYS])

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            crosswalk.settle(vault.path / "cut")
    shutil.rmtree(vault.path / "cut", ignore_errors=True)
    again = Vault.open(vault.path).crosswalk("person")
    assert again.codes(column(KEYS[:10])).to_pylist() == before
    assert not again.has(column(KEYS[10:])).any()
    full = settled(Vault.open(vault.path), KEYS, name="again").codes(column(KEYS)).to_pylist()
    assert full[:10] == before
    assert len(set(full)) == len(KEYS)


@pytest.mark.parametrize("suffix", [".u64", ".draws", ".arrow"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut"])
def test_a_damaged_segment_is_noticed(vault: Vault, suffix: str, damage: str) -> None:
    settled(vault, KEYS)
    segment = sorted((vault.path / "crosswalk" / "person").glob(f"*{suffix}"))[0]
    if damage == "gone":
        segment.unlink()
    else:
        segment.write_bytes(b"" if damage == "empty" else segment.read_bytes()[:-3])
    with pytest.raises(VaultError, match="damaged"):
        list(Vault.open(vault.path).entries("person"))


@pytest.mark.parametrize("listing", ["", "{", "[1]", '[{"name": "00000"}]', "7"])
def test_a_damaged_listing_is_noticed(vault: Vault, listing: str) -> None:
    settled(vault, KEYS)
    (vault.path / "crosswalk" / "person" / "segments.json").write_text(listing)
    with pytest.raises(VaultError, match="damaged"):
        Vault.open(vault.path).crosswalk("person").has(column(KEYS))
