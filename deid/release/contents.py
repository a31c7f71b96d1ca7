"""The report's sections, in order: each gives its part of the document, and its template for the page.

A section is added by one object here: whatever it returns stands in ``report.json``, and its template shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deid.release import figures, made, sections
from deid.release.documents import Document
from deid.release.material import Material


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the report.

    Attributes:
        key: where its part stands in ``report.json``.
        anchor: the heading's id on the page.
        title: in the list of contents.
        template: under ``templates/``; it sees the whole document as ``report``.
        make: its part of the document; None where the section has nothing to say and is left out.
    """

    key: str
    anchor: str
    title: str
    template: str
    make: Callable[[Material], Any]


def _checks(material: Material) -> list[Document]:
    return [
        {"name": check.name, "reach": check.reach, "passed": check.passed, "problems": list(check.problems)}
        for check in material.evidence.checks
    ]


def _harvested(material: Material) -> list[Document]:
    return [
        {"kind": kind, "meaning": _HARVESTED.get(kind, kind), "values": figures.figure(number)}
        for kind, number in sorted(material.evidence.harvested.items())
    ]


def singling_of(measured: Sequence[Mapping[str, Any]]) -> list[Document]:
    """What stands out, as a reader may see it: no small number, and no rest that is one."""
    return [
        {**entry, "persons": figures.figure(entry["persons"]), "few": figures.among(entry["few"], entry["persons"])}
        for entry in measured
    ]


def _quarantined(material: Material) -> list[Document]:
    """How many objects stayed behind for which reason; what they were called is the data holder's."""
    reasons = Counter(entry.reason for entry in material.evidence.quarantined)
    return [{"reason": reason, "objects": figures.figure(number)} for reason, number in sorted(reasons.items())]


_HARVESTED = {"exact": "numbers and other exact values", "name": "names", "place": "places", "date": "dates"}


def _determination(material: Material) -> Document | None:
    if material.plan.expert is None:
        return None
    # Imported where it is asked for: it brings pandas.
    from deid.release.determination import determination_of

    return determination_of(material)


SECTIONS: tuple[Section, ...] = (
    Section("determination", "determination", "For the expert", "determination.html", _determination),
    Section("claim", "grounds", "Grounds", "grounds.html", lambda m: sections.claim_of(m.claim, m.evidence)),
    Section(
        "identifiers",
        "identifiers",
        "The 18 identifiers",
        "identifiers.html",
        lambda m: sections.identifiers_of(m.tables, m.evidence),
    ),
    Section("tables", "tables", "Field by field", "tables.html", lambda m: m.tables),
    Section(
        "dicom", "dicom", "DICOM", "dicom.html", lambda m: sections.dicom_of(m.plan, m.evidence, m.policy["dicom"])
    ),
    Section("singling", "risk", "Risk", "risk.html", lambda m: singling_of(m.singling) or None),
    Section("checks", "checks", "Checks", "checks.html", _checks),
    Section("quarantined", "quarantine", "Quarantine", "quarantine.html", _quarantined),
    Section(
        "made_with",
        "made",
        "How it was made",
        "made_with.html",
        lambda m: made.made_with(m.plan, m.policy, m.latest_year, m.version),
    ),
)
"""Every section, in the page's order."""


def parts_of(material: Material) -> Document:
    """What the sections say, by their keys."""
    said = {section.key: section.make(material) for section in SECTIONS}
    return {key: part for key, part in {**said, "harvested": _harvested(material)}.items() if part is not None}
