"""Train the tagger of ``deid.safe_harbor.text`` on generated notes and write its model.

Deterministic: the same sources and versions give the same bytes. Run as::

    python tools/train_tagger.py --notes 500
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

import pycrfsuite
from note_generator import HELD_OUT, TRAINING, documents

from deid.safe_harbor.text import FINDERS, Document, KnownValues, resolve
from deid.safe_harbor.text.tagger import features_of, sequences, tokens_of
from deid.safe_harbor.text.tagger.features import marks_of
from deid.safe_harbor.text.tagger.tagging import MODEL

DATA = Path(__file__).resolve().parent.parent / "deid" / "safe_harbor" / "data"
LABELS = {
    "NAME": "NAME",
    "LOCATION": "PLACE",
    "ORG": "ORG",
    "DATE": "DATE",
    "AGE": "DATE",
    "PHONE": "CONTACT",
    "FAX": "CONTACT",
    "EMAIL": "CONTACT",
    "URL": "CONTACT",
    "IP": "CONTACT",
}
SETTINGS = {
    "c1": 0.5,
    "c2": 0.02,
    "max_iterations": 120,
    "feature.minfreq": 4,
    "feature.possible_transitions": True,
}
STRANGE = 0.015  # common words that pass for unknown ones: no list has every word of the clinic
ROW_KNOWN = 0.2  # notes of which the row of the person is known
DROPPED = 0.35  # features left out at random, so that no single one carries a decision
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


def labelled(note: dict[str, Any], rng: random.Random) -> tuple[list[list[str]], list[str], list[tuple[int, int]]]:
    """The features and the label of each token of a note, and the ranges that go together."""
    document = Document.of(note["text"], repaired=True)
    tokens = tokens_of(document.text)
    labels = ["O"] * len(tokens)
    offsets = document.normal.offsets
    for index, token in enumerate(tokens):
        where = offsets[token.start] if offsets is not None else token.start
        for span in note["spans"]:
            if span["start"] <= where < span["end"]:
                labels[index] = LABELS.get(span["category"], "ID")
    found = [finding for finder in FINDERS for finding in finder.find(document)]
    if rng.random() < ROW_KNOWN:
        found += KnownValues.of(note["known"]).find(document)
    findings = resolve(found)
    words = {
        token.text.lower() for token, label in zip(tokens, labels, strict=True) if label in ("NAME", "PLACE", "ORG")
    }
    hidden = frozenset(word for word in sorted(words) if rng.random() < 0.3)
    plain = {token.text.lower() for token, label in zip(tokens, labels, strict=True) if label == "O"} - words
    strange = frozenset(word for word in sorted(plain) if len(word) > 4 and rng.random() < STRANGE)
    features = features_of(tokens, marks_of(tokens, findings), document.is_cased, hidden, strange)
    thinned = [[feature for feature in row if rng.random() >= DROPPED] for row in features]
    return thinned, labels, list(sequences(tokens))


def main() -> None:
    """Generate, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=500, help="notes of each family")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=DATA / MODEL)
    arguments = parser.parse_args()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    rng = random.Random(arguments.seed)
    count = 0
    for family in (*TRAINING, *HELD_OUT):
        for note in documents(family, int(arguments.notes * WEIGHTS.get(family, 1.0)), arguments.seed):
            features, labels, ranges = labelled(note, rng)
            for start, end in ranges:
                trainer.append(features[start:end], labels[start:end])
                count += end - start
    trainer.set_params(SETTINGS)
    trainer.train(str(arguments.out))
    print(f"{count} tokens, model of {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
