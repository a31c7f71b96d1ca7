"""The plan: for every field one treatment and one reason. A file that a person reads, edits and approves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from deid import yaml_file
from deid.expert_settings import OBJECTS, ExpertPlan
from deid.profile import DicomSettings, KindName, Method, TreatmentName
from deid.safe_harbor.closed_lists import CLOSED_LISTS
from deid.safe_harbor.columns import SHARED
from deid.safe_harbor.kinds import KINDS
from deid.vault import LINKABLE

_HEADING = """The plan of a de-identification: what happens to every field, and why.
Read it, change what you know better, and run it:  deid run INPUT --plan THIS_FILE -o RELEASE
To keep a column that the plan removes, set treatment: keep, say in reason what the column holds,
and put your name into decided_by: whoever decides signs for it, and the report names the decision.
This file names the source's files and columns: it stays with you and is not part of the release."""


def _known_namespace(name: str) -> str:
    if name and name not in LINKABLE:
        raise ValueError(f"unknown namespace '{name}'; known are {', '.join(LINKABLE)}")
    return name


Namespace = Annotated[str, AfterValidator(_known_namespace)]


def _known_only(name: str) -> str:
    known = ("", SHARED, *CLOSED_LISTS)
    if name not in known:
        raise ValueError(f"unknown 'only: {name}'; known are {', '.join(filter(None, known))}")
    return name


OnlyName = Annotated[str, AfterValidator(_known_only)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def numbered(position: int, name: str) -> str:
    """What a column is called whose own name may not stand: by its number, a list of values still as a list."""
    return f"column_{position}{'[]' if '[]' in name else ''}"


class FieldPlan(_Strict):
    """What happens to one column.

    Attributes:
        position: its place in the source, from 1.
        name: its name in the source.
        kind: what it holds; the identifier that it carries follows from that.
        output: its name in the release; by default the name in the source, and empty when it is left out.
        only: what alone stays of a column that stays: ``shared`` for what many persons share, or a closed list's name.
        decided_by: who decided to keep what nothing explains, or to call it something else than the survey does.
    """

    position: int = Field(ge=1)
    name: str
    kind: KindName
    treatment: TreatmentName
    output: str = ""
    identifier: str | None = None
    reason: str
    decided_by: str = ""
    namespace: Namespace = ""
    beside: dict[str, int] = {}
    identifying_name: bool = False
    only: OnlyName = ""

    @property
    def shown_name(self) -> str:
        """The name as a reader of the release may see it."""
        return f"column {self.position}" if self.identifying_name else self.name

    @model_validator(mode="before")
    @classmethod
    def _fill_what_follows(cls, given: Any) -> Any:
        """A column that stays needs no output name and no letter in the file: both follow."""
        if not isinstance(given, dict):
            return given
        filled = dict(given)
        kind = KINDS.get(str(given.get("kind")))
        if "identifier" not in given and kind is not None and kind.identifier is not None:
            filled["identifier"] = kind.identifier.letter
        if not given.get("output") and given.get("treatment") != "remove":
            name = str(given.get("name"))
            filled["output"] = (
                numbered(int(given.get("position") or 0), name) if given.get("identifying_name") else name
            )
        return filled

    @model_validator(mode="after")
    def _letter_is_of_the_kind(self) -> FieldPlan:
        letter = KINDS[self.kind].identifier
        if self.identifier != (letter.letter if letter else None):
            raise ValueError(f"the kind '{self.kind}' carries the identifier {letter.letter if letter else 'none'}")
        return self


class TablePlan(_Strict):
    """What happens to one table.

    Attributes:
        source: path under the input, as the survey saw it; with ``sheet`` for workbooks.
        target: path in the release under ``data/tables/``.
        shown: the source's name as a reader of the release may see it.
    """

    source: str
    sheet: str = ""
    target: str
    target_sheet: str = ""
    shown: str
    format: Literal["csv", "parquet", "xlsx", "jsonl", "memory"]
    about: Literal["persons", "reference"] = "persons"
    columns: tuple[FieldPlan, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> TablePlan:
        if any(part in ("", ".", "..") for part in self.target.replace("\\", "/").split("/")):
            raise ValueError("target: expected a path below the release, without '..'")
        if not self.target.startswith("data/tables/"):
            raise ValueError("target: expected a path under data/tables/")
        outputs = [field.output for field in self.columns if field.output]
        if len(set(outputs)) < len(outputs):
            raise ValueError("two columns have the same output name")
        last = max((field.position for field in self.columns), default=0)
        if any(not 1 <= place <= last for field in self.columns for place in field.beside.values()):
            raise ValueError("beside: names a position that the table does not have")
        return self


class Plan(_Strict):
    """The whole plan.

    Attributes:
        expert: quasi-identifiers and how far they are generalised, where the profile asks for it.
        as_of: the year in which the plan was made; later years in the data are not taken for its last year.
    """

    deid_plan: Literal[1] = 1
    profile: str
    profile_digest: str
    method: Method
    as_of: int = Field(ge=1990, le=2200)
    treatments: dict[KindName, TreatmentName]
    dicom: DicomSettings
    tables: tuple[TablePlan, ...] = ()
    expert: ExpertPlan | None = None

    @model_validator(mode="after")
    def _quasi_identifiers_are_released(self) -> Plan:
        released = {
            (table.target, table.target_sheet): {field.output for field in table.columns if field.output}
            for table in self.tables
        }
        for table in self.expert.tables if self.expert else ():
            names = [each.column for each in table.quasi_identifiers]
            names += [name for name in (table.person, table.predict) if name]
            there = released.get((table.target, table.sheet), set())
            if table.target != OBJECTS and not set(names) <= there:
                raise ValueError(f"expert: {table.place}: names a column that the release does not have")
        return self

    def to_yaml(self) -> str:
        """The plan as a commented YAML file."""
        short = self.model_dump(mode="json", exclude_defaults=True)
        document = {"deid_plan": 1, **short, "dicom": self.dicom.model_dump(mode="json")}
        return yaml_file.dump(document, _HEADING)


def load(path: str | Path) -> Plan:
    """Read a plan from a file.

    Raises:
        ConfigurationError: with all problems, each with file and line.
    """
    return yaml_file.load(Path(path), Plan)
