"""Free text: what the finder finds in it is replaced, the rest stays."""

from __future__ import annotations

import hashlib
import hmac
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from deid.arrow import TEXT, as_text
from deid.safe_harbor.kinds import FieldKind
from deid.treatments.base import Field, Surroundings, Treated, Treatment

if TYPE_CHECKING:
    from deid.safe_harbor.text.surrogates import Surrogates


@dataclass(frozen=True, slots=True)
class Scrub(Treatment):
    """Each text without the identifiers that the finder sees, and without what this export knows of its people.

    Attributes:
        reduced: the year of a date, 90+ and ZIP3 stay.
        tags: a typed tag stands where an identifier stood.
    """

    name: str = "scrub"
    summary: str = "identifiers found in the text become typed tags; below the recall floor it is dropped"
    form: str = "screened"
    reduced: bool = False
    tags: bool = True

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """Scrubbed texts; one that still shows an identifier to the screen of kept cells is blanked and counted."""
        from deid.safe_harbor.text.scrubbing import Style, scrub_with_map  # compiles patterns, only for texts
        from deid.safe_harbor.text.search import find

        cells = as_text(column).to_pylist()
        known = around.known_of_rows() or [[] for _ in cells]
        persons = self.persons(around, len(cells))
        style = Style(self.tags, self.reduced, around.latest_year)
        scrubbed: list[str | None] = list(cells)
        moved = {}
        for row, cell in enumerate(cells):
            if cell:
                findings = find(cell, known=known[row], also=around.harvested(cell))
                made = self.surrogates(persons[row], known[row], around)
                scrubbed[row], places = scrub_with_map(cell, findings, style, made.instead if made else None)
                moved[row] = tuple((p.start, p.end, p.new_start, p.new_end, p.letter) for p in places)
        caught = Counter(place[-1] for places in moved.values() for place in places)
        lost = self.blank_identified(scrubbed, field, around)
        kept = {row: places for row, places in moved.items() if scrubbed[row]}
        return Treated(pa.array(scrubbed, TEXT), dict(caught), lost, kept)

    def removes(self, kind: FieldKind) -> bool:
        """From free text; other kinds are not made to be read as sentences."""
        return not self.derived and (kind.identifier is None or kind.name == "free_text")

    def persons(self, around: Surroundings, rows: int) -> list[str | None]:
        """The codes of the rows' persons, where the treatment needs them."""
        return [None] * rows

    def surrogates(self, person: str | None, known: Iterable[str], around: Surroundings) -> Surrogates | None:
        """What makes up values for a text of this person; none for tags."""
        return None

    def blank_identified(self, cells: list[str | None], field: Field, around: Surroundings) -> int:
        """Blank the texts in which the screen of kept cells still sees an identifier; how many they were."""
        filled = [place for place, cell in enumerate(cells) if cell]
        verdicts = around.identified(field.kind, [cells[place] or "" for place in filled])
        bad = [place for place, verdict in zip(filled, verdicts, strict=True) if verdict is not None]
        for place in bad:
            cells[place] = None
        return len(bad)


@dataclass(frozen=True, slots=True)
class Surrogate(Scrub):
    """Made-up values stand where identifiers stood, and tags where dates did; texts of nobody have tags only.

    A screen cannot tell a made-up name from a real one: of such a text only the harvested values are looked for.

    Attributes:
        keyed: a name's surrogate is derived from the name, so that it is the same in all texts of a person; else it
            comes from the person's random draw, in the order in which names come up.
    """

    name: str = "scrub_surrogates"
    summary: str = "as scrub_reduced, but made-up names, places and numbers stand where real ones stood"
    form: str = "surrogates"
    reduced: bool = True
    keyed: bool = False

    def persons(self, around: Surroundings, rows: int) -> list[str | None]:
        """The codes that the vault drew."""
        return around.persons_of_rows()

    def surrogates(self, person: str | None, known: Iterable[str], around: Surroundings) -> Surrogates | None:
        """Surrogates of a row with a person; of a row of nobody none."""
        from deid.safe_harbor.text.surrogates import Surrogates

        def refused(word: str) -> bool:
            return bool(around.harvested(word))

        if person is None:
            return None
        if not self.keyed:
            return Surrogates.drawn(person, known, refused)
        key = around.secret("surrogates")

        def chance(word: str) -> random.Random:
            return random.Random(hmac.new(key, f"{person}\0{word}".encode(), hashlib.sha256).digest())  # noqa: S311

        return Surrogates(chance, refused)

    def blank_identified(self, cells: list[str | None], field: Field, around: Surroundings) -> int:
        """Blank the texts in which a harvested value stands; how many they were."""
        bad = [place for place, cell in enumerate(cells) if cell and around.harvested(cell)]
        for place in bad:
            cells[place] = None
        return len(bad)


SCRUBBING = (
    Scrub(),
    Scrub(
        name="scrub_reduced",
        summary="as scrub, but the year of a date, 90+ and ZIP3 stay, as Safe Harbor allows",
        reduced=True,
    ),
    Scrub(name="scrub_away", summary="as scrub, but nothing stands where an identifier stood", tags=False),
    Surrogate(),
    Surrogate(
        name="scrub_surrogates_keyed",
        summary="as scrub_surrogates, and a name's surrogate is the same in all texts of the person",
        derived=True,
        keyed=True,
    ),
)
"""The ways of scrubbing."""
