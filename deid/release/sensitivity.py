"""How far the result of an expert's analysis hangs on each of its assumptions, one taken away or changed at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from deid.expert import ContextRisk, Input, context_risk
from deid.expert.context import ACQUAINTANCES
from deid.expert_settings import Assumption, Context
from deid.release.documents import Document

_STATED = (
    ("attempt", "deliberate attempt by the recipient"),
    ("prevalence", "prevalence, by which somebody of the recipient's knows a person in the data"),
    ("breach", "breach at the recipient"),
)
_FACTORS = ((0.5, "half as large"), (2.0, "twice as large"))


def in_context(context: Context, average: float, highest: float) -> ContextRisk | None:
    """The risk in its context; None where no assumption was stated and the data is not public."""
    inputs = [_input(given) for given in (context.attempt, context.prevalence, context.breach)]
    if not context.public and not any(inputs):
        return None
    attempt, prevalence, breach = inputs
    return context_risk(highest if context.public else average, attempt, prevalence, breach, public=context.public)


def sensitivity_of(context: Context, measured: Mapping[str, Any], average: float, highest: float) -> list[Document]:
    """What the result would be were the assumptions wrong: in each line one of them.

    Args:
        context: the assumptions.
        measured: the numbers of all tables.
        average: the highest average risk of a table.
        highest: the highest risk of a table.
    """
    return [
        *_of_chances(context, average, highest),
        _line("nobody tries to re-identify", "somebody tries for certain", "average", average),
        _line("nobody picks a victim", "somebody picks the person most at risk", "highest", highest),
        *(line for table in measured["tables"] for line in _of_knowledge(table)),
        *(line for table in measured["tables"] for line in _of_population(table)),
        *_of_joining(measured["joined"]),
    ]


def _of_chances(context: Context, average: float, highest: float) -> Iterable[Document]:
    for name, words in _STATED:
        given: Assumption | None = getattr(context, name)
        if given is None:
            continue
        for factor, size in _FACTORS:
            changed = given.model_copy(update={"value": min(1.0, given.value * factor)})
            found = in_context(context.model_copy(update={name: changed}), average, highest)
            if found is not None:
                yield _line(words, size, "in context", found.overall)
    if context.prevalence is not None and not context.public:
        for factor, _ in _FACTORS:
            known = replace(ACQUAINTANCES, value=ACQUAINTANCES.value * factor)
            found = context_risk(average, prevalence=_input(context.prevalence), acquaintances=known)
            yield _line("150 acquaintances", f"{known.value:g}", "by acquaintance", found.overall)


def _of_knowledge(table: Mapping[str, Any]) -> Iterable[Document]:
    """A quasi-identifier that nobody could know."""
    for each in table["without"]:
        words = f"{table['path']}: {each['column']} is known"
        yield _line(words, "nobody can know it", "highest", each["highest"])
        yield _line(words, "nobody can know it", "average", each["average"])


def _of_population(table: Mapping[str, Any]) -> Iterable[Document]:
    found = table["after"].get("population_uniqueness")
    if found is None:
        return
    words = f"{table['path']}: drawn from {found['population']:,} people"
    for other in found["otherwise"]:
        measure = f"unique in the population ({other['estimator']})"
        yield _line(words, f"from {other['population']:,}", measure, other["estimate"])
    for each in found["estimators"]:
        if each["name"] != found["estimator"] and each["estimate"] is not None:
            words = f"{table['path']}: estimated by {found['estimator']}"
            yield _line(words, f"by {each['name']}", "unique in the population", each["estimate"])


def _of_joining(joined: Mapping[str, Any]) -> Iterable[Document]:
    if joined["tables"] > 1:
        words = "tables are attacked one by one"
        yield _line(words, "all rows of a person in all tables are known", "highest", joined["highest"])
        yield _line(words, "all rows of a person in all tables are known", "average", joined["average"])


def _line(assumption: str, instead: str, measure: str, value: float) -> Document:
    return {"assumption": assumption, "if": instead, "measure": measure, "value": value}


def _input(given: Assumption | None) -> Input | None:
    return None if given is None else Input(given.value, given.source)
