"""The screen of kept texts as objects ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from deid.safe_harbor.kinds import KINDS
from deid.tables.screening import CellScreen
from deid.vault.kinds import Kind

_REMEMBERED: Final = 200_000


class Wording:
    """The screen of kept texts as the DICOM room asks for it: one text at a time, judged by the portion."""

    def __init__(self, screen: CellScreen):
        self._screen = screen
        self._verdicts: dict[str, bool] = {}

    def __call__(self, text: str) -> bool:
        """Whether the text carries something identifying."""
        verdict = self._verdicts.get(text)
        return self._judged([text])[0] if verdict is None else verdict

    def prepare(self, texts: Sequence[str]) -> None:
        """Judge texts that will be asked about."""
        self._judged([text for text in texts if text not in self._verdicts])

    def known(self, text: str) -> bool:
        """Whether the text is a value of the source: for numbers whose form says nothing."""
        harvest = self._screen.harvest
        return any(harvest.which_text(kind, [text])[0] for kind in (Kind.EXACT, Kind.DATE))

    def _judged(self, texts: list[str]) -> list[bool]:
        if len(self._verdicts) > _REMEMBERED:
            self._verdicts.clear()
        found = [letter is not None for letter in self._screen.identified(KINDS["description"], texts)]
        self._verdicts.update(zip(texts, found, strict=True))
        return found
