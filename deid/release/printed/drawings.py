"""The page's pictures for print: SVG that stands alone, with its styles inside."""

from __future__ import annotations

import re
from html import escape

from deid.release.printed.tree import Node

_RULE = re.compile(r"([^{}@/]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6})")
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
_DRAWN = re.compile(r"(?:fill|stroke|text-anchor|stroke-width|stroke-dasharray|font)\s*:")
# The HTML parser lowers names that SVG tells apart by case.
_CASED = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio", "lineargradient": "linearGradient"}
FONT = "Libertinus Serif"


def styles_of(sheet: str) -> str:
    """The rules of a style sheet that draw something, with their variables filled in."""
    colours = dict(_COLOUR.findall(sheet))
    plain = sheet.split("@media")[0]
    rules = []
    for selector, body in _RULE.findall(plain):
        drawn = [part.strip() for part in body.split(";") if _DRAWN.match(part.strip())]
        if drawn and ":" not in selector:
            text = "; ".join(_VARIABLE.sub(lambda found: colours.get(found[1], "#1b1f24"), part) for part in drawn)
            rules.append(f"{' '.join(selector.split())} {{ {_with_font(text)} }}")
    return "\n".join(rules)


def _with_font(text: str) -> str:
    size = re.search(r"font\s*:\s*(\d+)?[^;]*?([\d.]+)px[^;]*", text)
    kept = re.sub(r"font\s*:[^;]*;?\s*", "", text)
    if size is None:
        return kept
    weight = f"font-weight: {size[1]}; " if size[1] else ""
    return f"{weight}font-size: {size[2]}px; font-family: '{FONT}'; {kept}"


def alone(drawing: Node, styles: str) -> str:
    """One picture as a document of its own."""
    attributes = {**drawing.attributes, "xmlns": "http://www.w3.org/2000/svg"}
    return _markup(Node("svg", attributes, [Node("style", {}, [styles]), *drawing.inside]))


def _markup(node: Node | str) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    attributes = "".join(f' {_CASED.get(name, name)}="{escape(value)}"' for name, value in node.attributes.items())
    inside = "".join(map(_markup, node.inside))
    return f"<{_CASED.get(node.tag, node.tag)}{attributes}>{inside}</{_CASED.get(node.tag, node.tag)}>"
