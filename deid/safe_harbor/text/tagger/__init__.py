"""The trained tagger: a linear-chain CRF over words, lists, context and what the patterns found."""

from __future__ import annotations

from deid.safe_harbor.text.tagger.features import features_of, sequences
from deid.safe_harbor.text.tagger.tagging import Tagger
from deid.safe_harbor.text.tagger.tokens import Token, tokens_of

__all__ = ["Tagger", "Token", "features_of", "sequences", "tokens_of"]
