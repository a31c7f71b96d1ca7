"""Train the tagger of ``deid.safe_harbor.text`` on generated notes and write its model.

What words mean (``tools/build_word_meanings.py``) is taken over from the present model, unless a file of meanings is
given. Needs PyTorch, which deid itself does not; the same sources, versions and machine give the same bytes. Run as::

    python tools/train_tagger.py --notes 500 --epochs 4
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from note_generator import HELD_OUT, TRAINING, documents
from tagger_training.batches import Encoded, batches, encoded, padded, vocabulary
from tagger_training.convolutional import Convolutional
from tagger_training.examples import NAMES, Example, example
from tagger_training.packing import packed, write

from deid.safe_harbor.text.tagger.tagging import MODEL

DATA = Path(__file__).resolve().parent.parent / "deid" / "safe_harbor" / "data"
RATE, WARM_UP, LAST_RATE = 2e-3, 200, 0.02
DROPPED = 0.3  # features left out at random, so that no single one carries a decision
WORDLESS = 0.15  # words whose meaning is left out
WEIGHTS = {
    "general": 2.0,
    "plain": 2.0,
    "discharge": 0.8,
    "registration": 0.5,
    "queries": 2.0,
    "scattered": 1.5,
    "grammar": 4.0,
    "wordy": 1.5,
    "short": 4.0,
    "settings": 1.5,
}


def examples(notes: int, seed: int) -> list[Example]:
    """The notes of all families that may be learnt from."""
    rng = random.Random(seed)
    counts = {family: int(notes * WEIGHTS.get(family, 1.0)) for family in (*TRAINING, *HELD_OUT)}
    found = (example(note, rng) for family, count in counts.items() for note in documents(family, count, seed))
    return [one for one in found if one.features]


def train(network: Convolutional, data: Sequence[Encoded], epochs: int, seed: int) -> None:
    """Adam with a rate that falls to almost nothing."""
    rng, chance = random.Random(seed), np.random.default_rng(seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-4)
    steps, step = epochs * sum(1 for _ in batches(data, random.Random(seed))), 0
    for epoch in range(epochs):
        losses = []
        for batch in batches(data, rng):
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, step / WARM_UP) * max(LAST_RATE, 1 - step / steps)
            features, offsets, words, mask, labels = map(torch.from_numpy, padded(batch, chance, DROPPED, WORDLESS))
            with torch.autocast("cpu", torch.bfloat16):
                scores = network(features, offsets, words, mask)
            loss = torch.nn.functional.cross_entropy(scores.float().flatten(0, 1), labels.flatten(), ignore_index=-100)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)


def meanings(path: Path) -> dict[str, Any]:
    """The words and what they mean, from a model or from a file of meanings."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in ("words", "word_codes", "word_scale")}


def main() -> None:
    """Generate, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=500, help="notes of each family")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--meanings", type=Path, default=DATA / MODEL)
    parser.add_argument("--out", type=Path, default=DATA / MODEL)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)  # the order of sums, and so every bit, depends on it
    known = meanings(arguments.meanings)
    words = {word: row for row, word in enumerate(str(known["words"]).split("\t"))}
    codes = known["word_codes"].astype(np.float32) * known["word_scale"]
    found = examples(arguments.notes, arguments.seed)
    features = vocabulary(found)
    data = [encoded(one, features, words) for one in found]
    del found
    print(f"{len(data)} notes, {sum(len(one.labels) for one in data)} tokens, {len(features)} features", flush=True)
    table = torch.from_numpy(np.concatenate([np.zeros((1, codes.shape[1]), np.float32), codes]))
    network = Convolutional(len(features), table, len(NAMES), 1 - DROPPED)
    train(network, data, arguments.epochs, arguments.seed)
    weights = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    write(arguments.out, packed(weights, list(features), NAMES) | known)
    print(f"model of {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
