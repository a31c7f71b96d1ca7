"""The public functions, as `import deid` shows them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pydicom

from deid import memory, pipeline
from deid.batch.containing import contained
from deid.memory import deidentify
from deid.pipeline import plan, run
from deid.planning.survey import Survey
from deid.release.signing import trust as trusting
from deid.release.verdict import Verification
from deid.release.verification import verify_release
from deid.safe_harbor.text import find

__all__ = ["deidentify", "find", "plan", "run", "survey", "verify"]


@contained
def survey(data: Any, workers: int = 1) -> Survey:
    """What is in a file, a folder, a DataFrame, a dict of them, an Arrow table or a DICOM data set; no values.

    Raises:
        UsageError: no such path, or data of a type that is not taken.
    """
    if isinstance(data, str | Path):
        return pipeline.survey(data, workers)
    if isinstance(data, pydicom.Dataset):
        return Survey((), {str(data.get("Modality") or "unknown"): 1}, ())
    return memory.survey_frames(memory.tables_of(data))


@contained
def verify(
    release: str | Path,
    trust: str | Path | None = None,
    recipient: str | None = None,
    as_of: datetime.date | None = None,
) -> Verification:
    """Check a release: its content, and with a trust file who vouches for it, to whom, until when, on which terms.

    What is not checked is no pass: ``passed`` is true only when every check was made and held.

    Args:
        release: its folder.
        trust: the reader's own trust file; without it no signature is checked.
        recipient: who wants to use the release.
        as_of: the day on which it must hold; today by default.

    Raises:
        UsageError: there is no such folder.
        ConfigurationError: the trust file is wrong.
    """
    return verify_release(release, trusting.load(Path(trust)) if trust is not None else None, recipient, as_of)
