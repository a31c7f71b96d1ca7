"""What a report is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deid.claim import Claim
from deid.evidence import Evidence
from deid.planning.plan import Plan
from deid.release.documents import Document
from deid.release.sections import tables_of


@dataclass(frozen=True)
class Material:
    """What the sections of a report are made from.

    Attributes:
        plan: what was to happen to each field, and why.
        claim: what the plan may claim.
        evidence: what was done, counted and checked.
        policy: as :func:`deid.release.papers.policy_of` gives it.
        latest_year: the last year of the data, from which ages are counted.
        release_id: the release's name.
        version: of this program.
        singling: as :func:`deid.release.check.persons_standing_out` gives it.
    """

    plan: Plan
    claim: Claim
    evidence: Evidence
    policy: Mapping[str, Any]
    latest_year: int
    release_id: str
    version: str
    singling: Sequence[Mapping[str, Any]] = ()

    @cached_property
    def tables(self) -> list[Document]:
        """The tables as the report has them: made once, for every section that shows them."""
        return tables_of(self.plan, self.evidence)
