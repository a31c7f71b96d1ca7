"""Rules beside HIPAA that a source or a recipient brings in: flags for counsel, and what the gate refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

CONCERN = frozenset("CN HK MO CU IR KP RU VE".split())
"""Countries of concern, 28 CFR 202.601: China with Hong Kong and Macau, Cuba, Iran, North Korea, Russia, Venezuela."""
HOME = "US"
BULK_PERSONS = 10_000
"""Bulk U.S. personal health data: data of more than 10,000 U.S. persons, 28 CFR 202.205."""
YEARS, YEARS_PART_2 = 6, 10


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that counsel must look at.

    Attributes:
        id: for the register.
        says: what it is, in a sentence.
        source: the rule.
        refuses: whether the gate stays shut without a reference to counsel's clearance.
    """

    id: str
    says: str
    source: str
    refuses: bool = False


PART_2 = Flag(
    "part-2",
    "The source holds records of substance use disorder programs. De-identified data may go out where they were "
    "de-identified by 45 CFR 164.514(b); other disclosures of these records need consent. Kept for ten years.",
    "42 CFR 2.16, 2.52, 2.54",
)
CONSUMER = Flag(
    "consumer-data",
    "Part of the source is data of web and app users, not patient information: its de-identification is that of "
    "Civ. Code 1798.140(m), with a public commitment and a contract, and the exemption of 1798.146(a)(4) does not "
    "cover it.",
    "Cal. Civ. Code 1798.140(m), 1798.146(a)(4)",
)
FOREIGN = Flag(
    "part-202-foreign",
    "The recipient is abroad. Bulk U.S. personal health data is covered even when de-identified: a sale to a foreign "
    "person needs a clause against onward transfer and reports of violations, and screening for covered persons.",
    "28 CFR 202.302",
)
OF_CONCERN = Flag(
    "part-202-country-of-concern",
    "The recipient is in a country of concern. Data brokerage with it is prohibited for bulk U.S. personal health "
    "data, de-identified or not.",
    "28 CFR 202.301, 202.601",
    refuses=True,
)
UNSCREENED = Flag(
    "part-202-unscreened",
    "No screening of the recipient for covered persons is on record (--screening REFERENCE).",
    "28 CFR 202.211, 202.1001",
    refuses=True,
)


def flags_of(country: str, *, part2: bool, consumer: bool, screened: bool) -> tuple[Flag, ...]:
    """The flags of one disclosure.

    Args:
        country: where the recipient is, ISO 3166-1 alpha-2.
        part2: whether the source holds records under 42 CFR Part 2.
        consumer: whether part of it is consumer data.
        screened: whether screening for covered persons is on record.
    """
    found = [PART_2] if part2 else []
    if consumer:
        found.append(CONSUMER)
    if country in CONCERN:
        found.append(OF_CONCERN)
    elif country != HOME:
        found.append(FOREIGN)
        if not screened:
            found.append(UNSCREENED)
    return tuple(found)


def listed(flags: Iterable[Flag]) -> list[dict[str, Any]]:
    """Flags for a JSON paper."""
    return [{key: value for key, value in asdict(flag).items() if key != "refuses"} for flag in flags]
