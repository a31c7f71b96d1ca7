"""Keyed 64-bit hashes of whole Arrow string columns, without a Python object per value.

The hashes never leave the vault: they are places in its indexes, not codes. Eight bytes are read at a time
straight from the column's buffer and mixed as MurmurHash's 64-bit finaliser does, from a seed that is drawn
with the vault.
"""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.vault.spelling import squeeze_texts

Hashes = npt.NDArray[np.uint64]
Offsets = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

_MULTIPLIER = np.uint64(0xFF51AFD7ED558CCD)
_FINISHER = np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)
_LONGEST_IN_STEP = 512


def buffers(values: pa.Array) -> tuple[Offsets, Bytes]:
    """The offsets (n + 1) and the bytes of a string column; nulls count as empty strings."""
    if values.null_count:
        values = pc.fill_null(values, "")
    if values.type != pa.large_string():
        values = values.cast(pa.large_string())
    if not len(values):
        return np.zeros(1, np.int64), np.zeros(0, np.uint8)
    _, offsets, data = values.buffers()
    bounds = np.frombuffer(offsets, np.int64)[values.offset : values.offset + len(values) + 1]
    content = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return bounds - bounds[0], content[bounds[0] : bounds[-1]]


def from_buffers(offsets: Offsets, content: Bytes) -> pa.Array:
    """The string column with these offsets (n + 1) and bytes."""
    return pa.Array.from_buffers(
        pa.large_string(), len(offsets) - 1, [None, pa.py_buffer(offsets), pa.py_buffer(content)]
    )


def hash_strings(values: pa.Array, seed: int) -> Hashes:
    """One hash a value, shape (n,), from the values' UTF-8 bytes and the seed."""
    offsets, content = buffers(values)
    lengths = np.diff(offsets)
    state = (lengths.astype(np.uint64) + np.uint64(1)) * _FINISHER ^ np.uint64(seed & 0xFFFFFFFFFFFFFFFF)
    padded = np.concatenate([content, np.zeros(8, np.uint8)])
    shortest, longest = (int(lengths.min()), int(lengths.max())) if len(lengths) else (0, 0)
    if shortest == longest:
        _mix_even(state, padded, longest)
    else:
        _mix_uneven(state, padded, offsets[:-1], lengths, shortest, longest)
    if longest > _LONGEST_IN_STEP:
        _add_long_ends(state, offsets, content, seed)
    return _mix(state)


def _mix_even(state: Hashes, padded: Bytes, length: int) -> None:
    """Mix values of one length into their states: their words lie at even distances, and none is looked up."""
    for position in range(0, min(max(length, 1), _LONGEST_IN_STEP), 8):
        words = np.ndarray((len(state),), "<u8", padded.data, position, (length,))
        state[:] = _mix(state ^ (words & _keep()[min(max(position + 8 - length, 0), 8)]))


def _mix_uneven(state: Hashes, padded: Bytes, starts: Offsets, lengths: Offsets, shortest: int, longest: int) -> None:
    """Mix values of any length into their states, eight bytes of each at a time."""
    words = np.ndarray((len(padded) - 7,), "<u8", padded.data, 0, (1,))
    rows: npt.NDArray[np.int64] | slice = slice(None)
    for position in range(0, min(longest, _LONGEST_IN_STEP), 8):
        if position >= shortest and position:
            rows = np.flatnonzero(lengths > position)
        loaded = words[starts[rows] + position]
        if position + 8 > shortest:
            loaded &= _keep()[np.clip(position + 8 - lengths[rows], 0, 8)]
        state[rows] = _mix(state[rows] ^ loaded)


@cache
def _keep() -> Hashes:
    """What to keep of eight bytes of which the last 0 to 8 lie behind a value's end, shape (9,)."""
    return np.array([(1 << 8 * kept) - 1 for kept in range(8, -1, -1)], np.uint64)


def _add_long_ends(state: Hashes, offsets: Offsets, content: Bytes, seed: int) -> None:
    """What lies behind the first 512 bytes of a value, digested at once: a cell of a megabyte has 130,000 steps."""
    key = (seed & 0xFFFFFFFFFFFFFFFF).to_bytes(8, "little")
    for row in np.flatnonzero(np.diff(offsets) > _LONGEST_IN_STEP):
        end = content[offsets[row] + _LONGEST_IN_STEP : offsets[row + 1]]
        state[row] ^= np.uint64(
            int.from_bytes(hashlib.blake2b(end.tobytes(), key=key, digest_size=8).digest(), "little")
        )


def _mix(state: Hashes) -> Hashes:
    state = (state ^ (state >> _SHIFT)) * _MULTIPLIER
    mixed: Hashes = (state ^ (state >> _SHIFT)) * _FINISHER
    return mixed ^ (mixed >> _SHIFT)


_KEPT_BYTES = bytes(byte for byte in range(256) if byte >= 128 or chr(byte).isalnum())
_DROPPED_BYTES = bytes(sorted(set(range(256)) - set(_KEPT_BYTES)))
_LOWER = bytes(byte + 32 if 65 <= byte <= 90 else byte for byte in range(256))
_DIGIT, _TEN, _SMALL, _LETTER, _LETTERS = map(np.uint8, (ord("0"), 10, 32, ord("a"), 26))


def squeeze(values: pa.Array) -> pa.Array:
    """Only the letters and digits of each value, lower case, accents and width folded away.

    So that ``(617) 555-0134`` and ``617.555.0134``, ``Víctor`` and ``VICTOR`` meet.
    """
    offsets, content = buffers(values)
    if content.size and int(content.max()) >= 128:
        return _squeeze_unicode(from_buffers(offsets, np.ascontiguousarray(content)), offsets, content)
    squeezed = content.tobytes().translate(_LOWER, _DROPPED_BYTES)
    if len(squeezed) == len(content):
        return from_buffers(offsets, np.frombuffer(squeezed, np.uint8))
    return from_buffers(_squeezed_offsets(offsets, content), np.frombuffer(squeezed, np.uint8))


def _squeezed_offsets(offsets: Offsets, content: Bytes) -> Offsets:
    """Where each value of ASCII begins once only its letters and digits are left."""
    kept = (content - _DIGIT < _TEN) | ((content | _SMALL) - _LETTER < _LETTERS)
    count = len(offsets) - 1
    width = len(content) // count
    if width * count == len(content) and (np.diff(offsets) == width).all():
        shapes = kept.reshape(count, width)
        if (shapes == shapes[0]).all():  # numbers of one form: each loses as much
            return np.arange(count + 1, dtype=np.int64) * np.count_nonzero(shapes[0])
    running = np.zeros(len(content) + 1, np.uint32)
    np.cumsum(kept, dtype=np.uint32, out=running[1:])
    return running[offsets].astype(np.int64)


def _squeeze_unicode(values: pa.Array, offsets: Offsets, content: Bytes) -> pa.Array:
    """Values with letters beyond ASCII one by one, each distinct one once; the others all together."""
    running = np.zeros(len(content) + 1, np.uint32)
    np.cumsum(content >= 128, dtype=np.uint32, out=running[1:])
    wide = np.diff(running[offsets]) > 0
    encoded = values.filter(pa.array(wide)).dictionary_encode()
    folded = pa.array(squeeze_texts(encoded.dictionary.to_pylist()), pa.large_string())
    plain = squeeze(values.filter(pa.array(~wide)))
    joined = pa.concat_arrays([plain, folded.take(encoded.indices)])
    place = np.empty(len(wide), np.int64)
    place[~wide] = np.arange(len(plain))
    place[wide] = np.arange(len(plain), len(joined))
    return joined.take(pa.array(place))


def sorted_distinct(hashes: Hashes) -> Hashes:
    """The distinct hashes in ascending order (a plain sort is several times faster here than `np.unique`)."""
    ordered = np.sort(hashes)
    if len(ordered) < 2:
        return ordered
    distinct: Hashes = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return distinct


def among(hashes: Hashes, ordered: Hashes) -> npt.NDArray[np.bool_]:
    """Which of the hashes (n,) stand in an ascending column of hashes (`np.isin` hashes both, at far higher cost)."""
    if not len(ordered):
        return np.zeros(len(hashes), np.bool_)
    places = np.minimum(np.searchsorted(ordered, hashes), len(ordered) - 1)
    found: npt.NDArray[np.bool_] = ordered[places] == hashes
    return found
