"""Words that are nearly a known one: a slip of the scanner, a letter too many, too few, wrong or out of order.

One look-up a word whatever the number of known words: each known word is stored under itself and under what is left
when letters are taken out of it (symmetric deletion; W. Garbe, SymSpell, 2012), and so is each word of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

_SLIPS = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "6": "g", "9": "g"})
_SHORTEST, _LONG, _LONGEST = 5, 8, 24
_SHORTEST_SLIP = 4


def folded(word: str) -> str:
    """The word in lower case, with one letter for all that a scanner takes for each other."""
    return word.lower().translate(_SLIPS).replace("rn", "m").replace("vv", "w").replace("cl", "d")


def _allowed(length: int) -> int:
    return 0 if length < _SHORTEST else 1 if length < _LONG else 2


def _remains(word: str, most: int) -> Iterator[str]:
    """The word, and what is left of it without one letter, and without two."""
    yield word
    for count in range(1, most + 1):
        for gone in combinations(range(len(word)), count):
            yield "".join(letter for index, letter in enumerate(word) if index not in gone)


def distance(one: str, other: str, most: int) -> int:
    """Letters inserted, left out, changed, or swapped with a neighbour; ``most + 1`` where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if last and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


@dataclass(frozen=True)
class Misspelt:
    """Known words, ready to be recognised in their misspellings.

    Attributes:
        slips: the words as a scanner may read them.
        remains: known words by what is left of them without a letter or two.
    """

    slips: frozenset[str]
    remains: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Misspelt:
        """The index of these words, which are in lower case; short ones are recognised exactly or not at all."""
        wanted = sorted({word for word in words if len(word) <= _LONGEST})
        found: dict[str, set[str]] = {}
        for word in wanted:
            if most := _allowed(len(word)):
                for rest in _remains(word, most):
                    found.setdefault(rest, set()).add(word)
        slips = frozenset(folded(word) for word in wanted if len(word) >= _SHORTEST_SLIP)
        return cls(slips, {rest: tuple(sorted(known)) for rest, known in found.items()})

    def has(self, word: str) -> bool:
        """Whether a word of a text, in lower case, is nearly one of the known words."""
        length = len(word)
        if not _SHORTEST_SLIP <= length <= _LONGEST:
            return False
        if folded(word) in self.slips:
            return True
        if not word.isalpha():
            return False
        return any(
            distance(word, known, _allowed(min(length, len(known)))) <= _allowed(min(length, len(known)))
            for rest in _remains(word, _allowed(length + 1))
            for known in self.remains.get(rest, ())
        )
