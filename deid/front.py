"""The public functions, as `import deid` shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pydicom

from deid import memory, pipeline
from deid.batch.containing import contained
from deid.memory import deidentify
from deid.pipeline import plan, run
from deid.planning.survey import Survey
from deid.release.verification import verify
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
