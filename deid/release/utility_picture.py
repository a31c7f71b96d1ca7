"""What stays of a table's uses as a picture: one bar each, with its number beside it and all of them in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

_WIDE, _LINE, _LEFT, _BAR, _NUMBERS = 520, 22, 190, 270, 8


def utility(found: Mapping[str, Any], key: str) -> Markup:
    """Information kept of each quasi-identifier, and what a model gets right.

    Args:
        found: the table's utility, as in ``deid/determination.json``.
        key: distinguishes this picture's title from those of other pictures.
    """
    bars = [(each["column"], each["share"], "full") for each in found["information"]]
    if found["target"]:
        bars += [
            ("model, from values", found["score_before"], "full"),
            ("model, from labels", found["score_after"], "full"),
            ("without learning", found["score_guess"], "empty"),
        ]
    words = "; ".join(f"{name} {share:.3f}" for name, share, _ in bars)
    marks = Markup("").join(_bar(place, *bar) for place, bar in enumerate(bars))
    return Markup(
        '<svg class="utility" role="img" aria-labelledby="{key}-t {key}-d" viewBox="0 0 {w} {h}" width="{w}" '
        'height="{h}"><title id="{key}-t">What stays of the use</title><desc id="{key}-d">{words}</desc>{marks}</svg>'
    ).format(key=key, w=_WIDE, h=_LINE * len(bars) + 6, words=words, marks=marks)


def _bar(place: int, name: str, share: float, kind: str) -> Markup:
    top = place * _LINE + 4
    return Markup(
        '<g><text x="{x}" y="{y}" text-anchor="end">{name}</text>'
        '<rect x="{left}" y="{top}" width="{width:.1f}" height="{high}" stroke="currentColor" fill="{fill}"/>'
        '<text x="{after:.1f}" y="{y}">{share:.2f}</text></g>'
    ).format(
        x=_LEFT - _NUMBERS,
        y=top + 12,
        name=name if len(name) <= 26 else name[:25] + "…",
        left=_LEFT,
        top=top,
        width=max(0.0, min(1.0, share)) * _BAR,
        high=_LINE - 8,
        fill="currentColor" if kind == "full" else "none",
        after=_LEFT + max(0.0, min(1.0, share)) * _BAR + _NUMBERS,
        share=share,
    )
