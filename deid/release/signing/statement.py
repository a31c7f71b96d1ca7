"""in-toto Statements (v1): a predicate, and the digests of the files that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deid.errors import Unreadable
from deid.release import documents

TYPE = "https://in-toto.io/Statement/v1"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody states of some files.

    Attributes:
        subjects: SHA-256 by path in the release.
        predicate_type: what kind of statement it is.
        predicate: what it says.
    """

    subjects: Mapping[str, str]
    predicate_type: str
    predicate: Mapping[str, Any]

    def payload(self) -> bytes:
        """The statement as it is signed: subjects in the order of their paths."""
        subjects = [{"name": name, "digest": {"sha256": digest}} for name, digest in sorted(self.subjects.items())]
        return documents.text_of(
            {"_type": TYPE, "subject": subjects, "predicateType": self.predicate_type, "predicate": self.predicate}
        ).encode()


def parse(payload: bytes) -> Statement:
    """Read a statement.

    Raises:
        Unreadable: it is no in-toto Statement v1 over SHA-256 digests.
    """
    document = documents.parse(payload)
    if document.get("_type") != TYPE:
        raise Unreadable("no in-toto Statement v1")
    try:
        subjects = {str(one["name"]): str(one["digest"]["sha256"]) for one in document["subject"]}
        whole = len(subjects) == len(document["subject"]) and bool(subjects)
        predicate, kind = document["predicate"], document["predicateType"]
    except (KeyError, TypeError, AttributeError):
        raise Unreadable("a part of the statement is missing or malformed") from None
    if not whole or not all(map(_DIGEST.fullmatch, subjects.values())):
        raise Unreadable("its subjects are not distinct files with SHA-256 digests")
    if not isinstance(predicate, dict) or not isinstance(kind, str):
        raise Unreadable("a part of the statement is missing or malformed")
    return Statement(subjects, kind, predicate)
