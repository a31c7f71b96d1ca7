"""The walk of one treatment through an object: what each rule's action makes of each element."""

from __future__ import annotations

from typing import Final

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items

from deid.dicom import coding, content
from deid.dicom.actions import Action, dummy, dummy_code, emptied
from deid.dicom.claims import EARLIER_CLAIMS
from deid.dicom.codes import Codes, Screen
from deid.dicom.descriptors import cleaned
from deid.dicom.elements import WORDS_VRS, element_vr, elements, fits_text, make, settle_vr, text_of, values
from deid.dicom.evidence import Tally
from deid.dicom.keeping import Kept, keep
from deid.dicom.rules import Rule, Rules, Where
from deid.dicom.structure import DEEPEST
from deid.dicom.tags import is_group_length, is_private, tag_text
from deid.dicom.uids import is_registered
from deid.errors import Unreadable

_CHARACTER_SET: Final = 0x00080005
_CONTENT: Final = 0x0040A730
# Sequences of codes that name a person or an institution: the code itself is the identifier.
NAMING_CODES: Final = frozenset({0x00401101, 0x00080082})
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

    def __init__(self, rules: Rules, codes: Codes, screen: Screen, tally: Tally, *, reports: bool):
        self._rules = rules
        self._codes = codes
        self._screen = screen
        self._tally = tally
        self._reports = reports

    def dataset(self, source: Dataset, where: Where) -> Dataset:
        """A treated copy of one level and all levels below it.

        Raises:
            Unreadable: sequences are nested too deeply.
        """
        if len(where.path) > DEEPEST:
            raise Unreadable("sequences are nested too deeply")
        treated = Dataset()
        for element in elements(source):
            if element.tag not in NOT_CARRIED:
                result = self.element(element, where)
                if result is not None:
                    treated[result.tag] = result
        self._tally.screened += coding.tidy(treated, source, self._screen)
        return treated

    def element(self, element: DataElement, where: Where) -> DataElement | None:
        """What becomes of one element; None when it goes."""
        if is_group_length(element.tag):
            return None
        rule = self._rules.find(element.tag, element.VR, where)
        if is_private(element.tag):
            self._tally.private_removed += 1
            return None
        if rule is self._rules.unknown or (element.VR == "UN" and rule.action is Action.KEEP):
            self._tally.unknown_removed += 1
            return None
        action = self._action(rule, element)
        self._tally.count(tag_text(element.tag), action, rule.identifier)
        return self._carry_out(action, element, where)

    def _action(self, rule: Rule, element: DataElement) -> Action:
        if element.tag == _CONTENT and not self._reports:
            return Action.REMOVE
        if element.VR == "SQ" and rule.action in (Action.DUMMY, Action.UID, Action.CLEAN):
            return rule.action if element.tag in NAMING_CODES else Action.KEEP
        if rule.action is Action.DUMMY and element.is_empty:
            # An empty value is allowed to stay empty: its Type was met before.
            return Action.EMPTY
        return rule.action

    def _carry_out(self, action: Action, element: DataElement, where: Where) -> DataElement | None:
        vr = own_vr(element)
        if action is Action.EMPTY:
            return emptied(element, vr)
        if action is Action.DUMMY:
            return make(element.tag, "SQ", Items([dummy_code()])) if vr == "SQ" else dummy(element, vr)
        if action is Action.UID:
            return self._uids(element)
        if action is Action.CLEAN:
            return self._cleaned(element, vr)
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
        if own_vr(element) != "SQ":
            return None
        items = [self.dataset(item, where.inside(element.tag)) for item in element.value]
        if element.tag == _CONTENT:
            for item in items:
                content.settle(item)
        return make(element.tag, "SQ", Items(items))

    def _cleaned(self, element: DataElement, vr: str) -> DataElement | None:
        """A descriptor with the words that name nobody; what does not read as text goes."""
        if vr not in WORDS_VRS or element.VR not in WORDS_VRS:
            return None
        found = [text_of(value) for value in values(element)]
        kept = [cleaned(text, self._screen) if fits_text(vr, text) else "" for text in found]
        self._tally.screened += sum(before != after for before, after in zip(found, kept, strict=True))
        return make(element.tag, vr, kept if len(kept) > 1 else "".join(kept))

    def _kept(self, element: DataElement) -> DataElement | None:
        kept: Kept = keep(element, own_vr(element), self._screen)
        self._tally.screened += kept.screened
        self._tally.misfits += kept.misfits
        return kept.element


def own_vr(element: DataElement) -> str:
    """The VR that the standard gives the attribute; the element's own where it is one of several allowed."""
    vr = element_vr(element.tag, None)
    if vr == "UN":
        return element.VR
    if len(vr) != 2 and element.VR in vr.split(" or "):
        return element.VR
    return settle_vr(vr, element.VR == "SS")
