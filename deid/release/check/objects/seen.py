"""One object as the checks see it, read whole: laid out byte by byte, and decoded by the library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deid.release.check.objects import boxes, claims, faces
from deid.release.check.objects.facts import Facts, facts_of
from deid.release.check.objects.links import Identity, identity_of
from deid.release.check.objects.pixels import frames_size, has_surplus, shows_text
from deid.release.check.objects.plain import Level
from deid.release.check.objects.raw import PIXELS, Layout, layout
from deid.release.check.objects.values import parsed, quiet, values_of
from deid.release.check.policy import DicomPolicy

if TYPE_CHECKING:
    from pydicom.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Told:
    """What an object tells of its kind and its treatment.

    Attributes:
        text_shown: whether its pixels or its document can show who the patient is.
        claims: where what it says of its treatment and the policy differ.
        size: how many bytes its uncompressed frames have; None where it does not say.
    """

    text_shown: bool
    claims: tuple[str, ...]
    size: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One object.

    Attributes:
        frame: what of the file is not as it should be.
        facts: what its values come to.
        has_person: whether it has a Patient ID.
        told: what it tells of its kind and its treatment.
        surplus: whether something stands behind its frames.
        identity: its place among others.
        runs: every readable stretch of its bytes.
    """

    frame: tuple[str, ...]
    facts: Sequence[Facts]
    has_person: bool
    told: Told
    surplus: bool
    identity: Identity
    runs: Iterable[str]


def seen_whole(file: Path, data: memoryview, policy: DicomPolicy) -> Seen:
    """An object, every byte and every value of it.

    Raises:
        Unreadable: it cannot be laid out or decoded.
    """
    laid_out = layout(data)
    behind = any(element.tag > max(PIXELS) for element in laid_out.elements)
    dataset = parsed(file)
    values = values_of(dataset)
    with quiet():
        told = told_by(dataset, laid_out, policy)
        return Seen(
            (*laid_out.problems, *(["hold elements behind the pixels"] if behind else [])),
            [facts_of(values, policy.options)],
            "PatientID" in dataset,
            told,
            has_surplus(told.size, laid_out),
            identity_of(dataset, laid_out),
            laid_out.header_runs(),
        )


def told_by(dataset: Dataset | Level, laid_out: Layout, policy: DicomPolicy) -> Told:
    """What an object tells of its kind and its treatment."""
    text_shown, differing = shows_text(dataset, laid_out), []
    if boxes.is_claimed(dataset):
        if not isinstance(dataset, Level) and boxes.are_blank(dataset, laid_out, policy.pixel_rules):
            text_shown = False
        else:
            differing.append("say that burned-in text was blanked, and it was not")
    if faces.OPTION in policy.options and (isinstance(dataset, Level) or faces.may_show_a_face(dataset, laid_out)):
        differing.append("say that nobody can be recognised, and are of a kind or a region that can show a face")
    differing += claims.problems_of(dataset, policy, text_shown=text_shown)
    return Told(text_shown, tuple(differing), frames_size(dataset))
