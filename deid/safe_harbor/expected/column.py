"""A column under judgement."""

from __future__ import annotations

from dataclasses import dataclass

from deid.safe_harbor.name_rules import NameRule
from deid.safe_harbor.sample import Sample


@dataclass(frozen=True, slots=True)
class Column:
    """A column under judgement: the words of its name, the rule that they matched, the sample, its table's name."""

    words: str
    named: NameRule | None
    sample: Sample
    table: str = ""

    @property
    def may_be_key(self) -> bool:
        """Whether its name speaks of a key where the values are not what it speaks of first."""
        return self.named is not None and self.named.otherwise is not None and self.named.otherwise.family == "key"
