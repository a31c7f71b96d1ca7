"""The expert's measures and methods on files: what `deid risk` and `deid expert` do."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from deid.batch.containing import contained
from deid.errors import UsageError
from deid.evidence import shown
from deid.expert import (
    Anonymized,
    Hierarchy,
    IntruderTest,
    KAnonymity,
    LongitudinalRisk,
    Permit,
    Point,
    PopulationUniqueness,
    Risk,
    SpecialUniques,
    Table,
    anonymize,
    frontier,
    intruder_test,
    longitudinal_risk,
    population_uniqueness,
    released,
    special_uniques,
    synthesise_register,
)
from deid.expert.methods import Effect, side_by_side
from deid.riskfile import columns_of, measure_file, read_table, unread_objects

SHAPES = ("years", "ages", "postcodes", "categories", "measures", "fixed")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure.

    Attributes:
        names: the quasi-identifiers.
        person: the column that says whose row it is.
        sensitive: the column whose diversity is measured.
        special: the most columns that may single a record out.
        population: how many people the data is drawn from.
        events: how many rows of a person somebody knows.
    """

    names: Sequence[str]
    person: str | None = None
    sensitive: str | None = None
    special: int | None = None
    population: int | None = None
    events: int | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured; None where nobody asked.

    Attributes:
        unread: DICOM objects that cannot be read, and are left out.
    """

    risk: Risk
    unread: int = 0
    special: SpecialUniques | None = None
    population: PopulationUniqueness | None = None
    longitudinal: LongitudinalRisk | None = None


@contained
def measures(path: str | Path, asked: Asked) -> Measures:
    """Measure a table file, or the DICOM objects of a folder.

    Raises:
        UsageError: no such file or column, or what was asked for needs another.
    """
    if asked.events is not None and not asked.person:
        raise UsageError("--events asks for --person: the column that says whose row it is")
    risk = measure_file(path, asked.names, asked.person, asked.sensitive)
    names = [*asked.names, *([asked.person] if asked.person else [])]
    table = read_table(path, names) if asked.special is not None or asked.events is not None else Table({})
    return Measures(
        risk,
        unread_objects(path),
        None if asked.special is None else special_uniques(table, asked.names, asked.special),
        None if asked.population is None else population_uniqueness(risk.class_sizes, asked.population),
        None if asked.events is None else longitudinal_risk(table, asked.person or "", asked.names, power=asked.events),
    )


@contained
def generalise_file(path: str | Path, given: Mapping[str, str], k: int, limit: float, person: str | None) -> Anonymized:
    """The best full-domain generalisation of a table file; all of its columns are read, as text.

    Args:
        path: the table.
        given: for each quasi-identifier a hierarchy's file, or one of the shapes.
        k: the smallest class.
        limit: the share of records that may be left out.
        person: the column that says whose row it is.

    Raises:
        UsageError: no such file or column, or nothing fulfils that.
    """
    data = frame_of(path)
    return anonymize(data, hierarchies_of(data, given), [KAnonymity(k)], limit, person=person)


@contained
def frontier_file(
    path: str | Path, given: Mapping[str, str], ks: Sequence[int], limits: Sequence[float], person: str | None
) -> tuple[Point, ...]:
    """Loss and risk of a table file for several k and suppression limits.

    Raises:
        UsageError: as for `generalise_file`.
    """
    data = read_table(path, [*given, *([person] if person else [])])
    hierarchies = {name: _hierarchy(name, how, data.columns[name].values) for name, how in given.items()}
    return frontier(data, hierarchies, ks, limits, person=person)


@contained
def methods_file(
    path: str | Path, names: Sequence[str], k: int, given: Mapping[str, str], target: str | None
) -> tuple[Effect, ...]:
    """Each method side by side on a table file; columns whose every value is a number are taken as numbers.

    Raises:
        UsageError: as for `generalise_file`.
    """
    data = frame_of(path)
    hierarchies = hierarchies_of(data, given) if given else None
    if hierarchies is None:
        data = data.assign(**{name: _numbers(data[name]) for name in names if name in data})
    return side_by_side(data, names, k, hierarchies, target)


@dataclass(frozen=True, slots=True)
class Intrusion:
    """An attack to simulate.

    Attributes:
        names: the quasi-identifiers that table and list share.
        person: the table's column of persons' codes.
        code: the list's column of the same codes, blank for people who are not in the table.
        hierarchies: files or shapes by which the list's values are brought to the table's levels.
        attempts: records that are attacked.
    """

    names: Sequence[str]
    person: str
    code: str = "code"
    hierarchies: Mapping[str, str] | None = None
    attempts: int = 1_000


@contained
def attack_file(path: str | Path, register: Path | int, asked: Intrusion, permit: Permit, log: Path) -> IntruderTest:
    """Attack a released table with a list of people, log that it was done, and keep no match.

    Args:
        path: the released table.
        register: the list's file, or how many people a made-up list has: the table's own among others.
        asked: the attack.
        permit: what allows it.
        log: the file to which a line is added before the attack, and one after it.

    Raises:
        UsageError: no such file or column.
    """
    table = _frame(read_table(path, [*asked.names, asked.person]))
    _log(log, permit, {"event": "started", "table_sha256": _digest(Path(path))})
    people, truth = _register(table, register, asked)
    found = intruder_test(table[list(asked.names)], people, asked.names, truth, permit, asked.attempts)
    counts = {"attacked": shown(found.attacked), "correct": shown(found.correct), "matches": "destroyed"}
    _log(log, permit, {"event": "ended", **counts})
    return found


def _register(table: pd.DataFrame, register: Path | int, asked: Intrusion) -> tuple[pd.DataFrame, pd.Series]:
    """The list, and for each row of the table its person's place there."""
    who = table[asked.person]
    if isinstance(register, int):
        people = table.loc[~who.duplicated(), list(asked.names)].set_axis(who[~who.duplicated()])
        made, places = synthesise_register(people, register)
        return made, pd.Series(places.reindex(who).to_numpy(), index=table.index)
    listed = _frame(read_table(register, [*asked.names, asked.code]))
    for name, how in (asked.hierarchies or {}).items():
        listed[name] = _lifted(listed[name], set(table[name]), _hierarchy(name, how, tuple(set(listed[name]))))
    known = listed[listed[asked.code] != ""]
    if known[asked.code].duplicated().any():
        raise UsageError("the list names somebody twice")
    places = pd.Series(known.index, index=known[asked.code])
    return listed[list(asked.names)], pd.Series(places.reindex(who).to_numpy(), index=table.index)


def _lifted(values: pd.Series, labels: set[str], hierarchy: Hierarchy) -> pd.Series:
    """Values at the lowest level that has every label of the table."""
    for level, known in enumerate(hierarchy.labels):
        if labels <= {*known, ""}:
            return values.map({row[0]: row[level] for row in hierarchy.rows})
    raise UsageError("the table has labels that no level of a hierarchy has")


def hierarchies_of(data: pd.DataFrame, given: Mapping[str, str]) -> dict[str, Hierarchy]:
    """A hierarchy for each column, from a file or a shape.

    Raises:
        UsageError: no such column or file.
    """
    missing = [name for name in given if name not in data.columns]
    if missing or not given:
        raise UsageError(f"no column {', '.join(missing)}" if missing else "name a hierarchy: --hierarchy COLUMN=FILE")
    return {name: _hierarchy(name, how, tuple(data[name].unique())) for name, how in given.items()}


def frame_of(path: str | Path) -> pd.DataFrame:
    """A table file as text, all columns.

    Raises:
        UsageError: no such file, or no table.
    """
    return _frame(read_table(path, columns_of(path)))


def _hierarchy(name: str, how: str, values: Sequence[str]) -> Hierarchy:
    if how in SHAPES:
        return released(how, values)  # type: ignore[arg-type]
    hierarchy = Hierarchy.read(how)
    hierarchy.locate(name, values)
    return hierarchy


def _frame(table: Table) -> pd.DataFrame:
    return pd.DataFrame({name: np.array(each.values, object)[each.codes] for name, each in table.columns.items()})


def _numbers(values: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce")
    return values if numbers.isna().any() else numbers


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _log(path: Path, permit: Permit, event: Mapping[str, str]) -> None:
    line = {"at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"), **asdict(permit), **event}
    try:
        with path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
    except OSError:
        raise UsageError(f"{path}: the test's log cannot be written, so that no test is made") from None
