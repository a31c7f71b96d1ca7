"""Rules: small objects that say what happens to an attribute, under which identifier, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from deid.dicom.actions import Action, resolve, resolve_for
from deid.dicom.boxes import CODE
from deid.dicom.elements import WORDS_VRS, in_dictionary
from deid.dicom.identifying import subject
from deid.dicom.options import OPTIONS, option_action
from deid.dicom.private import SafeAttributes, safe_attributes
from deid.dicom.standard import ProfileRow, profile_table
from deid.dicom.standard.types import Kind, kinds_of, required
from deid.dicom.tags import TagPattern, is_group_length, is_private
from deid.dicom.unlisted import UNKNOWN, Decision, by_vr, families, single
from deid.dicom_settings import PlainSettings, Settings
from deid.identifiers import Identifier

_DEFAULT = PlainSettings()
_BASIC = "PS3.15 {edition} Table E.1-1, Basic Profile {code}"
_SAME_FOR_ALL = frozenset(
    {
        "retain-patient-characteristics",
        "retain-device-identity",
        "retain-institution-identity",
        "retain-full-dates",
        "retain-uids",
    }
)
_BY_PERSON = frozenset(
    {
        "clean-descriptors",
        "clean-graphics",
        "clean-structured-content",
        "retain-modified-dates",
        "retain-safe-private",
    }
)
_TIMEZONE = 0x00080201  # moving by whole days leaves it right
_SAFE_HARBOR = "Table E.1-1 is silent; {why} ({citation})"


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to an attribute.

    Attributes:
        attribute: the tag pattern as the standard prints it, or the kind of attribute, in words.
        name: the attribute's name; empty for kinds.
        code: the action code as the source gives it, for example ``X/Z/D``.
        action: the single action that is carried out.
        identifier: the identifier that the attribute can carry.
        reason: why, with its source.
    """

    attribute: str
    name: str
    code: str
    action: Action
    identifier: Identifier
    reason: str

    def describe(self) -> str:
        """One line for readers, generated from what runs."""
        label = f"{self.attribute} {self.name}".rstrip()
        return f"{label}: {self.action.value} ({self.identifier.letter}), {self.reason}"


@dataclass(frozen=True, slots=True)
class Where:
    """A level of an object.

    Attributes:
        sop_class: of the object.
        path: the tags of the sequences around the level, the outermost first.
    """

    sop_class: str = ""
    path: tuple[int, ...] = ()

    def inside(self, tag: int) -> Where:
        """The level inside a sequence."""
        return Where(self.sop_class, (*self.path, tag))


NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one profile.

    Attributes:
        edition: the edition of the table they come from.
        exact: rules for single tags.
        families: rules for repeating groups and private attributes, in order.
        by_vr: what happens to attributes of the dictionary that neither of these covers.
        unknown: what happens to every other attribute.
        codes: the method codes (CID 7050) of what these rules carry out in every object.
        by_type: for attributes whose action hangs on their Type in the object's IOD: what happens, by Type.
        settings: the profile's.
        private: the private attributes that stay; None when none does.
    """

    edition: str
    exact: Mapping[int, Rule]
    families: tuple[tuple[TagPattern, Rule], ...]
    by_vr: Mapping[str, Rule]
    unknown: Rule
    by_type: Mapping[int, Mapping[Kind, Rule]]
    codes: tuple[str, ...]
    settings: Settings = _DEFAULT
    private: SafeAttributes | None = None

    def find(self, tag: int, vr: str, where: Where = NOWHERE) -> Rule:
        """The rule for an attribute; there always is one, and the last resort is removal."""
        by_type = self.by_type.get(tag)
        if by_type is not None:
            kind = kinds_of(where.sop_class).get((*where.path, tag))
            if kind is not None:
                return by_type[kind]
        rule = self.exact.get(tag)
        if rule is not None:
            return rule
        for pattern, family in self.families:
            if pattern.matches(tag):
                return family
        if is_private(tag) or is_group_length(tag) or not in_dictionary(tag):
            return self.unknown
        return self.by_vr.get(vr, self.unknown)

    @property
    def longitudinal(self) -> str:
        """What Longitudinal Temporal Information Modified (0028,0303) says of objects treated by these rules."""
        if "retain-full-dates" in self.settings.options:
            return "UNMODIFIED"
        return "MODIFIED" if "retain-modified-dates" in self.settings.options else "REMOVED"

    @property
    def same_for_all(self) -> bool:
        """Whether what comes of an element hangs on its bytes and its place alone, not on whose object it is."""
        return set(self.settings.options) <= _SAME_FOR_ALL

    @property
    def by_bytes(self) -> bool:
        """Whether what comes of an element hangs on its bytes and its place, and at most on whose object it is."""
        return set(self.settings.options) <= _SAME_FOR_ALL | _BY_PERSON

    def __iter__(self) -> Iterator[Rule]:
        """Every rule, single tags first, for tables in documents."""
        yield from self.exact.values()
        yield from (rule for _, rule in self.families)
        yield from self.by_vr.values()
        yield self.unknown


@cache
def basic_profile(options: tuple[str, ...] = ()) -> Rules:
    """The Basic Application Level Confidentiality Profile, and a decision for all that it does not name.

    Args:
        options: names of :data:`deid.dicom.options.OPTIONS` that change it.
    """
    return rules_of(PlainSettings(options=options))


@cache
def rules_of(settings: Settings) -> Rules:
    """The rules for what a profile says of DICOM objects."""
    table, options = profile_table(), settings.options
    rows = [row for row in table.rows if row.pattern.exact]
    listed = {row.pattern.value: _of_row(row, table.edition) for row in rows}
    optional = {row.pattern.value: _by_option(row, table.edition, options) for row in rows}
    chosen = {tag: rule for tag, rule in optional.items() if rule is not None}
    silent = {tag: _silent(decision) for tag, decision in single()}
    return Rules(
        edition=table.edition,
        exact=MappingProxyType({**silent, **listed, **chosen}),
        families=(
            *((row.pattern, _of_row(row, table.edition)) for row in table.repeating),
            *((TagPattern.parse(decision.attribute), _silent(decision)) for decision in families()),
        ),
        by_vr=MappingProxyType({vr: _silent(decision) for vr, decision in by_vr(options).items()}),
        unknown=_silent(UNKNOWN),
        by_type=MappingProxyType(
            {
                row.pattern.value: _by_type(row, table.edition)
                for row in rows
                if _hangs_on_type(row) and row.pattern.value not in chosen
            }
        ),
        codes=("113100", *sorted({OPTIONS[name].code for name in options} - {CODE})),
        settings=settings,
        private=safe_attributes(settings.safe_private) if "retain-safe-private" in options else None,
    )


def _by_option(row: ProfileRow, edition: str, options: tuple[str, ...]) -> Rule | None:
    given = option_action(row, options)
    action = None if given is None else _action_of(row, given[0])
    if given is None or action is None:
        return None
    code, option = given
    basic = _of_row(row, edition)
    reason = f"PS3.15 {edition} Table E.1-1, {option.name} ({option.code}) {code}"
    return Rule(basic.attribute, basic.name, code, action, basic.identifier, reason)


def _action_of(row: ProfileRow, code: str) -> Action | None:
    """What carries an option's code out; None where that cannot be done, and the basic action stands."""
    if code == "K" or row.pattern.value == _TIMEZONE:
        return Action.KEEP
    if row.vr in ("DA", "DT", "TM"):
        return Action.SHIFT
    return Action.CLEAN if row.vr in (*WORDS_VRS, "SQ") else None


def _hangs_on_type(row: ProfileRow) -> bool:
    # Patient ID always has a value: the person's code. What the table removes stays empty where an IOD demands it.
    compound = "/" in row.basic and "U*" not in row.basic and row.pattern.value != 0x00100020
    return row.pattern.exact and (compound or (row.basic == "X" and row.pattern.value in required()))


def _by_type(row: ProfileRow, edition: str) -> Mapping[Kind, Rule]:
    kinds: tuple[Kind, ...] = ("1", "2", "3")
    return MappingProxyType(
        {kind: _of_row(row, edition, resolve_for(row.basic, kind), f", Type {kind}") for kind in kinds}
    )


def _of_row(row: ProfileRow, edition: str, action: Action | None = None, because: str = "") -> Rule:
    vr = row.vr if row.vr is None or len(row.vr) == 2 else None
    action = action or resolve(row.basic)
    if vr == "UI" and action is Action.DUMMY:
        # A dummy UID would have to be unique anyway.
        action = Action.UID
    identifier = subject(row.pattern.value, vr).identifier if row.pattern.exact else _family_identifier(row)
    reason = _BASIC.format(edition=edition, code=row.basic) + because
    return Rule(row.pattern.text, row.name, row.basic, action, identifier, reason)


def _family_identifier(row: ProfileRow) -> Identifier:
    return Identifier.PHOTOGRAPH if row.pattern.text.startswith("(60xx") else Identifier.OTHER_UNIQUE


def _silent(decision: Decision) -> Rule:
    reason = _SAFE_HARBOR.format(why=decision.why, citation=decision.identifier.citation)
    return Rule(decision.attribute, decision.name, decision.action.value, decision.action, decision.identifier, reason)
