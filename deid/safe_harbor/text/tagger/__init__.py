"""The trained tagger: a convolutional network over words, lists, context and what the patterns found."""

from __future__ import annotations

from deid.safe_harbor.text.tagger.tagging import Tagger
from deid.safe_harbor.text.tagger.tokens import Token, tokens_of

__all__ = ["Tagger", "Token", "tokens_of"]
