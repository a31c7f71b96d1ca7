"""What a profile may say of burned-in text: which boxes of which images are blanked."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Side = Annotated[int, Field(ge=0, le=65535)]
Box = tuple[Side, Side, Side, Side]


class PixelRule(BaseModel):
    """Boxes to blank in the images that all stated attributes fit; ``*`` stands for any characters in two of them.

    Attributes:
        reason: why nothing is burned in outside of the boxes of these images.
        modality: Modality (0008,0060).
        sop_class: SOP Class UID (0008,0016).
        manufacturer: Manufacturer (0008,0070), a pattern.
        model: Manufacturer's Model Name (0008,1090), a pattern.
        rows: Rows (0028,0010).
        columns: Columns (0028,0011).
        boxes: left, top, width and height of each, in pixels from the upper left corner.
        outside_regions: whether everything outside of the Sequence of Ultrasound Regions (0018,6011) is blanked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: str = Field(min_length=10)
    modality: str = ""
    sop_class: str = ""
    manufacturer: str = ""
    model: str = ""
    rows: Side | None = None
    columns: Side | None = None
    boxes: tuple[Box, ...] = ()
    outside_regions: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> PixelRule:
        if not self.boxes and not self.outside_regions:
            raise ValueError("names neither boxes nor outside_regions")
        if not (self.modality or self.sop_class):
            raise ValueError("names neither a modality nor a sop_class")
        if any(not width or not height for _, _, width, height in self.boxes):
            raise ValueError("a box without width or height")
        return self
