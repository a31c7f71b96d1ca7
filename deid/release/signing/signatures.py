"""The statements that stand in a release, as the report's page shows them: what they say, not whether they hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from deid.errors import Unreadable
from deid.release.documents import Document
from deid.release.signing import envelope, statement
from deid.release.signing.roles import ROLES, Role

_SHOWN = ("name", "title", "credentials", "organisation", "considered", "threshold", "threshold_reason", "methods")
_SHOWN_ALSO = ("results", "conditions", "dated", "valid_until", "kind", "purpose", "country")


def shown(folder: Path, papers: Mapping[str, str] | None = None) -> list[Document]:
    """Every statement that can be read, in the order of the roles.

    Args:
        folder: the release.
        papers: envelopes that are about to be put into it, by path.
    """
    found = []
    for role in ROLES:
        text = _text(folder / role.path, (papers or {}).get(role.path))
        if text is not None and (one := _shown(role, text)) is not None:
            found.append(one)
    return found


def _text(path: Path, coming: str | None) -> bytes | None:
    if coming is not None:
        return coming.encode()
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _shown(role: Role, text: bytes) -> Document | None:
    try:
        sealed = envelope.parse(text)
        stated = statement.parse(sealed.payload).predicate
        said = {key: value for key, value in stated.items() if key not in ("release", "statement")}
        role.stated.model_validate(said)
    except (Unreadable, ValidationError):
        return None
    recipients = stated.get("recipients") or ([stated["recipient"]] if "recipient" in stated else [])
    return {
        "role": role.name,
        "title": role.title,
        "states": role.states,
        "sentence": str(stated.get("statement", "")),
        "keyid": sealed.keyid,
        "recipients": list(recipients),
        **{f"its_{key}": stated[key] for key in (*_SHOWN, *_SHOWN_ALSO) if key in stated},
    }
