"""The policy that a release carries, as the check reads it: what each field may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from deid.errors import Unreadable

SAFE_HARBOR = "safe-harbor"
METHODS = frozenset({SAFE_HARBOR, "expert-determination", "limited-data-set"})
FORMS = frozenset(
    "empty code year year_or_90+ age number zip3 screened by_attribute surrogates digest date generalised".split()
)
FORMATS = frozenset({"csv", "parquet", "xlsx", "jsonl"})
_NOT_IN_SAFE_HARBOR = frozenset({"digest", "date", "generalised"})
# Nothing explains what these hold, so that a named person may decide to keep them (screened).
_OPEN_TO_DECISION = frozenset("unknown unique_number free_text occupation empty attribute_value".split())


DICOM_CODES: Mapping[str, str] = MappingProxyType(
    {
        "clean-pixel-data": "113101",
        "clean-recognizable-visual-features": "113102",
        "clean-graphics": "113103",
        "clean-structured-content": "113104",
        "clean-descriptors": "113105",
        "retain-full-dates": "113106",
        "retain-modified-dates": "113107",
        "retain-patient-characteristics": "113108",
        "retain-device-identity": "113109",
        "retain-uids": "113110",
        "retain-safe-private": "113111",
        "retain-institution-identity": "113112",
    }
)
"""CID 7050."""
_NOT_IN_SAFE_HARBOR_OPTIONS = frozenset(
    {
        "retain-full-dates",
        "retain-modified-dates",
        "retain-device-identity",
        "retain-uids",
        "retain-institution-identity",
    }
)


@dataclass(frozen=True, slots=True)
class FieldPolicy:
    """What one field may hold.

    Attributes:
        name: its name in the release.
        form: the form of its values.
        kind: what it holds.
        letter: the identifier that the kind carries, or None.
        treatment: what was done to it.
    """

    name: str
    form: str
    kind: str
    letter: str | None
    treatment: str

    def may_hold(self, letter: str, method: str) -> bool:
        """Whether the method lets this field carry that identifier: a kept field, and no Safe Harbor."""
        kept = self.treatment == "keep" and self.letter is not None and self.letter != "R"
        return method != SAFE_HARBOR and kept and letter == self.letter

    def forbidden(self, method: str) -> str | None:
        """Why a field of this form may not stand in a release of this method; None when it may."""
        if self.form not in FORMS:
            return "has a form that the check does not know"
        if method != SAFE_HARBOR:
            return None
        if self.form in _NOT_IN_SAFE_HARBOR:
            return f"has the form '{self.form}', which Safe Harbor does not allow"
        if self.letter and self.form == "screened" and self.kind not in _OPEN_TO_DECISION:
            return f"stays, though its kind carries an identifier ({self.letter})"
        if self.form == "surrogates" and self.kind != "free_text":
            return "holds made-up values, though it is no free text"
        if self.kind == "birth_date" and self.form == "year":
            return "keeps years of birth without the category 90+"
        return None


@dataclass(frozen=True, slots=True)
class TablePolicy:
    """One table of the release, its fields in order; `rows` where the policy counts them."""

    path: str
    sheet: str
    format: str
    delimiter: str
    fields: tuple[FieldPolicy, ...]
    rows: int | None = None

    @property
    def place(self) -> str:
        """How problems name the table."""
        return f"{self.path}, sheet {self.sheet}" if self.sheet else self.path


@dataclass(frozen=True, slots=True)
class ClassPolicy:
    """How many persons share each combination of some columns of a table.

    Attributes:
        path: the table; the folder of DICOM objects for their headers, whose columns are keywords.
        columns: the quasi-identifiers.
        person: the column that says whose row it is; empty where every row is a person.
        k: the smallest number of persons.
        sheet: of a workbook.
        average: the most that combinations / memberships of persons may come to; None where nobody asked.
    """

    path: str
    columns: tuple[str, ...]
    person: str
    k: int
    sheet: str = ""
    average: float | None = None


@dataclass(frozen=True, slots=True)
class DicomPolicy:
    """What the release says of its DICOM objects.

    Attributes:
        options: of the Basic Profile (CID 7050), by the names that profiles use.
        pixel_rules: which boxes of which images are blank, as profiles say it.
        file_set: whether files are named as File IDs, and a DICOMDIR lists them.
    """

    header: str
    edition: str
    burned_in_text: str
    objects: int
    options: frozenset[str] = frozenset()
    pixel_rules: tuple[Mapping[str, Any], ...] = ()
    file_set: bool = False

    def forbidden(self, method: str) -> list[str]:
        """Options that a release of this method cannot have, and those that the check does not know."""
        wrong = sorted(self.options - set(DICOM_CODES))
        return wrong + sorted(self.options & _NOT_IN_SAFE_HARBOR_OPTIONS if method == SAFE_HARBOR else ())


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy."""

    method: str
    latest_year: int
    tables: tuple[TablePolicy, ...]
    dicom: DicomPolicy
    classes: tuple[ClassPolicy, ...] = ()


def parse(document: Mapping[str, Any]) -> Policy:
    """The policy from its document.

    Raises:
        Unreadable: a part is missing or has the wrong type.
    """
    try:
        if document["deid_policy"] != 1 or document["method"] not in METHODS:
            raise Unreadable("its version or method is unknown")
        return Policy(
            method=document["method"],
            latest_year=int(document["latest_year"]),
            tables=tuple(_table(table) for table in document["tables"]),
            dicom=_dicom(document.get("dicom") or {}),
            classes=tuple(classes_from(entry) for entry in document.get("classes") or ()),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unreadable("a part is missing or malformed") from None


def fields_of(entries: Iterable[Mapping[str, Any]]) -> tuple[FieldPolicy, ...]:
    """The fields of one table, in order.

    Raises:
        Unreadable: a part is missing or has the wrong type.
    """
    try:
        return tuple(_field(entry) for entry in entries)
    except (KeyError, TypeError, AttributeError):
        raise Unreadable("a part is missing or malformed") from None


def _field(entry: Mapping[str, Any]) -> FieldPolicy:
    letter = entry.get("identifier")
    return FieldPolicy(
        name=str(entry["name"]),
        form=str(entry["form"]),
        kind=str(entry["kind"]),
        letter=None if letter is None else str(letter),
        treatment=str(entry["treatment"]),
    )


def _table(entry: Mapping[str, Any]) -> TablePolicy:
    if entry["format"] not in FORMATS:
        raise Unreadable("a table has an unknown format")
    return TablePolicy(
        path=str(entry["path"]),
        sheet=str(entry.get("sheet") or ""),
        format=str(entry["format"]),
        delimiter=str(entry.get("delimiter") or ","),
        fields=fields_of(entry["fields"]),
        rows=None if entry.get("rows") is None else int(entry["rows"]),
    )


def _dicom(entry: Mapping[str, Any]) -> DicomPolicy:
    return DicomPolicy(
        header=str(entry.get("header") or "basic"),
        edition=str(entry.get("edition") or ""),
        burned_in_text=str(entry.get("burned_in_text") or "quarantine"),
        objects=int(entry.get("objects") or 0),
        options=frozenset(map(str, entry.get("options") or ())),
        pixel_rules=tuple(entry.get("pixel_rules") or ()),
        file_set=bool(entry.get("file_set")),
    )


def classes_from(entry: Mapping[str, Any]) -> ClassPolicy:
    """A rule on classes.

    Raises:
        Unreadable: it names no columns.
    """
    columns = tuple(str(name) for name in entry["columns"])
    if not columns or int(entry["k"]) < 1:
        raise Unreadable("a rule on classes names no columns")
    average = entry.get("average")
    return ClassPolicy(
        path=str(entry["path"]),
        columns=columns,
        person=str(entry.get("person") or ""),
        k=int(entry["k"]),
        sheet=str(entry.get("sheet") or ""),
        average=None if average is None else float(average),
    )
