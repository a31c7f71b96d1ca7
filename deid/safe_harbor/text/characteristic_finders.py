"""Unique characteristics in text: an office that one person holds in a place; files of photographs and recordings."""

from __future__ import annotations

from deid.identifiers import Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern

_OFFICES = resources.word_list("offices that one person holds")
_OFFICE = "|".join(name.replace("-", r"\s") for name in sorted(_OFFICES, key=len, reverse=True))
_PLACE = r"(?-i:[A-Z])[\w'.-]{1,24}(?:\s(?:(?:of|the|de|du|la)\s)?(?-i:[A-Z])[\w'-]{1,24}){0,3}"
_PLAIN = (
    r"(?!(?:and|who|is|was|has|with|for|in|at|on|to|but|he|she|asks?"
    r"|the|our|a|an|school|company|hospital|department|clinic)\b)"
)
_SMALL = rf"(?:the\s)?{_PLAIN}[a-z][\w'-]{{2,24}}(?:\s{_PLAIN}[a-z][\w'-]{{2,24}}){{0,1}}"

CHARACTERISTIC_FINDERS: tuple[Finder, ...] = (
    PatternFinder(
        "office_of_place",
        Identifier.OTHER_UNIQUE,
        "An office that one person holds in a place: the mayor of a town, the chief of its police.",
        compile_pattern(
            rf"(?<![\w-])(?:former\s|retired\s|current\s|ex-)?(?:{_OFFICE})\s(?:of|in|at|for)\s(?:the\s)?(?:(?:city|town|county|village|state)\sof\s)?"
            rf"(?:{_PLACE}|{_SMALL})"
        ),
        (" of ", " in ", " at ", " for "),
        confidence=0.85,
    ),
    PatternFinder(
        "photograph_file",
        Identifier.PHOTOGRAPH,
        "Files of photographs and recordings by name.",
        compile_pattern(
            r"(?<![\w.-])(?=[\w-]{0,60}[\d_])[\w-]{3,60}\.(?:jpe?g|png|tiff?|bmp|heic|gif|webp|mp4|mov|avi|wmv|mp3|wav|m4a)(?!\w)"
        ),
        (".jp", ".png", ".tif", ".bmp", ".heic", ".gif", ".webp", ".mp", ".mov", ".avi", ".wmv", ".wav", ".m4a"),
        confidence=0.9,
    ),
    PatternFinder(
        "extension_behind_person",
        Identifier.TELEPHONE,
        "A telephone extension in parentheses or behind a comma.",
        compile_pattern(r"(?<=[(,;/] )x\s?\d{3,5}(?![\w.%]|-\d)|(?<=\()x\s?\d{3,5}(?=\))|(?<=[(,;/] )x\s?\d{3,5}\Z"),
        DIGITS,
        confidence=0.85,
    ),
    PatternFinder(
        "last_digits_of_number",
        Identifier.SOCIAL_SECURITY,
        "The last four digits of somebody's social security number.",
        compile_pattern(
            r"\blast\s(?:four|4)(?:\sdigits)?\s(?:of|for|on)\s(?:(?:the|his|her|their|your|my|pt'?s?|patient'?s?)\s)?(?:ssn|social(?:\ssecurity(?:\s(?:number|no\.?))?)?)"
            r"\s?(?:is|are|was|were|:|=|-)?\s?(?P<value>\d{4})(?!\d)"
        ),
        ("last four", "last 4"),
        confidence=0.9,
    ),
    PatternFinder(
        "initials_of_signer",
        Identifier.NAME,
        "Initials between signs at the end of an entry, or before the time of the next.",
        compile_pattern(
            r"(?<=[./\s])[/\[](?P<value>[A-Z]{2,3})[/\]](?=[ ]{0,2}(?:\n|\Z|\d{1,2}[/:-]\d|\d\)))",
            case=True,
        ),
        ("/", "["),
        confidence=0.8,
    ),
    PatternFinder(
        "age_with_sex",
        Identifier.DATE_OR_AGE,
        "An age over 89 beside the letter of the sex.",
        compile_pattern(
            r"(?<=\()(?P<value>9\d|1[01]\d)\s?/?\s?[mf](?=\))|(?<![\w/.-])(?:9\d|1[01]\d)\s?/\s?[MF](?![\w/])"
        ),
        DIGITS,
        confidence=0.85,
    ),
)
"""Finders of what is true of one person only."""
