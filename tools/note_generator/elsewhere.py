"""Notations that only the reported families use, so that what is measured was not learnt from the same draw."""

from __future__ import annotations

import datetime as dt

from note_generator import values
from note_generator.cast import Cast
from note_generator.forms import Slot, loc, n, number, org, when
from note_generator.marks import mark

_ROOMS = "Suite|Ste|Floor|Bldg|Building|Rm".split("|")
_LANES = "Hollow|Crossing|Loop|Ridge Rd|Turnpike|Cove|Landing|Alley|Row|Square|Commons|Route".split("|")
_NICKS = (
    "Sissy Skeeter Bitsy Pops Ace Coach Tito Kiki Zuzu Mamaw Lefty Scooter Pinky Beto Nacho Chuy Abuela Tata".split()
)
_HOMES = "Terrace|Commons|Lodge|Residence|Convalescent Hospital|Senior Living|Memory Care|Transitional Care".split("|")


def date(c: Cast) -> str:
    """A date in a notation that the other families do not have."""
    d = values.day(c.rng)
    month, short, year = values.MONTHS[d.month - 1], values.MONTHS[d.month - 1][:3], f"{d.year % 100:02d}"
    return when(
        c.rng.choice(
            (
                f"{d.day:02d} {short.upper()} {d.year}",
                f"{d.day:02d} {short.upper()} {year}",
                f"{short}-{d.day:02d}-{d.year}",
                f"{d.month}/{d.day}/'{year}",
                f"{d.day}. {month} {d.year}",
                f"{d.month} / {d.day} / {d.year}",
                f"{values.DAYS[d.weekday()][:3]} {d.day} {short}",
                f"{values.DAYS[d.weekday()]} the {values.ordinal(d.day)}",
                f"{short} '{year}",
                f"{d.month:02d}/{d.year}",
                f"{d.year}.{d.month:02d}.{d.day:02d}",
                f"the {values.ordinal(d.day)} of {month} {d.year}",
            )
        )
    )


def shift(c: Cast) -> str:
    """A date and a time of day as nurses write both."""
    d = values.day(c.rng)
    hour, minute = c.rng.randrange(24), c.rng.randrange(60)
    day = when(c.rng.choice((f"{d.month}/{d.day}/{d.year % 100:02d}", f"{d:%m/%d/%Y}", f"{d.month}/{d.day}")))
    clock = mark("keep:neutral", c.rng.choice((f"{hour:02d}{minute:02d}", f"{hour:02d}:{minute:02d}")))
    return f"{day}{c.rng.choice((' @ ', '@', ' at ', ' '))}{clock}"


def stay(c: Cast) -> str:
    """From one day to another, a few days later."""
    a = values.day(c.rng)
    b = a + dt.timedelta(days=c.rng.randint(1, 16))
    return c.rng.choice(
        (
            f"{when(f'{a.month}/{a.day}')}-{when(f'{b.month}/{b.day}/{b:%y}')}",
            f"{when(f'{a:%b} {a.day}')} to {when(f'{b:%b} {b.day}')}",
            f"{when(f'{a.month}/{a.day}')} thru {when(f'{b.month}/{b.day}')}",
        )
    )


def month_year(c: Cast) -> str:
    """A month, which is an identifier, and its year, which may stay."""
    return f"{when(c.rng.choice(values.MONTHS))} {mark('keep:neutral', str(c.rng.randint(1978, 2025)))}"


def road(c: Cast) -> str:
    """A house in a road whose kind is not on the usual list."""
    name = c.rng.choice((c.pools.surname(), c.pools.city(), c.pools.given()))
    room = c.rng.choice(("", "", "", f", {c.rng.choice(_ROOMS)} {c.rng.randint(1, 40)}"))
    return loc(f"{c.rng.randint(2, 9800)} {name} {c.rng.choice(_LANES)}{room}")


ELSEWHERE: dict[str, Slot] = {
    "dateX": date,
    "shiftX": shift,
    "stayX": stay,
    "monthX": month_year,
    "roadX": road,
    "nickX": lambda c: n(c.rng.choice(_NICKS)),
    "homeX": lambda c: org(f"{c.rng.choice((c.pools.surname(), c.pools.city()))} {c.rng.choice(_HOMES)}"),
    "idX": number("OTHER_ID", "##-####-###", "@@##-#####", "### #### ###", "@##/#####", "20##@######", "#######-#"),
    "devX": number("DEVICE", "@@@##-####", "##@@####", "@####-###", "RF######@", "###@@@##"),
    "accX": number("ACCESSION", "@##-#######", "MR-##-#####", "US########", "##@@######"),
    "planX": number("HEALTHPLAN", "@@@@########", "###@@####", "########-##", "@@#-###-####"),
    "acctX": number("ACCOUNT", "##########-#", "HAR #########", "@@@########"),
    "extX": number("PHONE", "x####", "ext ####", "ext. ####", "x#####"),
    "handleX": lambda c: mark("OTHER_ID", f"{c.first[:2]}.{c.pools.surname()}{c.rng.randint(2, 30)}".lower()),
}
