"""The attributes by which an object says how it was de-identified (PS3.15 section E.1.1)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from deid.dicom.elements import made_of
from deid.dicom.plain import Plain
from deid.dicom.standard import method_codes

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

IDENTITY_REMOVED: Final = 0x00120062
METHOD: Final = 0x00120063
METHOD_CODES: Final = 0x00120064
LONGITUDINAL: Final = 0x00280303
EARLIER_CLAIMS: Final = frozenset({IDENTITY_REMOVED, METHOD, METHOD_CODES, LONGITUDINAL})


@cache
def software() -> str:
    """Name and version of this program, for example ``deid 0.1.0``."""
    try:
        return f"deid {version('deid-release')}"
    except PackageNotFoundError:
        return "deid"


def claim(
    dataset: Dataset, edition: str, codes: Iterable[str], *, pixels_clean: bool, longitudinal: str = "REMOVED"
) -> None:
    """Write what was done into a treated object; only what was done.

    Args:
        dataset: the treated object, changed in place.
        edition: the edition of Table E.1-1 that was carried out.
        codes: the method codes (CID 7050) of what was carried out.
        pixels_clean: whether the pixels cannot carry text; only then is the identity said to be removed.
        longitudinal: what was done to dates, as (0028,0303) says it.
    """
    for element in claims(edition, codes, pixels_clean=pixels_clean, longitudinal=longitudinal):
        dataset[element.tag] = made_of(element)


def claims(edition: str, codes: Iterable[str], *, pixels_clean: bool, longitudinal: str) -> tuple[Plain, ...]:
    """The elements that :func:`claim` writes."""
    return (
        Plain(IDENTITY_REMOVED, "CS", "YES" if pixels_clean else "NO"),
        Plain(METHOD, "LO", f"PS3.15 {edition} Basic Profile, {software()}"),
        Plain(METHOD_CODES, "SQ", tuple(map(_code, codes))),
        Plain(LONGITUDINAL, "CS", longitudinal),
    )


def _code(value: str) -> tuple[Plain, ...]:
    return (
        Plain(0x00080100, "SH", value),
        Plain(0x00080102, "SH", "DCM"),
        Plain(0x00080104, "LO", method_codes()[value]),
    )
