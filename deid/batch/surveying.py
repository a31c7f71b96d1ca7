"""The survey of an export: tables and their columns, DICOM objects by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from deid.batch.containing import reason_of
from deid.batch.pool import Progress, run_all, silent
from deid.batch.walk import Found, walk
from deid.dicom.reading import read
from deid.dicom.surveying import summary
from deid.errors import Unreadable
from deid.evidence import Quarantined
from deid.planning.survey import Survey, TableLook
from deid.tables.looking import look
from deid.tables.opening import open_table


@dataclass(frozen=True, slots=True)
class _Seen:
    looks: tuple[TableLook, ...] = ()
    modality: str = ""
    quarantined: tuple[Quarantined, ...] = ()


def survey_export(top: Path, workers: int = 1, progress: Progress = silent) -> Survey:
    """Look at everything under a file or folder.

    Raises:
        UsageError: the input does not exist.
    """
    return survey_files(walk(top), workers, progress)


def survey_files(found: tuple[Found, ...], workers: int = 1, progress: Progress = silent) -> Survey:
    """Look at the files of an export that was walked already."""
    looks: list[TableLook] = []
    objects: Counter[str] = Counter()
    quarantined: list[Quarantined] = []
    for seen in run_all("survey", _see, found, workers, progress):
        looks += seen.looks
        quarantined += seen.quarantined
        objects.update([seen.modality] if seen.modality else [])
    return Survey(tuple(looks), dict(sorted(objects.items())), tuple(quarantined))


def _see(found: Found) -> _Seen:
    try:
        if found.content == "unreadable":
            raise Unreadable(found.reason)
        if found.content == "dicom":
            return _Seen(modality=summary(read(found.path)).modality or "unknown")
        table = open_table(found.path)
        looks = tuple(look(found.source, sheet.name, table.format, sheet.reader) for sheet in table.sheets)
        return _Seen(looks=looks)
    except Exception as error:  # noqa: BLE001 - the reason is kept, the message may hold a value
        return _Seen(quarantined=(Quarantined(found.place, reason_of(error)),))
