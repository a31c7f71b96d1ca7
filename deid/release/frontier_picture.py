"""The trade-off between risk and loss as a picture: one mark for each size of classes, with its numbers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

_WIDE, _HIGH, _LEFT, _BOTTOM, _EDGE = 420, 220, 58, 34, 14


def frontier(points: Sequence[Mapping[str, Any]], chosen: int, key: str) -> Markup:
    """Highest risk upwards, loss to the right; the chosen size of classes is a full mark.

    Args:
        points: k, loss and highest risk of each.
        chosen: the k of the release.
        key: distinguishes this picture's title from those of other pictures.
    """
    ordered = sorted(points, key=lambda point: (point["loss"], -point["highest"]))
    top = max(point["highest"] for point in ordered) or 1.0
    words = "; ".join(f"k {p['k']}: loss {p['loss']:.3f}, highest risk {p['highest']:.3f}" for p in ordered)
    # Sizes of classes that come to the same share one mark.
    places: dict[tuple[float, float], list[int]] = {}
    for point in ordered:
        places.setdefault((_x(point["loss"]), _y(point["highest"] / top)), []).append(point["k"])
    line = Markup('<polyline stroke="currentColor" stroke-dasharray="3 3" fill="none" points="{points}"/>').format(
        points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    )
    marks = Markup("").join(_mark(sorted(ks), x, y, chosen in ks) for (x, y), ks in places.items())
    return Markup(
        '<svg class="frontier" role="img" aria-labelledby="{key}-t {key}-d" viewBox="0 0 {w} {h}" width="{w}" '
        'height="{h}"><title id="{key}-t">Risk against loss</title>'
        '<desc id="{key}-d">{words}</desc>{axes}{line}{marks}</svg>'
    ).format(key=key, w=_WIDE, h=_HIGH, words=words, axes=_axes(top), line=line, marks=marks)


def _x(share: float) -> float:
    return _LEFT + share * (_WIDE - _LEFT - _EDGE)


def _y(share: float) -> float:
    return _HIGH - _BOTTOM - share * (_HIGH - _BOTTOM - _EDGE)


def _axes(top: float) -> Markup:
    low, left, right = _HIGH - _BOTTOM, _LEFT, _WIDE - _EDGE
    return Markup(
        '<path stroke="currentColor" fill="none" d="M{left} {edge}V{low}H{right}"/>'
        '<text x="{left}" y="{under}">0</text><text x="{right}" y="{under}" text-anchor="end">loss 1</text>'
        '<text x="{beside}" y="{low}" text-anchor="end">0</text>'
        '<text x="{beside}" y="{first}" text-anchor="end">{top}</text>'
    ).format(
        left=left,
        edge=_EDGE,
        low=low,
        right=right,
        under=low + 18,
        beside=left - 6,
        first=_EDGE + 8,
        top=f"{top:.2g}",
    )


def _mark(ks: Sequence[int], x: float, y: float, chosen: bool) -> Markup:
    return Markup(
        '<g><circle class="{kind}" cx="{x}" cy="{y}" r="{r}" stroke="currentColor" fill="{fill}"/>'
        '<text x="{tx}" y="{ty}">k {k}</text></g>'
    ).format(
        kind="chosen" if chosen else "other",
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        r=6 if chosen else 4,
        fill="currentColor" if chosen else "none",
        tx=f"{min(x + 8, _WIDE - 60):.1f}",
        ty=f"{max(y - 6, 12):.1f}",
        k=", ".join(map(str, ks)),
    )
