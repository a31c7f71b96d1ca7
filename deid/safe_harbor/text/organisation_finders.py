"""Companies by their legal form, their trade, or the names of their partners, and employers by what is said of them."""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor.text.finder import Finder, PatternFinder, compile_pattern
from deid.safe_harbor.text.lexicon import lexeme
from deid.safe_harbor.vocabulary import is_clinical_term, is_common_word, is_eponym, is_everyday_word

_CAPITAL = r"[^\W\d_a-z](?:[\w&'-]|\.(?=\w)){0,30}"
_FORMS = (
    r"(?:Inc|LLC|L\.L\.C|LLP|LP|Ltd|Limited|Corp|Corporation|Incorporated|PLC|plc|Pty|Pvt|GmbH|gGmbH|mbH|AG|KG|KGaA|OHG|SARL|S\.?A\.?R\.?L|SAS|S\.A|SpA|S\.p\.A"
    r"|S\.?r\.?l|BV|B\.V|NV|N\.V|AB|A/S|ApS|Oy|Oyj|s\.r\.o|a\.s|Kft|Zrt|Nyrt|d\.o\.o|d\.d|Sp\.\sz\so\.o|S\.A\.\sde\sC\.V|Ltda|S/A|K\.K|Bhd|Sdn|e\.V)"
)
_TRADE = (
    r"(?:Plumbing|Roofing|Construction|Motors|Electric|Electrical|Landscaping|Insurance|Bank|Bancorp|Consulting|Consultants|Trucking|Transport|Transportation"
    r"|Logistics|Industries|Enterprises|Holdings|Associates|Solutions|Technologies|Farms|Dairy|Foods|Bakery|Diner|Restaurant|Grill|Pizza|Pizzeria|Salon|Nails"
    r"|Auto(?:\s(?:Body|Repair|Parts|Sales))?|Automotive|Steel|Freight|Airlines|Airways|Railway|Railroad|Realty|Properties|Builders|Contractors|Contracting"
    r"|Heating(?:\s(?:and|&)\sCooling)?|Painting|Paving|Masonry|Excavating|Welding|Manufacturing|Mfg|Printing|Publishing|Studios|Brewing|Brewery|Vineyards|Winery"
    r"|Florist|Hardware|Lumber|Furniture|Supermarket|Grocery|Jewelers|Cleaners|Staffing|Accounting|Financial|Investments|Ventures|Mortgage|Credit\sUnion"
    r"|Telecom|Wireless|Communications|Petroleum|Mining|Utilities|Software|Foundation|Bros|Brothers|Movers|Moving|Towing|Carpets?|Flooring|Windows|Glass|Concrete"
    r"|Drywall|Tile|Dental|Optical|Funeral\sHome|School\sDistrict|Public\sSchools|Fire\sDepartment|Police\sDepartment|Post\sOffice|Dealership|Chevrolet|Toyota|Honda)"
)
_SMALL_STOP = (
    r"(?!(?:for|at|by|with|from|the|of|and|to|in|on|a|an|is|was|his|her|their|our|my|who|as|that|this|any"
    r"|some|no|through|via|under|recorded|version|employer|private|publicly|large|small|local)\s)"
)
_WORK = (
    r"(?:works?|worked|working|employed|employee|job|hired|laid\soff|fired|retired|cashier|clerk|driver|welder|waitress|waiter|cook|manager|teacher|nurse|engineer"
    r"|mechanic|salesman|secretary|janitor|guard|foreman|supervisor|accountant|attorney|lawyer|consultant|intern|technician)"
)
_STRONG = frozenset(("Insurance", "Bank", "Airlines", "Railroad", "District", "Schools", "Union", "Department"))
_PROPER_ALONE = 3


def _is_proper(word: str) -> bool:
    plain = word.lower().strip(".,").removesuffix("'s")
    return len(plain) > 1 and not (is_common_word(plain) or is_clinical_term(plain) or is_eponym(plain))


def _names_a_company(text: str) -> bool:
    """One of the words before the last is no word of the language, or somebody's own."""
    *names, trade = text.split()
    if trade in _STRONG and len(names) > 1 and not any(is_clinical_term(word) for word in names):
        return True
    return any(_is_proper(word) or (word.endswith("'s") and lexeme(word.lower()).listed) for word in names)


def _are_partners(text: str) -> bool:
    words = re.findall(r"[^\W\d_][\w'-]+", text.replace("&", " "))
    names = [lexeme(word.lower()) for word in words if word.lower() != "and"]
    listed = all(name.surname > 0 and not name.clinical and not name.never for name in names)
    return listed and not all(name.eponym or name.everyday for name in names)


def _has_form(text: str) -> bool:
    first = text.split()[0]
    short = bool(re.search(r"\s(?:AB|AG|KG|LP|NV|BV|SAS|AS)\.?\Z", text))
    return _is_proper(first) if short else not is_clinical_term(first)


def _is_employer(text: str) -> bool:
    words = text.split()
    strange = [word for word in words if _is_proper(word) and len(word) > _PROPER_ALONE]
    return bool(strange) and not any(is_clinical_term(word) for word in words) and not is_everyday_word(words[0])


ORGANISATION_FINDERS: tuple[Finder, ...] = (
    PatternFinder(
        "organisation_of_partners",
        Identifier.OTHER_UNIQUE,
        "Firms that are called after their partners.",
        compile_pattern(
            rf"(?<![\w,])(?<!,[ ]){_CAPITAL},[ ](?:{_CAPITAL},[ ]){{0,3}}{_CAPITAL},?[ ](?:and|&)[ ]{_CAPITAL}(?:"
            rf"[ ](?i:law[ ]offices?|attorneys|partners|associates|llp|llc))?(?!\w)",
            case=True,
        ),
        (" and ", " & "),
        _are_partners,
        0.75,
    ),
    PatternFinder(
        "organisation_of_family",
        Identifier.OTHER_UNIQUE,
        "Firms of somebody and sons.",
        compile_pattern(
            rf"(?<![\w-])(?:{_CAPITAL}[ ]){{0,1}}{_CAPITAL}[ ](?:and|&)[ ](?:Sons?|Daughters?|Bros\.?|Brothers"
            rf"|Co\.?|Company|Associates|Partners)(?!\w)",
            case=True,
        ),
        (" and ", " & "),
        lambda text: not is_clinical_term(text.split()[0]),
        0.8,
    ),
    PatternFinder(
        "organisation_by_form",
        Identifier.OTHER_UNIQUE,
        "Companies by their legal form, in some twenty countries.",
        compile_pattern(
            rf"(?<![\w-])(?:(?!(?:AT|FOR|BY|FROM|WITH|IN|THE|AND|IS|WAS|TO|NIGHTS|DAYS)[ ]){_CAPITAL},?[ ]"
            rf"(?:(?:and|&|of)[ ])?){{1,4}}(?:(?:Pty|Pvt|Sdn)\.?[ ])?{_FORMS}(?![\w/])\.?",
            case=True,
        ),
        accept=_has_form,
        confidence=0.8,
    ),
    PatternFinder(
        "organisation_by_form_small",
        Identifier.OTHER_UNIQUE,
        "Companies by their legal form, in small letters.",
        compile_pattern(
            rf"(?<![\w-])(?:{_SMALL_STOP}[a-z][\w&'-]{{1,24}},?[ ]){{1,3}}(?:inc|llc|llp|corp|corporation"
            rf"|gmbh)(?![\w/-])\.?"
        ),
        ("inc", "ll", "corp", "gmbh"),
        confidence=0.7,
    ),
    PatternFinder(
        "organisation_by_trade",
        Identifier.OTHER_UNIQUE,
        "Companies by their trade behind a name.",
        compile_pattern(rf"(?<![\w-])(?:{_CAPITAL}[ ](?:(?:and|&)[ ])?){{1,3}}{_TRADE}(?![\w-])", case=True),
        accept=_names_a_company,
        confidence=0.7,
    ),
    PatternFinder(
        "organisation_by_work",
        Identifier.OTHER_UNIQUE,
        "Whom somebody works for, in small letters.",
        compile_pattern(
            rf"(?<![\w-]){_WORK}[ ](?:[a-z]{{2,12}}[ ]){{0,2}}(?:at|for|by|(?<=retired[ ])from|(?<=fired[ ])from)"
            rf"[ ](?P<value>{_SMALL_STOP}[a-z][\w&'-]{{2,24}}(?:[ ](?:&[ ])?(?!(?:and|as|for|in|on|with|who|but"
            rf"|until|since|full|part|at|is|was|has|where|which|when|he|she)\b)[a-z][\w'-]{{1,24}}){{0,2}})",
            case=True,
        ),
        (" at ", " for ", " from ", " by "),
        _is_employer,
        0.65,
    ),
    PatternFinder(
        "organisation_by_label",
        Identifier.OTHER_UNIQUE,
        "Employers behind their label, and whom somebody owns or runs.",
        compile_pattern(
            rf"\b(?:[Ee]mployer|EMPLOYER|[Ee]mployed[ ]by|[Pp]lace[ ]of[ ](?:work|employment)"
            rf"|[Oo]ccupation/employer|[Cc]ompany)[ ]?(?::|,|-[ ]|\bis\b)?[ ]{{0,2}}"
            rf"(?P<value>{_CAPITAL}(?:[ ](?:(?:and|&|of)[ ])?{_CAPITAL}){{0,4}})"
            r"|\b(?:owns|owner[ ]of|runs|co-owns|founded|founder[ ]of|CEO[ ]of|president[ ]of|manager[ ]of)"
            rf"[ ](?:the[ ])?{_CAPITAL}(?:[ ](?:(?:and|&|of)[ ])?{_CAPITAL}){{0,3}}",
            case=True,
        ),
        (
            "employer",
            "employed",
            "work",
            "employment",
            "company",
            "own",
            "runs",
            "found",
            "ceo",
            "president",
            "manager",
        ),
        lambda text: any(_is_proper(word) for word in text.split()) and not text.isupper(),
        0.65,
    ),
)
"""Finders of organisations that say who somebody is: employers, firms, shops."""
