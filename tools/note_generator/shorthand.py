"""How charts shorten persons and places: surname and initial, initials, log-ins, half of a hospital's name."""

from __future__ import annotations

from note_generator.cast import Cast
from note_generator.forms import LETTERS, Slot, loc, n, org, trap
from note_generator.marks import mark
from note_generator.organisations import TREES
from note_generator.pools import cased, lines, worded, words

HALVES = (
    "General|Memorial|Regional|Valley|County|Baptist|Methodist|Presbyterian|Community|University|Med|Children's"
    "|Sacred Heart|West|Main|Hosp|ER|VA"
).split("|")
FIELDS = "Peds|Ortho|Derm|GI|ENT|Eye|Dental|Cards|Heart|Spine|Physio|OB|Women's|Foot & Ankle|Kidney|Pain|Peds Dental"
SHOPS = (
    "Bros|Brothers|Lumber|Farms|Roofing|Electric|Tool & Die|Ranch|Freight|Poultry|Paving|Towing|Cleaners|Hardware"
    "|Nursery|Orchards|Mills|Packing|Quarry|Ford|Chevrolet|Realty|Salon|Tavern|Drywall|Marine|Grain|Catering"
).split("|")
TOWN_SHOPS = (
    "Paper|Schools|Transit|Water Dept|Public Works|Unified|ISD|Cannery|Foundry|Glass|Gazette|Parks Dept|Mall|Speedway"
).split("|")
ABBREVIATIONS = frozenset(
    (
        "RN MD PT CT NP PA DC BP HR RR AC HS NS LR US SW CM RT ED ER GU HD CC CP HA HX DX RX TX SX FX BX UA WT HT CV PE"
        " PM AM DNR PRN LPN CNA RPH CRNA BMP CBC LFT EKG ECG CXR MRN DVT UTI CHF CKD CAD AKA BKA RLE LLE RUE LUE ADL"
        " BSC EDD LMP"
    ).split()
)


def word_surname(c: Cast) -> str:
    """A surname that is an everyday word, too."""
    return c.rng.choice((c.rng.choice(words("word_surnames.txt")), cased(c.rng.choice(worded("surnames")))))


def word_given(c: Cast) -> str:
    """A given name that is an everyday word, too."""
    return c.rng.choice((c.rng.choice(words("word_names.txt")), cased(c.rng.choice(worded("given_names")))))


def small(c: Cast) -> str:
    """A surname in small letters, half of them words."""
    return c.rng.choice((word_surname(c), c.pools.surname())).lower()


def surname_initial(c: Cast) -> str:
    """Surname and initial, as boards, logs and badges have them."""
    last, first = c.rng.choice((c.pools.surname(), word_surname(c))), c.rng.choice(LETTERS)
    form = c.rng.choice(("{l} {f}", "{l} {f}.", "{l}, {f}", "{l}, {f}.", "{u} {f}", "{u}, {f}", "{s} {g}", "{u},{f}"))
    return form.format(l=last, f=first, u=last.upper(), s=last.lower(), g=first.lower())


def initials(c: Cast) -> str:
    """Two or three bare initials, none of them a usual abbreviation."""
    a = b = d = ""
    while not a or a + b in ABBREVIATIONS or a + b + d in ABBREVIATIONS or a + d + b in ABBREVIATIONS:
        a, b, d = (c.rng.choice(LETTERS) for _ in range(3))
    return c.rng.choice((a + b, a + b, f"{a}{b}{d}", (a + b).lower(), (a + b + d).lower(), f"{a}.{b}.", f"{a}{d}{b}"))


def log_in(c: Cast) -> str:
    """A staff member's user name."""
    first, last = c.pools.given().lower().replace(" ", ""), c.pools.surname().lower().replace(" ", "")
    digit = c.rng.randint(1, 9)
    forms = "{i}{l}|{i}{l}{d}|{l}{i}|{f}.{l}|{l}_{i}|{l:.5}{f:.2}0{d}|{i}{l}rn|{l:.6}{d}|{f:.3}{l:.3}{d}".split("|")
    return c.rng.choice(forms).format(i=first[0], f=first, l=last, d=digit)


def half_hospital(c: Cast) -> str:
    """Half of a hospital's name, or what the town calls it."""
    head = c.rng.choice((c.pools.city(), c.pools.surname(), c.rng.choice(TREES), c.pools.city()))
    saint = f"{c.rng.choice(('St', 'St.', 'Saint', 'st'))} {c.pools.given()}"
    half = f"{head} {c.rng.choice(HALVES)}"
    return c.rng.choice(
        (
            half,
            half,
            c.pools.city(),
            c.pools.surname(),
            saint + c.rng.choice(("", "'s", "s")),
            c.rng.choice(lines("training_hospital_halves.txt")),
        )
    )


def practice(c: Cast) -> str:
    """A practice named after its founder or town."""
    head = c.rng.choice((c.pools.surname(), c.pools.city(), f"{c.pools.surname()} & {c.pools.surname()}"))
    return f"{head} {c.rng.choice(FIELDS.split('|'))}"


def small_employer(c: Cast) -> str:
    """An employer named after a family or a town."""
    surname = c.rng.choice((c.pools.surname(), word_surname(c)))
    shop = f"{surname} {c.rng.choice(SHOPS)}"
    town = f"{c.pools.city()} {c.rng.choice((*SHOPS, *TOWN_SHOPS, *TOWN_SHOPS))}"
    return c.rng.choice((shop, shop, town, town, f"{surname}'s", f"{surname} & Sons"))


def dialysis_unit(c: Cast) -> str:
    """A dialysis unit, named after its town, street or founder."""
    head = c.rng.choice((c.pools.city(), c.pools.surname(), c.rng.choice(TREES), f"{c.rng.choice(TREES)} Street"))
    return (
        f"{head} {c.rng.choice(('Dialysis', 'Kidney Center', 'Renal Care', 'Dialysis Center', 'Home Dialysis', 'HD'))}"
    )


def undertaker(c: Cast) -> str:
    """A funeral home; most bear a family's name."""
    surname = c.rng.choice((c.pools.surname(), word_surname(c), f"{c.pools.surname()}-{c.pools.surname()}"))
    return (
        f"{surname} {c.rng.choice(('Funeral Home', 'FH', 'Mortuary', '& Sons', 'Funeral Chapel', 'Bros', 'Cremation'))}"
    )


def place_in_house(c: Cast) -> str:
    """A room or a bed, which is no identifier."""
    a, b = c.rng.randint(1, 9), c.rng.randint(10, 60)
    return c.rng.choice("{a}{b}|{a}{b}A|{a}{b}-1|{b}|ICU {a}|hall {a}|T{a}|{a}W{b}".split("|")).format(a=a, b=b)


SHORTHAND: dict[str, Slot] = {
    "wL": lambda c: n(c.rng.choice((word_surname(c), c.pools.surname()))),
    "wF": lambda c: n(c.rng.choice((word_given(c), c.pools.given()))),
    "lowL": lambda c: n(small(c)),
    "LI": lambda c: n(surname_initial(c)),
    "ini": lambda c: n(initials(c)),
    "usr": lambda c: mark("OTHER_ID", log_in(c)),
    "hospH": lambda c: org(half_hospital(c)),
    "prac": lambda c: org(practice(c)),
    "empH": lambda c: org(small_employer(c)),
    "dial": lambda c: org(dialysis_unit(c)),
    "fh": lambda c: org(undertaker(c)),
    "townW": lambda c: loc(c.rng.choice(lines("training_town_words.txt"))),
    "ins": trap("insurer", "payers.txt"),
    "brand": trap("brand", "brands.txt"),
    "rm": place_in_house,
    "nw": lambda c: c.rng.choice(words("name_nouns.txt")),
    "aw": lambda c: c.rng.choice(words("name_adjectives.txt")),
    "Aw": lambda c: c.rng.choice(words("name_adjectives.txt")).capitalize(),
    "vw": lambda c: c.rng.choice(words("name_verbs.txt")),
}
