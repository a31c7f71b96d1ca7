"""Names, places and organisations to draw from; training and held-out notes draw from different ones."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from deid.safe_harbor import resources

HERE = Path(__file__).parent
ONSETS = "b br c ch d dr f g gr h j k kl kr l m n p pr r s sh st t th tr v w y z zh ng ny mb".split()
VOWELS = "a e i o u a e i o ai au ei ou ia ie uo aa".split()
CODAS = " n r l s t k m nd ng sz tz ck wicz ski sen son ez es ić ová yan oğlu ulu".split(" ")

PARTICLES = (
    "van|Van|van der|Van Der|van den|von|de|De|de la|De La|del|dos|da|di|Di|El|al|Al|bin|ibn|St.|Ter|le|Le"
).split("|")


def lines(name: str) -> list[str]:
    """The lines of a list, without headings."""
    text = (HERE / "lists" / name).read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def words(name: str) -> list[str]:
    """The words of a list."""
    return [word for line in lines(name) for word in line.split()]


def pseudo(rng: random.Random) -> str:
    """A name that no list holds: one to three syllables."""
    body = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.choice((1, 2, 2, 3))))
    return (body + rng.choice(CODAS)).capitalize()


def cased(word: str) -> str:
    """A listed name as people write it."""
    parts = ["-".join(p.capitalize() for p in word.split("-"))]
    text = parts[0]
    if text.startswith("Mc") and len(text) > 4:
        text = "Mc" + text[2:].capitalize()
    if "'" in text:
        head, _, tail = text.partition("'")
        text = f"{head}'{tail.capitalize()}" if len(head) <= 2 else text
    return text


@dataclass(frozen=True)
class Weighted:
    """Words with weights."""

    words: tuple[str, ...]
    totals: tuple[float, ...]

    @classmethod
    def of(cls, shares: dict[str, float]) -> Weighted:
        return cls(tuple(shares), tuple(accumulate(shares.values())))

    def draw(self, rng: random.Random) -> str:
        return rng.choices(self.words, cum_weights=self.totals)[0]


@cache
def census(kind: str) -> Weighted:
    """The Census names, by how many bear them."""
    return Weighted.of(dict(resources.shares(f"{kind}.tsv.gz")))


@cache
def plain_words() -> tuple[str, ...]:
    """Words of the language and of notes that are on no list of names or places."""
    lists = ("world_given_names.txt.gz", "world_surnames.txt.gz", "us_cities.txt.gz", "world_cities.txt.gz")
    named = set(resources.shares("given_names.tsv.gz")) | set(resources.shares("surnames.tsv.gz"))
    named = named.union(*(resources.phrases(name) for name in lists))
    known = resources.phrases("safe_words.txt.gz") | resources.phrases("vocabulary.txt.gz")
    return tuple(sorted(word for word in known - named if word.isalpha() and word.isascii() and 2 < len(word) < 16))


@cache
def worded(kind: str) -> tuple[str, ...]:
    """Census names that are everyday words as well."""
    everyday = resources.phrases("everyday.txt.gz")
    return tuple(word for word, share in resources.shares(f"{kind}.tsv.gz").items() if share > 0 and word in everyday)


@cache
def listed(name: str) -> tuple[str, ...]:
    """A list of the reference data, in order."""
    return tuple(sorted(resources.phrases(name)))


@cache
def eponyms() -> tuple[list[str], list[str]]:
    """Names that are eponyms as well: surnames, and cities."""
    listed_names = resources.shares("surnames.tsv.gz")
    named = resources.words("eponyms.txt") | resources.words("eponyms.txt.gz")
    cities = resources.phrases("us_cities.txt.gz")
    return sorted(n for n in named if listed_names.get(n, 0) > 0.003), sorted(n for n in named if n in cities)


@dataclass(frozen=True)
class Pools:
    """What one side of the split draws from.

    Attributes:
        rng: the chance of one note.
        side: ``training``, ``held_out``, ``reported`` or ``measured``.
    """

    rng: random.Random
    side: str

    @property
    def held_out(self) -> bool:
        """Whether nothing of it was trained on."""
        return self.side != "training"

    def own(self, name: str) -> list[str]:
        """The list of this side of the split."""
        return lines(f"{self.side}_{name}.txt")

    def given(self) -> str:
        draw = self.rng.random()
        if draw < 0.45:
            return cased(census("given_names").draw(self.rng))
        if self.held_out:
            return self.rng.choice(_names(f"{self.side}_given.txt")) if draw < 0.95 else pseudo(self.rng)
        if draw < 0.52:
            return self.rng.choice(words("word_names.txt"))
        if draw < 0.55:
            return cased(self.rng.choice(worded("given_names")))
        if draw < 0.85:
            return cased(self.rng.choice(listed("world_given_names.txt.gz")))
        return pseudo(self.rng)

    def surname(self) -> str:
        draw = self.rng.random()
        if self.rng.random() < 0.04:
            return cased(self.rng.choice(eponyms()[0]))
        if draw < 0.3:
            return cased(census("surnames").draw(self.rng))
        if self.held_out:
            return self.rng.choice(_names(f"{self.side}_surnames.txt")) if draw < 0.95 else pseudo(self.rng)
        if draw < 0.38:
            return cased(self.rng.choice(census("surnames").words))
        if draw < 0.42:
            return self.rng.choice(words("word_surnames.txt"))
        if draw < 0.46:
            return cased(self.rng.choice(worded("surnames")))
        if draw < 0.56:
            return self._compound()
        if draw < 0.8:
            return cased(self.rng.choice(listed("world_surnames.txt.gz")))
        return pseudo(self.rng)

    def _compound(self) -> str:
        base = cased(self.rng.choice(listed("world_surnames.txt.gz")))
        other = cased(census("surnames").draw(self.rng))
        particle = self.rng.choice(PARTICLES)
        return self.rng.choice(
            (
                f"{particle} {base}",
                f"{particle} {base}",
                f"{other}-{base}",
                f"{other} {base}",
                f"O'{other}",
                f"Mc{other}",
            )
        )

    def city(self) -> str:
        """A city of the United States."""
        draw = self.rng.random()
        own = self.own("cities")
        if self.rng.random() < 0.06:
            return cased(self.rng.choice(eponyms()[1]))
        if draw < 0.5:
            return self.rng.choice(own)
        if draw < 0.95:
            return _titled(self.rng.choice(listed("us_cities.txt.gz")))
        return f"{pseudo(self.rng)}{self.rng.choice(('ville', ' Falls', 'ton', ' Springs', 'burg', ' Creek'))}"

    def foreign_city(self) -> str:
        draw = self.rng.random()
        if draw < 0.7:
            return _titled(self.rng.choice(listed("world_cities.txt.gz")))
        return pseudo(self.rng) + self.rng.choice(
            ("", "", "stad", "ova", "grad", "ville", "heim", "by", "abad", " do Sul")
        )


def _titled(name: str) -> str:
    small = {"of", "de", "la", "do", "da", "del", "sur", "en", "am", "an", "der", "les", "le"}
    return " ".join(
        w if w in small and i else "-".join(p.capitalize() for p in w.split("-")) for i, w in enumerate(name.split())
    )


@cache
def _names(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for line in lines(name) for part in line.split(","))
