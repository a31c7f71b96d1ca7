"""What the report says of each method, and of what no tool can say: sentences, chosen by what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deid.claim import Claim
from deid.evidence import Evidence, FieldEvidence
from deid.planning.plan import Plan
from deid.release.figures import least, written
from deid.release.papers import path_of
from deid.safe_harbor.measured import figures


@dataclass(frozen=True, slots=True)
class Method:
    """A method as the report's first page states it.

    Attributes:
        title: the report's heading.
        status: two or three words for a reader who reads nothing else.
        citation: the paragraph of the rule.
        standing: what that means for whoever holds the data.
        identifiers: how the 18 identifiers relate to this method.
    """

    title: str
    status: str
    citation: str
    standing: str
    identifiers: str


_METHODS = {
    "safe-harbor": Method(
        "De-identification report",
        "Safe Harbor",
        "45 CFR 164.514(b)(2)",
        "The release claims Safe Harbor for its data: the 18 identifiers were removed, or reduced to what "
        "the rule lets stay, and what was written was checked. The other half of the method, that the "
        "covered entity has no actual knowledge by which somebody could be identified, is for a person to "
        "attest.",
        "Safe Harbor asks for the removal of these 18 identifiers of the individual and of relatives, "
        "employers and household members.",
    ),
    "expert-determination": Method(
        "Report for an expert's determination",
        "Prepared, not determined",
        "45 CFR 164.514(b)(1)",
        "The data was prepared for an expert's determination, and none has been made. Until an expert has "
        "determined that the risk is very small, and has documented why, it is protected health information.",
        "These are the 18 identifiers of Safe Harbor, 45 CFR 164.514(b)(2)(i). An expert's determination "
        "does not rest on them; they show what the data still holds and what it does not.",
    ),
    "limited-data-set": Method(
        "Report on a limited data set",
        "PHI - limited data set, not de-identified",
        "45 CFR 164.514(e)",
        "This is protected health information. It may be used for research, public health or health care "
        "operations only, and only under a data use agreement with whoever receives it.",
        "A limited data set leaves out 16 identifiers that 45 CFR 164.514(e)(2) lists. It may keep towns, "
        "States, ZIP codes, dates and ages, and has no paragraph (R). They are set out here by the letters "
        "of the longer list, 164.514(b)(2)(i).",
    ),
}
_NO_CLAIM = Method(
    "Report on an unfinished release",
    "Nothing may be claimed",
    "45 CFR 164.514",
    "The checks that a claim rests on were not all made, or not all passed. This data is protected health information.",
    "These are the 18 identifiers of Safe Harbor, 45 CFR 164.514(b)(2)(i).",
)
_SCANS_OF_HEADS = frozenset({"CT", "MR", "PT"})


def method_of(claim: Claim, evidence: Evidence) -> Method:
    """The method as it may be stated: a claim stands only on checks that were made and passed."""
    if claim.method == "limited-data-set":
        return _METHODS["limited-data-set"]
    checked = bool(evidence.checks) and all(check.passed for check in evidence.checks)
    return _METHODS[claim.method] if checked else _NO_CLAIM


def residual(claim: Claim, singling: Sequence[Mapping[str, Any]] = ()) -> list[str]:
    """What is known of the risk that remains, in sentences for the first page."""
    if claim.method == "limited-data-set":
        return ["A limited data set still identifies people: its safeguard is the data use agreement."]
    if claim.method == "expert-determination":
        return ["How large the risk is, and whether it is very small, is for the expert to determine."]
    return [
        "Safe Harbor sets a list, not a measure. What may stay can still single somebody out in combination: years, "
        "States, ages, diagnoses. Whether anybody knows enough to use that is what the privacy officer attests.",
        *_standing_out(singling),
    ]


def _standing_out(singling: Sequence[Mapping[str, Any]]) -> list[str]:
    """The table in which most persons stand out."""
    if not singling:
        return []
    worst = max(singling, key=lambda entry: least(entry["few"]))
    columns = len(worst["columns"])
    return [
        f"Measured: in {worst['path']}, {written(worst['few'])} of {written(worst['persons'])} persons share their "
        f"combination of {columns} kept {'column' if columns == 1 else 'columns'} with fewer than ten others."
    ]


def limits(plan: Plan, claim: Claim, evidence: Evidence) -> list[str]:
    """What the release does not cover, as plainly as what it does."""
    fields = [field for table in evidence.tables for field in table.fields]
    return [
        *_on_knowledge(claim, evidence),
        *_on_text(fields),
        *_on_images(plan, evidence),
        *_on_searching(fields, claim),
        *_on_decisions(claim),
        *_on_lines(evidence),
    ]


def _on_knowledge(claim: Claim, evidence: Evidence) -> list[str]:
    if claim.method == "limited-data-set":
        return ["A limited data set still identifies people. The data use agreement is not part of this release."]
    if claim.method == "expert-determination" and evidence.risk:
        return [
            "The expert's determination is not part of this report. The risk was measured over the columns that the "
            "plan names as quasi-identifiers; the section for the expert says what that does not cover."
        ]
    if claim.method == "expert-determination":
        return [
            "The expert's determination, its methods and its results are not part of this release. The risk "
            "that somebody is identified was not measured."
        ]
    return [
        "Actual knowledge, 45 CFR 164.514(b)(2)(ii), cannot be seen in data: a person who knows the "
        "circumstances has to attest that there is none.",
        "Safe Harbor does not ask for a measure of risk and sets no threshold: rare combinations of the values that "
        "stay were not removed.",
    ]


def _on_text(fields: Iterable[FieldEvidence]) -> list[str]:
    texts = [field for field in fields if field.kind == "free_text"]
    dropped = sum(field.output is None or field.form == "empty" for field in texts)
    said = []
    if dropped:
        said.append(f"Free text was dropped, not cleaned: {_columns(dropped)}. No sentence of it is in the release.")
    scrubbed = sum(field.treatment.startswith("scrub") and field.output is not None for field in texts)
    if scrubbed:
        said.append(
            f"Free text was scrubbed in {_columns(scrubbed)}: what the finder found is replaced. A name may remain."
        )
        if any(field.form == "surrogates" and field.output is not None for field in texts):
            said.append(
                "Names, places and numbers in it are made-up; a pattern cannot tell them from real ones, so the check "
                "looked only for values of the source there."
            )
        said.append(f"The finder was measured on invented notes and public corpora: {_measured()}.")
    if dropped + scrubbed < len(texts):
        stays = _columns(len(texts) - dropped - scrubbed)
        said.append(f"Free text stays in {stays}, screened cell by cell. A name may remain.")
    return said


def _measured() -> str:
    return "; ".join(figure.sentence for figure in figures())


def _on_images(plan: Plan, evidence: Evidence) -> list[str]:
    modalities = evidence.dicom.objects
    if not any(modalities.values()):
        return []
    if plan.dicom.burned_in_text == "keep":
        said = ["Pixels were not inspected, and objects that may carry burned-in text were released by decision."]
    else:
        said = [
            "Pixels were not inspected. Objects that may carry burned-in text, by their class, modality or "
            "header, are in quarantine; an image of another class that carries text would not be noticed."
        ]
    if plan.dicom.pixel_rules:
        said.append("Boxes were blanked in images that the profile describes; that no text is beside them, it says.")
    if _SCANS_OF_HEADS & set(modalities):
        said.append("A face can be rebuilt from a scan of a head, paragraph (Q). Faces were not removed from scans.")
    return said


def _on_searching(fields: Iterable[FieldEvidence], claim: Claim) -> list[str]:
    if not any(field.form in ("screened", "by_attribute") for field in fields):
        return []
    screened = "screened" if claim.method == "limited-data-set" else "screened by pattern and by word lists, and"
    return [
        f"What stays was {screened} for the values of the fields that identify. An identifier that no such "
        "field holds, and that neither its column's name nor its form gives away, would not be noticed."
    ]


def _on_decisions(claim: Claim) -> list[str]:
    if not claim.decisions:
        return []
    number = len(claim.decisions)
    stay = "stays" if number == 1 else "stay"
    return [f"{_columns(number).capitalize()} {stay} by decision, not by rule: see Grounds."]


def _on_lines(evidence: Evidence) -> list[str]:
    tables = [path_of(table) for table in evidence.tables if table.skipped]
    if not tables:
        return []
    return [f"Rows that could not be read were left out of {len(tables)} of {len(evidence.tables)} tables."]


def _columns(number: int) -> str:
    return "one column" if number == 1 else f"{number:,} columns"
