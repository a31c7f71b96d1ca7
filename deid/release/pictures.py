"""Pictures for the report: SVG inside the page, told apart by shape as well as by colour, each with words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from deid.release import markup
from deid.release.figures import Count, least, written

GROUPS: Mapping[str, str] = {
    "kept": "kept",
    "reduced": "reduced",
    "coded": "coded",
    "derived": "derived",
    "removed": "left out",
}
"""What happened to a column, for legends, in order."""

_WIDE, _HIGH, _GAP, _PER_LINE = 15, 26, 3, 36
_SHARES = 420
_SHAPES = {"kept": 26, "reduced": 17, "coded": 17, "derived": 17, "removed": 26}


def strip(fields: Sequence[Mapping[str, Any]], key: str) -> Markup:
    """The columns of a table in their order, one mark each.

    Args:
        fields: the table's fields as the report has them.
        key: distinguishes this picture's title from those of other pictures.
    """
    lines = [fields[start : start + _PER_LINE] for start in range(0, len(fields), _PER_LINE)]
    width = min(len(fields), _PER_LINE) * (_WIDE + _GAP) + _GAP
    height = len(lines) * (_HIGH + 2 * _GAP)
    marks = [
        _mark(field, _GAP + place * (_WIDE + _GAP), _GAP + row * (_HIGH + 2 * _GAP))
        for row, line in enumerate(lines)
        for place, field in enumerate(line)
    ]
    words = ", ".join(
        f"{number} {GROUPS[group]}" for group in GROUPS if (number := sum(field["group"] == group for field in fields))
    )
    return Markup(
        '<svg class="strip" role="img" aria-labelledby="{key}-t {key}-d" viewBox="0 0 {width} {height}" '
        'width="{width}" height="{height}"><title id="{key}-t">Columns in their order</title>'
        '<desc id="{key}-d">{words}</desc>{marks}</svg>'
    ).format(key=key, width=width, height=height, words=words or "no columns", marks=Markup("").join(marks))


def shares(columns: Mapping[str, int]) -> Markup:
    """The columns by what happened to them, as one bar with its numbers inside."""
    whole = sum(columns.values()) or 1
    parts, left = Markup(""), 0.0
    for group, words in GROUPS.items():
        if not columns.get(group):
            continue
        width = _SHARES * columns[group] / whole
        parts += Markup(
            '<g><title>{number} {words}</title><rect class="{group}" x="{x:.2f}" y="1" width="{w:.2f}" height="26"/>'
            '<text class="on-{group}" x="{middle:.2f}" y="19">{number}</text></g>'
        ).format(
            number=columns[group], words=words, group=group, x=left + 1, w=max(width - 2, 1), middle=left + width / 2
        )
        left += width
    words = ", ".join(f"{columns[group]} {said}" for group, said in GROUPS.items() if columns.get(group))
    return Markup(
        '<svg class="shares" role="img" aria-labelledby="shares-t shares-d" viewBox="0 0 {wide} 28">'
        '<title id="shares-t">Columns by what happened to them</title><desc id="shares-d">{words}</desc>{parts}</svg>'
    ).format(wide=_SHARES, words=words or "no columns", parts=parts)


def crowd(persons: Count, few: Count, key: str) -> Markup:
    """Persons who share their combination with fewer than ten others, among all: part of a bar."""
    part = _SHARES * min(least(few), least(persons)) / max(least(persons), 1)
    words = f"{written(few)} of {written(persons)} persons"
    return Markup(
        '<svg class="shares" role="img" aria-labelledby="{key}-t" viewBox="0 0 {wide} 14"><title id="{key}-t">{words}'
        '</title><rect class="removed" x="1" y="1" width="{whole}" height="12"/>'
        '<rect class="derived" x="1" y="1" width="{part:.2f}" height="12"/></svg>'
    ).format(key=key, wide=_SHARES, words=words, whole=_SHARES - 2, part=max(part - 2, 0))


def legend_mark(group: str) -> Markup:
    """The mark of one group, for a legend; the words stand beside it."""
    return Markup(
        '<svg class="mark" aria-hidden="true" viewBox="0 0 {width} {height}" width="{width}" '
        'height="{height}"><title>{words}</title>{shape}</svg>'
    ).format(width=_WIDE + 2, height=_HIGH + 2, words=GROUPS[group], shape=_shape(group, 1, 1))


def bar(count: Count, largest: Count) -> Markup:
    """A count as a bar; each step is ten times the one before. The number itself stands beside it."""
    steps = max(1, math.ceil(math.log10(max(least(largest), 1) + 1)))
    length = 100 * math.log10(least(count) + 1) / steps
    ticks = Markup("").join(
        Markup('<line class="tick" x1="{x}" x2="{x}" y1="0" y2="10"/>').format(x=f"{100 * step / steps:.1f}")
        for step in range(1, steps)
    )
    return Markup(
        '<svg class="bar" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">'
        '<title>{words}</title><rect class="amount" x="0" y="1.5" width="{length}" height="7"/>{ticks}</svg>'
    ).format(words=written(count), length=f"{length:.1f}", ticks=ticks)


def _mark(field: Mapping[str, Any], left: int, top: int) -> Markup:
    return Markup("<g><title>{name}: {words}</title>{shape}</g>").format(
        name=markup.text(field["name"]), words=GROUPS[field["group"]], shape=_shape(field["group"], left, top)
    )


def _shape(group: str, left: int, top: int) -> Markup:
    """Full for kept, lower for reduced, banded for coded, crossed for derived, an outline for left out."""
    height = _SHAPES[group]
    low = top + _HIGH - height
    body = Markup('<rect class="{group}" x="{x}" y="{y}" width="{w}" height="{h}"/>').format(
        group=group, x=left, y=low, w=_WIDE, h=height
    )
    if group == "coded":
        return body + _line(left, low + 6, left + _WIDE, low + 6) + _line(left, low + 11, left + _WIDE, low + 11)
    if group == "derived":
        return body + _line(left, low, left + _WIDE, low + height) + _line(left, low + height, left + _WIDE, low)
    return body


def _line(x1: int, y1: int, x2: int, y2: int) -> Markup:
    return Markup('<line class="gap" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(x1, y1, x2, y2)
