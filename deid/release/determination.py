"""What an expert needs for a determination, 45 CFR 164.514(b)(1), under the headings of ISO/IEC 27559:2022.

The engine prepares: it measures, and writes down what was assumed. Who the expert is, and what the expert determines,
stands in the expert's own signed statement; the block for it is left empty here, always.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deid.expert import PRESETS
from deid.expert_settings import Assumption, Context, ExpertSettings
from deid.release.documents import Document
from deid.release.material import Material
from deid.release.sensitivity import in_context, sensitivity_of

STATUS = "Prepared, not determined"

EXPERTS_BLOCK = ("name", "credentials", "basis", "threshold", "determination", "conditions", "valid_until", "signature")

FORMULAS = (
    ("equivalence class", "all persons who share one combination of a table's quasi-identifiers", "Sweeney 2002"),
    ("highest risk", "1 / persons in the smallest class (prosecutor)", "El Emam and Arbuckle 2013, ch. 2"),
    ("average risk", "classes / memberships; also the share that linking everybody gets right (marketer)", "ibid."),
    ("share above t", "memberships in classes with 1 / size > t, over all memberships", "ibid."),
    ("strict average", "the average risk, and no class smaller than 3", "ibid."),
    ("loss", "mean share of a hierarchy that a cell covers, from 0 to 1", "Iyengar 2002"),
    ("information", "entropy of a column's labels / entropy of its values", "Shannon 1948"),
    ("association", "change of Cramer's V between two quasi-identifiers, less its bias", "Bergsma 2013"),
    (
        "model",
        "withheld rows that naive Bayes predicts rightly, from labels and from values",
        "Maron 1961",
    ),
    ("joined", "1 / persons with the same rows in all tables", "El Emam and Arbuckle 2013, ch. 6"),
    ("longitudinal", "1 / persons who have the known rows of a person too", "El Emam and Arbuckle 2013, ch. 6"),
    ("context", "max of Pr(attempt), 1 - (1 - prevalence)^150, Pr(breach), each times the risk", "ibid., ch. 2"),
    ("population uniqueness", "Zayatz, Pitman or SNB, chosen by Dankar's rule", "Dankar et al. 2012"),
    ("attack", "simulated linkage with a list of people; 95 % interval", "Wilson 1927"),
)
TRIGGERS = (
    "another recipient, or another environment or purpose than the one assumed",
    "new data of the same persons, or another release that can be joined with this one",
    "a register or other source that becomes available and holds the quasi-identifiers",
    "a re-identification, or a breach at the recipient",
    "a change of law or guidance",
)


def determination_of(material: Material) -> Document | None:
    """The section; None where the plan asks for none."""
    expert = material.plan.expert
    if expert is None or not material.evidence.risk:
        return None
    measured = material.evidence.risk
    return {
        "deid_determination": 1,
        "status": STATUS,
        "release": material.release_id,
        "scope": _scope(material),
        "context": _context(expert.settings.context),
        "data": _data(expert.settings, measured),
        "identifiability": _identifiability(expert.settings, measured),
        "governance": _governance(expert.settings),
        "expert": dict.fromkeys(EXPERTS_BLOCK),
    }


def _scope(material: Material) -> Document:
    return {
        "profile": material.plan.profile,
        "profile_digest": material.plan.profile_digest,
        "program": f"deid {material.version}",
        "tables": [table["path"] for table in material.policy["tables"]],
        "dicom_objects": sum(material.evidence.dicom.objects.values()),
        "data_version": "the manifest of this release, manifest-sha256.txt, lists every file with its SHA-256",
        "draws": "the simulated attack and the samples of persons are drawn with seed 0",
    }


def _context(context: Context) -> Document:
    """Clause 6: context assessment."""
    return {
        "clause": "ISO/IEC 27559:2022, 6 Context assessment",
        "recipient": context.recipient,
        "environment": context.environment,
        "agreement": context.agreement,
        "controls": list(context.controls),
        "motives": context.motives,
        "transparency": context.transparency,
        "harms": context.harms,
        "public": context.public,
        "threats": [
            {"attack": name, **_assumption(given)}
            for name, given in (
                ("deliberate attempt by the recipient", context.attempt),
                ("acquaintance of the recipient's staff (prevalence)", context.prevalence),
                ("breach at the recipient", context.breach),
            )
        ],
        "population": context.population,
        "adversaries": [
            "prosecutor: knows that the person is in the data and knows all quasi-identifiers of a table",
            "marketer: links everybody in the data with a register",
            "somebody who knows one row, or two rows, of a person",
        ],
    }


def _assumption(given: Assumption | None) -> Document:
    return (
        {"chance": None, "source": "not stated"} if given is None else {"chance": given.value, "source": given.source}
    )


def _data(settings: ExpertSettings, measured: Mapping[str, Any]) -> Document:
    """Clause 7: data assessment."""
    return {
        "clause": "ISO/IEC 27559:2022, 7 Data assessment",
        "principals": "patients, counted by the persons' codes of this release",
        "attributes": [
            {"path": table["path"], **attribute} for table in measured["tables"] for attribute in table["attributes"]
        ],
        "ratings": "replicability, data source availability, distinguishability: OCR guidance of 2012, question 2.6",
        "model": {"k": settings.k, "average": settings.average, "reason": settings.reason},
        "formulas": [{"name": name, "formula": formula, "source": source} for name, formula, source in FORMULAS],
    }


def _identifiability(settings: ExpertSettings, measured: Mapping[str, Any]) -> Document:
    """Clause 8: identifiability assessment and mitigation."""
    average = max((table["after"]["average"] for table in measured["tables"]), default=0.0)
    highest = max((table["after"]["highest"] for table in measured["tables"]), default=0.0)
    return {
        "clause": "ISO/IEC 27559:2022, 8 Identifiability assessment and mitigation",
        "tables": list(measured["tables"]),
        "joined": measured["joined"],
        "persons_left_out": measured["persons_left_out"],
        "rows_left_out": measured["rows_left_out"],
        "suppression": measured["suppression"],
        "residual": {"highest": highest, "average": average, **_residual(settings.context, average, highest)},
        "sensitivity": sensitivity_of(settings.context, measured, average, highest),
        "thresholds_of_others": [
            {"name": p.name, "measure": p.measure, "value": p.value, "source": p.source} for p in PRESETS
        ],
    }


def _residual(context: Context, average: float, highest: float) -> Document:
    risk = in_context(context, average, highest)
    if risk is None:
        return {"in_context": None, "attacks": []}
    return {
        "in_context": risk.overall,
        "attacks": [
            {"attack": a.name, "happens": a.happens, "succeeds": a.succeeds, "risk": a.risk, "formula": a.formula}
            for a in risk.attacks
        ],
    }


def _governance(settings: ExpertSettings) -> Document:
    """Clause 9: governance."""
    limits = [
        "Classes are counted table by table. What somebody learns who joins tables by the persons' codes stands under "
        "'joined', and is not bounded by k.",
        "Which columns and DICOM attributes are quasi-identifiers was proposed by kind and name, and approved with the "
        "plan. Dates that an option keeps in DICOM objects, and free text, are not among them.",
        "No table of the population was given: k-map is not measured, and a sample's classes stand for it.",
        "The attack's list is made up around the data's own persons; other people's attributes do not hang together.",
    ]
    return {
        "clause": "ISO/IEC 27559:2022, 9 Governance",
        "review_after_months": settings.months,
        "triggers": list(TRIGGERS),
        "limits": limits,
        "kept": "six years, available to OCR: 45 CFR 164.530(j)",
        "replication": "the same input, vault and plan give the same bytes; the plan holds the levels that were chosen",
    }
