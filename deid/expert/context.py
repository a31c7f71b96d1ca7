"""The risk in its context: what data give away matters as often as somebody tries, knows somebody, or loses the data.

El Emam and Arbuckle (2013, ch. 2): for data under control the chance of a re-identification is the greatest of three
plausible attacks, each the chance that it happens times the chance that it succeeds; for public data it happens.
Every input is a number with the reason for it, because the result is no better than they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from deid.errors import UsageError


@dataclass(frozen=True, slots=True)
class Input:
    """A number that somebody has to answer for.

    Attributes:
        value: the number.
        source: where it comes from: a survey, a contract, a published table, a judgement by name.
    """

    value: float
    source: str

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise UsageError("an input of the context risk needs its source")
        if self.value < 0:
            raise UsageError("an input of the context risk is not negative")


@dataclass(frozen=True, slots=True)
class Attack:
    """One way in which somebody may be re-identified.

    Attributes:
        name: ``deliberate``, ``acquaintance``, ``breach`` or ``public``.
        happens: the chance that it is tried.
        succeeds: the chance that it then succeeds: the risk that was measured.
        formula: how `happens` came about.
        sources: of the inputs.
    """

    name: str
    happens: float
    succeeds: float
    formula: str
    sources: tuple[str, ...]

    @property
    def risk(self) -> float:
        """The chance of a re-identification by it."""
        return self.happens * self.succeeds


@dataclass(frozen=True, slots=True)
class ContextRisk:
    """All attacks together.

    Attributes:
        attacks: those that were looked at.
    """

    attacks: tuple[Attack, ...]

    @property
    def overall(self) -> float:
        """The greatest of the attacks' risks."""
        return max(attack.risk for attack in self.attacks)


# Dunbar's number of people whom somebody knows, as El Emam and Arbuckle (2013, ch. 2) use it.
ACQUAINTANCES = Input(150, "Dunbar's number, as in El Emam and Arbuckle 2013, ch. 2")


def context_risk(
    measured: float,
    attempt: Input | None = None,
    prevalence: Input | None = None,
    breach: Input | None = None,
    acquaintances: Input = ACQUAINTANCES,
    public: bool = False,
) -> ContextRisk:
    """The risk of re-identification in a context.

    Args:
        measured: the data's risk where somebody tries: average for data under control, highest for public data.
        attempt: the chance that the recipient tries deliberately, from controls, motives and capacity.
        prevalence: the share of people who are in the data's population (who have the disease).
        breach: the chance that the recipient loses the data.
        acquaintances: how many people somebody knows.
        public: whether anybody can have the data: then somebody tries.

    Raises:
        UsageError: a chance outside 0 to 1, or no attack to look at.
    """
    chances = [measured, *(given.value for given in (attempt, prevalence, breach) if given is not None)]
    if not all(0 <= chance <= 1 for chance in chances):
        raise UsageError("a chance lies between 0 and 1")
    attacks = []
    if public:
        attacks.append(Attack("public", 1.0, measured, "Pr(attempt) = 1", ("anybody can have the data",)))
    if attempt is not None:
        attacks.append(Attack("deliberate", attempt.value, measured, "Pr(attempt)", (attempt.source,)))
    if prevalence is not None:
        knows = 1 - (1 - prevalence.value) ** acquaintances.value
        sources = (prevalence.source, acquaintances.source)
        attacks.append(Attack("acquaintance", knows, measured, "1 - (1 - prevalence)^m", sources))
    if breach is not None:
        attacks.append(Attack("breach", breach.value, measured, "Pr(breach)", (breach.source,)))
    if not attacks:
        raise UsageError("name at least one attack: attempt, prevalence or breach, or that the data are public")
    return ContextRisk(tuple(attacks))
