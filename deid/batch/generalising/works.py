"""One table of the search: its quasi-identifiers and persons as codes, what is found for it, and what that comes to."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from deid.batch.generalising.outcomes import GeneralisedTable
from deid.batch.generalising.places import Place
from deid.errors import Refused, UsageError
from deid.expert import (
    Anonymized,
    AverageRisk,
    Column,
    Hierarchy,
    IntruderTest,
    JoinedHistories,
    KAnonymity,
    LongitudinalRisk,
    Permit,
    PrivacyModel,
    Risk,
    Table,
    anonymize,
    frontier,
    intruder_test,
    longitudinal_risk,
    measure,
    rate,
    synthesise_register,
    usefulness,
)
from deid.expert.arrays import Flags
from deid.expert_settings import ExpertSettings, ExpertTable, QuasiIdentifier
from deid.tables.rewriting import Changes

# People on the list of the simulated attack: ten times the data's own, but no more than so many others.
MOST_LISTED = 200_000


@dataclass(frozen=True)
class Work:
    """A table to search.

    Attributes:
        planned: what the plan says of it.
        place: where it stands.
        data: its quasi-identifiers, the person's column, and the one to predict, where there are such.
    """

    planned: ExpertTable
    place: Place
    data: Table

    @classmethod
    def of(cls, planned: ExpertTable, place: Place) -> Work:
        """Read a table."""
        names = [each.column for each in planned.quasi_identifiers]
        names += [name for name in (planned.person, planned.predict) if name]
        return cls(planned, place, place.read(planned.sheet, list(dict.fromkeys(names))))

    @property
    def names(self) -> list[str]:
        """The quasi-identifiers."""
        return [each.column for each in self.planned.quasi_identifiers]

    @cached_property
    def hierarchies(self) -> dict[str, Hierarchy]:
        """The hierarchy of each quasi-identifier."""
        columns = self.data.columns
        return {each.column: self.place.hierarchy(each, columns[each.column].values) for each in self._planned()}

    def staying(self, gone: Set[str]) -> Flags:
        """Which rows are of nobody who is left out, shape (rows,)."""
        return staying(self.data.columns[self.planned.person], gone) if self.planned.person else _all(len(self.data))

    def found(self, settings: ExpertSettings, keep: Flags, limit: float) -> Anonymized:
        """The best generalisation of some rows.

        Raises:
            Refused: there is none.
        """
        models: list[PrivacyModel] = [KAnonymity(settings.k)]
        if settings.average is not None:
            models.append(AverageRisk(settings.average))
        fixed = {each.column: each.level for each in self._planned() if each.level is not None}
        person = self.planned.person or None
        try:
            return anonymize(_taken(self.data, keep), self.hierarchies, models, limit, person=person, fixed=fixed)
        except UsageError as error:
            raise Refused([f"{self.planned.place}: {error}"]) from None

    def left_out(self, found: Anonymized) -> set[str]:
        """The persons whose rows a generalisation leaves out."""
        if not self.planned.person or not found.suppressed:
            return set()
        return set(self.data.columns[self.planned.person].values) - set(found.data[self.planned.person])

    def changes(self, found: Anonymized, keep: Flags) -> Changes:
        """What becomes of the table: `found` was found for the rows of `keep`."""
        labels = {
            name: {row[0]: row[level] for row in found.hierarchies[name].rows}
            for name, level in found.levels.items()
            if level
        }
        stays = keep.copy()
        stays[np.flatnonzero(keep)] = np.isin(np.arange(int(keep.sum())), found.data.index)
        return Changes(labels, None if stays.all() else stays)

    def join(self, histories: JoinedHistories, found: Anonymized | None = None) -> None:
        """Add the rows to their persons' histories: as they were, or as they are published."""
        if not self.planned.person:
            return
        table = self.data if found is None else Table.of(found.data, [*self.names, self.planned.person])
        columns = {name: table.columns[name] for name in self.names}
        histories.add(self.planned.place, table.columns[self.planned.person], columns)

    def outcome(self, found: Anonymized, keep: Flags, settings: ExpertSettings) -> GeneralisedTable:
        """What was done, and the risk before and after; `found` was found for the rows of `keep`."""
        person = self.planned.person or None
        after, before = self._attacks(found, keep, settings)
        return GeneralisedTable(
            target=self.planned.target,
            sheet=self.planned.sheet,
            person=self.planned.person,
            levels={name: (level, found.hierarchies[name].depth) for name, level in found.levels.items()},
            words={each.column: self.place.words(each, found.levels[each.column]) for each in self._planned()},
            ratings=rate(self.data, self.names),
            before=measure(self.data, self.names, person),
            after=found.risk,
            loss=found.loss,
            optimal=found.optimal,
            nodes=found.nodes_checked,
            longitudinal=self._longitudinal(found),
            frontier=frontier(self.data, self.hierarchies, limits=(0.0,), person=person),
            without=self._without(found),
            utility=usefulness(_rows(_taken(self.data, keep)), found.data, self.names, self.planned.predict),
            attack=after,
            attack_before=before,
        )

    def _planned(self) -> list[QuasiIdentifier]:
        return list(self.planned.quasi_identifiers)

    def _without(self, found: Anonymized) -> dict[str, Risk]:
        """The risk if nobody could know one of the quasi-identifiers."""
        if len(self.names) < 2:
            return {}
        others = {name: [other for other in self.names if other != name] for name in self.names}
        return {name: measure(found.data, rest, self.planned.person or None) for name, rest in others.items()}

    def _longitudinal(self, found: Anonymized) -> tuple[LongitudinalRisk, ...]:
        if not self.planned.person or not len(found.data):
            return ()
        person, rows = self.planned.person, found.data
        if not rows[person].duplicated().any():
            return ()
        return tuple(longitudinal_risk(rows, person, self.names, power=power, most=5_000) for power in (1, 2))

    def _attacks(
        self, found: Anonymized, keep: Flags, settings: ExpertSettings
    ) -> tuple[IntruderTest, IntruderTest] | tuple[None, None]:
        """A list of all persons and as many others nine times over attacks the table, after and before."""
        if not settings.permit:
            return None, None
        permit = Permit(settings.permit, settings.permit_by)
        rows = _rows(self.data)
        who = rows[self.planned.person] if self.planned.person else pd.Series(rows.index)
        people = rows.loc[~who.duplicated(), self.names].set_axis(who[~who.duplicated()])
        register, places = synthesise_register(people, min(10 * len(people), max(len(people), MOST_LISTED)))
        truth = pd.Series(places.reindex(who).to_numpy(), index=rows.index)
        # What was found counts the rows that it was found for; the truth counts all.
        published = found.data.set_axis(np.flatnonzero(keep)[found.data.index])
        return (
            intruder_test(published, found.generalise(register), self.names, truth, permit, settings.attempts),
            intruder_test(rows, register, self.names, truth, permit, settings.attempts),
        )


def staying(person: Column, gone: Set[str]) -> Flags:
    """Which rows are of nobody who is left out, shape (rows,)."""
    out = [code for code, value in enumerate(person.values) if value in gone]
    return np.asarray(~np.isin(person.codes, out))


def _taken(table: Table, keep: Flags) -> Table:
    if keep.all():
        return table
    return Table({name: Column(each.codes[keep], each.values) for name, each in table.columns.items()})


def _rows(table: Table) -> pd.DataFrame:
    return pd.DataFrame({name: np.array(each.values, object)[each.codes] for name, each in table.columns.items()})


def _all(rows: int) -> Flags:
    return np.ones(rows, np.bool_)
