"""A motivated intruder, simulated: released records are linked to a register of named people, and the links scored.

The register is a list as anybody may hold it, such as a voter list, or one made from marginals. The intruder takes, for
each attacked record, one of the people who agree with it on all quasi-identifiers, by lot. Only how often that is right
is kept: matches are overwritten before the function returns.

California Civil Code 1798.148(a) forbids re-identification but for a few purposes; (a)(4) is testing under a contract
that bans any other use and has what was re-identified returned or destroyed. Hence the permit.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Codes
from deid.expert.codes import Table
from deid.expert.packing import number

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Permit:
    """What allows the test.

    Attributes:
        reference: of the contract or order that allows it.
        granted_by: the lawful holder of the data who engaged the tester.
    """

    reference: str
    granted_by: str

    def __post_init__(self) -> None:
        if not self.reference.strip() or not self.granted_by.strip():
            raise UsageError(
                "a re-identification test needs a permit: the reference of the contract, and who granted it "
                "(California Civil Code 1798.148(a)(4))"
            )


@dataclass(frozen=True, slots=True)
class IntruderTest:
    """How often the intruder was right. No match is in here.

    Attributes:
        permit: what allowed it.
        register: people on the list.
        attacked: records that were attacked.
        claimed: of these, records that somebody on the list agrees with.
        alone: of these, records that exactly one person on the list agrees with.
        correct: records whose person was named.
        expected: the number that drawing by lot gets right on average.
    """

    permit: Permit
    register: int
    attacked: int
    claimed: int
    alone: int
    correct: int
    expected: float

    @property
    def rate(self) -> float:
        """The share of attacked records whose person was named."""
        return self.correct / self.attacked if self.attacked else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % score interval of the rate (Wilson 1927)."""
        return wilson(self.correct, self.attacked)


def wilson(successes: int, trials: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927, J Am Stat Assoc 22:209); 0 to 1 without trials."""
    if not trials:
        return 0.0, 1.0
    share, scale = successes / trials, 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


def intruder_test(
    released: pd.DataFrame,
    register: pd.DataFrame,
    quasi_identifiers: Sequence[str],
    truth: pd.Series,
    permit: Permit,
    attempts: int = 1_000,
    seed: int = 0,
) -> IntruderTest:
    """Attack released records with a register.

    Args:
        released: the table as it is published.
        register: people, their quasi-identifiers at the same levels (`Anonymized.generalise`); the index names them.
        quasi_identifiers: what both have.
        truth: the register's index of the person of each released record, at the record's index; missing where the
            person is not on the list.
        permit: what allows the test.
        attempts: how many records are attacked, drawn at random.
        seed: of the draws.

    Raises:
        UsageError: no such column, missing values, or a register that names people twice.
    """
    if not register.index.is_unique:
        raise UsageError("the register names somebody twice")
    LOG.info("re-identification test under permit %s of %s", permit.reference, permit.granted_by)
    chance = np.random.default_rng(seed)
    rows = np.sort(chance.permutation(len(released))[:attempts])
    ours, theirs = _classes(released.iloc[rows], register, quasi_identifiers)
    right = register.index.get_indexer(pd.Index(truth.reindex(released.index[rows])))
    result = _linked(ours, theirs, right, chance, permit)
    right.fill(-1)
    LOG.info("test under permit %s over: %d records attacked, matches destroyed", permit.reference, len(rows))
    return result


def _linked(ours: Codes, theirs: Codes, right: Codes, chance: np.random.Generator, permit: Permit) -> IntruderTest:
    """Link records and people of one class by lot, count, and overwrite the links.

    Args:
        ours: the class of each attacked record.
        theirs: the class of each person on the list.
        right: the place on the list of each record's person; -1 where there is none.
        chance: draws the lots.
        permit: what allows it.
    """
    order = np.argsort(theirs, kind="stable")
    low, high = np.searchsorted(theirs[order], ours), np.searchsorted(theirs[order], ours, side="right")
    size = high - low
    there = size > 0
    agrees = np.zeros(len(ours), np.bool_)
    agrees[right >= 0] = theirs[right[right >= 0]] == ours[right >= 0]
    matches = np.full(len(ours), -1)
    matches[there] = order[low[there] + (chance.random(int(there.sum())) * size[there]).astype(np.int64)]
    result = IntruderTest(
        permit=permit,
        register=len(theirs),
        attacked=len(ours),
        claimed=int(there.sum()),
        alone=int((size == 1).sum()),
        correct=int((there & (matches == right)).sum()),
        expected=float((1 / size[agrees & there]).sum()),
    )
    for array in (matches, order, low, high):
        array.fill(-1)
    return result


def synthesise_register(
    people: pd.DataFrame,
    size: int,
    marginals: Mapping[str, Mapping[str, float]] | None = None,
    coverage: float = 1.0,
    seed: int = 0,
) -> tuple[pd.DataFrame, pd.Series]:
    """A list of people like a voter list: the data's own, as far as they are covered, among others that are made up.

    The others' attributes are drawn one by one from marginals, so that they do not hang together as real people's do.

    Args:
        people: the quasi-identifiers of the data's people, untouched, one row each.
        size: how many people the list has.
        marginals: for each column how frequent each value is, such as the Census's; the data's own where missing.
        coverage: the share of the data's people who are on the list.
        seed: of the draws.

    Returns:
        The list, and for each row of `people` its place there (missing where it is not covered).

    Raises:
        UsageError: a list too small for the people who are on it, or a coverage outside 0 to 1.
    """
    if not 0 <= coverage <= 1:
        raise UsageError("the coverage lies between 0 and 1")
    chance = np.random.default_rng(seed)
    listed = np.sort(chance.permutation(len(people))[: round(coverage * len(people))])
    if size < len(listed):
        raise UsageError("the list is smaller than the people who are on it")
    others = _made_up(people, size - len(listed), marginals or {}, chance)
    whole = pd.concat([people.iloc[listed].astype(object), others], ignore_index=True)
    places = chance.permutation(size)
    register = whole.iloc[np.argsort(places)].reset_index(drop=True)
    truth = pd.Series(pd.NA, index=people.index, dtype="Int64")
    truth.iloc[listed] = places[: len(listed)]
    return register, truth


def _made_up(
    people: pd.DataFrame, size: int, marginals: Mapping[str, Mapping[str, float]], chance: np.random.Generator
) -> pd.DataFrame:
    """People whose attributes are drawn one by one."""
    drawn = {}
    for name in people.columns:
        own = people[name].value_counts(normalize=True)
        given = marginals.get(str(name)) or dict(zip(own.index, own, strict=True))
        weights = np.array(list(given.values()), np.float64)
        places = chance.choice(len(weights), size, p=weights / weights.sum())
        drawn[name] = np.array(list(given), object)[places]
    return pd.DataFrame(drawn)


def _classes(released: pd.DataFrame, register: pd.DataFrame, names: Sequence[str]) -> tuple[Codes, Codes]:
    """Class numbers of both tables over one dictionary."""
    both = pd.concat([released[list(names)].astype(object), register[list(names)].astype(object)], ignore_index=True)
    table = Table.of(both.map(str), names)
    member = number([table.columns[name].codes for name in names])
    return member[: len(released)], member[len(released) :]
