"""Telephone, fax, e-mail, web and network addresses in text."""

from __future__ import annotations

from deid.identifiers import Identifier
from deid.safe_harbor.numbers import is_ipv4, is_ipv6
from deid.safe_harbor.numbers.contact import TOP_LEVEL_DOMAINS
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern
from deid.safe_harbor.vocabulary import is_common_word

_LOCAL = r"[\w.!\#$%&'*+/=?^`{|}~-]"
_TOP = r"(?:com|org|net|edu|gov|mil|int|info|biz|io|co|app|dev|health|hospital|clinic|museum)"
_SPELT_DOT = r"\s?(?:\(dot\)|\[dot\]|\{dot\}|\sdot\s)\s?"
_EXTENSION = r"(?:,?\s?(?:x|ext\.?|extension)\s?\d{1,6})?"
_GAP = r"(?:\s?[-.\u2013/]\s?|\s)"
_NANP = rf"(?:\+?1[-.\s]?)?(?:\(\d{{3}}\)\s?|\d{{3}}{_GAP})\d{{3}}{_GAP}\d{{4}}{_EXTENSION}(?![\w-])"
_ANY_NUMBER = r"\+?\(?\d(?:[-.\s()/]{0,3}\d){5,14}" + _EXTENSION + r"(?![\w-])"
_SHORTEST_HOST = 5
_WORDS = frozenset("it is in no at me be to us am so do as my la".split())
_FILES = frozenset(("and", "or", "w", "s", "c"))
_LINK = r"\s*(?:number|no\.?|\#|is|at|on|:|=|-|\bto\b)*\s*"


def _not_a_year_range(text: str) -> bool:
    digits = "".join(c for c in text if c.isdigit())
    return 7 <= len(digits) <= 16 and len(set(digits)) > 1


def _is_domain(text: str) -> bool:
    """A host under a known top level: with a path, or its name is neither a word nor a number."""
    host, slash, _ = text.partition("/")
    *names, top = host.partition(":")[0].lower().split(".")
    if top not in TOP_LEVEL_DOMAINS or not any(map(str.isalpha, "".join(names))):
        return False
    name = names[-1]
    if slash and name not in _FILES:
        return len(name) + len(top) > 4
    if "-" in name:
        return top not in _WORDS
    return len(name) >= _SHORTEST_HOST and not is_common_word(name)


EMAIL = PatternFinder(
    "email",
    Identifier.EMAIL,
    "E-mail addresses.",
    compile_pattern(rf"(?<!{_LOCAL})(?:{_LOCAL})++@[\w-]++(?:\.[\w-]++)++"),
    ("@",),
    confidence=1.0,
)

CONTACT_FINDERS: tuple[Finder, ...] = (
    EMAIL,
    PatternFinder(
        "email_without_domain_dot",
        Identifier.EMAIL,
        "E-mail addresses of a local network, without a dot in the domain.",
        compile_pattern(rf"(?<!{_LOCAL})[a-z0-9](?:{_LOCAL}){{2,63}}+@[\w-]{{3,63}}+(?![\w@])"),
        ("@",),
        confidence=0.7,
    ),
    PatternFinder(
        "email_spelt",
        Identifier.EMAIL,
        "E-mail addresses written with at and dot.",
        compile_pattern(
            rf"(?<![\w.+-])[\w.+-]{{1,64}}+\s?(?:\(at\)|\[at\]|\{{at\}}|\sat\s)\s?[\w-]{{1,63}}"
            rf"(?:{_SPELT_DOT}[\w-]{{1,63}}){{0,3}}{_SPELT_DOT}{_TOP}\b"
            rf"|(?<![\w.+-])[\w.+-]{{1,64}}+\s?(?:\(at\)|\[at\]|\{{at\}})\s?[\w-]{{1,63}}"
            rf"(?:\.[\w-]{{1,63}}){{1,5}}"
        ),
        ("dot", "(at)", "[at]", "{at}"),
    ),
    PatternFinder(
        "email_dictated",
        Identifier.EMAIL,
        "E-mail addresses as they are dictated: underscore, dot and dash as words, blanks around the signs.",
        compile_pattern(
            rf"(?<![\w.+-])[\w.+-]{{1,40}}(?:(?:\s(?:dot|underscore|dash|hyphen|point)\s|\s?[(\[{{](?:dot|underscore)[)\]}}]\s?)[\w+-]{{1,40}}){{1,4}}(?:\s(?:at|@)\s|\s?[(\[{{]at[)\]}}]\s?)[\w-]{{1,63}}"
            rf"(?:\s(?:dot|dash|hyphen|point)\s[\w-]{{1,63}}){{0,3}}(?:{_SPELT_DOT}|\s?\.\s?){_TOP}\b"
            rf"|(?<![\w.+-])[\w.+-]{{1,64}}\s?@\s?[\w-]{{1,63}}\s?\.\s?{_TOP}\b"
            r"|(?<![\w.+-])[\w.+-]{2,64}\s(?:at|@)\s(?:gmail|yahoo|hotmail|outlook|aol|icloud|comcast|proton(?:mail)?|msn|live|verizon|att|me|mail|gmx|web|googlemail)"
            r"(?:\.|\sdot\s)(?:com|net|org|me|de|ca|co\.uk)\b"
        ),
        ("dot", "@", ".com", ".net", ".org", "point", ".de"),
    ),
    PatternFinder(
        "url",
        Identifier.URL,
        "Web addresses with a scheme or www.",
        compile_pattern(
            r"(?<![\w])(?:(?:https?|s?ftps?|file|ldaps?|smb|ssh|wss?|mllp|dicom)://"
            r"|www\d?\.)[^\s<>\"']+(?:'(?=\w)[^\s<>\"']+){0,4}(?<![.,;:!?)\]])"
        ),
        ("://", "www"),
        confidence=1.0,
    ),
    PatternFinder(
        "domain",
        Identifier.URL,
        "Bare host names of a known top level, with their path.",
        compile_pattern(
            rf"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,5}}{_TOP}(?:\.[a-z]{{2}})?(?![\w@-]"
            rf"|\.\w)(?::\d{{2,5}})?(?:/[^\s<>\"']*+(?:'(?=\w)[^\s<>\"']++){{0,4}})?"
        ),
        (
            ".com",
            ".org",
            ".net",
            ".edu",
            ".gov",
            ".mil",
            ".int",
            ".info",
            ".biz",
            ".io",
            ".co",
            ".app",
            ".dev",
            ".h",
            ".c",
        ),
        confidence=0.8,
    ),
    PatternFinder(
        "domain_of_country",
        Identifier.URL,
        "Host names under the top level of a country, with a path or of a name that is no word.",
        compile_pattern(
            r"(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}(?P<top>[a-z]{2,8})(?::\d{2,5})?(?:/(?=[\w~@?-])[^\s<>\"]*+|(?![\w@./-]|\.\w))"
        ),
        (".",),
        _is_domain,
        0.8,
    ),
    PatternFinder(
        "unc_path",
        Identifier.URL,
        "Paths on a file server.",
        compile_pattern(r"(?<!\\)\\\\[\w.$-]{1,64}+\\[^\s<>\"|]{1,512}+"),
        ("\\\\",),
    ),
    PatternFinder(
        "ipv4",
        Identifier.IP_ADDRESS,
        "IP version 4 addresses; part numbers of a longer dotted number are not taken.",
        compile_pattern(r"(?<![\w.-])(?<!version\s)(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2}|:\d{2,5})?(?![\w-]|\.\d)"),
        DIGITS,
        is_ipv4,
        0.95,
        at_digits=True,
    ),
    PatternFinder(
        "ipv6",
        Identifier.IP_ADDRESS,
        "IP version 6 addresses.",
        compile_pattern(
            r"(?<![\w.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?"
            r"(?:%\w{1,16})?(?:/\d{1,3})?(?!\w|:[0-9a-f:])"
        ),
        (":",),
        lambda text: is_ipv6(text) or is_ipv6(text.removesuffix(":")),
        0.95,
    ),
    PatternFinder(
        "mac_address",
        Identifier.DEVICE,
        "Network cards' addresses.",
        compile_pattern(
            r"(?<![\w:-])[0-9a-f]{2}(?P<sep>[:-])[0-9a-f]{2}(?:(?P=sep)[0-9a-f]{2}){4}(?:(?:"
            r"(?P=sep)[0-9a-f]{2}){2})?(?![\w:-])"
            r"|(?<![\w.])(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?![\w.])"
        ),
        DIGITS,
        confidence=0.95,
    ),
    PatternFinder(
        "fax",
        Identifier.FAX,
        "Numbers that the text calls fax.",
        compile_pattern(rf"\b(?:fax|facsimile|telefax){_LINK}(?P<value>{_ANY_NUMBER})"),
        ("fax", "facsimile"),
        confidence=0.95,
    ),
    PatternFinder(
        "telephone_by_label",
        Identifier.TELEPHONE,
        "Numbers that the text calls telephone, cell, pager or says to call.",
        compile_pattern(
            r"\b(?:tele)?(?:phone|tel|cell|cellular|mobile|pager|beeper|landline|callback|hotline"
            r"|dial(?:ed|ing)?|call(?:ed|ing|s)?|text(?:ed|ing)?|reach(?:ed|able)?"
            rf"|contact(?:ed|ing)?|whatsapp|sms|voicemail|ph)\b\.?(?:\s(?:me|him|her|us|them|you|back"
            rf"|family|home|work|office|number|no|on|at|is|the|my|his|our)){{0,4}}+{_LINK}"
            rf"(?P<value>{_ANY_NUMBER}|\d{{3}}[-.\s]\d{{4}}(?![\w-])|1-8\d\d-[a-z0-9-]{{7,12}})"
        ),
        DIGITS,
        confidence=0.9,
    ),
    PatternFinder(
        "pager",
        Identifier.TELEPHONE,
        "Short numbers behind page, pager, beeper or extension.",
        compile_pattern(
            r"\b(?:page[drs]?|paging|pager|beeper|bpr|ext(?:ension)?|x-?tension)\b\.?[^\d\n/]{0,40}?(?<![\w/.:-])"
            r"(?P<value>[xp]?\d{4,6}|\d{3}-\d{4})(?![\w/:%]|[-.]\d|\s?(?:mg|mcg|ml|units?|hrs?|hours?|h)\b)"
        ),
        ("pag", "beeper", "bpr", "ext"),
        confidence=0.7,
    ),
    PatternFinder(
        "telephone",
        Identifier.TELEPHONE,
        "North American telephone numbers in groups.",
        compile_pattern(rf"(?<![\w.+-]){_NANP}|(?<![\w.])\+1[-.\s]?{_NANP}"),
        DIGITS,
        confidence=0.9,
        at_digits=True,
    ),
    PatternFinder(
        "telephone_international",
        Identifier.TELEPHONE,
        "Numbers with a country or trunk prefix, in groups.",
        compile_pattern(
            rf"(?<![\w.])(?:\+|00)[1-9]\d{{0,3}}(?:[-.\s()/]{{0,3}}\d){{6,13}}{_EXTENSION}(?![\w-])"
            rf"|(?<![\w.,/+-])\(?0\d{{1,4}}\)?(?:[-\s]\d{{2,4}}){{2,4}}(?![\w-]|[.,]\d)"
            r"|(?<![\w.,/+-])\(\d{2,4}\)\s?\d{3,4}[-\s]\d{3,4}(?![\w-])"
        ),
        DIGITS,
        _not_a_year_range,
        0.7,
        at_digits=True,
    ),
)
"""Finders of (D) telephone, (E) fax, (F) e-mail, (N) URL and (O) IP addresses."""
