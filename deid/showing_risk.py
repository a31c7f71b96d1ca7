"""What the commands of risk print: text for people and JSON for machines; never a value from the data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from deid.evidence import SMALLEST_SHOWN, shown
from deid.expert import (
    ContextRisk,
    IntruderTest,
    JoinedRisk,
    LongitudinalRisk,
    Point,
    PopulationUniqueness,
    Risk,
    SpecialUniques,
)
from deid.expert.methods import Effect
from deid.expertfile import Measures


def risk_as_json(risk: Risk) -> str:
    """A risk as JSON."""
    return json.dumps(asdict(risk) | {"class_sizes": [list(pair) for pair in risk.class_sizes]}, indent=2)


def risk_as_text(risk: Risk, quasi_identifiers: Sequence[str], thresholds: Sequence[float] = ()) -> str:
    """A risk as lines."""
    small = sum(number for size, number in risk.class_sizes if size < SMALLEST_SHOWN)
    lines = [
        f"Quasi-identifiers: {', '.join(quasi_identifiers)}",
        f"Records {risk.records:,}, persons {risk.persons:,}, equivalence classes {risk.classes:,}",
        f"k = {risk.k} (highest prosecutor risk {risk.highest:.4f}, average {risk.average:.4f})",
        f"Classes of one person: {risk.unique:,}; classes of fewer than {SMALLEST_SHOWN} persons: {small:,}",
    ]
    if risk.l is not None:
        lines.append(f"l = {risk.l} distinct sensitive values in the poorest class")
    lines += [f"Share at a risk above {t:g}: {risk.above(t):.4f}" for t in thresholds]
    lines.append("Class sizes (size: classes): " + ", ".join(f"{s}: {n}" for s, n in risk.class_sizes[:12]))
    return "\n".join(lines)


def measures_as_text(found: Measures, quasi_identifiers: Sequence[str], thresholds: Sequence[float] = ()) -> str:
    """Everything that was measured, as lines."""
    parts = [risk_as_text(found.risk, quasi_identifiers, thresholds)]
    if found.unread:
        parts.append(f"Left out, as they cannot be read: {found.unread:,} DICOM objects")
    if found.special is not None:
        parts.append(uniques_as_text(found.special))
    if found.population is not None:
        parts.append(population_as_text(found.population))
    if found.longitudinal is not None:
        parts.append(longitudinal_as_text(found.longitudinal))
    return "\n".join(parts)


def measures_as_json(found: Measures) -> str:
    """Everything that was measured, as JSON; of special uniques the counts, not the records."""
    document = json.loads(risk_as_json(found.risk)) | {"unread_objects": found.unread}
    if found.special is not None:
        document["special_uniques"] = {k: v for k, v in asdict(found.special).items() if k != "scores"}
    if found.population is not None:
        document["population"] = asdict(found.population)
    if found.longitudinal is not None:
        document["longitudinal"] = asdict(found.longitudinal)
    return json.dumps(document, indent=2)


def release_as_text(risks: Mapping[str, Risk], joined: JoinedRisk) -> str:
    """The risk of a release: each table, and all joined."""
    lines = [
        f"{place}: persons {risk.persons:,}, k = {risk.k}, highest {risk.highest:.4f}, average {risk.average:.4f}"
        for place, risk in risks.items()
    ]
    if joined.persons:
        lines.append(
            f"Joined, {joined.tables} tables, {joined.persons:,} persons, by somebody who knows all rows of one: "
            f"highest {joined.highest:.4f}, average {joined.average:.4f}, singled out {joined.unique:.4f}"
        )
    return "\n".join(lines)


def release_as_json(risks: Mapping[str, Risk], joined: JoinedRisk) -> str:
    """The same as JSON."""
    tables = {
        place: asdict(risk) | {"class_sizes": [list(p) for p in risk.class_sizes]} for place, risk in risks.items()
    }
    return json.dumps({"tables": tables, "joined": asdict(joined)}, indent=2)


def uniques_as_text(found: SpecialUniques) -> str:
    """Special uniques as lines."""
    lines = [f"Special uniques: {found.special:,} records are singled out by {found.most} attributes or fewer"]
    lines += [f"  by {size}: {number:,} records" for size, number in enumerate(found.by_size, 1)]
    ranked = sorted(found.contributions.items(), key=lambda pair: -pair[1])
    lines.append("  attributes, by their share of the minimal uniques: " + ", ".join(f"{n} {s:.3f}" for n, s in ranked))
    return "\n".join(lines)


def population_as_text(found: PopulationUniqueness) -> str:
    """Population uniqueness as lines."""

    def said(value: float | None) -> str:
        return "no solution" if value is None else f"{value:.4f}"

    return (
        f"Unique in a population of {found.size:,}: {found.estimate:.4f} ({found.chosen}, by Dankar's rule); "
        f"Zayatz {said(found.zayatz)}, Pitman {said(found.pitman)}, SNB {said(found.snb)}"
    )


def longitudinal_as_text(found: LongitudinalRisk) -> str:
    """The risk from known events as a line."""
    drawn = "" if found.exact else f" (drawn: {found.looked_at:,} persons)"
    return (
        f"Somebody who knows {found.power} rows of a person: average {found.average:.4f}, worst choice "
        f"{found.worst_average:.4f}, highest {found.highest:.4f}, singled out {found.unique:.4f}{drawn}"
    )


def context_as_text(found: ContextRisk) -> str:
    """A context risk as lines, with the source of each input."""
    lines = [
        f"{attack.name}: {attack.happens:.4f} x {attack.succeeds:.4f} = {attack.risk:.4f}   {attack.formula}; "
        + "; ".join(attack.sources)
        for attack in found.attacks
    ]
    return "\n".join([*lines, f"Risk in context, the greatest: {found.overall:.4f}"])


def attack_as_text(found: IntruderTest) -> str:
    """An attack test as lines; few hits are no number."""
    low, high = found.interval
    lines = [
        f"Permit {found.permit.reference}, granted by {found.permit.granted_by}",
        f"{found.attacked:,} records attacked with a list of {found.register:,} people",
        f"  somebody on the list agrees: {shown(found.claimed)}; exactly one does: {shown(found.alone)}",
        f"  named rightly: {shown(found.correct)}; by lot {found.expected:.1f} are to be expected",
    ]
    if not 0 < found.correct < SMALLEST_SHOWN:
        lines.append(f"  rate {found.rate:.4f} (95 % interval {low:.4f} to {high:.4f}, Wilson 1927)")
    else:
        lines.append(f"  rate below {SMALLEST_SHOWN / found.attacked:.4f}, at most {high:.4f} (95 %, Wilson 1927)")
    return "\n".join([*lines, "Matches are destroyed."])


def frontier_as_text(points: Sequence[Point]) -> str:
    """A frontier as a table; a star marks what no other point beats."""
    return "\n".join(["    k  limit     loss  left out  highest  average", *map(_point, points)])


def _point(p: Point) -> str:
    marks = f"{'*' if p.efficient else ' '}{'' if p.optimal else '  not proven'}"
    return f"{p.k:5}  {p.limit:5.0%}  {p.loss:7.5f}  {p.suppressed:8,}  {p.highest:7.4f}  {p.average:7.4f} {marks}"


def methods_as_text(effects: Sequence[Effect]) -> str:
    """Methods side by side."""
    head = ("highest", "average", "unique", "linked", "kept", "marginals", "model")
    lines = [f"{'method':34}" + "".join(f"{title:>10}" for title in head), *map(_effect, effects)]
    lines.append("linked: the nearest original is the record's own; marginals: mean total variation; model: right")
    return "\n".join(lines)


def _effect(e: Effect) -> str:
    values = (e.highest, e.average, e.unique, e.linked, e.kept, e.marginals)
    score = "-" if e.score is None else f"{e.score:.4f}"
    return f"{e.method:34}" + "".join(f"{value:10.4f}" for value in values) + f"{score:>10}"
