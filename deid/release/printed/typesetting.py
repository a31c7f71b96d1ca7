"""The page's tree as Typst: every text as a string, every block as a call of a function of ``report.typ``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from deid.release.printed.drawings import alone
from deid.release.printed.tree import Node

_LEFT_OUT = frozenset({"nav", "style", "head", "title"})
_UNSEEN = frozenset({"skip", "go", "unseen"})
_BLOCKS = frozenset("section div header main footer p ul ol dl table h1 h2 h3 svg blockquote figure nav".split())
_BLANKS = re.compile(r"[ \t\n\r]+")
_LONG = re.compile(r"[0-9a-f]{24,}")


class Typesetter:
    """Sets one page.

    Args:
        styles: for the pictures, as :func:`deid.release.printed.drawings.styles_of` gives them.
    """

    def __init__(self, styles: str):
        self._styles = styles
        self._blocks: dict[str, Callable[[Node], str]] = {
            "h1": lambda node: f"#h1[{self.inline(node)}]",
            "h2": lambda node: f"#h2[{self.inline(node)}]",
            "h3": lambda node: f"#h3[{self.inline(node)}]",
            "p": self._paragraph,
            "ul": lambda node: self._list(node, "dashes" if "limits" in node.classes else "lines"),
            "ol": lambda node: self._list(node, "numbers"),
            "dl": self._pairs,
            "table": self._table,
            "svg": self._drawing,
            "blockquote": lambda node: f"#quoted[{self.blocks(node)}]",
        }

    def blocks(self, node: Node) -> str:
        """Everything inside a node, block by block."""
        return "\n".join(part for part in self._each(node) if part)

    def _each(self, node: Node) -> Iterator[str]:
        loose: list[Node | str] = []
        for one in node.inside:
            if isinstance(one, Node) and (one.tag in _BLOCKS or one.tag in _LEFT_OUT or one.tag in ("body", "html")):
                yield self._loose(loose)
                loose = []
                yield self._block(one)
            else:
                loose.append(one)
        yield self._loose(loose)

    def _loose(self, parts: list[Node | str]) -> str:
        text = self.inline(Node("", {}, parts))
        return f"#para[{text}]" if text else ""

    def _block(self, node: Node) -> str:
        if node.tag == "nav":
            return "#pagebreak(weak: true)"
        if node.tag in _LEFT_OUT or node.classes & _UNSEEN:
            return ""
        if node.tag in self._blocks:
            return self._blocks[node.tag](node)
        inside = self.blocks(node)
        return f"#status[{inside}]" if "status" in node.classes else inside

    def _paragraph(self, node: Node) -> str:
        text = self.inline(node)
        if "kicker" in node.classes:
            text = '#"   ·   ";'.join(self.inline(one) for one in node.elements())
        kind = next((kind for kind in ("kicker", "named", "cited", "small") if kind in node.classes), "para")
        return f"#{kind}[{text}]" if text else ""

    def _list(self, node: Node, kind: str) -> str:
        if node.attributes.get("aria-hidden") == "true":
            kind = "legend"
        kind = "legend" if "legend" in node.classes else kind
        return self._call(kind, (self._inside(item) for item in node.elements() if item.tag == "li"))

    def _pairs(self, node: Node) -> str:
        pairs: list[str] = []
        for group in node.elements():
            parts = list(group.elements()) if group.tag == "div" else [group]
            pairs += [self._inside(part) for part in parts if part.tag in ("dt", "dd")]
        kind = "figures" if "figures" in node.classes else "facts"
        return self._call(kind, pairs)

    def _table(self, node: Node) -> str:
        rows = [list(row.elements()) for row in node.find("tr")]
        wide = max((sum(int(cell.attributes.get("colspan", "1")) for cell in row) for row in rows), default=0)
        if not wide:
            return ""
        caption = next((self.inline(one) for one in node.find("caption")), "")
        head = next(node.find("thead"), None)
        headers = len(list(head.find("tr"))) if head is not None else 0
        cells = [self._cell(cell) for row in rows for cell in row]
        heading = sum(len(row) for row in rows[:headers])
        weights = ", ".join(f"{weight}fr" for weight in _weights(rows, wide))
        title = f"#caption[{caption}]\n" if caption else ""
        return (
            f"{title}#listing(({weights},), ({''.join(f'{one}, ' for one in cells[:heading])}), "
            f"({''.join(f'{one}, ' for one in cells[heading:])}))"
        )

    def _cell(self, cell: Node) -> str:
        side = "right" if "number" in cell.classes else "left"
        colspan = int(cell.attributes.get("colspan", "1"))
        inside = self._inside(cell)
        strong = "true" if cell.tag == "th" else "false"
        return f"entry({colspan}, {side}, {strong})[{inside}]"

    def _inside(self, node: Node) -> str:
        """The content of a cell or item: a line of text where it has no blocks of its own."""
        if any(one.tag in _BLOCKS - {"svg"} for one in node.elements()):
            return self.blocks(node)
        return self.inline(node)

    def _drawing(self, node: Node) -> str:
        titles = [one.text() for one in node.elements() if one.tag in ("title", "desc")]
        kind = next(iter(sorted(node.classes)), "picture")
        content = string(alone(node, self._styles))
        return f"#picture({string(kind)}, {string('. '.join(titles) or 'a picture')}, {content})"

    def inline(self, node: Node) -> str:
        """Running text, with what is strong, quiet, code or a verdict in it."""
        text = "".join(self._runs(node))
        return "" if not re.sub(r'#" ?";', "", text) else text

    def _runs(self, node: Node) -> Iterator[str]:
        for one in node.inside:
            if isinstance(one, str):
                if one:
                    yield "#" + string(_BLANKS.sub(" ", one)) + ";"
            elif one.classes & _UNSEEN:
                continue
            elif one.tag == "wbr":
                yield '#"\\u{200b}";'
            elif one.tag == "svg":
                yield self._drawing(one) + ";"
            else:
                yield from self._marked(one)

    def _marked(self, node: Node) -> Iterator[str]:
        inside = "".join(self._runs(node))
        if "verdict" in node.classes:
            kind = "no" if "no" in node.classes else "open" if "open" in node.classes else "yes"
            yield f"#verdict({string(kind)})[{inside}];"
        elif node.tag in ("strong", "code"):
            yield f"#{'strong' if node.tag == 'strong' else 'mono'}[{inside}];"
        elif node.tag in ("div", "p"):
            yield f'#" ";{inside}'
        else:
            yield inside

    @staticmethod
    def _call(name: str, items: Iterable[str]) -> str:
        return f"#{name}(({''.join(f'[{item}], ' for item in items)}))"


def _weights(rows: list[list[Node]], wide: int) -> list[int]:
    """How much of the width each column takes, by the length of its texts."""
    lengths = [4] * wide
    for row in rows:
        if len(row) == wide:
            for place, cell in enumerate(row):
                lengths[place] = max(lengths[place], min(len(cell.text()), 60))
    return [max(6, length) for length in lengths]


def string(text: str) -> str:
    """A Typst string; long digests may break."""
    broken = (
        _LONG.sub(lambda found: re.sub(r"(.{8})(?=.)", "\\1\u200b", found[0]), text) if "<svg" not in text else text
    )
    plain = (
        broken.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return f'"{plain}"'
