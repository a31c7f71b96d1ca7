"""A published notice as text: plain text, or the web page as it was saved."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from deid.errors import Unreadable

_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|div|p|h[1-6]|section|article|main)\b", re.IGNORECASE | re.DOTALL
)
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript"})
_RUNNING = frozenset("a abbr b bdi bdo cite code em font i mark q s small span strong sub sup u wbr".split())


def text_of(content: bytes) -> str:
    """The text of a notice.

    Raises:
        Unreadable: it is no text in UTF-8, and what it is.
    """
    if content.startswith(b"%PDF"):
        raise Unreadable("a PDF; give the notice as text, or its web page")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("no text in UTF-8; give the notice as text, or its web page") from None
    if not _PAGE.match(text):
        return text
    page = _Page()
    page.feed(text)
    page.close()
    return "".join(page.parts)


class _Page(HTMLParser):
    """What a reader of a page sees: its text, blocks apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in _UNSEEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(" ".join(data.split()) if data.strip() else " ")
            if data[-1:].isspace():
                self.parts.append(" ")

    def _break(self, tag: str) -> None:
        if tag not in _RUNNING:
            self.parts.append("\n" if tag == "br" else "\n\n")
