"""Addresses by what announces them, by their box, corner, highway or post code, in any country."""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern
from deid.safe_harbor.vocabulary import is_clinical_term, is_common_word, is_everyday_word

_CAPITAL = r"[^\W\d_a-z][\w'.-]{0,24}"
_TYPES = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|circle|cir|boulevard|blvd|way|place|pl|terrace|ter|trail|trl|highway|hwy|parkway|pkwy|pike"
    r"|square|sq|loop|alley|plaza|crescent|cres|turnpike)"
)
_RARE = (
    r"(?:Close|Green|Gardens?|Hill|Mews|Grove|Row|Walk|View|Heights|Park|Crest|Ridge|Run|Path|Pass|Point|Bend|Cove|Creek|Glen|Hollow|Knolls?|Landing|Meadows?"
    r"|Mills?|Orchard|Crossing|Bluffs?|Gate|Rise|Vale|Croft|Wharf|Quay|Yard|Trace|Xing|Expressway|Freeway|Causeway|Commons?|Estates?|Esplanade|Parade|Promenade"
    r"|Trl|Crescent|Cres|Field|Fields|Manor|Village|Villas|Station|Springs|Hts|Harbor|Haven|Chase|Brook|Arbor|Cliff|Canyon|Dale|Ferry|Flats|Forge|Fork|Garth|Gates)"
)
_SIDE = r"(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)"
_PART = r"(?:[\w'./-]{1,24}\s){0,4}?[\w'./-]{1,24}"
_AREAS = frozenset(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH"
    " EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM"
    " IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR"
    " RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY"
    " TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE".split()
)
_ORDINAL_END = ("TH", "ND", "RD", "ST")
_SAID_BEFORE = (
    r"(?:(?:home|mailing|billing|street|postal|current|new|old|previous|permanent|primary|work|shipping|residential|his|her|their|my|the|our)\s){0,2}addr(?:ess)?(?:es)?"
    r"(?:\s(?:is|of\s\w{1,20}\sis|on\sfile|at|to|with|listed\sas)){0,2}\s?:?|residence\s?:?|domicile\s?:?|resid(?:es|ing|ed)\sat|liv(?:es|ing|ed)\sat|lives\son|located\sat"
    r"|return(?:ed)?\sto|sent\sto|send\s(?:it|them|one|a\snew\sone)\sto|mailed\sto|delivered\sto|arrived\sat|deliver\sto|ship\sto|taxi\sto|cab\sto|ambulance\sto|moved\sto|staying\sat"
    r"|house\sat|apartment\sat|home\sat|office\sis\sat|meet\s(?:me|us)\sat|found\s(?:down\s)?at|picked\sup\s(?:at|from)|dropped\soff\sat|direcci[oo]n\s?:|adresse\s?:|indirizzo\s?:|endereco\s?:"
)
_VALUE = (
    r"(?P<value>(?:[^\W_][\w'./-]{0,24}"
    r"|[A-Z]/)(?:,?\s{1,2}(?:\#\s?)?[^\W_][\w'./-]{0,24}){0,9}?(?:,?\s\#?\d{1,5}[a-z]?\.?))"
)
_NO_ADDRESS = frozenset(
    "and or in to with for who which that is was has had since because due if when then after before until"
    " about at least he she they we his her their this these those age"
    " aged pain score times days weeks months years hours minutes mg ml units baseline rate rates follow"
    " level levels normal"
    " room bed floor icu ed er clinic ward unit hospital or pacu discharge".split()
)


def _is_postcode(text: str) -> bool:
    area = re.match(r"[A-Z]{1,2}", text)
    return bool(area) and area is not None and area[0] in _AREAS and not text.endswith(_ORDINAL_END)


def _is_corner(text: str) -> bool:
    tail = text.partition(" of ")[2] or text
    names = bool(re.search(r"\b[A-Z0-9]", tail)) and not text.isupper()
    return names or bool(re.search(rf"\d|\b{_TYPES}\b", tail, re.IGNORECASE))


def _is_said_address(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not words or any(word in _NO_ADDRESS or is_clinical_term(word) for word in words):
        return False
    return any(not is_everyday_word(word) for word in words) and any(map(str.isdigit, text))


def _names_a_street(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text)
    return not any(is_clinical_term(word) for word in words) and (
        words[0] == "The" or any(not is_everyday_word(word) for word in words[:-1]) or len(words) == 2
    )


def _is_small_street(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text.lower())[:-1]
    return bool(words) and not any(is_clinical_term(word) or word in _NO_ADDRESS for word in words)


def _has_no_stop(text: str) -> bool:
    return not any(word in _NO_ADDRESS for word in re.findall(r"[^\W\d_]+", text.lower()))


def _is_city(text: str) -> bool:
    city = re.sub(r"[\d,-]|\b[A-Z]{2}\b", "", text).strip().lower()
    return city in resources.phrases("world_cities.txt.gz") and not is_common_word(city)


ADDRESS_FINDERS: tuple[Finder, ...] = (
    PatternFinder(
        "corner",
        Identifier.GEOGRAPHY,
        "The corner of two streets.",
        compile_pattern(
            rf"\b(?:the\s)?(?:corner|intersection|junction|cnr|crossroads)\sof\s(?!(?:the|his|her|my|your|their|a|an)\s){_PART}\s(?:and|&|/|at)\s{_PART}"
            rf"(?:\s{_TYPES}\b\.?|(?=\s?[,.;:?!)]|\s?\n|\s?\Z|\s(?:in|on|at|by|with|when|after|and|last|this|to|for|where|near|today|yesterday)\b))"
        ),
        ("corner", "intersection", "junction", "cnr", "crossroads"),
        _is_corner,
        0.85,
    ),
    PatternFinder(
        "two_streets",
        Identifier.GEOGRAPHY,
        "Two streets that meet.",
        compile_pattern(
            rf"(?<![\w./-])(?:{_SIDE}\s)?(?:(?:{_CAPITAL}|\d{{1,3}}(?:st|nd|rd|th))\s){{1,3}}(?i:{_TYPES})\.?\s(?:and|&|at|/)\s(?:{_SIDE}\s)?(?:{_CAPITAL}|\d{{1,3}}(?:st|nd|rd|th))"
            rf"(?:\s{_CAPITAL}){{0,2}}?(?:\s(?i:{_TYPES})\b\.?)?",
            case=True,
        ),
        (" and ", " & ", " at ", " / "),
        lambda text: bool(re.search(rf"(?:\b{_TYPES}\b.*){{2}}|\d", text, re.IGNORECASE)),
        0.8,
    ),
    PatternFinder(
        "address_by_label",
        Identifier.GEOGRAPHY,
        "What follows address, lives at, send to and the like up to a house number or post code.",
        compile_pattern(
            rf"(?<![^\W_])(?:{_SAID_BEFORE})\s{{1,6}}{_VALUE}(?![\w%/]|[-.,]\d|\s?(?:mg|ml|mcg|units?|days?|weeks?|months?|years?|hours?|y/?o)\b)"
        ),
        DIGITS,
        _is_said_address,
        0.8,
    ),
    PatternFinder(
        "street_address_rare",
        Identifier.GEOGRAPHY,
        "A house number and a street whose word is a rarer one: Close, Mews, Heights.",
        compile_pattern(
            rf"(?<![\w./-])(?<!\d\s)\d{{1,5}}[A-Za-z]?\s(?:{_SIDE}\.?\s)?(?:{_CAPITAL}\s){{1,3}}{_RARE}\b(?!\s(?:Score|Scale|Syndrome|Disease|Test))(?:\s{_SIDE}\b)?",
            case=True,
        ),
        DIGITS,
        _names_a_street,
        0.75,
        at_digits=True,
    ),
    PatternFinder(
        "street_address_small",
        Identifier.GEOGRAPHY,
        "A house number and a street in any case, with what ends an address behind it.",
        compile_pattern(
            rf"(?<![\w./,-])\d{{1,6}}[a-z]?\s(?:{_SIDE}\.?\s)?(?:[^\W\d_][\w'-]{{1,20}}\s|\d{{1,3}}(?:st|nd|rd|th)\s){{1,3}}?{_TYPES}\b\.?(?:\s(?:{_SIDE})\b)?"
            r"(?:,?\s(?:apt|apartment|unit|suite|ste|\#)\.?\s?\#?\d{0,5}[a-z]?(?![^\W_]))?"
            r"(?=\s?,\s?[a-z]|\s{1,2}(?:apt|apartment|unit|suite|ste|\#|fl|floor|bldg)\b|\s?\n|\s?\Z|\s?\.(?:\s|\Z)|\s?\))"
        ),
        DIGITS,
        _is_small_street,
        0.7,
        at_digits=True,
    ),
    PatternFinder(
        "street_address_numbered",
        Identifier.GEOGRAPHY,
        "House numbers with a fraction, dash or grid, and highways with their numbers.",
        compile_pattern(
            rf"(?<![\w./,-])(?:\d{{1,6}}\s1/2|\d{{1,6}}-[A-Z]|\d{{1,4}}-\d{{1,4}})\s(?:{_SIDE}\.?\s)?(?:(?:{_CAPITAL}|\d{{1,3}}(?:st|nd|rd|th))\s){{1,3}}(?i:{_TYPES})\b\.?"
            rf"|(?<![\w./,-])\d{{1,6}}\s(?:{_SIDE}\.?\s)?(?:County|State|US|U\.S\.|Old|Farm\sto\sMarket|FM|CR|SR|Ranch|Interstate|Route|Rt|Rte|Highway|Hwy|Co\.?)[\s-](?:(?:Road|Rd|Route|Rte|Rt|Highway|Hwy)\.?\s)?\d{{1,4}}[A-Z]?\b(?:\s{_SIDE}\b)?"
            rf"|(?<![\w./,-])\d{{1,6}}\s{_SIDE}\.?\s\d{{1,3}}(?:st|nd|rd|th)\b(?!\s(?:finger|toe|rib|digit|week|day|metatarsal|metacarpal))",
            case=True,
        ),
        DIGITS,
        accept=_has_no_stop,
        confidence=0.85,
        at_digits=True,
    ),
    PatternFinder(
        "highway",
        Identifier.GEOGRAPHY,
        "A highway by its number behind on, off or along, and house numbers of a grid.",
        compile_pattern(
            r"\b(?:on|off|along|near|from|down|at)\s(?P<value>(?:the\s)?(?:County|State|US|U\.S\.|Interstate|Route|Rt|Rte|Highway|Hwy|FM)[\s-](?:(?:Road|Rd|Route|Rte|Highway|Hwy)\.?\s)?\d{1,4}[A-Z]?\b)"
            rf"|(?<![\w./,-])[NSEW]\d{{1,3}}[NSEW]\d{{1,5}}\s(?:{_CAPITAL}\s){{1,3}}(?i:{_TYPES})\b\.?",
            case=True,
        ),
        DIGITS,
        confidence=0.85,
    ),
    PatternFinder(
        "box_of_the_post",
        Identifier.GEOGRAPHY,
        (
            "Boxes of the post, rural and highway contract routes, ships and bases of the armed forces, of"
            " several countries."
        ),
        compile_pattern(
            r"\b(?:p\.?\s?o\.?\s?b(?:ox)?|pob|gpo\sbox|locked\sbag|private\sbag|apartado(?:\spostal)?|postfach|postbus|boite\spostale|bp|casella\spostale|caixa\spostal|post\soffice\sbox|box)\.?\s?\#?:?\s(?P<value>\d{1,7})(?=\s?[,.;)]|\s?\n|\s?\Z|\s[A-Z])"
            r"|\b(?:rr|rural\sroute|r\.r\.|hc|hcr|star\sroute|rte|route|rfd|lot)\s?\#?\s?\d{1,3},?\s(?:box|bx)\s\#?\d{1,6}[a-z]?\b|\b(?:p\.?\s?o\.?\s?box|pob|postfach|postbus)\s?\#?\s?\d{1,7}\b"
            r"|\b(?:uss|usns|uscgc|hms|unit\s\d{3,5}|psc\s\d{1,5}|cmr\s\d{1,5})\s?,?\s?[\w.'-]{0,20}(?:\s[\w.'-]{1,20}){0,2},?\s{1,3}(?:apo|fpo|dpo),?\s(?:aa|ae|ap),?\s\d{5}(?:-\d{4})?\b"
            r"|\b(?:usns|uss|uscgc)\s(?-i:[^\W\d_a-z][\w'.-]{1,20})(?:\s(?-i:[^\W\d_a-z][\w'.-]{1,20}))?"
        ),
        (
            "box",
            "pob",
            "postfach",
            "postbus",
            "rr",
            "route",
            "hc",
            "bp",
            "uss",
            "usns",
            "uscgc",
            "hms",
            "fpo",
            "apo",
            "dpo",
            "bag",
            "apartado",
            "postal",
        ),
        confidence=0.9,
    ),
    PatternFinder(
        "post_code_with_letters",
        Identifier.GEOGRAPHY,
        "Post codes of the United Kingdom, with their area.",
        compile_pattern(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}(?![\w-])", case=True),
        DIGITS,
        _is_postcode,
        0.85,
    ),
    PatternFinder(
        "post_code_of_canada",
        Identifier.GEOGRAPHY,
        "Post codes of Canada.",
        compile_pattern(
            r"(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][\s-]\d[ABCEGHJ-NPRSTV-Z]\d(?![\w-])", case=True
        ),
        DIGITS,
        lambda text: not re.match(r"T\d[A-Z].[0-9]M\d", text),
        0.9,
    ),
    PatternFinder(
        "post_code_and_city",
        Identifier.GEOGRAPHY,
        "A post code before a city of the world.",
        compile_pattern(
            rf"(?<![\w.,/])(?<!\d-)(?:\d{{5}}|\d{{4}}\s[A-Z]{{2}}|\d{{3}}\s\d{{2}}|\d{{4}}(?=\s[A-Z][a-z])|\d{{2}}-\d{{3}})\s{_CAPITAL}(?:\s{_CAPITAL})?",
            case=True,
        ),
        DIGITS,
        _is_city,
        0.8,
        at_digits=True,
    ),
    PatternFinder(
        "post_code_by_label",
        Identifier.GEOGRAPHY,
        "What the text calls a post code, in any country.",
        compile_pattern(
            r"\b(?:post\s?code|postal(?:\scode)?|plz|cap|cep|cp|zip|pin\s?code|eircode|codigo\spostal|code\spostal)\s?[:\#=]?\s?(?P<value>[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|[a-z]\d[a-z]\s?\d[a-z]\d|\d{4}\s?[a-z]{2}|\d{5}-\d{3}|\d{4,6}|\d{3}[-\s]\d{4})(?![\w-])"
        ),
        ("post", "plz", "cap", "cep", "cp", "zip", "pin", "eircode"),
        confidence=0.85,
    ),
    PatternFinder(
        "unit_of_address_more",
        Identifier.GEOGRAPHY,
        "The number of a flat, building or lot, and apartments by letter.",
        compile_pattern(
            r"(?<![^\W_])(?:flat|bldg|building|trailer|tower|block)\s\#?\d{1,4}[a-z]?(?=\s?,|\s?\n|\s?\Z|\s?\.)|(?<![^\W_])unit\s\d{1,4}[a-z]?(?=,\s\d)|(?<![^\W_])(?:apt|apartment)\.?\s\#?[a-z]\d{0,3}(?![^\W_])"
        ),
        ("flat", "bldg", "building", "trailer", "tower", "block", "unit", "apt", "apartment"),
        confidence=0.75,
    ),
)
"""Finders of (B) addresses by what announces them and by their forms in several countries."""

SURE_PLACES = frozenset(
    "street_of_the_world corner two_streets street_address_numbered box_of_the_post"
    " post_code_with_letters post_code_of_canada post_code_by_label"
    " post_code_and_city position position_by_label address_by_label highway".split()
)
"""The finders of places whose form decides, whatever the words in it may be."""
