"""Who somebody is to machines and offices: user names, handles, last digits, dockets, hashes, positions."""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern
from deid.safe_harbor.vocabulary import is_clinical_term, is_common_word

_DONE = (
    r"(?:opened|entered|modified|accessed|signed|e-?signed|created|updated|verified|edited|printed|scanned|reviewed|authenticated|dictated|transcribed"
    r"|authored|filed|completed|recorded|documented|viewed|released|resulted|ordered|acknowledged|approved|cosigned|co-signed|charted|collected|performed)"
)
_NETWORK = (
    r"(?:instagram|insta|ig|twitter|snap(?:chat)?|tiktok|facebook|fb|skype|discord|telegram|venmo|cashapp"
    r"|cash\sapp|reddit|wechat|line\sid|linkedin|youtube|twitch|xbox|psn|zoom)"
)
_DEGREES = (
    r"\d{1,3}\s?(?:°|º|deg(?:rees)?)\s?\d{1,2}(?:\.\d{1,6})?\s?(?:'|min)?\s?(?:\d{1,2}(?:\.\d{1,6})?\s?(?:\"|''|sec)?)?"
)
_SHORTEST_POSITION = 9
_PLUS = "23456789CFGHJMPQRVWX"


def _is_user(text: str) -> bool:
    plain = text.lower().strip("@._-")
    return not (plain.isalpha() and (is_common_word(plain) or is_clinical_term(plain)))


def _is_hash(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text)) and len(text) in (32, 40, 48, 56, 64, 96, 128)


IDENTITY_FINDERS: tuple[Finder, ...] = (
    PatternFinder(
        "user_by_deed",
        Identifier.OTHER_UNIQUE,
        "A user name behind opened by, signed by, logged in as and the like.",
        compile_pattern(
            rf"(?<![^\W_])(?:{_DONE}\s(?:electronically\s|remotely\s)?by(?:\suser)?|logged\s(?:in|on)\sas|sign(?:ed)?\sin\sas|user|login|username)\s?:?\s"
            r"(?P<value>(?=[a-z.-]{0,30}[\d_])[a-z][\w.-]{2,40}(?<![.-])(?!\w|[-/]\d))"
        ),
        (" by", " as", "user", "login"),
        _is_user,
        0.85,
    ),
    PatternFinder(
        "user_in_small_letters",
        Identifier.OTHER_UNIQUE,
        "A user name of letters alone behind login, user or logged in as, where it is no word.",
        compile_pattern(
            r"(?<![^\W_])(?:logged\s(?:in|on)\sas|by\suser|user\s?name:?|login:?|user:?)\s"
            r"(?P<value>(?-i:[a-z][a-z.]{3,24})(?<!\.)(?![\w-]))"
        ),
        ("logged", "user", "login"),
        _is_user,
        0.75,
    ),
    PatternFinder(
        "handle",
        Identifier.OTHER_UNIQUE,
        "What somebody is called on a network.",
        compile_pattern(
            rf"(?<![\w.@/])@[a-z_][\w.]{{2,30}}(?<!\.)|(?<![^\W_]){_NETWORK}(?:\s(?:handle|user\s?name|name|account|id|page|profile|is))*\s?[:=]?\s?"
            r"(?P<value>@?(?:live:)?(?=[a-z.-]{0,30}[\d_@:.])[a-z][\w.:-]{3,40}(?<![.:-]))"
        ),
        (
            "@",
            "insta",
            "ig",
            "twitter",
            "snap",
            "tiktok",
            "fb",
            "skype",
            "discord",
            "telegram",
            "venmo",
            "reddit",
            "wechat",
        ),
        _is_user,
        0.8,
    ),
    PatternFinder(
        "workstation",
        Identifier.OTHER_UNIQUE,
        "The name of a computer behind what it is.",
        compile_pattern(
            r"\b(?:work\s?station|terminal|host(?:name)?|computer|pc|laptop|logged\s(?:in\s|on\s)?from|station)\s?(?:id|name|is)?\s?[:=\#]?\s?"
            r"(?P<value>[a-z]{2,12}(?:-[a-z0-9]{1,16}){1,5}(?![\w-]))"
        ),
        ("station", "terminal", "host", "computer", "pc", "laptop", "logged"),
        lambda text: any(map(str.isdigit, text)),
        0.8,
    ),
    PatternFinder(
        "last_digits",
        Identifier.OTHER_UNIQUE,
        "The last digits of a number, and numbers with their front masked.",
        compile_pattern(
            r"\b(?:last\s(?:four|4)(?:\s(?:digits|numbers))?(?:\sof)?(?:\s(?:ssn|social|card|account|phone|mrn|cc))?(?:\s(?:is|are|being))?|(?:ending|ends?)\s(?:in|with))"
            r"\s?[:\#=]?\s?(?P<value>\d{4})(?![\w%]|[-./,]\d|\s?(?:mg|ml|hours?|years?|days?))|(?<![\w*])(?:[x*]{3}-[x*]{2}|[x*]{4,12})-?\d{4}(?![\w-])"
        ),
        ("last", "end", "x", "*"),
        confidence=0.85,
    ),
    PatternFinder(
        "docket",
        Identifier.OTHER_UNIQUE,
        "Numbers of cases in courts and of the police, and of specimens that begin with the year.",
        compile_pattern(
            r"(?<![\w./-])(?:\d{1,2}:)?\d{2,4}-[a-z]{1,4}-\d{2,8}(?![\w/]|[-.]\d)|(?<![\w./-])\d{2}:[a-z]{1,3}\d{3,8}(?!\w)"
        ),
        DIGITS,
        lambda text: not re.search(r"-(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)-", text, re.IGNORECASE),
        0.8,
        at_digits=True,
    ),
    PatternFinder(
        "hash",
        Identifier.OTHER_UNIQUE,
        "Digests in hexadecimal digits.",
        compile_pattern(r"(?<![\w-])[0-9a-f]{32,128}(?![\w-])"),
        DIGITS,
        _is_hash,
        0.9,
    ),
    PatternFinder(
        "national_number",
        Identifier.SOCIAL_SECURITY,
        "National numbers of persons with letters: the United Kingdom's, Italy's, Spain's and Finland's.",
        compile_pattern(
            r"(?<![\w-])(?:[a-ceghj-prtw-z][a-ceghj-nprtw-z]|qq)\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d](?![\w-])"
            r"|(?<![\w-])[a-z]{6}\d{2}[a-ehlmprst]\d{2}[a-z]\d{3}[a-z](?![\w-])|(?<![\w-])(?:\d{8}-?[a-z]|[xyz]-?\d{7}-?[a-z])(?![\w-])"
            r"|(?<![\w-])\d{6}[-+a]\d{3}[0-9a-fhj-npr-y](?![\w-])"
        ),
        DIGITS,
        lambda text: text[-1].lower() != "x" or text[:1].isalpha(),
        0.8,
    ),
    PatternFinder(
        "bank_code",
        Identifier.ACCOUNT,
        "Codes of banks and pharmacy processors behind their label.",
        compile_pattern(
            r"(?<![^\W_])(?:(?:bic|swift)\b(?:\s?(?:code|no\.?))?\s?[:\#]?\s?(?P<value>[a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?)(?!\w)|sort\scode\s?:?\s?\d{2}-?\d{2}-?\d{2}(?!\w)"
            r"|(?:rx\s?)?pcn\s?[:\#]\s?[a-z0-9]{3,12}(?!\w)|(?:rx\s?)?bin\s?[:\#]?\s?\d{6}(?!\w))"
        ),
        ("bic", "swift", "sort", "pcn", "bin"),
        lambda text: not is_common_word(text),
        0.85,
    ),
    PatternFinder(
        "unique_device_identifier_by_label",
        Identifier.DEVICE,
        "Unique Device Identifiers of HIBCC and ICCBBA, and whatever the text calls so.",
        compile_pattern(
            r"(?<![^\W_])udi(?:-?[dp]i)?\s?[:\#=]?\s?(?P<value>(?=[^\s]{0,60}\d)[^\s,;]{6,160}(?:,\d{6}=[^\s]{1,100})?)|(?<![\w+])\+[a-z]\d{3}[a-z0-9]{2,20}/[^\s]{4,100}"
            r"|(?<![\w=])=/[a-z]\d{4}[a-z0-9=,>;+/-]{6,120}"
        ),
        ("udi", "+", "=/"),
        confidence=0.85,
    ),
    PatternFinder(
        "identifier_with_its_label",
        Identifier.OTHER_UNIQUE,
        "An identifier in a sentence together with what it is called.",
        compile_pattern(
            r"(?:(?<=\()|(?<=[a-z]\s))(?:patient|pt|site|subject|participant|member|client|case|study|user)\sid\s?[:\#]\s?(?=[a-z/-]{0,8}\d)[a-z0-9](?:[-/.]?[a-z0-9]){2,24}(?![\w/])"
        ),
        (" id:", " id :", " id#", " id #"),
        confidence=0.9,
    ),
    PatternFinder(
        "position",
        Identifier.GEOGRAPHY,
        "Latitude and longitude in degrees, minutes and seconds or with their hemisphere, and cells of a grid.",
        compile_pattern(
            rf"(?<![\w.])[+-]?{_DEGREES}\s?[ns]\b[\s,;]{{0,3}}{_DEGREES}\s?[ew]\b|(?<![\w.])\d{{1,3}}(?:\.\d{{1,18}})?\s?[°º]?\s?[ns][\s,;]{{1,3}}\d{{1,3}}\.\d{{2,18}}\s?[°º]?\s?[ew]\b"
            r"|(?<![\w.])\d{1,3}\.\d{2,18}\s?[°º]?\s?[ns][\s,;]{1,3}\d{1,3}(?:\.\d{1,18})?\s?[°º]?\s?[ew]\b"
            r"|(?<![\w.])\d{1,3}\s\d{1,2}\.\d{2,6}\s?[ns][\s,;]{1,3}\d{1,3}\s\d{1,2}\.\d{2,6}\s?[ew]\b"
            r"|(?<![\w.])[1-6]?\d[c-hj-np-x]\s?[a-hj-np-z]{2}\s?\d{2,5}\s?\d{2,5}(?!\w)|(?<![\w.])[1-6]?\d[c-hj-np-x]\s\d{6}\s\d{7}(?!\w)"
            rf"|(?<![\w+])(?-i:[{_PLUS}]{{4,8}}\+[{_PLUS}]{{2,3}})(?!\w)"
        ),
        DIGITS,
        lambda text: "." in text or "+" in text or len(text) >= _SHORTEST_POSITION,
        0.9,
        at_digits=True,
    ),
    PatternFinder(
        "position_by_label",
        Identifier.GEOGRAPHY,
        "Latitude and longitude behind their names or with the hemisphere before them, and three words for a place.",
        compile_pattern(
            r"\b(?:lat(?:itude)?|long?(?:gitude)?|lng)\b\.?\s?(?:is|of)?\s?[:=]?\s?(?P<value>[+-]?\d{1,3}\.\d{1,18}\s?[°º]?(?:\s?[nsew]\b)?)"
            r"|\b(?:gps|coord(?:inate)?s?|geo|location)\s?[:=]?\s?[+-]?\d{1,2}\.\d{2,18}\s?[,;\s]\s?[+-]?\d{1,3}\.\d{2,18}(?![\w.])"
            r"|(?<![\w.])[ns]\s?\d{1,2}\.\d{2,18}[°º]?[\s,;]{1,3}[ew]\s?\d{1,3}\.\d{2,18}[°º]?(?!\w)|(?<![\w/])///[a-z]+\.[a-z]+\.[a-z]+(?!\w)"
        ),
        ("lat", "lon", "lng", "gps", "coord", "geo", "location", "///", "n4", "n3", "n2", "n5", "n6", "s1", "s2", "s3"),
        confidence=0.9,
    ),
)
"""Finders of (R) other unique characteristics, (K) national and (J) bank numbers by what stands around them."""
