"""Free text: what the finder finds in it is replaced, the rest stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from deid.arrow import TEXT, as_text
from deid.safe_harbor.kinds import FieldKind
from deid.treatments.base import Field, Surroundings, Treated, Treatment


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
        from deid.safe_harbor.text.scrubbing import Style, scrub  # compiles every pattern, and only texts need them
        from deid.safe_harbor.text.search import find

        cells = as_text(column).to_pylist()
        known = around.known_of_rows()
        style = Style(self.tags, self.reduced, around.latest_year)
        caught: Counter[str] = Counter()
        scrubbed: list[str | None] = []
        for row, cell in enumerate(cells):
            if not cell:
                scrubbed.append(cell)
                continue
            findings = find(cell, known=known[row] if known else (), also=around.harvested(cell))
            text, counts = scrub(cell, findings, style)
            scrubbed.append(text)
            caught.update(counts)
        lost = _blank_identified(scrubbed, field, around)
        return Treated(pa.array(scrubbed, TEXT), dict(caught), lost)

    def removes(self, kind: FieldKind) -> bool:
        """From free text; other kinds are not made to be read as sentences."""
        return kind.identifier is None or kind.name == "free_text"


def _blank_identified(cells: list[str | None], field: Field, around: Surroundings) -> int:
    filled = [place for place, cell in enumerate(cells) if cell]
    verdicts = around.identified(field.kind, [cells[place] or "" for place in filled])
    bad = [place for place, verdict in zip(filled, verdicts, strict=True) if verdict is not None]
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
)
"""The ways of scrubbing."""
