"""The report's page as a tree: read again from its HTML, so that whatever a section shows is printed, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "br", "hr", "wbr", "input", "col"})


@dataclass(slots=True)
class Node:
    """An element: its tag, its attributes, and what stands in it, as elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        """The element's classes."""
        return frozenset(self.attributes.get("class", "").split())

    def elements(self) -> Iterator[Node]:
        """The elements directly inside."""
        return (one for one in self.inside if isinstance(one, Node))

    def find(self, *tags: str) -> Iterator[Node]:
        """Every element below with one of these tags, in the page's order; nothing inside such a one."""
        for one in self.elements():
            if one.tag in tags:
                yield one
            else:
                yield from one.find(*tags)

    def text(self) -> str:
        """All text below, with single blanks."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for one in self.inside:
            if isinstance(one, Node):
                yield from one._texts()
            else:
                yield one


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def tree_of(page: str) -> Node:
    """A whole page; its tags must be balanced, as the report's are."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.root
