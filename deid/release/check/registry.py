"""The UIDs that PS3.6 annex A registers, by the check's own copy: the toolkit takes long to load."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _names() -> Mapping[str, str]:
    return dict(json.loads(files("deid.release.check").joinpath("uids.json").read_bytes()))


def name_of(uid: str) -> str:
    """The name of a registered UID; a UID that is none as it stands."""
    return _names().get(uid, uid)


def is_registered(uid: str) -> bool:
    """Whether the standard registers the UID."""
    return uid in _names()
