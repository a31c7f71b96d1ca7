"""A profile: which treatment each kind of field takes, and what the release may claim."""

from __future__ import annotations

import fnmatch
import hashlib
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from deid import yaml_file
from deid.dicom_settings import DICOM_OPTIONS
from deid.errors import ConfigurationError
from deid.expert_settings import ExpertSettings
from deid.pixel_settings import PixelRule
from deid.safe_harbor.kinds import KINDS
from deid.safe_harbor.measured import recall_on_notes
from deid.treatments import treatments

Method = Literal["safe-harbor", "expert-determination", "limited-data-set"]
_LONGEST_CHAIN = 8


def _known_treatment(name: str) -> str:
    if name not in treatments():
        raise ValueError(f"unknown treatment '{name}'; known are {', '.join(sorted(treatments()))}")
    return name


def _known_kind(name: str) -> str:
    if name not in KINDS:
        raise ValueError(f"unknown kind '{name}'; known are {', '.join(sorted(KINDS))}")
    return name


TreatmentName = Annotated[str, AfterValidator(_known_treatment)]
KindName = Annotated[str, AfterValidator(_known_kind)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldRule(_Strict):
    """A decision on single columns, by patterns of table and column names; the last that matches wins.

    Attributes:
        table: a pattern for the name of the file or sheet, with its suffix or without.
        column: a pattern for the column's name, or several.
    """

    table: str = "*"
    column: str | tuple[str, ...]
    kind: KindName | None = None
    treatment: TreatmentName | None = None
    reason: str = Field(min_length=3)

    @model_validator(mode="after")
    def _decides_something(self) -> FieldRule:
        if self.kind is None and self.treatment is None:
            raise ValueError("names neither a kind nor a treatment")
        return self

    def matches(self, table: str, column: str) -> bool:
        """Whether this rule speaks of the column, whatever the case of the names."""
        columns = (self.column,) if isinstance(self.column, str) else self.column
        tables = {table.lower(), table.lower().partition(".")[0]}
        return any(fnmatch.fnmatchcase(name, self.table.lower()) for name in tables) and any(
            fnmatch.fnmatchcase(column.lower(), pattern.lower()) for pattern in columns
        )


def _known_option(name: str) -> str:
    if name not in DICOM_OPTIONS:
        raise ValueError(f"unknown option '{name}'; known are {', '.join(DICOM_OPTIONS)}")
    return name


class DicomSettings(_Strict):
    """What happens to DICOM objects.

    Attributes:
        options: of the Basic Profile, CID 7050.
        uids: how new UIDs are made: drawn for the vault, or derived by its key, for clusters that share nothing else.
        safe_private: which private attributes are known to be safe: those of PS3.15 Table E.3.10-1, or also those of
            The Cancer Imaging Archive.
        documents: whether an encapsulated document gives way to a blank one, or its object to quarantine.
        burned_in_text: what becomes of objects whose pixels may carry text.
        pixel_rules: boxes to blank, of the option ``clean-pixel-data``.
        file_set: whether the release's objects lie as a file-set with a DICOMDIR; by default where the source has one.
    """

    header: Literal["basic"] = "basic"
    options: tuple[Annotated[str, AfterValidator(_known_option)], ...] = ()
    uids: Literal["random", "keyed"] = "random"
    safe_private: Literal["standard", "tcia"] = "standard"
    documents: Literal["replace", "quarantine"] = "replace"
    burned_in_text: Literal["quarantine", "keep"] = "quarantine"
    burned_in_reason: str = ""
    pixel_rules: tuple[PixelRule, ...] = ()
    file_set: bool | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> DicomSettings:
        problems = []
        if self.burned_in_text == "keep" and len(self.burned_in_reason) < 10:
            problems.append("burned_in_text: keep asks for burned_in_reason: why these pixels are known to be clean")
        if bool(self.pixel_rules) != ("clean-pixel-data" in self.options):
            problems.append("options: clean-pixel-data and pixel_rules, which say what to blank, go together")
        if {"retain-full-dates", "retain-modified-dates"} <= set(self.options):
            problems.append("options: dates stay full or are modified, not both")
        if len(set(self.options)) < len(self.options):
            problems.append("options: one is named twice")
        if self.safe_private == "tcia" and "retain-safe-private" not in self.options:
            problems.append("safe_private: tcia asks for the option retain-safe-private")
        if self.uids == "keyed" and "retain-uids" in self.options:
            problems.append("uids: retain-uids leaves none to be keyed")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def against_safe_harbor(self) -> tuple[str, ...]:
        """Why these settings rule the Safe Harbor claim out, one line each; nothing when none does."""
        found = [f"DICOM option {name}: {DICOM_OPTIONS[name]}" for name in self.options if DICOM_OPTIONS[name]]
        if self.uids == "keyed":
            found.append("DICOM: keyed UIDs are derived from the source's (164.514(c)(1))")
        if self.safe_private == "tcia":
            found.append("DICOM: private attributes stay that the standard does not vouch for")
        if self.burned_in_text == "keep":
            found.append("DICOM: pixels that may carry burned-in text are kept")
        return tuple(found)


class TextSettings(_Strict):
    """What happens to free text that is scrubbed.

    Attributes:
        recall_floor: the least recall on clinical notes, 0 to 1, that the shipped finder must have been measured with
            (lower end of the 95 per cent interval, worst family of notes); below it, text is dropped.
    """

    recall_floor: float = Field(default=0.9, ge=0.0, le=1.0)


class Profile(_Strict):
    """A profile, whole: inherited settings are filled in."""

    deid_profile: Literal[1]
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    description: str = ""
    inherits: str | None = None
    method: Method
    unlisted: TreatmentName = "remove"
    treatments: dict[KindName, TreatmentName]
    fields: tuple[FieldRule, ...] = ()
    dicom: DicomSettings = DicomSettings()
    expert: ExpertSettings | None = None
    text: TextSettings = TextSettings()

    @model_validator(mode="after")
    def _covers_every_kind(self) -> Profile:
        missing = sorted(set(KINDS) - set(self.treatments))
        if missing:
            raise ValueError(f"no treatment for the kinds {', '.join(missing)}; inherit a profile that has them")
        return self

    def treatment_of(self, kind: str) -> str:
        """The treatment of a kind; what nothing explains takes `unlisted`."""
        return self.in_force(self.unlisted if kind == "unknown" else self.treatments[kind])

    def in_force(self, treatment: str) -> str:
        """The treatment, or ``remove`` where it scrubs text and the finder's measured recall is below the floor."""
        if treatment.startswith("scrub") and recall_on_notes() < self.text.recall_floor:
            return "remove"
        return treatment

    @property
    def digest(self) -> str:
        """SHA-256 of the whole profile's settings."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def load(name_or_path: str | Path) -> Profile:
    """A profile by its name, or from a file.

    Raises:
        ConfigurationError: there is no such profile, or it has errors: all of them, with file and line.
    """
    path = _find(name_or_path)
    chain = _chain(path)
    if len(chain) == 1:
        return yaml_file.load(path, Profile)
    _check_parts(chain)
    document: dict[str, object] = {}
    for part in reversed(chain):
        document = _laid_over(document, yaml_file.read(part))
    try:
        return Profile.model_validate(document)
    except ValidationError as error:
        raise ConfigurationError([f"{path}:1: {problem['msg']}" for problem in error.errors()]) from None


def names() -> tuple[str, ...]:
    """The profiles that come with the package or plug in as ``deid.profiles``, by name."""
    own = {path.name.removesuffix(".yaml") for path in _shipped().iterdir() if path.name.endswith(".yaml")}
    return tuple(sorted(own | {entry.name for entry in entry_points(group="deid.profiles")}))


class _Part(_Strict):
    """What a file that inherits may say: any part of a profile, each checked as in a whole one."""

    deid_profile: Literal[1]
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    description: str = ""
    inherits: str | None = None
    method: Method | None = None
    unlisted: TreatmentName | None = None
    treatments: dict[KindName, TreatmentName] = {}
    fields: tuple[FieldRule, ...] = ()
    dicom: DicomSettings = DicomSettings()
    expert: dict[str, object] = {}
    text: TextSettings = TextSettings()


def _check_parts(chain: list[Path]) -> None:
    """Every file of the chain, each by itself; all problems of all of them at once."""
    problems: list[str] = []
    for path in chain:
        try:
            yaml_file.load(path, _Part)
        except ConfigurationError as error:
            problems += error.problems
    if problems:
        raise ConfigurationError(problems)


def _chain(start: Path) -> list[Path]:
    """The file and those that it inherits from, the nearest first."""
    chain = [start]
    while (parent := yaml_file.read(chain[-1]).get("inherits")) is not None:
        if not isinstance(parent, str):
            raise ConfigurationError([f"{chain[-1]}:1: inherits: expected the name of a profile"])
        path = _find(parent, chain[-1])
        if path in chain or len(chain) > _LONGEST_CHAIN:
            raise ConfigurationError([f"{start}:1: inherits: the profiles inherit each other in a circle"])
        chain.append(path)
    return chain


def _laid_over(base: dict[str, object], own: dict[str, object]) -> dict[str, object]:
    """The settings of a file laid over those that it inherits."""
    merged = {**base, **{name: value for name, value in own.items() if value is not None}}
    for section in ("treatments", "dicom", "text"):
        merged[section] = {**_mapping(base.get(section)), **_mapping(own.get(section))}
    if base.get("expert") or own.get("expert"):
        merged["expert"] = {**_mapping(base.get("expert")), **_mapping(own.get("expert"))}
    merged["fields"] = [*_list(base.get("fields")), *_list(own.get("fields"))]
    return merged


def _mapping(value: object) -> dict[object, object]:
    return dict(value) if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _shipped() -> Path:
    packaged = Path(str(files("deid"))) / "profiles"
    return packaged if packaged.is_dir() else Path(str(files("deid"))).parent / "profiles"


def _find(name_or_path: str | Path, asker: Path | None = None) -> Path:
    name = str(name_or_path)
    shipped = _shipped() / f"{name}.yaml"
    if shipped.is_file():
        return shipped
    for entry in entry_points(group="deid.profiles", name=name):
        return Path(str(entry.load()))
    path = (asker.parent / name) if asker is not None else Path(name)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return path
    place = f"{asker}:1: inherits" if asker else "profile"
    raise ConfigurationError([f"{place}: no profile '{name}'; known are {', '.join(names())}, or name a .yaml file"])
