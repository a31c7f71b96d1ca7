"""The expert's step between apply and check: what tells of persons, generalised until its classes are large."""

from __future__ import annotations

from deid.batch.generalising.objects import ObjectPlace
from deid.batch.generalising.outcomes import Generalised, GeneralisedTable
from deid.batch.generalising.places import FilePlace, FramePlace, Place
from deid.batch.generalising.street import generalise_places, generalise_release

__all__ = [
    "FilePlace",
    "FramePlace",
    "Generalised",
    "GeneralisedTable",
    "ObjectPlace",
    "Place",
    "generalise_places",
    "generalise_release",
]
