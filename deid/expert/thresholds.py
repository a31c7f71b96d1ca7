"""Thresholds that others have used, each with its source: presets to choose from with a reason, never defaults.

45 CFR 164.514(b)(1) asks for a very small risk and names no number; OCR's guidance of 2012 does neither.
"""

from __future__ import annotations

from dataclasses import dataclass

from deid.errors import UsageError


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that somebody has set.

    Attributes:
        name: of the preset.
        measure: ``highest``, ``average`` or ``cell``: what must not lie above it, or, for cells, below.
        value: the number.
        source: who set it, where.
    """

    name: str
    measure: str
    value: float
    source: str


PRECEDENT = "precedents: El Emam 2013, Guide to the De-Identification of Personal Health Information"

PRESETS: tuple[Threshold, ...] = (
    Threshold("ema-public", "highest", 0.09, "EMA Policy 0070, guidance on anonymisation of clinical reports"),
    Threshold("health-canada", "highest", 0.09, "Health Canada, Public Release of Clinical Information, 2019"),
    Threshold("cms-cell", "cell", 11, "CMS cell size suppression policy, version of 26 January 2024"),
    Threshold("calhhs-cell", "cell", 11, "CalHHS Data De-Identification Guidelines"),
    Threshold("heritage", "highest", 0.05, "Heritage Health Prize: El Emam et al. 2012, J Med Internet Res 14(1):e33"),
    Threshold("k-3", "highest", 1 / 3, PRECEDENT),
    Threshold("k-5", "highest", 0.2, PRECEDENT),
    Threshold("k-11", "highest", 1 / 11, PRECEDENT),
    Threshold("k-20", "highest", 0.05, PRECEDENT),
    Threshold("average-low", "average", 0.1, "low invasion of privacy: El Emam and Arbuckle 2013, ch. 2"),
    Threshold("average-medium", "average", 0.075, "medium invasion of privacy: El Emam and Arbuckle 2013, ch. 2"),
    Threshold("average-high", "average", 0.05, "high invasion of privacy: El Emam and Arbuckle 2013, ch. 2"),
)


def threshold(name: str) -> Threshold:
    """A preset by its name.

    Raises:
        UsageError: no such preset.
    """
    for preset in PRESETS:
        if preset.name == name:
            return preset
    raise UsageError(f"no threshold {name}; there are {', '.join(preset.name for preset in PRESETS)}")
