"""The walk of one treatment through an object: what each rule's action makes of each element."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from deid.dicom import coding, content
from deid.dicom.about import NOBODY, About
from deid.dicom.actions import NEUTRAL, Action, dummy, dummy_code, emptied
from deid.dicom.claims import EARLIER_CLAIMS
from deid.dicom.codes import Codes, Screen
from deid.dicom.dates import moved_texts
from deid.dicom.descriptors import cleaned
from deid.dicom.elements import (
    WORDS_VRS,
    element_vr,
    elements,
    fits_text,
    make,
    new_items,
    new_level,
    settle_vr,
    text_of,
    texts,
    values,
)
from deid.dicom.evidence import Tally
from deid.dicom.keeping import Kept, keep
from deid.dicom.pixels import PIXEL_TAGS
from deid.dicom.private import action_for, as_known, block_of, creators_of, is_creator, spelled
from deid.dicom.rules import Rule, Rules, Where
from deid.dicom.standard import profile_table
from deid.dicom.standard.types import kinds_of
from deid.dicom.structure import DEEPEST
from deid.dicom.tags import is_group_length, is_private, tag_text
from deid.dicom.uids import is_registered
from deid.errors import Unreadable
from deid.identifiers import Identifier

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

_CHARACTER_SET: Final = 0x00080005
_CONTENT: Final = 0x0040A730
# Sequences of codes that name a person or an institution: the code itself is the identifier.
NAMING_CODES: Final = frozenset({0x00401101, 0x00080082})
NOTHING_DECIDED: Final[Mapping[int, Action]] = MappingProxyType({})
TEXT_ON_IMAGE: Final = 0x00700006
# Text Value and Unformatted Text Value: an item that says nothing is not valid.
_MUST_SPEAK: Final = frozenset({0x0040A160, TEXT_ON_IMAGE})
# Written by their own step, never carried over.
NOT_CARRIED: Final = EARLIER_CLAIMS | {_CHARACTER_SET}


class Cleaning:
    """One treatment of one object.

    Args:
        rules: what happens to each attribute.
        codes: gives new UIDs.
        screen: says whether a kept text identifies someone.
        tally: where the counts go.
        reports: whether content trees stay and are cleaned; otherwise they go.
    """

    def __init__(
        self,
        rules: Rules,
        codes: Codes,
        screen: Screen,
        tally: Tally,
        *,
        reports: bool,
        about: About = NOBODY,
    ):
        self._rules = rules
        self._codes = codes
        self._screen = screen
        self._tally = tally
        self._reports = reports
        self._about = about
        self._graphics = "clean-graphics" in rules.settings.options
        self._structured = "clean-structured-content" in rules.settings.options

    def dataset(self, source: Dataset, where: Where, decided: Mapping[int, Action] = NOTHING_DECIDED) -> Dataset:
        """A treated copy of one level and all levels below it.

        Args:
            source: the level.
            where: which level it is.
            decided: actions that its meaning as a content item decides, by tag.

        Raises:
            Unreadable: sequences are nested too deeply.
        """
        if len(where.path) > DEEPEST:
            raise Unreadable("sequences are nested too deeply")
        treated = new_level()
        level = list(elements(source))
        creators = creators_of(level) if self._rules.private is not None else {}
        for element in level:
            if element.tag not in NOT_CARRIED and not is_creator(element.tag):
                private = is_private(element.tag)
                result = self.private(element, where, creators) if private else self.element(element, where, decided)
                if result is not None:
                    treated[result.tag] = result
        self._reserve(treated, level)
        self._tally.screened += coding.tidy(treated, source, self._screen)
        return treated

    def element(
        self, element: DataElement, where: Where, decided: Mapping[int, Action] = NOTHING_DECIDED
    ) -> DataElement | None:
        """What becomes of one element; None when it goes."""
        if is_group_length(element.tag):
            return None
        if where.path and element.tag in PIXEL_TAGS:
            # Only icons have pixels inside a sequence, and icons go.
            self._tally.unknown_removed += 1
            return None
        rule = self._rules.find(element.tag, element.VR, where)
        if is_private(element.tag):
            self._tally.private_removed += 1
            return None
        if rule is self._rules.unknown or (element.VR == "UN" and rule.action is Action.KEEP):
            self._tally.unknown_removed += 1
            return None
        action = decided.get(int(element.tag)) or self._action(rule, element)
        self._tally.count(tag_text(element.tag), action, rule.identifier)
        return self._carry_out(action, element, where)

    def private(self, element: DataElement, where: Where, creators: Mapping[int, str]) -> DataElement | None:
        """A private element that is known to be safe; None for any other."""
        safe = self._rules.private
        known = safe.find(int(element.tag), creators) if safe is not None else None
        settled = as_known(element, known) if known is not None else None
        if known is None or settled is None:
            self._tally.private_removed += 1
            return None
        action = action_for(known, settled.VR, self._rules.settings.options)
        self._tally.count(tag_text(element.tag), action, Identifier.OTHER_UNIQUE)
        return self._carry_out(action, settled, where)

    def _reserve(self, treated: Dataset, level: list[DataElement]) -> None:
        """Keep the creators of blocks of which something stays, and those that name a known vendor."""
        safe = self._rules.private
        used = {block_of(int(tag)) for tag in list(treated.keys()) if is_private(int(tag))}
        for element in level:
            known = safe is not None and safe.knows(spelled(" ".join(texts(element))))
            if int(element.tag) in used or (is_creator(int(element.tag)) and known):
                treated[element.tag] = make(element.tag, "LO", " ".join(texts(element)).strip(" \0"))
            elif is_creator(int(element.tag)):
                self._tally.private_removed += 1

    def _action(self, rule: Rule, element: DataElement) -> Action:
        if element.tag == _CONTENT and not self._reports:
            return Action.REMOVE
        if self._graphics and element.tag == TEXT_ON_IMAGE:
            return Action.CLEAN
        if element.VR == "SQ" and rule.action in (Action.DUMMY, Action.UID, Action.CLEAN):
            return rule.action if element.tag in NAMING_CODES else Action.KEEP
        if rule.action is Action.DUMMY and element.is_empty:
            # An empty value is allowed to stay empty: its Type was met before.
            return Action.EMPTY
        return rule.action

    def _carry_out(self, action: Action, element: DataElement, where: Where) -> DataElement | None:
        vr = own_vr(int(element.tag), element.VR)
        if action is Action.EMPTY:
            return emptied(element, vr)
        if action is Action.DUMMY:
            return make(element.tag, "SQ", new_items([dummy_code()])) if vr == "SQ" else dummy(element, vr)
        if action is Action.UID:
            return self._uids(element)
        if action is Action.CLEAN:
            return self._cleaned(element, vr, where)
        if action is Action.SHIFT:
            return self._moved(element, vr)
        if action is Action.KEEP:
            return self._sequence(element, where) if element.VR == "SQ" else self._kept(element)
        return None

    def _uids(self, element: DataElement) -> DataElement | None:
        if element.VR != "UI":
            return None
        old = [text_of(value) for value in values(element)]
        new = [uid if not uid or is_registered(uid) else self._codes.uid(uid) for uid in old]
        return make(element.tag, "UI", new if len(new) > 1 else "".join(new))

    def _sequence(self, element: DataElement, where: Where) -> DataElement | None:
        if own_vr(int(element.tag), element.VR) != "SQ":
            return None
        inside, options = where.inside(element.tag), self._rules.settings.options
        items = []
        for item in element.value:
            structured = self._structured and element.tag in content.SEQUENCES
            decided = content.decisions(item, options) if structured else NOTHING_DECIDED
            treated = self.dataset(item, inside, decided)
            if element.tag in content.SEQUENCES:
                content.settle(treated, options)
            items.append(treated)
        return make(element.tag, "SQ", new_items(items))

    def _moved(self, element: DataElement, vr: str) -> DataElement | None:
        """Dates moved by the person's days; times as they are, for whole days leave them right."""
        kept = self._kept(element)
        if kept is None or vr not in ("DA", "DT"):
            return kept
        moved, misfits = moved_texts([text_of(value) for value in values(kept)], self._about.days)
        self._tally.misfits += misfits
        return make(element.tag, vr, moved if len(moved) > 1 else "".join(moved))

    def _cleaned(self, element: DataElement, vr: str, where: Where) -> DataElement | None:
        """A descriptor with the words that name nobody; what does not read as text goes."""
        if vr not in WORDS_VRS or element.VR not in WORDS_VRS:
            return None
        found = [text_of(value) for value in values(element)]
        kept, screened = cleaned_texts(int(element.tag), vr, found, where, self._screen, self._about)
        self._tally.screened += screened
        return make(element.tag, vr, kept if len(kept) > 1 else "".join(kept))

    def _kept(self, element: DataElement) -> DataElement | None:
        kept: Kept = keep(element, own_vr(int(element.tag), element.VR), self._screen)
        self._tally.screened += kept.screened
        self._tally.misfits += kept.misfits
        return kept.element


def cleaned_texts(
    tag: int, vr: str, found: list[str], where: Where, screen: Screen, about: About
) -> tuple[list[str], int]:
    """What is left of the values of a descriptor, and how many of them lost something."""
    kept = [cleaned(text, screen, about.words) if fits_text(vr, text) else "" for text in found]
    screened = sum(before != after for before, after in zip(found, kept, strict=True))
    if not any(kept) and any(found) and _demands_value(tag, where):
        kept = [NEUTRAL]
    return kept, screened


def _demands_value(tag: int, where: Where) -> bool:
    kind = kinds_of(where.sop_class).get((*where.path, tag))
    row = profile_table().find(tag)
    return kind == "1" or tag in _MUST_SPEAK or (row is not None and row.basic == "D")


def own_vr(tag: int, stated: str) -> str:
    """The VR that the standard gives the attribute; the stated one where it is one of several allowed."""
    vr = element_vr(tag, None)
    if vr == "UN" or (len(vr) != 2 and stated in vr.split(" or ")):
        return stated
    return settle_vr(vr, stated == "SS")
