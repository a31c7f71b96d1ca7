"""``portal_log.jsonl``: the patient portal's log, nested, with times as text and as epoch milliseconds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from faker import Faker

from sample_data_maker import numbers
from sample_data_maker.chance import digits, faker_for, moment, stream
from sample_data_maker.people import Person
from sample_data_maker.planted import plant_columns
from sample_data_maker.tables import Table

_SITE = "https://portal.rivermont-health.example"
_ACTIONS = ("login", "view_result", "message_provider", "request_refill", "download_summary")


def portal_log(seed: int, people: Sequence[Person], count: int = 260) -> Table:
    """Visits to the portal, in order of time. Each person keeps one device."""
    rng, fake = stream(seed, "portal"), faker_for(seed, "portal")
    users = [(p, _device(rng, fake)) for p in people if p.email and p.role.died is None]
    times = sorted(moment(rng, datetime(2024, 1, 3), datetime(2025, 6, 29)) for _ in range(count))
    rows = tuple(_entry(rng, *rng.choice(users), when.replace(tzinfo=UTC)) for when in times)
    labels = {
        "user.mrn": "H:mrn", "user.email": "F:email", "user.device.ip": "O:ip_address",
        "user.device.mac": "M:mac_address", "user.device.cookie": "R:cookie", "user.device.imei": "M:imei",
        "url": "N:url", "referrer": "N:url", "timestamp": "C:portal_time", "timestamp_ms": "C:portal_time",
        "geolocation.lat": "B:latitude", "geolocation.lon": "B:longitude",
    }  # fmt: skip
    return Table("portal_log", rows, plant_columns([flattened(row) for row in rows], labels))


def flattened(record: object, path: str = "") -> dict[str, object]:
    """A nested record with dotted paths."""
    if not isinstance(record, dict):
        return {path: record}
    flat: dict[str, object] = {}
    for key, value in record.items():
        flat.update(flattened(value, f"{path}.{key}" if path else str(key)))
    return flat


def _device(rng: random.Random, fake: Faker) -> dict[str, object]:
    """Addresses from the blocks that RFC 5737 and RFC 3849 keep for documentation."""
    block = rng.choice(("192.0.2", "198.51.100", "203.0.113"))
    v6 = f"2001:db8:{rng.getrandbits(16):x}:{rng.getrandbits(16):x}::{rng.randint(16, 4095):x}"
    return {
        "ip": v6 if rng.random() < 0.2 else f"{block}.{rng.randint(1, 254)}",
        "mac": ":".join(f"{b:02x}" for b in (0x02, *rng.randbytes(5))),
        "user_agent": fake.user_agent(),
        "cookie": f"sid={rng.getrandbits(96):024x}",
        "imei": numbers.imei(rng) if rng.random() < 0.6 else None,
    }


def _entry(rng: random.Random, p: Person, device: dict[str, object], when: datetime) -> dict[str, object]:
    return {
        "timestamp": when.isoformat().replace("+00:00", "Z"),
        "timestamp_ms": int(when.timestamp() * 1000),
        "action": rng.choice(_ACTIONS),
        "latency_ms": rng.randint(18, 900),
        "url": f"{_SITE}/patients/{p.mrn}/results/{digits(rng, 6)}?lang=en",
        "referrer": f"{_SITE}/inbox?user={p.email}" if rng.random() < 0.3 else None,
        "geolocation": None if p.latitude is None else {"lat": p.latitude, "lon": p.longitude},
        "user": {"mrn": p.mrn, "email": p.email, "device": device},
    }
