"""The roles: who states what, where it stands in a release, and by which type it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from deid.release.signing.stated import Approval, Determination, EngineClaim, Knowledge

_TYPES = "urn:deid:"


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of signer.

    Attributes:
        name: as trust files and the command have it.
        title: as a reader knows it.
        states: what the statement is, for a reader.
        path: of the envelope, in the release.
        predicate_type: of the statement.
        stated: what it must state.
    """

    name: str
    title: str
    states: str
    path: str
    predicate_type: str
    stated: type[BaseModel]


ENGINE = Role("engine", "The program", "the claim", "deid/claim.dsse.json", f"{_TYPES}deid-claim/v1", EngineClaim)
OFFICER = Role(
    "privacy-officer",
    "The privacy officer",
    "no actual knowledge, 45 CFR 164.514(b)(2)(ii)",
    "deid/knowledge.dsse.json",
    f"{_TYPES}deid-knowledge/v1",
    Knowledge,
)
EXPERT = Role(
    "expert",
    "The expert",
    "the determination, 45 CFR 164.514(b)(1)",
    "deid/expert.dsse.json",
    f"{_TYPES}deid-expert/v1",
    Determination,
)
APPROVER = Role(
    "approver",
    "The approver",
    "the disclosure, with its terms and notice",
    "deid/approval.dsse.json",
    f"{_TYPES}deid-approval/v1",
    Approval,
)
ROLES: tuple[Role, ...] = (ENGINE, OFFICER, EXPERT, APPROVER)
BY_NAME: Mapping[str, Role] = {role.name: role for role in ROLES}
REQUIRED: Mapping[str, tuple[Role, ...]] = {
    "safe-harbor": (ENGINE, OFFICER),
    "expert-determination": (ENGINE, EXPERT),
    "limited-data-set": (),
}
"""Whose statements a method cannot do without."""
