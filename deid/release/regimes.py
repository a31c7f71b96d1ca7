"""Two regimes of a source: patient information under HIPAA, and data of web and app users under Californian law.

What a person leaves behind as a user of a site or app (addresses of their device, sessions, pages, the account) is no
patient information by itself; Civ. Code 1798.140(m) and not 1798.146(a)(4) says when it is de-identified.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

PATIENT, CONSUMER = "patient", "consumer"
_OF_USERS = frozenset({"ip_address", "session", "url", "user_name"})
_ENOUGH = 2


def regime_of(fields: Sequence[Mapping[str, Any]]) -> str:
    """The regime of a table, by what its columns hold: two kinds of a web log make one."""
    return CONSUMER if len({field["kind"] for field in fields} & _OF_USERS) >= _ENOUGH else PATIENT


def regimes_of(report: Mapping[str, Any]) -> frozenset[str]:
    """The regimes of a release, as its report has them."""
    found = {str(table.get("regime", PATIENT)) for table in report.get("tables", ())}
    return frozenset(found | ({PATIENT} if report.get("totals", {}).get("objects") else set()))
