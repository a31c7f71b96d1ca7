"""What is to be known of objects before they are treated: their kind, person, UIDs and identifying values.

Elements whose bytes were met before are not decoded again. What is unusual is read whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deid.dicom.elements import DEFAULT_ENCODINGS, Element, decode, encodings_of, settle_vr, texts
from deid.dicom.harvesting import Harvested, harvest, harvest_element, is_retained
from deid.dicom.persons import ISSUER, PATIENT_ID, QUALIFIERS, PersonKey, person_or_study
from deid.dicom.plain import plain
from deid.dicom.quiet import contained
from deid.dicom.raw.heads import CHARACTER_SET, DIRECTORY, MODALITY, SOP_CLASS, SOP_INSTANCE, STUDY, Unusual
from deid.dicom.raw.knowing import person_in
from deid.dicom.raw.outline import Outline, outline
from deid.dicom.reading import class_refused, read
from deid.dicom.rules import Rules
from deid.dicom.structure import Encoding, Walk
from deid.dicom.surveying import shown_modality, summary
from deid.dicom.uids import instance_uids, uids_in
from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_EXPLICIT: Final = Encoding(implicit=False, little=True)
_UID: Final = re.compile(rb"[0-9.]{1,64}\0?")
_MEDIA_INSTANCE: Final = 0x00020003
_REMEMBERED: Final = 50_000
_LONGEST_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """What one element holds.

    Attributes:
        values: its identifying values.
        uids: the UIDs in it that will need a new one.
    """

    values: tuple[Harvested, ...] = ()
    uids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Traced:
    """What is to be known of one object before it is treated.

    Attributes:
        values: its identifying values.
        uids: its UIDs that will need a new one.
        person: whom it is about.
        instance: its SOP Instance UID.
    """

    values: dict[Harvested, None]
    uids: frozenset[str]
    person: PersonKey
    instance: str


_NOTHING: Final = Found()


@dataclass(slots=True)
class Tracing:
    """Traces objects one after the other.

    Attributes:
        rules: what happens to each attribute; what they keep is nothing to look for. By default everything is.
    """

    rules: Rules | None = None
    _found: dict[bytes, dict[bytes, Found]] = field(default_factory=dict)
    _media: dict[bytes, Found] = field(default_factory=dict)
    _refused: dict[tuple[bytes | None, ...], str | None] = field(default_factory=dict)
    _people: dict[tuple[bytes | None, ...], PersonKey] = field(default_factory=dict)
    _modalities: dict[bytes, str] = field(default_factory=dict)

    def modality(self, source: bytes | Path) -> str:
        """Modality, where it has the standard's form, of an object that can be read through.

        Raises:
            Unreadable: it cannot.
        """
        with contained():
            try:
                one = outline(source)
                self._demand_identity(one)
                self._elements(one)
                return self._modality(one.raws.get(MODALITY, b""))
            except Unusual:
                return summary(read(source)).modality

    def trace(self, source: bytes | Path) -> Traced:
        """An object's person, UIDs and identifying values.

        Raises:
            Unreadable: it cannot be read through.
        """
        with contained():
            try:
                one = outline(source)
                self._demand_identity(one)
                return self._traced(one)
            except Unusual:
                return traced(read(source), self.rules)

    def _traced(self, one: Outline) -> Traced:
        values: dict[Harvested, None] = {}
        uids: set[str] = set()
        for found in self._elements(one):
            values.update(dict.fromkeys(found.values))
            uids |= found.uids
        for tag, raw in one.prelude.raws.items():
            media = self._media.get(raw) or self._new_media(tag, raw)
            values.update(dict.fromkeys(media.values))
            uids |= media.uids
        instance = one.raws[SOP_INSTANCE][8:].decode("ascii").rstrip("\0")
        if self.rules is not None:
            values = {value: None for value in values if not is_retained(value, self.rules)}
        return Traced(values, frozenset(uids), self._person(one.raws), instance)

    def _elements(self, one: Outline) -> list[Found]:
        """What the elements hold that hold anything.

        Raises:
            Unusual: one of them cannot be read through.
        """
        declared = one.raws.get(CHARACTER_SET, b"")
        known = self._found.setdefault(declared, {})
        met = []
        for raw in one.raws.values():
            found = known.get(raw)
            if found is None:
                found = _found_in(raw, declared, self.rules)
                if len(raw) <= _LONGEST_REMEMBERED:
                    _bound(known)
                    known[raw] = found
            if found is not _NOTHING:
                met.append(found)
        _bound(self._found)
        return met

    def _new_media(self, tag: int, raw: bytes) -> Found:
        vr = raw[4:6].decode("ascii")
        found = Found()
        if vr not in ("OB", "UN"):  # bytes are nothing to look for
            element: Element = plain(raw) or decode(tag, settle_vr(vr, False), raw[8:], True, DEFAULT_ENCODINGS)
            if element.VR != "UN":
                uids = uids_in(element) if tag == _MEDIA_INSTANCE else ()
                found = Found(tuple(harvest_element(element, None)), frozenset(uids))
        _bound(self._media)
        self._media[raw] = found
        return found

    def _demand_identity(self, one: Outline) -> None:
        """Refuse what could not be released.

        Raises:
            Unreadable: with the reason.
            Unusual: the SOP Instance UID is no plain one.
        """
        if not _UID.fullmatch(one.raws.get(SOP_INSTANCE, b""), 8):
            raise Unusual
        key = (one.raws.get(SOP_CLASS), one.prelude.media_class, one.raws.get(DIRECTORY))
        if key not in self._refused:
            _bound(self._refused)
            self._refused[key] = _refusal(one)
        reason = self._refused[key]
        if reason is not None:
            raise Unreadable(reason)

    def _person(self, raws: Mapping[int, bytes]) -> PersonKey:
        stated = [CHARACTER_SET, PATIENT_ID, ISSUER, QUALIFIERS, STUDY if STUDY in raws else SOP_INSTANCE]
        key = tuple(map(raws.get, stated))
        person = self._people.get(key)
        if person is None:
            present = {tag: raws[tag] for tag in stated[1:] if tag in raws}
            person = person_in(present, _encodings(raws.get(CHARACTER_SET, b"")))
            _bound(self._people)
            self._people[key] = person
        return person

    def _modality(self, raw: bytes) -> str:
        modality = self._modalities.get(raw)
        if modality is None:
            modality = shown_modality(raw[8:].decode("latin-1").split("\\")[0].strip(" \0"))
            _bound(self._modalities)
            self._modalities[raw] = modality
        return modality


def traced(dataset: Dataset, rules: Rules | None) -> Traced:
    """The same of an object that was read whole."""
    return Traced(
        dict.fromkeys(harvest(dataset, rules)),
        frozenset(instance_uids(dataset)),
        person_or_study(dataset),
        str(dataset.SOPInstanceUID),
    )


def _found_in(raw: bytes, declared: bytes, rules: Rules | None) -> Found:
    """What an element holds that was not met before."""
    try:
        element: Element = plain(raw) or Walk(raw, _EXPLICIT).single(_encodings(declared), 0)
    except Unreadable:
        raise Unusual from None
    found = Found(tuple(dict.fromkeys(harvest_element(element, rules))), frozenset(uids_in(element)))
    return found if found.values or found.uids else _NOTHING


def _encodings(declared: bytes) -> tuple[str, ...]:
    if not declared:
        return DEFAULT_ENCODINGS
    element: Element = plain(declared) or Walk(declared, _EXPLICIT).single(DEFAULT_ENCODINGS, 0)
    return encodings_of(element.value)


def _refusal(one: Outline) -> str | None:
    raw = one.raws.get(SOP_CLASS, b"")
    element = plain(raw) if raw else None
    sop_class = "".join(texts(element)[:1]) if element is not None else ""
    media_class = one.prelude.media_class.decode("latin-1").rstrip("\0 ")
    return class_refused(sop_class, media_class, directory=DIRECTORY in one.raws)


def _bound(memory: dict) -> None:  # type: ignore[type-arg]
    if len(memory) > _REMEMBERED:
        memory.clear()
