"""What each slot of a template becomes; identifiers and traps come marked."""

from __future__ import annotations

from note_generator import values
from note_generator.cast import Cast
from note_generator.elsewhere import ELSEWHERE
from note_generator.forms import (
    COUNTRIES,
    LETTERS,
    NATIONS,
    STATES,
    Slot,
    address,
    age_90,
    card,
    clock,
    doctor,
    email,
    full,
    iban,
    ip,
    last_first,
    listed,
    loc,
    n,
    nick,
    number,
    org,
    sex,
    spelt_email,
    trap,
    url,
    when,
)
from note_generator.marks import mark
from note_generator.offices import OFFICES
from note_generator.pools import lines, plain_words, words
from note_generator.shorthand import SHORTHAND


def anybody(c: Cast) -> str:
    """A person in one of the forms that names take."""
    return PEOPLE[c.rng.choice(("name", "name", "docL", "docL", "nameF", "docLF", "docI", "nameI", "doc", "mr0"))](c)


def eponym(c: Cast, ending: str = "") -> str:
    """An eponym without its noun, as charts write it."""
    word = c.rng.choice(words("eponyms.txt"))
    return mark("keep:eponym", word[:1].upper() + word[1:] + ending)


def hl7_doctor(c: Cast) -> str:
    """A provider as an HL7 field has it; its number counts neither way."""
    given, surname = c.provider()
    return f"{mark('keep:neutral', values.digits(c.rng, 4))}^{n(f'{surname}^{given}'.upper())}^^^MD"


def compact(c: Cast) -> str:
    """A date in eight digits, half of them with a time."""
    clock_time = f"{c.rng.randint(0, 23):02d}{c.rng.randint(0, 59):02d}"
    return when(f"{values.day(c.rng, 1950):%Y%m%d}{c.rng.choice(('', clock_time))}")


PEOPLE: dict[str, Slot] = {
    "pt": lambda c: n(full(c, c.first, c.last)),
    "ptany": lambda c: n(c.rng.choice((full, full, last_first))(c, c.first, c.last)),
    "ptF": lambda c: n(c.first),
    "ptL": lambda c: n(c.last),
    "ptLF": lambda c: n(last_first(c, c.first, c.last)),
    "ptI": lambda c: n(
        c.rng.choice(
            (
                f"{c.first} {c.last[0]}.",
                f"{c.first[0]}.{c.last[0]}.",
                f"{c.first[0]} {c.last}",
                f"{c.last} {c.first[0]}",
                f"{c.first} {c.last[0]}",
            )
        )
    ),
    "mr": lambda c: n(f"{sex(c, c.rng.choice(('Ms.', 'Mrs.', 'Ms')), 'Mr.')} {c.last}"),
    "mr0": lambda c: n(f"{sex(c, 'Ms.', 'Mr.')} {c.pools.surname()}"),
    "mrC": lambda c: sex(c, "Mrs.", "Mr."),
    "name": lambda c: n(full(c, *c.provider())),
    "nameF": lambda c: n(c.pools.given()),
    "nameL": lambda c: n(c.pools.surname()),
    "nameI": lambda c: n(f"{c.pools.given()} {c.rng.choice(LETTERS)}."),
    "doc": doctor,
    "docC": doctor,
    "docT": lambda c: n(f"dr. {c.pools.surname()}"),
    "docN": lambda c: n(full(c, *c.provider())),
    "docF": lambda c: n(c.pools.given()),
    "docL": lambda c: n(c.pools.surname()),
    "docLF": lambda c: n(last_first(c, *c.provider())),
    "docI": lambda c: n(
        c.rng.choice(
            (
                f"{c.rng.choice(LETTERS)}. {c.pools.surname()}",
                f"{c.pools.given()[0]}{c.rng.choice(LETTERS)}. {c.pools.surname()}",
            )
        )
    ),
    "nurseF": lambda c: n(c.pools.given()),
    "nurseL": lambda c: n(c.pools.surname()),
    "nurseLi": lambda c: n(c.rng.choice(LETTERS)),
    "nurseN": lambda c: n(
        c.rng.choice(
            (
                f"{c.pools.given()} {c.pools.surname()}",
                f"{c.pools.given()} {c.rng.choice(LETTERS)}.",
                f"{c.rng.choice(LETTERS)}. {c.pools.surname()}",
                f"{c.pools.given()} {c.pools.surname()}",
            )
        )
    ),
    "relF": lambda c: n(c.relative[0]),
    "relN": lambda c: n(f"{c.relative[0]} {c.relative[1]}"),
    "inits": lambda c: n(f"{c.rng.choice(LETTERS)}{c.rng.choice(LETTERS)}"),
    "initsL": lambda c: n(f"{c.rng.choice(LETTERS)}{c.rng.choice(LETTERS)}{c.rng.choice(LETTERS)}".lower()),
    "nick": nick,
    "who": anybody,
    "spelt": lambda c: n(c.rng.choice("- .").join(c.pools.surname().replace(" ", "").replace("-", "").upper())),
    "ptLs": lambda c: n("-".join(c.last.replace(" ", "").replace("-", ""))),
    "hl7name": lambda c: n(f"{c.last}^{c.first}^{c.middle}".upper()),
    "hl7doc": hl7_doctor,
    "hl7rel": lambda c: n(f"{c.relative[1]}^{c.relative[0]}".upper()),
    "L": lambda c: n(c.middle),
}
PLACES: dict[str, Slot] = {
    "street": lambda c: loc(c.street()),
    "streetF": lambda c: loc(c.foreign_street()),
    "streetname": lambda c: loc(c.street().split(" ", 1)[1]),
    "streetnameF": lambda c: loc(c.rng.choice((c.street().split(" ", 1)[1], c.foreign_street()))),
    "city": lambda c: loc(c.pools.city()),
    "cityF": lambda c: loc(c.pools.foreign_city()),
    "cityany": lambda c: loc(c.rng.choice((c.pools.city, c.pools.foreign_city))()),
    "cs": lambda c: f"{loc(c.pools.city())}, {mark('keep:neutral', c.rng.choice(STATES))}",
    "st": lambda c: mark("keep:neutral", c.rng.choice(STATES)),
    "zip": lambda c: loc(c.zip()),
    "county": lambda c: loc(f"{c.pools.city()} County"),
    "addr": address,
    "addrF": lambda c: address(c, True),
    "hl7addr": lambda c: (
        f"{loc(c.street().upper())}^^{loc(c.pools.city().upper())}"
        f"^{mark('keep:neutral', c.rng.choice(STATES[:2]))}^{loc(c.zip())}"
    ),
    "country": lambda c: c.rng.choice(COUNTRIES),
    "hosp": lambda c: org(c.hospital()),
    "hospA": lambda c: org(c.rng.choice((c.hospital(), c.rng.choice(c.pools.own("hospitals"))))),
    "hospnick": lambda c: org(c.rng.choice(c.pools.own("hospitals"))),
    "clin": lambda c: org(c.clinic()),
    "clinA": lambda c: org(c.clinic()),
    "snf": lambda c: org(c.care_home()),
    "emp": lambda c: org(c.employer()),
    "pharm": lambda c: org(c.pharmacy()),
    "school": lambda c: org(c.school()),
    "church": lambda c: org(c.church()),
    "placetype": lambda c: c.rng.choice(("Country Club", "Town Hall", "Golf Club", "Airport", "Central Station")),
    "coord": lambda c: loc(f"{c.rng.uniform(25, 48):.5f}, -{c.rng.uniform(70, 120):.5f}"),
}


TIMES: dict[str, Slot] = {
    "date": lambda c: when(values.any_date(c.rng)),
    "dateN": lambda c: when(values.numeric_date(c.rng, values.day(c.rng))),
    "dob": lambda c: when(c.dob),
    "md": lambda c: when(values.short_date(c.rng)),
    "d6": lambda c: when(values.day(c.rng).strftime(c.rng.choice(("%m%d%y", "%m%d%y", "%d%m%y")))),
    "d8": compact,
    "month": lambda c: when(c.rng.choice(values.MONTHS)),
    "weekday": lambda c: when(c.rng.choice(values.DAYS)),
    "holiday": lambda c: when(c.rng.choice(values.HOLIDAYS)),
    "ord": lambda c: when(values.ordinal(c.rng.randint(1, 31))),
    "relday": lambda c: when(values.relative_day(c.rng)),
    "age90": age_90,
    "time": lambda c: mark("keep:neutral", clock(c)),
}
NUMBERS: dict[str, Slot] = {
    "mrn": lambda c: mark("MRN", c.mrn),
    "phone": lambda c: mark("PHONE", values.phone(c.rng)),
    "phoneany": lambda c: mark("PHONE", values.any_phone(c.rng)),
    "fax": lambda c: mark("FAX", values.phone(c.rng)),
    "pager": number("PHONE", "#####", "###-####", "####", "x#####", "p#####"),
    "ext": lambda c: c.rng.choice(("", f" x{c.rng.randint(100, 9999)}")),
    "email": lambda c: mark("EMAIL", email(c)),
    "emailS": spelt_email,
    "url": url,
    "ip": ip,
    "ssn": lambda c: mark(
        "SSN", c.once("ssn", values.shape(c.rng, c.rng.choice(("###-##-####", "### ## ####", "###-##-####"))))
    ),
    "ssn4": number("SSN", "####"),
    "acct": number("ACCOUNT", "########", "#########", "@@-#######", "####-####-##", "A#########"),
    "policy": number(
        "HEALTHPLAN",
        "@@@#########",
        "#########",
        "W#########",
        "@########",
        "###-##-####A",
        "HP-######",
        "@@##########",
    ),
    "grp": number("HEALTHPLAN", "######", "#####-##", "GRP####", "@@####"),
    "mbi": lambda c: mark("HEALTHPLAN", values.shape(c.rng, "1EG#-TE#-MK##").replace("-", c.rng.choice(("", "-")))),
    "dl": number("LICENSE", "@#######", "S########", "@###-####-####", "########"),
    "passport": number("LICENSE", "#########", "@########"),
    "npi": number("LICENSE", "1#########"),
    "dea": number("LICENSE", "B@#######", "A@#######"),
    "plate": number("VEHICLE", "#@@@###", "@@@-####", "@@@ ###", "###-@@@", "@@@####"),
    "vin": lambda c: mark("VEHICLE", values.shape(c.rng, "1HGCM82633A######")),
    "serial": number("DEVICE", "@@@######", "PZA######", "SN-#######", "####-####-##", "#######", "@#@#@####"),
    "lot": number("DEVICE", "@@####", "####@", "######", "L#####"),
    "mac": lambda c: mark("DEVICE", f"00:1A:{values.digits(c.rng, 2)}:3C:4D:5E"),
    "udi": lambda c: mark("DEVICE", values.shape(c.rng, "(01)0#############(17)2#1231(10)@####")),
    "accn": number(
        "ACCESSION",
        "#########",
        "CT-####-#####",
        "@@@-##-#####",
        "####-CT-####",
        "ACC#######",
        "RA########",
        "##-######",
    ),
    "caseno": number(
        "ACCESSION", "S##-####", "S-##-#####", "SP##-#####", "##-S-####", "NH##-####", "C##-#####", "F####-##"
    ),
    "enc": number("OTHER_ID", "#########", "##########", "V########", "#######"),
    "id": number("OTHER_ID", "#######", "@@@@####", "#########", "@@-#####", "###-##-####"),
    "id6": number("OTHER_ID", "######", "#######"),
    "uid": lambda c: mark(
        "OTHER_ID", f"1.2.840.{c.rng.randrange(10000, 999999)}.{c.rng.randrange(10**9)}.{c.rng.randrange(10**6)}"
    ),
    "user": lambda c: mark("OTHER_ID", f"{c.first[0]}{c.last}{c.rng.randint(10, 99)}".lower().replace(" ", "")),
    "card": card,
    "iban": iban,
}
FILLERS: dict[str, Slot] = {
    "relation": lambda c: c.relation,
    "hisher": lambda c: sex(c, "her", "his"),
    "heshe": lambda c: sex(c, "she", "he"),
    "HeShe": lambda c: sex(c, "She", "He"),
    "sexword": lambda c: c.rng.choice(sex(c, "woman|female|lady", "man|male|gentleman").split("|")),
    "mf": lambda c: sex(c, "F", "M"),
    "cred": lambda c: c.rng.choice("MD|M.D.|DO|NP|PA-C|RN|MD, PhD|DPM".split("|")),
    "age": lambda c: str(c.rng.randint(18, 89)),
    "n": lambda c: str(c.rng.randint(2, 9)),
    "n2": lambda c: str(c.rng.randint(10, 60)),
    "n3": lambda c: str(c.rng.randint(100, 400)),
    "n9": number("ACCOUNT", "#########"),
    "pct": lambda c: str(c.rng.randint(85, 100)),
    "bp": lambda c: f"{c.rng.randint(90, 190)}/{c.rng.randint(50, 110)}",
    "hr": lambda c: str(c.rng.randint(50, 130)),
    "rr": lambda c: str(c.rng.randint(12, 28)),
    "temp": lambda c: f"{c.rng.uniform(96, 103):.1f}",
    "lab": lambda c: f"{c.rng.uniform(0.3, 14):.1f}",
    "year": lambda c: str(c.rng.randint(1965, 2025)),
    "drug": lambda c: c.rng.choice(words("drugs.txt")[8:]),
    "drugC": lambda c: c.rng.choice(words("drugs.txt")[8:]).capitalize(),
    "dose": lambda c: c.rng.choice(
        "5 mg|10 mg|20mg|500 mg|40 mg|0.5 mg|81 mg|100 mcg|90 mg|95 mg|1 g|2 puffs|10 units".split("|")
    ),
    "freq": lambda c: c.rng.choice("daily|BID|TID|QHS|q6h prn|twice daily|at bedtime|PO daily|q8h|weekly".split("|")),
    "dx": listed("diagnoses.txt"),
    "dxC": lambda c: c.rng.choice(lines("diagnoses.txt")).capitalize(),
    "sx": listed("symptoms.txt"),
    "proc": listed("procedures.txt"),
    "procC": lambda c: c.rng.choice(lines("procedures.txt")).title(),
    "pod": lambda c: mark("keep:pod", c.rng.choice(("POD#2", "POD 3", "POD#1", "POD4", "HD#3", "day 5"))),
    "epo": eponym,
    "epos": lambda c: eponym(c, "'s"),
    "eponymdx": trap("eponym", "eponym_heads.txt"),
    "eponymsign": trap("eponym", "eponym_signs.txt"),
    "eponymtool": trap("eponym", "eponym_tools.txt"),
    "score": trap("score", "scores.txt"),
    "ward": trap("ward", "wards.txt"),
    "wardk": listed("wards.txt"),
    "job": listed("jobs.txt"),
    "jobword": lambda c: c.rng.choice(lines("jobs.txt")).split(" ", 1)[1],
    "jobC": lambda c: c.rng.choice(lines("jobs.txt")).split(" ", 1)[1].capitalize(),
    "icd": lambda c: values.shape(c.rng, "I##.#"),
    "device": lambda c: c.rng.choice("Medtronic|Boston Scientific|St. Jude|Abbott".split("|")),
    "plan": lambda c: c.plan(),
    "v": lambda c: c.rng.choice(plain_words()),
    "V": lambda c: c.rng.choice(plain_words()).capitalize(),
    "VU": lambda c: c.rng.choice(plain_words()).upper(),
    "language": lambda c: c.rng.choice("English Spanish Arabic Portuguese".split()),
    "nation": lambda c: c.rng.choice(NATIONS),
}
SLOTS: dict[str, Slot] = PEOPLE | PLACES | TIMES | NUMBERS | FILLERS | OFFICES | SHORTHAND | ELSEWHERE
