"""The sample data that comes with deid."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from deid.errors import UsageError


def sample_data() -> Path:
    """The folder of the sample data.

    Raises:
        UsageError: this installation carries none.
    """
    package = Path(str(files("deid")))
    for folder in (package / "sample_data", package.parent / "sample_data"):
        if folder.is_dir():
            return folder
    raise UsageError("this installation carries no sample data; run the demo from the repository")
