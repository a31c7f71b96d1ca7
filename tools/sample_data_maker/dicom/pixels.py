"""Small pictures: phantoms that look a little like anatomy, and text drawn into the pixels."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

# Five columns of seven dots a character, least significant bit on top.
_FONT = MappingProxyType({
    "0": "3e5149453e", "1": "00427f4000", "2": "4261514946", "3": "2141454b31", "4": "1814127f10",
    "5": "2745454539", "6": "3c4a494930", "7": "0171090503", "8": "3649494936", "9": "064949291e",
    "A": "7e1111117e", "B": "7f49494936", "C": "3e41414122", "D": "7f4141221c", "E": "7f49494941",
    "F": "7f09090901", "G": "3e4149497a", "H": "7f0808087f", "I": "00417f4100", "J": "2040413f01",
    "K": "7f08142241", "L": "7f40404040", "M": "7f020c027f", "N": "7f0408107f", "O": "3e4141413e",
    "P": "7f09090906", "Q": "3e4151215e", "R": "7f09192946", "S": "4649494931", "T": "01017f0101",
    "U": "3f4040403f", "V": "1f2040201f", "W": "3f4038403f", "X": "6314081463", "Y": "0708700807",
    "Z": "6151494543", "-": "0808080808", "/": "2010080402", ":": "0036360000", ".": "0060600000",
    ",": "0050300000", "^": "0402010204",
})  # fmt: skip


def chest(side: int, slice_number: int) -> NDArray[np.int16]:
    """A CT slice in Hounsfield units, with a nodule in slice 2. Shape ``(side, side)``."""
    image = np.full((side, side), -1000, np.int16)
    image[_ellipse(side, 0.5, 0.5, 0.45, 0.36)] = 40
    image[_ellipse(side, 0.32, 0.48, 0.14, 0.22)] = -850
    image[_ellipse(side, 0.68, 0.48, 0.14, 0.22)] = -850
    image[_ellipse(side, 0.5, 0.74, 0.06, 0.06)] = 600
    if slice_number == 2:
        image[_ellipse(side, 0.30, 0.40, 0.03, 0.03)] = 30
    return image


def head(side: int, slice_number: int) -> NDArray[np.uint16]:
    """An MR slice of a head: skull, brain, ventricles. Shape ``(side, side)``."""
    image = np.zeros((side, side), np.uint16)
    image[_ellipse(side, 0.5, 0.5, 0.36, 0.44)] = 900
    image[_ellipse(side, 0.5, 0.5, 0.31, 0.39)] = 500
    image[_ellipse(side, 0.45, 0.5, 0.03, 0.06 + slice_number / 100)] = 120
    image[_ellipse(side, 0.55, 0.5, 0.03, 0.06 + slice_number / 100)] = 120
    return image


def film(side: int) -> NDArray[np.uint16]:
    """A computed radiograph of a chest in 12 bits. Shape ``(side, side)``."""
    return ((chest(side, 1).astype(np.int32) + 1000) * 2).clip(0, 4095).astype(np.uint16)


def fan(rows: int, columns: int) -> NDArray[np.uint8]:
    """An ultrasound sector: speckle inside a fan, black outside. Shape ``(rows, columns)``."""
    y, x = np.mgrid[0:rows, 0:columns]
    depth = np.hypot(y - rows * 0.05, x - columns / 2)
    angle = np.abs(np.arctan2(x - columns / 2, y - rows * 0.05))
    inside = (angle < 0.7) & (depth > rows * 0.36) & (depth < rows * 0.9)
    speckle = 60 + (x * 7919 + y * 104_729 + x * y * 31) % 90
    return np.where(inside, speckle, 0).astype(np.uint8)


def draw_text(image: NDArray[np.uint8], row: int, column: int, text: str, scale: int = 2) -> None:
    """Burn a line of text into an image, in place. Characters without a glyph leave a gap."""
    for offset, letter in enumerate(text.upper()):
        columns = bytes.fromhex(_FONT.get(letter, "0000000000"))
        glyph = np.array([[(bits >> line) & 1 for bits in columns] for line in range(7)], bool)
        glyph = glyph.repeat(scale, axis=0).repeat(scale, axis=1)
        left = column + offset * 6 * scale
        window = image[row : row + 7 * scale, left : left + 5 * scale]
        window[glyph[: window.shape[0], : window.shape[1]]] = 255


def _ellipse(side: int, x: float, y: float, rx: float, ry: float) -> NDArray[np.bool_]:
    rows, columns = np.mgrid[0:side, 0:side] / side
    return np.asarray(((columns - x) / rx) ** 2 + ((rows - y) / ry) ** 2 <= 1)
