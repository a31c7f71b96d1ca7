"""CT, MR, CR and ultrasound objects that a validator accepts."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray
from pydicom import uid as uids
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.tag import Tag

from sample_data_maker.dicom import pixels
from sample_data_maker.dicom.header import (
    Equipment,
    Study,
    add_equipment,
    add_private,
    add_request,
    add_series,
    da,
    new_object,
    tm,
)

_CT = Equipment("GE MEDICAL SYSTEMS", "Revolution EVO", "RGHCT01", "CT4410927")
_MR = Equipment("SIEMENS", "MAGNETOM Sola", "RGHMR02", "MR1771308")
_CR = Equipment("FUJIFILM", "FCR Prima", "RGHCR05", "CR0093315")
_US = Equipment("Samsung Medison", "HERA W10", "RGHUS02", "US5520461")


def ct_slice(rng: random.Random, study: Study, series: tuple[str, int, str], frame: str, number: int) -> Dataset:
    """One axial slice; ``series`` is UID, number and description, ``frame`` the frame of reference's UID."""
    ds = new_object(rng, study, uids.CTImageStorage, "CT")
    add_series(ds, series[0], series[1], number, series[2])
    add_equipment(ds, study, _CT)
    add_request(ds, study)
    add_private(ds, study)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    _times(ds, study)
    ds.BodyPartExamined, ds.PatientPosition, ds.AcquisitionNumber = "CHEST", "HFS", 1
    ds.KVP, ds.XRayTubeCurrent, ds.ConvolutionKernel = "120", 210, "STANDARD"
    ds.AdditionalPatientHistory = f"Nodule seen elsewhere, see letter of Dr. {study.visit.provider.last}"
    _plane(ds, frame, "5.0", 5.0 * number)
    ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "-1024", "1", "HU"
    ds.WindowCenter, ds.WindowWidth = "40", "400"
    stored = (pixels.chest(64, number).astype(np.int32) + 1024).astype(np.uint16)
    _grey(ds, stored, bits=12)
    return ds


def mr_slice(rng: random.Random, study: Study, series: tuple[str, int, str], frame: str, number: int) -> Dataset:
    """One T1 slice of a head."""
    ds = new_object(rng, study, uids.MRImageStorage, "MR")
    add_series(ds, series[0], series[1], number, series[2])
    add_equipment(ds, study, _MR)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "M", "ND"]
    _times(ds, study)
    ds.BodyPartExamined, ds.PatientPosition, ds.AcquisitionNumber = "HEAD", "HFS", 1
    ds.ScanningSequence, ds.SequenceVariant, ds.ScanOptions = "SE", "NONE", None
    ds.MRAcquisitionType, ds.EchoTrainLength, ds.MagneticFieldStrength = "2D", 1, "1.5"
    ds.RepetitionTime, ds.EchoTime, ds.FlipAngle = "500", "12", "90"
    ds.ProtocolName = f"Brain routine {study.visit.person.role.last}"
    _plane(ds, frame, "4.0", 4.0 * number)
    ds.WindowCenter, ds.WindowWidth = "500", "1000"
    _grey(ds, pixels.head(64, number), bits=12)
    return ds


def radiograph(rng: random.Random, study: Study, series: tuple[str, int, str], number: int, view: str) -> Dataset:
    """A computed radiograph of a chest."""
    ds = new_object(rng, study, uids.ComputedRadiographyImageStorage, "CR")
    add_series(ds, series[0], series[1], number, series[2])
    add_equipment(ds, study, _CR)
    ds.ImageType = ["ORIGINAL", "PRIMARY"]
    _times(ds, study)
    ds.BodyPartExamined, ds.ViewPosition = "CHEST", view
    ds.PatientOrientation = ["L", "F"] if view == "PA" else ["A", "F"]
    ds.PlateID, ds.CassetteID = "PL-88213", "CS-10442"
    ds.ImagerPixelSpacing = ["2.8", "2.8"]
    ds.WindowCenter, ds.WindowWidth = "2048", "4096"
    ds.BurnedInAnnotation = "NO"
    _grey(ds, pixels.film(128), bits=12)
    return ds


def ultrasound(rng: random.Random, study: Study, series: tuple[str, int, str], number: int) -> Dataset:
    """A sector image, 240 x 320, with name, number, birth date and hospital drawn into its pixels."""
    ds = new_object(rng, study, uids.UltrasoundImageStorage, "US")
    add_series(ds, series[0], series[1], number, series[2])
    add_equipment(ds, study, _US)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "OBSTETRICAL", "0001"]
    _times(ds, study)
    ds.BodyPartExamined, ds.PatientOrientation = "UTERUS", None
    ds.BurnedInAnnotation = "YES"
    ds.SequenceOfUltrasoundRegions = Items([_region(320, 240)])
    image = pixels.fan(240, 320)
    for line, text in enumerate(_overlay(study)):
        pixels.draw_text(image, 4 + 18 * line, 4, text)
    _grey(ds, image, bits=8)
    return ds


def ultrasound_loop(rng: random.Random, study: Study, series: tuple[str, int, str], number: int) -> Dataset:
    """Two colour frames, 128 x 128, with the patient's number in small letters on each."""
    ds = new_object(rng, study, uids.UltrasoundMultiFrameImageStorage, "US")
    add_series(ds, series[0], series[1], number, series[2])
    add_equipment(ds, study, _US)
    ds.ImageType = ["ORIGINAL", "PRIMARY", "OBSTETRICAL", "0001"]
    _times(ds, study)
    ds.BodyPartExamined, ds.PatientOrientation = "UTERUS", None
    ds.BurnedInAnnotation = "YES"
    ds.NumberOfFrames, ds.FrameTime, ds.FrameIncrementPointer = 2, "33.3", Tag("FrameTime")
    frame = pixels.fan(128, 128)
    pixels.draw_text(frame, 2, 2, study.visit.person.mrn, scale=1)
    frames = np.stack([frame, np.roll(frame, 1, axis=0)])
    colour = np.stack([frames, frames, (frames * 0.8).astype(np.uint8)], axis=-1)
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PlanarConfiguration = 3, "RGB", 0
    _pixels(ds, colour, rows=128, columns=128, bits=8)
    return ds


def burned_in(study: Study) -> tuple[str, ...]:
    """The lines that ``ultrasound`` draws."""
    return _overlay(study)


def _overlay(study: Study) -> tuple[str, ...]:
    """Capital letters without accents, as scanners of that age print them."""
    role, plain = study.visit.person.role, str.maketrans("áéíóúñÁÉÍÓÚÑ", "aeiounAEIOUN")
    name = f"{role.last}, {role.first}".translate(plain).upper()
    return (
        name,
        f"ID: {study.visit.person.mrn}",
        f"DOB: {role.born:%m/%d/%Y}",
        f"RIVERMONT {study.at:%m/%d/%Y}",
    )


def _times(ds: Dataset, study: Study) -> None:
    ds.ContentDate = ds.AcquisitionDate = da(study.at)
    ds.ContentTime = ds.AcquisitionTime = tm(study.at)


def _plane(ds: Dataset, frame: str, thickness: str, z: float) -> None:
    ds.FrameOfReferenceUID, ds.PositionReferenceIndicator = frame, None
    ds.PixelSpacing, ds.SliceThickness = ["5.0", "5.0"], thickness
    ds.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    ds.ImagePositionPatient = ["-160", "-160", f"{z:.1f}"]
    ds.SliceLocation = f"{z:.1f}"


def _grey(ds: Dataset, image: NDArray[np.generic], bits: int) -> None:
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    _pixels(ds, image, rows=image.shape[0], columns=image.shape[1], bits=bits)


def _pixels(ds: Dataset, image: NDArray[np.generic], rows: int, columns: int, bits: int) -> None:
    ds.Rows, ds.Columns = rows, columns
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 8 if bits == 8 else 16, bits, bits - 1
    ds.PixelRepresentation = 0
    little = image.astype(image.dtype.newbyteorder("<"))
    ds.add_new("PixelData", "OB" if bits == 8 else "OW", little.tobytes())


def _region(columns: int, rows: int) -> Dataset:
    """The sector's place in the image (PS3.3 C.8.5.5); the text lies outside of it."""
    item = Dataset()
    item.RegionSpatialFormat, item.RegionDataType, item.RegionFlags = 1, 1, 0
    item.RegionLocationMinX0, item.RegionLocationMinY0 = columns // 8, 76
    item.RegionLocationMaxX1, item.RegionLocationMaxY1 = columns * 7 // 8, rows - 1
    item.PhysicalUnitsXDirection = item.PhysicalUnitsYDirection = 3
    item.PhysicalDeltaX = item.PhysicalDeltaY = 0.05
    return item
