"""The data use agreement that a limited data set may be disclosed under, 45 CFR 164.514(e)(4): a template."""

from __future__ import annotations

from pathlib import Path

from deid.release import documents
from deid.release.disclosure.drafting import DRAFT, Clause, as_text, listed

AGREEMENT = "deid/data_use_agreement.json"
_RULE = "45 CFR 164.514(e)(4)(ii)"
CLAUSES: tuple[Clause, ...] = (
    Clause(
        "permitted-uses",
        "Permitted uses",
        "The recipient may use and disclose the limited data set only for the research, public health or health care "
        "operations that the parties set out here, and not in a way that would violate the Privacy Rule if the covered "
        "entity did so.",
        f"{_RULE}(A); 164.514(e)(3)(i)",
    ),
    Clause(
        "permitted-persons",
        "Who may use or receive it",
        "Only the persons or classes of persons that the parties name here may use or receive the limited data set.",
        f"{_RULE}(B)",
    ),
    Clause(
        "no-other-use",
        "No other use",
        "The recipient will not use or further disclose the information other than as this agreement permits or as "
        "otherwise required by law.",
        f"{_RULE}(C)(1)",
    ),
    Clause(
        "safeguards",
        "Safeguards",
        "The recipient will use appropriate safeguards to prevent use or disclosure of the information other than as "
        "this agreement provides for.",
        f"{_RULE}(C)(2)",
    ),
    Clause(
        "reporting",
        "Reporting",
        "The recipient will report to the covered entity any use or disclosure of the information not provided for by "
        "this agreement of which it becomes aware.",
        f"{_RULE}(C)(3)",
    ),
    Clause(
        "agents",
        "Agents",
        "The recipient will ensure that any agents to whom it provides the limited data set agree to the same "
        "restrictions and conditions that apply to the recipient.",
        f"{_RULE}(C)(4)",
    ),
    Clause(
        "no-identification",
        "No identification, no contact",
        "The recipient will not identify the information or contact the individuals.",
        f"{_RULE}(C)(5)",
    ),
)
_PREAMBLE = (
    "This is protected health information: a limited data set under 45 CFR 164.514(e). It may leave the covered "
    "entity only under a data use agreement. This template has the contents that the rule asks for; the parties add "
    "their names, the purpose and the persons."
)


def text_for(release: str) -> str:
    """The template of one release, as it stands in it."""
    return documents.text_of(
        {
            "deid_data_use_agreement": 1,
            "draft": DRAFT,
            "release": release,
            "status": _PREAMBLE,
            "terms": listed(CLAUSES),
        }
    )


def write(folder: Path, release: str) -> None:
    """Write the template into a staged limited data set."""
    (folder / AGREEMENT).parent.mkdir(parents=True, exist_ok=True)
    (folder / AGREEMENT).write_text(text_for(release), encoding="utf-8", newline="\n")


def text() -> str:
    """The template as plain text."""
    return as_text("Data use agreement", [_PREAMBLE], listed(CLAUSES))
