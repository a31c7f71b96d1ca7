"""Telephone numbers of the world: by their labels in several languages, by what stands behind them, and by grouping.

National groupings follow ITU-T E.123 and the numbering plans that it collects.
"""

from __future__ import annotations

from deid.identifiers import Identifier
from deid.safe_harbor import dates
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern

_EXTENSION = r"(?:[,;]?[^\S\n]?(?:x|ext\.?|extension|poste|\#)[^\S\n]?\d{1,6})?"
_SEPARATOR = r"(?:[^\S\n]?[-./()\u2013][^\S\n]?\(?|[^\S\n]|\)[^\S\n]?|)"
_NUMBER = rf"\+?[(\[]?\d(?:\]?{_SEPARATOR}\d){{5,14}}+{_EXTENSION}(?!\w|[-.]\d)"
_SHORT = r"\d{3}[-.\s]\d{4}(?![\w-])"
_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_LABEL = (
    r"(?:tele(?:phone|fono|foon)|tel[eé]?fon(?:o|e|i|u)?|t[eé]l|tlf|tfno|tel|ph(?:one)?|mob(?:ile|il)?|m[oó]vil|celular|cellulare|cell|handy|gsm|portable"
    r"|hemtelefon|puhelin|natel|landline|hotline|voicemail|vmail|whatsapp|viber|sms|line|number|contact|callback|call[-\s]back|answering\s(?:at|on)|ring|dial"
    r"|reach(?:ed|able)?\s(?:at|on)|call(?:ed|s|ing)?(?:\s(?:me|him|her|us|them|back|at|on|the|my|his|home|family|office|nok)){0,3}|nok|next\sof\skin|emergency\scontact|text(?:ed|ing)?)"
)
_BEHIND = (
    r"(?:office|fax|home|cell|mobile|work|phone|pager|tel|desk|main|direct|voicemail|landline|line"
    r"|daughter|son|wife|husband|sister|brother|mother|father|nok|mom|dad)"
)


def _is_telephone(text: str) -> bool:
    digits = "".join(filter(str.isdigit, text))
    return 6 <= len(digits) <= 22 and len(set(digits)) > 1


def _is_long(text: str) -> bool:
    return _is_telephone(text) and sum(map(str.isdigit, text)) >= 8


def _is_no_date(text: str) -> bool:
    return _is_telephone(text) and not dates.is_date(text)


TELEPHONE_FINDERS: tuple[Finder, ...] = (
    PatternFinder(
        "telephone_by_world_label",
        Identifier.TELEPHONE,
        "Numbers of six digits or more behind the word for telephone, mobile or call in several languages.",
        compile_pattern(
            rf"(?<![^\W_]){_LABEL}\b\.?(?:\s(?:number|nr|no|is|was|are|on|at|to|home|work|cell|mobile|office))?\.?\s?(?:\#|:|=|\(|-\s)?\s?(?P<value>{_NUMBER}|\d{{4}}\s\d{{4}}(?![\w-])|\d{{5}}\s\d{{5}}(?![\w-]))"
        ),
        DIGITS,
        _is_no_date,
        0.85,
    ),
    PatternFinder(
        "telephone_before_label",
        Identifier.TELEPHONE,
        "Numbers of six digits or more before office, fax, home, cell and the like.",
        compile_pattern(
            rf"(?<![\w./+-])(?<!\d,)\+?[(\[]?\d(?:\]?{_SEPARATOR}\d){{5,14}}+{_EXTENSION}(?=[-\s,(]{{1,3}}{_BEHIND}\b)"
        ),
        DIGITS,
        _is_telephone,
        0.85,
        at_digits=True,
    ),
    PatternFinder(
        "telephone_by_initial",
        Identifier.TELEPHONE,
        "Numbers behind the initial of phone, cell, home, work, office or fax.",
        compile_pattern(
            rf"(?<![\w.])(?:[pchwofmt]:\s?|\([pchwofmt]\)\s?|tel/fax:?\s|phone/fax:?\s)(?P<value>\+?[(\[]?\d(?:\]?{_SEPARATOR}\d){{6,14}}+{_EXTENSION}(?!\w|[-.]\d))"
        ),
        (":", "(", "/fax"),
        _is_telephone,
        0.85,
    ),
    PatternFinder(
        "telephone_in_groups",
        Identifier.TELEPHONE,
        (
            "Numbers with an area code in brackets, in four or five pairs, or as North America, Russia and China"
            " group them."
        ),
        compile_pattern(
            # Brackets around the area code, a country or trunk prefix before it.
            rf"(?<![\w.,/+-])(?:\+?\d{{1,3}}[-.\s]?)?[(\[]0?\d{{2,4}}[)\]][-.\s]?\d{{2,5}}(?:[-.\s]?\d{{2,5}}){{1,3}}{_EXTENSION}(?!\w|[-.]\d)"
            # Pairs.
            r"|(?<![\w.,/+-])(?<!\d\s)\d{2}(?:-\d{2}){3,4}(?!\w|[-.]\d)|(?<![\w.,/+-])0\d(?:\.\d{2}){4}(?!\w|[-.]\d)|(?<![\w.,/+-])0\d(?:\s\d{2}){4}(?!\w|[-.]\d)"
            # Seven digits in one group behind the area code; the separators left out.
            rf"|(?<![\w.,/+-])(?<!\d\s)(?:\+?1[-.\s])?[2-9]\d{{2}}[-\s][2-9]\d{{6}}{_EXTENSION}(?!\w|[-.]\d)"
            r"|(?<![\w.,/+-])0\d{1,3}\s?/\s?\d{2,4}(?:[.\s]\d{2,3}){1,3}(?!\w|[-.]\d)"
            r"|(?<![\w.,/+-])(?<!\d\s)1[3-9]\d[-\s]\d{4}[-\s]\d{4}(?!\w|[-.]\d)"
            r"|(?<![\w.,/+-])(?<!\d\s)0\d{2,4}\s?[-/\s]\s?\d{5,8}(?!\w|[-.]\d)"
            # North America's with something glued to them.
            r"|(?<![\w.+-])(?:\+?1[-.\s]|001[-.\s])?[2-9]\d{2}[-.]\d{3}[-.]\d{4}(?:x\d{1,6})?(?=-[a-z])"
            r"|(?<![\w.+-])(?:\+|00)\d{1,3}[-.\s]\d{2,4}[-.\s]\d{3,4}[-.\s]?\d{3,4}(?:x\d{1,6})?(?=-[a-z])"
            r"|(?<![\w.+-])(?:\+?1[-.\s]|001[-.\s])?\(?\d{3}\)?[-.\s]?\d{3}[-.]\d{4}x\d{1,6}"
        ),
        DIGITS,
        _is_long,
        0.8,
        at_digits=True,
    ),
    PatternFinder(
        "telephone_in_letters",
        Identifier.TELEPHONE,
        "Free-call numbers that end in a word.",
        compile_pattern(
            r"(?<![\w-])(?:1[-.\s])?\(?8(?:00|33|44|55|66|77|88)\)?[-.\s](?=[a-z0-9-]{0,6}[A-Z])[A-Z0-9]{2,4}-?[A-Z0-9]{3,7}(?!\w)",
            case=True,
        ),
        ("800", "833", "844", "855", "866", "877", "888"),
        confidence=0.9,
        at_digits=True,
    ),
    PatternFinder(
        "telephone_spelt",
        Identifier.TELEPHONE,
        "Seven digits or more written as words.",
        compile_pattern(rf"(?<![\w-]){_DIGIT}(?:[\s,.-]{{1,3}}{_DIGIT}){{6,15}}(?![\w-])"),
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "zero"),
        confidence=0.85,
    ),
    PatternFinder(
        "telephone_extension",
        Identifier.TELEPHONE,
        "A number of a house's exchange behind x.",
        compile_pattern(
            r"(?<![\w.])x(?P<value>[1-9]\d{3,4})(?![\w/%]|[.,-]\d|\s?(?:mg|mcg|ml|units?|doses?|days?|times|mag))"
        ),
        ("x",),
        lambda text: not text.endswith("00"),
        0.7,
    ),
)
"""Finders of (D) telephone numbers of all countries."""
