"""The trained network as the file that deid reads, byte for byte the same for the same weights."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

_WHEN = (1980, 1, 1, 0, 0, 0)


def packed(weights: dict[str, Any], features: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    """The arrays of the file; vectors of features are rounded to one byte a number."""
    vectors = weights["embedding.weight"]
    scale = np.maximum(np.abs(vectors).max(axis=1), 1e-6) / 127
    arrays = {
        "features": np.array("\t".join(features)),
        "labels": np.array("\t".join(labels)),
        "embedding_codes": np.round(vectors / scale[:, None]).astype(np.int8),
        "embedding_scale": scale.astype(np.float32),
        "meaning_weight": weights["meaning.weight"].T,
        "meaning_bias": weights["meaning.bias"],
        "out_weight": weights["out.weight"].T,
        "out_bias": weights["out.bias"],
    }
    for index in range(sum(name.startswith("layers.") for name in weights) // 2):
        arrays[f"weight{index}"] = weights[f"layers.{index}.weight"].T
        arrays[f"bias{index}"] = weights[f"layers.{index}.bias"]
        arrays[f"scale{index}"] = weights[f"norms.{index}.weight"]
        arrays[f"shift{index}"] = weights[f"norms.{index}.bias"]
    return arrays


def write(path: Path, arrays: dict[str, Any]) -> None:
    """Write an ``npz`` file without times."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(arrays):
            body = io.BytesIO()
            np.lib.format.write_array(body, np.asarray(arrays[name], order="C"), allow_pickle=False)
            out.writestr(zipfile.ZipInfo(f"{name}.npy", _WHEN), body.getvalue(), zipfile.ZIP_DEFLATED, 9)
