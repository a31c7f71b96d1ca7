"""Implants, cars in the hospital's garage, and fingerprints: ``devices``, ``vehicles``, ``biometrics``."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from sample_data_maker import numbers
from sample_data_maker.chance import digits, stream
from sample_data_maker.people import EXPORTED_ON, Person
from sample_data_maker.planted import plant_columns
from sample_data_maker.tables import Table

_IMPLANTS = (
    ("Cardiax Medical", "Cardiax Pulse DR pacemaker"),
    ("Orthelia", "Orthelia Stem 12 femoral component"),
    ("Lumenova", "Lumenova Acry 21.5D intraocular lens"),
    ("Glycora", "Glycora G4 insulin pump"),
)
_INSURERS = ("Bay Colony Mutual", "Green Mountain Casualty", "Pilgrim Auto")
_ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"


def devices(seed: int, people: Sequence[Person]) -> Table:
    """``devices.csv``: implants, each with its UDI as the GS1 barcode reads (21 CFR 801.40)."""
    rng = stream(seed, "devices")
    adults = [p for p in people if p.role.born.year < 1985]
    rows = tuple(_device(rng, p) for p in rng.sample(adults, min(18, len(adults))))
    labels = {"mrn": "H:mrn", "udi": "M:udi", "serial_number": "M:device_serial", "lot": "M:device_lot",
              "implanted_on": "C:implanted_on"}  # fmt: skip
    return Table("devices", rows, plant_columns(rows, labels))


def _device(rng: random.Random, p: Person) -> dict[str, object]:
    maker, model = rng.choice(_IMPLANTS)
    last = p.role.died or EXPORTED_ON
    implanted = last - timedelta(days=rng.randint(30, 2500))
    made = implanted - timedelta(days=rng.randint(60, 400))
    lot, serial = f"L{digits(rng, 6)}", f"SN{digits(rng, 8)}"
    expires = date(made.year + 5, made.month, min(made.day, 28))
    udi = f"(01){numbers.gtin14(rng)}(11){made:%y%m%d}(17){expires:%y%m%d}(10){lot}(21){serial}"
    return {"mrn": p.mrn, "udi": udi, "manufacturer": maker, "model": model, "lot": lot,
            "serial_number": serial, "implanted_on": implanted}  # fmt: skip


def vehicles(seed: int, people: Sequence[Person]) -> Table:
    """``vehicles.csv``: the garage's list, which writes record numbers in lower case."""
    rng = stream(seed, "vehicles")
    drivers = [p for p in people if p.drivers_licence]
    rows = tuple(
        {"patient_no": p.mrn.lower(), "vin": numbers.vin(rng), "plate": _plate(rng),
         "plate_state": p.home.state, "insurer": rng.choice(_INSURERS),
         "policy_number": f"BC-{digits(rng, 7)}"}
        for p in rng.sample(drivers, min(22, len(drivers)))
    )  # fmt: skip
    labels = {"patient_no": "H:mrn_number", "vin": "L:vin", "plate": "L:plate", "policy_number": "R:policy"}
    return Table("vehicles", rows, plant_columns(rows, labels))


def _plate(rng: random.Random) -> str:
    return f"{rng.randint(1, 9)}{''.join(rng.choices(_ALPHABET, k=3))}{rng.randint(10, 99)}"


def biometrics(seed: int, people: Sequence[Person]) -> Table:
    """``biometrics.csv``: hashes of fingerprint templates, and where voice prints are kept."""
    rng = stream(seed, "biometrics")
    rows = tuple(
        {"mrn": p.mrn, "modality": "fingerprint", "template_id": f"{rng.getrandbits(256):064x}",
         "voice_print": f"voiceprints/{p.mrn}-{digits(rng, 4)}.wav" if rng.random() < 0.5 else "",
         "enrolled_on": EXPORTED_ON - timedelta(days=rng.randint(10, 900)),
         "quality_score": rng.randint(55, 99)}
        for p in people
        if p.role.died is None and rng.random() < 0.4
    )  # fmt: skip
    labels = {"mrn": "H:mrn", "template_id": "P:fingerprint", "voice_print": "P:voice_print",
              "enrolled_on": "C:enrolled_on"}  # fmt: skip
    return Table("biometrics", rows, plant_columns(rows, labels))
