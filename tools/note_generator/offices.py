"""Slots of letters, messages, logs and offices: names without a title, half names of places, numbers of clerks."""

from __future__ import annotations

from note_generator import shorthand, values
from note_generator.cast import Cast
from note_generator.forms import LETTERS, Slot, listed, loc, n, number, org, sex, trap, when
from note_generator.marks import mark
from note_generator.organisations import TREES
from note_generator.pools import lines

# A surname that every other line of a chart has as a word would teach that the word is a name.
CHARTED = frozenset(
    "Blood Bone Bruise Chest Colic Colon Cough Do Fever Finger Foot Go Hand Hands Head Heart Limb Low Lung Nurse Pain"
    " Rest Shock So Strain To Tremble".split()
)


def word_surname(c: Cast) -> str:
    """A surname that is a word as well, if not one of every chart."""
    drawn = (shorthand.word_surname(c) for _ in iter(int, 1))
    return next(name for name in drawn if name not in CHARTED)


def given(c: Cast) -> str:
    return shorthand.word_given(c) if c.rng.random() < 0.3 else c.pools.given()


def surname(c: Cast) -> str:
    return word_surname(c) if c.rng.random() < 0.3 else c.pools.surname()


def person(c: Cast) -> str:
    """A colleague as chats and lists name one: without a title, in one of many forms."""
    first, last = given(c), surname(c)
    name = c.rng.choice((first, first, last, last, f"{first} {last}", f"{first} {last[0]}", f"{first[0]} {last}"))
    return n(c.rng.choice((name, name, name.lower())))


def practice(c: Cast) -> str:
    """A practice or office named after people or a town."""
    rng = c.rng
    one, two = surname(c), surname(c)
    return org(
        rng.choice(
            (
                f"{one} & {two}",
                f"{one} and {two}, P.A.",
                f"{one} {rng.choice(('Dental', 'Chiropractic', 'Vision', 'Ortho', 'Derm', 'Peds', 'ENT'))}",
                f"{one}, {two} & Associates",
                f"{c.pools.city()} {rng.choice(('Heart', 'Eye', 'Kidney', 'Spine', 'OB', 'GI', 'Imaging'))}",
                f"{one} Family {rng.choice(('Dentistry', 'Medicine', 'Practice', 'Eyecare'))}",
                f"{one}-{two} Clinic",
            )
        )
    )


def business(c: Cast) -> str:
    """An employer or a shop by the name that people use."""
    employer = shorthand.small_employer(c)
    return org(c.rng.choice((surname(c), employer, employer, c.rng.choice(lines("training_businesses.txt")))))


def word_town(c: Cast) -> str:
    return loc(c.rng.choice(lines("training_town_words.txt")))


def uk_town(c: Cast) -> str:
    return c.rng.choice(lines("training_uk_towns.txt"))


def uk_hospital(c: Cast) -> str:
    """A hospital of Britain, Ireland or Australia."""
    rng, town = c.rng, uk_town(c)
    return org(
        rng.choice(
            (
                f"Royal {town} Hospital",
                f"{town} Royal Infirmary",
                f"{town} General",
                f"{town} District General Hospital",
                f"St {c.pools.given()}'s Hospital",
                f"Queen {c.pools.given()} Hospital",
                f"The {surname(c)} Hospital",
                f"{town} Cottage Hospital",
                f"{town} and {uk_town(c)} NHS Trust",
                f"{town} University Hospital",
                f"{town} Infirmary",
                f"{town} Base Hospital",
            )
        )
    )


def surgery(c: Cast) -> str:
    """A general practice of Britain."""
    rng = c.rng
    head = rng.choice(
        (f"The {surname(c)}", uk_town(c), f"{rng.choice(TREES)} Road", f"{rng.choice(TREES)} House", surname(c))
    )
    return org(
        f"{head} {rng.choice(('Surgery', 'Medical Practice', 'Health Centre', 'Medical Centre', 'Group Practice'))}"
    )


def postcode(c: Cast) -> str:
    return values.shape(c.rng, c.rng.choice(("@@# #@@", "@@## #@@", "@# #@@", "@## #@@")))


def uk_address(c: Cast) -> str:
    """House, road, town, postcode."""
    rng = c.rng
    house = rng.choice(
        (
            f"{rng.randint(1, 190)} {surname(c)} {rng.choice(('Road', 'Close', 'Crescent', 'Gardens', 'Mews'))}",
            f"Flat {rng.randint(1, 40)}, {surname(c)} {rng.choice(('House', 'Court', 'Point', 'Lodge'))}",
            f"{rng.choice(TREES)} Cottage, {surname(c)} Lane",
            f"{rng.randint(1, 90)} The {rng.choice(TREES)}s",
        )
    )
    return loc(rng.choice((", ", "\n")).join((house, uk_town(c), postcode(c))))


def stamp(c: Cast) -> str:
    """A date with its time as computers write it."""
    day = values.day(c.rng)
    hour, minute, second = c.rng.randrange(24), c.rng.randrange(60), c.rng.randrange(60)
    clock = f"{hour:02d}:{minute:02d}:{second:02d}"
    return c.rng.choice(
        (
            f"{when(f'{day:%Y-%m-%d}')} {clock}",
            f"{when(f'{day:%Y-%m-%d}')}T{clock}Z",
            f"{when(f'{day:%m/%d/%Y}')} {clock}",
            f"{when(f'{day:%d-%b-%Y}')} {clock}",
            f"{when(f'{day:%Y%m%d}')} {clock}",
            f"{when(f'{day:%m/%d/%y}')} {hour:02d}{minute:02d}",
            f"{when(f'{day:%b} {day.day}')} {clock}",
        )
    )


OFFICES: dict[str, Slot] = {
    "himher": lambda c: sex(c, "her", "him"),
    "wordF": lambda c: n(shorthand.word_given(c)),
    "wordL": lambda c: n(word_surname(c)),
    "per": person,
    "surF": lambda c: n(shorthand.surname_initial(c)),
    "suri": lambda c: n(f"{surname(c)} {c.rng.choice(LETTERS)}".lower()),
    "bare": lambda c: n(shorthand.initials(c)),
    "uname": lambda c: mark("OTHER_ID", shorthand.log_in(c)),
    "half": lambda c: org(shorthand.half_hospital(c)),
    "drs": practice,
    "biz": business,
    "wtown": word_town,
    "uktown": lambda c: loc(uk_town(c)),
    "ukhosp": uk_hospital,
    "surgery": surgery,
    "postcode": lambda c: loc(postcode(c)),
    "ukaddr": uk_address,
    "ukphone": number(
        "PHONE", "01### ######", "07### ######", "020 #### ####", "0# #### ####", "(0##) ### ####", "01###-######"
    ),
    "nhs": number("MRN", "### ### ####", "##########"),
    "gmc": number("LICENSE", "#######"),
    "claim": number("OTHER_ID", "CLM#########", "20###########", "@##########", "####-####-###"),
    "auth": number("OTHER_ID", "A#########", "AUTH-######", "##########", "PA-#######", "@@########"),
    "ticket": number("OTHER_ID", "INC#######", "RITM#######", "REQ######", "CHG######", "HD-#####"),
    "subj": number("OTHER_ID", "##-###", "###-####", "S##-####", "0#-00#", "@@@-0##"),
    "report": number("OTHER_ID", "##-#####", "20##-######", "CR######", "@##-####", "IR-#####"),
    "stamp": stamp,
    "payer": trap("insurer", "payers.txt"),
    "make": trap("brand", "device_brands.txt"),
    "abbr": trap("abbreviation", "shorthand.txt"),
    "task": listed("errands.txt"),
}
