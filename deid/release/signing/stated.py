"""What each role must state: the fields that are asked for, checked, and signed."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from deid.release.signing.wording import Name, PersonName, Sentence

_LONGEST_VALIDITY = datetime.timedelta(days=5 * 366)


def _listed(value: object) -> object:
    """One answer, or several with semicolons between them, as a list."""
    return tuple(part.strip() for part in value.split(";") if part.strip()) if isinstance(value, str) else value


Names = Annotated[tuple[Name, ...], BeforeValidator(_listed), Field(min_length=1)]
Sentences = Annotated[tuple[Sentence, ...], BeforeValidator(_listed)]


class Stated(BaseModel):
    """What a person states: nothing may be missing, and nothing added."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    SENTENCE: ClassVar[str] = ""
    FREE: ClassVar[tuple[str, ...]] = ()
    """Fields of free text, in which nobody may be named who has no part in the statement."""

    dated: datetime.date = Field(description="Date of the statement (YYYY-MM-DD)")


class Knowledge(Stated):
    """The privacy officer's attestation, 45 CFR 164.514(b)(2)(ii), for the recipients that it names."""

    SENTENCE: ClassVar[str] = (
        "The covered entity does not have actual knowledge that the information in this release could be used alone "
        "or in combination with other information, by a recipient named here, to identify an individual who is a "
        "subject of the information. 45 CFR 164.514(b)(2)(ii) asks for no paper on this: that it is attested, for "
        "each recipient and under signature, is a choice of the program deid."
    )

    FREE: ClassVar[tuple[str, ...]] = ("considered",)

    recipients: Names = Field(description="Recipients that this attestation is for (several with ';')")
    name: PersonName = Field(description="Your name")
    title: Name = Field(description="Your title")
    organisation: Name = Field(description="The covered entity that you speak for")
    considered: Sentence = Field(description="What you considered: other data of the recipient, rare cases, press")


class Determination(Stated):
    """The expert's determination, 45 CFR 164.514(b)(1)."""

    SENTENCE: ClassVar[str] = (
        "Applying generally accepted statistical and scientific principles and methods for rendering information not "
        "individually identifiable, I determine that the risk is very small that the information in this release "
        "could be used, alone or in combination with other reasonably available information, by an anticipated "
        "recipient named here to identify an individual who is a subject of the information. The methods and results "
        "of the analysis that justify this determination are documented here and in the report of this release."
    )

    FREE: ClassVar[tuple[str, ...]] = ("threshold_reason", "methods", "results", "conditions")

    recipients: Names = Field(description="Anticipated recipients (several with ';')")
    name: PersonName = Field(description="Your name")
    credentials: Sentence = Field(description="Your knowledge and experience: degrees, positions, work of this kind")
    organisation: Name = Field(description="Your organisation")
    threshold: float = Field(gt=0, le=0.5, description="The risk that you take for very small (a share, such as 0.09)")
    threshold_reason: Sentence = Field(description="Why this threshold, for these recipients and their surroundings")
    methods: Sentence = Field(description="The methods of the analysis")
    results: Sentence = Field(description="The results of the analysis: the risks found")
    conditions: Sentences = Field(description="Conditions on which the determination rests (several with ';')")
    valid_until: datetime.date = Field(description="Last day on which the determination holds (YYYY-MM-DD)")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Determination:
        if not self.dated < self.valid_until <= self.dated + _LONGEST_VALIDITY:
            raise ValueError("valid_until: expected a day after the statement's date, and within five years of it")
        return self


class Approval(Stated):
    """The approval of one disclosure, with its terms and notice."""

    SENTENCE: ClassVar[str] = (
        "I approve the disclosure of this release to the recipient named here, for the purpose and under the terms "
        "that stand with it."
    )

    FREE: ClassVar[tuple[str, ...]] = ("purpose",)

    recipient: Name
    name: PersonName
    kind: str = Field(pattern="^(sale|licence|disclosure)$")
    purpose: Sentence
    country: str = Field(pattern="^[A-Z]{2}$")
    contract: Name | Literal[""]
    register_entry: str = Field(pattern="^[0-9a-f]{64}$")
    conditions_met: tuple[int, ...] = ()


class EngineClaim(BaseModel):
    """What the program states of its own work; without a date, so that the same run gives the same bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    SENTENCE: ClassVar[str] = (
        "This program made the release from its plan, checked what it had written, and claims no more than the "
        "method named here. It knows nothing of what people know."
    )

    method: str
    grounds: tuple[str, ...]
    version: str
    profile: str
    profile_digest: str
    checks: int = Field(ge=1)
