"""Whether objects fit their IODs before and after, by dciodvfy of dicom3tools where it is installed.

Its messages quote values, so that they are compared and counted here, and never handed on.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from deid.evidence import Validity

VALIDATOR: Final = "dciodvfy"
_OBJECTS_OF_A_KIND: Final = 2
_LONGEST: Final = 30.0
_QUOTED: Final = re.compile(r"<[^>]*>|= *\S+|\d+")


@cache
def validator() -> str | None:
    """The validator's path; None where it is not installed."""
    return shutil.which(VALIDATOR)


def errors_in(path: Path, program: str) -> Counter[str] | None:
    """The errors of an object, values left out; None when the validator cannot read it or takes too long.

    Args:
        path: of the object's file.
        program: the validator.
    """
    try:
        run = subprocess.run(  # noqa: S603 - a program of the machine's own path, and no shell
            [program, str(path)], capture_output=True, text=True, errors="replace", check=False, timeout=_LONGEST
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = run.stderr.splitlines()
    if run.returncode < 0 or not lines:
        return None
    return Counter(_QUOTED.sub("", line) for line in lines if line.startswith("Error"))


@dataclass(slots=True)
class Validating:
    """Compares the first objects of each kind with what was made of them.

    Attributes:
        found: what came of it, by kind.
    """

    found: dict[str, Validity] = field(default_factory=dict)

    def look(self, kind: str, before: Path, after: Path) -> None:
        """Take in one object, unless enough of its kind were met or there is no validator."""
        program, known = validator(), self.found.get(kind, Validity())
        if program is None or known.objects >= _OBJECTS_OF_A_KIND:
            return
        stated, made = errors_in(before, program), errors_in(after, program)
        if stated is not None and made is not None:
            self.found[kind] = known + Validity(1, stated.total(), (made - stated).total())


def together(several: list[Mapping[str, Validity]]) -> dict[str, Validity]:
    """What several found, by kind."""
    whole: dict[str, Validity] = {}
    for found in several:
        for kind, validity in found.items():
            whole[kind] = whole.get(kind, Validity()) + validity
    return dict(sorted(whole.items()))
