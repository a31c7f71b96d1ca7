"""How names, addresses and numbers are written; identifiers and traps come marked."""

from __future__ import annotations

import random
from collections.abc import Callable

from note_generator import values
from note_generator.cast import TITLES, Cast
from note_generator.marks import mark
from note_generator.pools import lines

Slot = Callable[[Cast], str]
LETTERS = values.LETTERS
COUNTRIES = (
    "Canada Mexico Kenya India Brazil Germany Norway Japan Egypt Peru Ghana Iceland Thailand Poland Greece Oman Gabon"
    " Chile"
).split()
NATIONS = "Hispanic Caucasian African-American Asian German French Indian Thai Irish Greek American Haitian".split()
STATES = "MA|CA|NY|TX|FL|OH|IL|WA|PA|GA|Texas|Ohio|Massachusetts|California|Florida|New Mexico|MN|AZ|CO|Oregon".split(
    "|"
)


def n(text: str) -> str:
    return mark("NAME", text)


def loc(text: str) -> str:
    return mark("LOCATION", text)


def org(text: str) -> str:
    return mark("ORG", text)


def when(text: str) -> str:
    return mark("DATE", text)


def number(category: str, *shapes: str) -> Slot:
    """A number of one of the shapes."""
    return lambda c: mark(category, values.shape(c.rng, c.rng.choice(shapes)))


def listed(name: str) -> Slot:
    """A line of a list; no identifier."""
    return lambda c: c.rng.choice(lines(name))


def trap(kind: str, name: str) -> Slot:
    """A line of a list that must stay."""
    return lambda c: mark(f"keep:{kind}", c.rng.choice(lines(name)))


def full(c: Cast, first: str, last: str) -> str:
    middle = c.rng.choice(LETTERS)
    return c.rng.choice(
        (
            f"{first} {last}",
            f"{first} {last}",
            f"{first} {last}",
            f"{first} {middle}. {last}",
            f"{first} {middle} {last}",
            f"{first[0]}. {last}",
            f"{first} {c.pools.given()} {last}",
            f"{first} {last} {c.rng.choice(('Jr.', 'Sr.', 'III', 'Jr'))}"
            if c.rng.random() < 0.3
            else f"{first} {last}",
        )
    )


def last_first(c: Cast, first: str, last: str) -> str:
    return c.rng.choice(
        (
            f"{last}, {first}",
            f"{last}, {first} {c.rng.choice(LETTERS)}",
            f"{last}, {first} {c.rng.choice(LETTERS)}.",
            f"{last},{first}",
            f"{last}, {first}",
        )
    )


def doctor(c: Cast) -> str:
    first, last = c.provider()
    name = c.rng.choice((last, last, last, last, f"{first} {last}", f"{first[0]}. {last}", f"{last}"))
    return n(f"{c.rng.choice(TITLES)} {name}")


def nick(c: Cast) -> str:
    return n(
        c.rng.choice(
            (
                c.first[:3],
                c.first[:4],
                "Buddy",
                "Junior",
                "Bobby",
                "Mimi",
                "Nana Jo",
                "Big Mike",
                f"{c.first[0]}.{c.last[0]}.",
                "Bubba",
                "Gigi",
                "Teddy",
            )
        )
    )


def email(c: Cast) -> str:
    first, last = c.first.lower().replace(" ", ""), c.last.lower().replace(" ", "")
    host = c.rng.choice(
        (
            "gmail.com",
            "yahoo.com",
            "example.org",
            "aol.com",
            "mail.hospital.org",
            "outlook.com",
            "comcast.net",
            "company.co.uk",
        )
    )
    user = c.rng.choice(
        (
            f"{first}.{last}",
            f"{first[0]}{last}{c.rng.randint(1, 99)}",
            f"{last}_{first}",
            f"{first}{c.rng.randint(1950, 2005)}",
        )
    )
    return f"{user}@{host}"


def spelt_email(c: Cast) -> str:
    user = c.first.lower().replace(" ", "")
    return mark(
        "EMAIL",
        c.rng.choice(
            (
                f"{user} at gmail dot com",
                f"{user}{c.rng.randint(1, 99)} (at) yahoo.com",
                f"{user}[at]aol[dot]com",
                f"{user} AT outlook DOT com",
            )
        ),
    )


def address(c: Cast, foreign: bool = False) -> str:
    rng = c.rng
    if foreign:
        street, town = c.foreign_street(), c.pools.foreign_city()
        unit = rng.choice(
            ("", "", f" Apt. {rng.randint(1, 999)}", f"\n Suite {rng.randint(1, 999)}", f", Flat {rng.randint(1, 30)}")
        )
        tail = rng.choice(
            (
                f", {town}",
                f"\n{town}",
                f"\n{town.upper()}",
                f" {town} {c.zip()}",
                f", {town}, {c.zip()}",
                f"\n{c.zip()} {town}",
                f"\n{town}\n, {rng.choice(STATES[:9])}\n {c.zip()}",
                f"\n {town}\n {rng.choice(COUNTRIES)} {c.zip()}",
                f", {c.zip()} {town}",
                f" {town} {rng.choice(COUNTRIES)}",
                f", {town}, {rng.choice(COUNTRIES)}",
            )
        )
        return loc(street + unit + tail)
    town, state = c.pools.city(), rng.choice(STATES)
    return loc(f"{c.street()}{c.unit()}{rng.choice((', ', ', ', ' ', chr(10)))}{town}, {state} {c.zip()}")


def ip(c: Cast) -> str:
    rng = c.rng
    if rng.random() < 0.25:
        return mark("IP", f"2001:db8:{rng.randrange(65536):x}::{rng.randrange(65536):x}")
    return mark(
        "IP", f"{rng.choice((10, 172, 192, 73, 203))}.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"
    )


def url(c: Cast) -> str:
    name = c.last.lower().replace(" ", "")
    return mark(
        "URL",
        c.rng.choice(
            (
                f"https://www.facebook.com/{name}",
                f"http://portal.example.org/p?id={c.rng.randrange(9999)}",
                f"www.{name}family.com",
                f"{name}.org/blog",
                f"https://{name}.net",
                f"www.instagram.com/{name}{c.rng.randrange(99)}",
            )
        ),
    )


def age_90(c: Cast) -> str:
    return mark("AGE", str(c.rng.randint(90, 104)))


def luhn(rng: random.Random) -> str:
    body = "4" + values.digits(rng, 14)
    total = sum(d if i % 2 else d * 2 - 9 * (d > 4) for i, d in enumerate(map(int, body)))
    return body + str(-total % 10)


def card(c: Cast) -> str:
    text = luhn(c.rng)
    return mark(
        "ACCOUNT",
        c.rng.choice(
            (
                text,
                f"{text[:4]} {text[4:8]} {text[8:12]} {text[12:]}",
                f"{text[:4]}-{text[4:8]}-{text[8:12]}-{text[12:]}",
            )
        ),
    )


def iban(c: Cast) -> str:
    body = "".join(c.rng.choice("0123456789") for _ in range(18))
    check = 98 - int(f"{body}131400") % 97
    return mark("ACCOUNT", f"DE{check:02d}{body}")


def sex(c: Cast, woman: str, man: str) -> str:
    return woman if c.female else man


def clock(c: Cast) -> str:
    """A time of day, which is no identifier."""
    hour, minute = c.rng.randint(0, 23), c.rng.randint(0, 59)
    half = c.rng.choice((" AM", " pm", " p.m.", "am", "PM"))
    return c.rng.choice(
        (
            f"{hour:02d}:{minute:02d}",
            f"{hour % 12 + 1}:{minute:02d}{half}",
            f"{hour:02d}{minute:02d}",
            f"{hour % 12 + 1}{half.lower()}",
        )
    )
