"""Chance that repeats: each room of the sample draws from its own stream, so that none shifts another."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from faker import Faker


def stream(seed: int, room: str) -> random.Random:
    """A random stream for one room (``"labs"``, ``"claims"``), the same at every run."""
    return random.Random(f"{seed}/{room}")


def faker_for(seed: int, room: str) -> Faker:
    """A Faker for one room. Never ask it for dates: those are relative to today."""
    fake = Faker("en_US")
    fake.seed_instance(stream(seed, f"faker/{room}").getrandbits(64))
    return fake


def uuid4(rng: random.Random) -> uuid.UUID:
    """A version 4 UUID from a stream."""
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def uid(rng: random.Random) -> str:
    """A DICOM UID under the 2.25 root (PS3.5 section B.2)."""
    return f"2.25.{uuid4(rng).int}"


def digits(rng: random.Random, count: int) -> str:
    """``count`` digits, the first of which is not zero."""
    return str(rng.randint(10 ** (count - 1), 10**count - 1))


def moment(rng: random.Random, first: datetime, last: datetime) -> datetime:
    """A whole minute between two moments (``first`` when they are the wrong way round)."""
    minutes = max(0, int((last - first).total_seconds() // 60))
    return first + timedelta(minutes=rng.randint(0, minutes))
