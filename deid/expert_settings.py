"""What an expert profile asks for, and what a plan has made of it: quasi-identifiers, models, the context."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Shape = Literal["years", "ages", "postcodes", "categories", "measures", "fixed"]
Level = Literal["low", "high"]

OBJECTS = "data/dicom"
"""The place of DICOM objects in a release; their headers are one table there, with a row an object."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assumption(_Strict):
    """A number that somebody has to answer for, and where it comes from."""

    value: float = Field(ge=0)
    source: str = Field(min_length=3)


class Context(_Strict):
    """Who receives the data, and what stands between them and a re-identification.

    Attributes:
        recipient: who anticipates to receive the data; the rule speaks of an anticipated recipient.
        environment: where the data will be held.
        agreement: the contract or data use agreement that binds the recipient.
        controls: what holds the recipient back: access, training, audit.
        motives: why the recipient might want to re-identify, and with which means.
        transparency: what the persons were told of this use.
        harms: what a re-identification could do to them.
        public: whether anybody can have the data.
        attempt: the chance that the recipient tries, where controls are known.
        prevalence: the share of people who belong to the data's population.
        breach: the chance that the recipient loses the data.
        population: how many people the data's persons are drawn from.
    """

    recipient: str = ""
    environment: str = ""
    agreement: str = ""
    controls: tuple[str, ...] = ()
    motives: str = ""
    transparency: str = ""
    harms: str = ""
    public: bool = False
    attempt: Assumption | None = None
    prevalence: Assumption | None = None
    breach: Assumption | None = None
    population: int | None = Field(default=None, ge=1)


class ExpertSettings(_Strict):
    """How far a release is generalised before an expert looks at it.

    Attributes:
        k: the smallest class of persons over a table's quasi-identifiers; the highest prosecutor risk is 1/k.
        average: the highest average risk, or none asked for.
        suppression_limit: the share of a table's rows that may be left out; with it go their persons' rows everywhere.
        reason: why these numbers fit this release; the rule itself names none.
        attempts: records that the simulated linkage attack takes, under `permit`.
        permit: the reference of what allows the attack (California Civil Code 1798.148(a)(4)); without it, none is run.
        permit_by: who granted it.
        months: after how many months the determination should be looked at again.
    """

    k: int = Field(default=11, ge=2)
    average: float | None = Field(default=None, gt=0, le=1)
    suppression_limit: float = Field(default=0.0, ge=0, le=1)
    reason: str = Field(min_length=10)
    context: Context = Context()
    permit: str = ""
    permit_by: str = ""
    attempts: int = Field(default=1_000, ge=1)
    months: int = Field(default=24, ge=1)


class QuasiIdentifier(_Strict):
    """One column that tells persons apart, with two of OCR's ratings (guidance of 2012, question 2.6).

    Attributes:
        column: its name in the release.
        shape: which hierarchy its values have.
        level: the level that they are published at; the search chooses it where none is given.
        replicability: whether the value stays with the person.
        availability: whether somebody else holds it beside names.
        reason: in words.
    """

    column: str
    shape: Shape
    level: int | None = Field(default=None, ge=0)
    replicability: Level = "high"
    availability: Level = "high"
    reason: str = ""


class ExpertTable(_Strict):
    """The quasi-identifiers of one table.

    Attributes:
        target: its path in the release; ``data/dicom`` for the headers of DICOM objects, whose columns are keywords.
        sheet: of a workbook.
        person: the column that says whose row it is; empty where every row is a person.
        predict: a column that a model predicts from the quasi-identifiers, to show what generalising costs.
    """

    target: str
    sheet: str = ""
    person: str = ""
    predict: str = ""
    quasi_identifiers: tuple[QuasiIdentifier, ...] = Field(min_length=1)

    @property
    def place(self) -> str:
        """How papers and problems name it."""
        return f"{self.target}, sheet {self.sheet}" if self.sheet else self.target


class ExpertPlan(_Strict):
    """What is generalised, how far, and for whom. A person reads and corrects it before it is carried out."""

    settings: ExpertSettings
    tables: tuple[ExpertTable, ...] = ()
