"""The network of ``deid.safe_harbor.text.tagger.network`` in torch, for training."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from deid.safe_harbor.text.tagger.network import DILATIONS

WIDTH = 128
DROPPED_HIDDEN = 0.15


class Convolutional(nn.Module):
    """Sums of feature vectors, dilated convolutions with residuals, and a layer of labels."""

    def __init__(self, features: int, meanings: torch.Tensor, labels: int, kept: float) -> None:
        """Random weights.

        Args:
            features: how many features there are.
            meanings: what words mean, words x meaning; row 0 is the unknown word. They are not trained.
            labels: how many labels there are.
            kept: the share of features that training keeps.
        """
        super().__init__()
        self.embedding = nn.EmbeddingBag(features, WIDTH, mode="sum", include_last_offset=True)
        nn.init.normal_(self.embedding.weight, 0, 0.08)
        self.register_buffer("meanings", meanings)
        self.meaning = nn.Linear(meanings.shape[1], WIDTH)
        self.layers = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.out = nn.Linear(2 * WIDTH, labels)
        self.dropout = nn.Dropout(DROPPED_HIDDEN)
        self.kept = kept

    def forward(self, features: Any, offsets: Any, words: Any, mask: Any) -> Any:
        """Scores of each label, batch x tokens x labels; zeros stand before and behind a note in every layer."""
        summed = self.embedding(features, offsets) / (self.kept if self.training else 1.0)
        real = mask.unsqueeze(-1)
        hidden = torch.relu(summed.view(*mask.shape, WIDTH) + self.meaning(self.meanings[words])) * real
        first = hidden
        for layer, norm, dilation in zip(self.layers, self.norms, DILATIONS, strict=True):
            wide = nn.functional.pad(norm(hidden) * real, (0, 0, dilation, dilation))
            count = mask.shape[1]
            seen = torch.cat([wide[:, i * dilation : i * dilation + count] for i in range(3)], -1)
            hidden = (hidden + self.dropout(torch.relu(layer(seen)))) * real
        return self.out(torch.cat((hidden, first), -1))
