"""The contract terms of a sale or licence of de-identified patient information: a draft, with ids to cite."""

from __future__ import annotations

from collections.abc import Iterable

from deid.release.disclosure.drafting import DRAFT, Clause, as_text, listed
from deid.release.disclosure.flags import CONSUMER, FOREIGN, OF_CONCERN, PART_2, Flag
from deid.release.disclosure.flags import listed as listed_flags
from deid.release.documents import Document

VERSION = "2026-1"
_CALIFORNIA = "Cal. Civ. Code 1798.148(c)"
ALWAYS: tuple[Clause, ...] = (
    Clause(
        "identifies-as-deidentified",
        "What it is",
        "The information that is sold, licensed or disclosed under this contract includes deidentified patient "
        "information.",
        f"{_CALIFORNIA}(1)",
    ),
    Clause(
        "no-reidentification",
        "No reidentification",
        "The recipient is prohibited from reidentifying, and from attempting to reidentify, the deidentified "
        "information, under Cal. Civ. Code 1798.148. Reidentifying means reversing deidentification techniques, "
        "including by adding information or by any method that associates the information with a specific individual.",
        f"{_CALIFORNIA}(2); Tex. Health & Safety Code 181.151",
    ),
    Clause(
        "no-further-disclosure",
        "No further disclosure",
        "Unless otherwise required by law, the recipient will not further disclose the deidentified information to "
        "any third party that is not contractually bound by the same or stricter restrictions and conditions.",
        f"{_CALIFORNIA}(3)",
    ),
    Clause(
        "recipient-commitment",
        "Kept de-identified",
        "The recipient will take reasonable measures to keep the information de-identified, publicly commits to "
        "process it only in de-identified form and not to attempt to reidentify it, and will bind whoever receives it "
        "from the recipient in the same way.",
        "FTC, Protecting Consumer Privacy (2012), three-part test; RCW 19.373.010; C.R.S. 6-1-1303",
    ),
    Clause(
        "discloser-commitment",
        "The discloser's commitment",
        "The discloser takes reasonable measures to ensure that the information cannot be linked to an individual, "
        "publicly commits to keep it de-identified, and has bound the recipient by this contract.",
        "FTC, Protecting Consumer Privacy (2012), three-part test; RCW 19.373.010; C.R.S. 6-1-1303",
    ),
    Clause(
        "statements-and-conditions",
        "The release's own statements",
        "The recipient uses the release under the statements that are signed with it and on their conditions, and not "
        "after the last day that they name.",
        "45 CFR 164.514(b)",
    ),
)
ON_FLAG = {
    FOREIGN.id: Clause(
        "no-onward-transfer",
        "No onward transfer",
        "The recipient will not engage in any later covered data transaction that involves data brokerage of the same "
        "data with a country of concern or a covered person, and will report known or suspected violations to the "
        "discloser, who reports them within 14 days.",
        "28 CFR 202.302(a)",
    ),
    PART_2.id: Clause(
        "part-2",
        "Records of substance use disorder treatment",
        "The information was de-identified by 45 CFR 164.514(b) from records that 42 CFR Part 2 protects. The "
        "recipient will not use it in any proceeding against a patient.",
        "42 CFR 2.12(d), 2.16, 2.54",
    ),
    CONSUMER.id: Clause(
        "consumer-data",
        "Data of web and app users",
        "For information that is not derived from patient information, the recipient will keep it such that it cannot "
        "reasonably be used to infer information about, or be linked to, a particular consumer.",
        "Cal. Civ. Code 1798.140(m)",
    ),
}
ON_FLAG[OF_CONCERN.id] = ON_FLAG[FOREIGN.id]


def terms_of(
    release: str, method: str, recipient: str, kind: str, country: str, contract: str, flags: Iterable[Flag]
) -> Document:
    """The terms of one disclosure."""
    raised = tuple(flags)
    clauses = [*ALWAYS, *dict.fromkeys(ON_FLAG[flag.id] for flag in raised if flag.id in ON_FLAG)]
    return {
        "deid_terms": 1,
        "draft": DRAFT,
        "version": VERSION,
        "release": release,
        "method": method,
        "recipient": recipient,
        "kind": kind,
        "country": country,
        "contract": contract,
        "terms": listed(clauses),
        "for_counsel": listed_flags(raised),
    }


def text_of(terms: Document) -> str:
    """The terms as plain text, for a lawyer."""
    preamble = [
        f"For the {terms['kind']} of release {terms['release']} ({terms['method']}) to {terms['recipient']}, "
        f"{terms['country']}; contract {terms['contract'] or 'not named'}; terms version {terms['version']}."
    ]
    preamble += [f"For counsel: {flag['says']} ({flag['source']})" for flag in terms["for_counsel"]]
    return as_text("Contract terms", preamble, terms["terms"])
