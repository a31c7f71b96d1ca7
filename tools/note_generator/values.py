"""Dates, numbers and contacts in the notations that notes have."""

from __future__ import annotations

import datetime as dt
import random

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
HOLIDAYS = (
    "Christmas|Thanksgiving|Easter|New Year's Eve|New Year's Day|the Fourth of July|Labor Day|Memorial Day|Halloween|"
    "Mother's Day|Valentine's Day|Christmas Eve|Ramadan|Passover|Hanukkah|Diwali|Labor Day weekend|Father's Day|"
    "St. Patrick's Day|Cinco de Mayo|Veterans Day|MLK Day|Presidents' Day|Columbus Day|Super Bowl Sunday|Juneteenth"
).split("|")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def digits(rng: random.Random, count: int) -> str:
    """So many digits, the first not zero."""
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def shape(rng: random.Random, pattern: str) -> str:
    """``#`` is a digit, ``@`` a capital, ``&`` either."""
    pick = {"#": "0123456789", "@": LETTERS, "&": LETTERS + "0123456789"}
    return "".join(rng.choice(pick[c]) if c in pick else c for c in pattern)


def day(rng: random.Random, first: int = 2008, last: int = 2026) -> dt.date:
    """Some day."""
    return dt.date(first, 1, 1) + dt.timedelta(days=rng.randrange((last - first + 1) * 365))


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd."""
    return f"{number}{'th' if 10 <= number % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def numeric_date(rng: random.Random, d: dt.date) -> str:
    """With separators."""
    y2 = f"{d.year % 100:02d}"
    return rng.choice(
        (
            f"{d.month}/{d.day}/{d.year}",
            f"{d.month:02d}/{d.day:02d}/{d.year}",
            f"{d.month}/{d.day}/{y2}",
            f"{d.month:02d}/{d.day:02d}/{y2}",
            f"{d.year}-{d.month:02d}-{d.day:02d}",
            f"{d.month:02d}-{d.day:02d}-{d.year}",
            f"{d.month}-{d.day}-{y2}",
            f"{d.day:02d}.{d.month:02d}.{d.year}",
            f"{d.year}/{d.month:02d}/{d.day:02d}",
            f"{d.day:02d}-{MONTHS[d.month - 1][:3]}-{d.year}",
            f"{d.day:02d}{MONTHS[d.month - 1][:3].upper()}{d.year}",
            f"{d.month}.{d.day}.{y2}",
            f"{d.day}/{d.month}/{d.year}",
            f"{d.month:02d}/{d.day:02d}/{d.year}",
        )
    )


def written_date(rng: random.Random, d: dt.date) -> str:
    """With the name of the month."""
    month, short = MONTHS[d.month - 1], MONTHS[d.month - 1][:3]
    return rng.choice(
        (
            f"{month} {d.day}, {d.year}",
            f"{month} {ordinal(d.day)}, {d.year}",
            f"{short} {d.day}, {d.year}",
            f"{d.day} {month} {d.year}",
            f"{short} {d.day} {d.year}",
            f"{month} {d.day}",
            f"{short} {ordinal(d.day)}",
            f"the {ordinal(d.day)} of {month}",
            f"{d.day} {short} {d.year}",
            f"{month} {ordinal(d.day)}",
            f"{DAYS[d.weekday()]}, {month} {d.day}, {d.year}",
            f"{short}. {d.day}, {d.year}",
            f"{d.day}-{short}-{d.year % 100:02d}",
            f"{month} {d.day} '{d.year % 100:02d}",
            f"{DAYS[d.weekday()]} {month} {ordinal(d.day)}",
            f"{month} of {d.year}",
            f"{month} {d.year}",
            f"{short} {d.year}",
            f"{DAYS[d.weekday()][:3]} {d.month}/{d.day}",
        )
    )


def any_date(rng: random.Random) -> str:
    """A full date in any notation."""
    d = day(rng)
    return numeric_date(rng, d) if rng.random() < 0.5 else written_date(rng, d)


def short_date(rng: random.Random) -> str:
    """Month and day."""
    d = day(rng)
    return rng.choice((f"{d.month}/{d.day}", f"{d.month}/{d.day}", f"{d.month:02d}/{d.day:02d}", f"{d.month}-{d.day}"))


def relative_day(rng: random.Random) -> str:
    """A weekday, or a day of this month."""
    d = rng.choice(DAYS)
    return rng.choice(
        (
            f"last {d}",
            f"this {d}",
            f"{d}",
            f"{d} night",
            f"{d} morning",
            f"this past {d}",
            f"the {ordinal(rng.randint(1, 31))}",
            f"{d}",
            f"next {d}",
            f"the {ordinal(rng.randint(1, 31))}",
        )
    )


def phone(rng: random.Random) -> str:
    """A telephone number of North America."""
    a, b, c = shape(rng, "2##"), rng.choice(("555", shape(rng, "3##"))), shape(rng, "####")
    a = str(rng.randint(2, 9)) + a[1:]
    return rng.choice(
        (
            f"({a}) {b}-{c}",
            f"{a}-{b}-{c}",
            f"{a}.{b}.{c}",
            f"{a} {b} {c}",
            f"{a}{b}{c}",
            f"+1 {a} {b} {c}",
            f"1-{a}-{b}-{c}",
            f"({a}){b}-{c}",
            f"+1-{a}-{b}-{c}",
            f"{a}-{b}-{c} x{rng.randint(10, 9999)}",
            f"{a}/{b}-{c}",
            f"{a}-{b}-{c} ext. {rng.randint(10, 999)}",
        )
    )


def any_phone(rng: random.Random) -> str:
    """A telephone number of anywhere."""
    if rng.random() < 0.4:
        return phone(rng)
    return shape(
        rng,
        rng.choice(
            (
                "0### ######",
                "+44 20 #### ####",
                "+49 ### #######",
                "0#-#### ####",
                "(0#) #### ####",
                "## ## ## ## ##",
                "0## ### ## ##",
                "+33 # ## ## ## ##",
                "### ### ###",
                "(##) ####-####",
                "001-###-###-####",
                "001-###-###-####x###",
                "## ######",
                "### ## ###",
                "+1-###-###-####x#####",
                "0### #######",
                "## ### ## ##",
                "(##) ###-###",
                "+91 ##### #####",
                "####-####",
                "### ####",
            )
        ),
    )
