"""The survey of an export: tables and their columns, DICOM objects by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from deid.batch.containing import reason_of
from deid.batch.gathering import OBJECTS_A_TASK
from deid.batch.pool import Progress, run_all, silent
from deid.batch.walk import Found, walk
from deid.dicom.raw.tracing import Tracing
from deid.errors import Unreadable
from deid.evidence import Quarantined
from deid.planning.survey import Survey, TableLook
from deid.tables.looking import look
from deid.tables.opening import open_table


@dataclass(frozen=True, slots=True)
class _Seen:
    looks: tuple[TableLook, ...] = ()
    modalities: Counter[str] = field(default_factory=Counter)
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
    for seen in run_all("survey", _see, _tasks(found), workers, progress):
        looks += seen.looks
        quarantined += seen.quarantined
        objects.update(seen.modalities)
    return Survey(tuple(looks), dict(sorted(objects.items())), tuple(quarantined))


def _tasks(found: tuple[Found, ...]) -> list[tuple[Found, ...]]:
    """Files one by one; DICOM objects that follow each other in portions."""
    tasks: list[tuple[Found, ...]] = []
    for is_dicom, several in groupby(found, lambda entry: entry.content == "dicom"):
        portion = tuple(several)
        size = OBJECTS_A_TASK if is_dicom else 1
        tasks += [portion[start : start + size] for start in range(0, len(portion), size)]
    return tasks


def _see(portion: tuple[Found, ...]) -> _Seen:
    return _objects(portion) if portion[0].content == "dicom" else _file(portion[0])


def _objects(portion: tuple[Found, ...]) -> _Seen:
    tracing, modalities = Tracing(), Counter[str]()
    quarantined: list[Quarantined] = []
    for found in portion:
        try:
            modalities[tracing.modality(found.path) or "unknown"] += 1
        except Exception as error:  # noqa: BLE001 - the reason is kept, the message may hold a value
            quarantined.append(Quarantined(found.place, reason_of(error)))
    return _Seen(modalities=modalities, quarantined=tuple(quarantined))


def _file(found: Found) -> _Seen:
    try:
        if found.content == "unreadable":
            raise Unreadable(found.reason)
        table = open_table(found.path)
        looks = tuple(look(found.source, sheet.name, table.format, sheet.reader) for sheet in table.sheets)
        return _Seen(looks=looks)
    except Exception as error:  # noqa: BLE001 - the reason is kept, the message may hold a value
        return _Seen(quarantined=(Quarantined(found.place, reason_of(error)),))
