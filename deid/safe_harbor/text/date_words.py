"""Dates by words: months of other languages, seasons and quarters with their year, short days, days by their order."""

from __future__ import annotations

from deid.identifiers import Identifier
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern, words_of

_YEAR = r"(?:1[89]|2[01])\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
# In normal form, without accents: French, German, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish, Czech,
# Hungarian and Finnish.
_NAMES = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre decembre januar janner jaenner "
    "februar marz maerz juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto "
    "septiembre setiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio "
    "settembre ottobre dicembre janeiro fevereiro marco maio junho julho setembro outubro novembro "
    "dezembro januari februari maart mei augustus augusti marts maj desember stycznia lutego marca "
    "kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia ledna unora brezna "
    "dubna kvetna cervna cervence srpna zari rijna prosince marcius aprilis majus junius julius augusztus "
    "szeptember april august september november december"
    " styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien"
    " ocak subat mart nisan"
    " mayis haziran temmuz agustos eylul ekim kasim aralik"
)
_FINNISH = "tammi helmi maalis huhti touko kesa heina elo syys loka marras joulu"
_ALL_MONTHS = words_of(_NAMES) | {f"{name}{end}" for name in _FINNISH.split() for end in ("kuu", "kuuta", "kuussa")}
_MONTHS = rf"(?:{'|'.join(sorted(_ALL_MONTHS, key=len, reverse=True))})"
_NAMES_TOO = frozenset(
    ("mars", "mayo", "mai", "mei", "mart", "ekim", "luty")
)  # planets, clinics and persons, where no day stands before them
_ONLY_MONTHS = rf"(?:{'|'.join(sorted(_ALL_MONTHS - _NAMES_TOO, key=len, reverse=True))})"
_ORDINAL_WORD = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|twenty[-\s](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|thirty[-\s]first)"
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb"
    r"|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_ORDINAL = r"(?:[12]?(?:1st|2nd|3rd)|(?:[12]?[04-9]|1[1-3])th|30th|31st)"
_SHORT = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
DATE_WORD_FINDERS: tuple[Finder, ...] = (
    PatternFinder(
        "date_with_foreign_month",
        Identifier.DATE_OR_AGE,
        "Dates with the name of the month in a dozen languages of Europe.",
        compile_pattern(
            rf"(?<![\w./-]){_DAY}(?:\.|er|º|ª|°|:e)?\s?(?:de\s|di\s|d')?(?=[a-z]{{3}}){_MONTHS}\b\.?(?:,?\s(?:de\s|del\s|of\s)?{_YEAR}\b)?"
            rf"|(?<![\w.]){_YEAR}\.?\s(?=[a-z]{{3}}){_ONLY_MONTHS}\s{_DAY}\.?(?!\w)"
        ),
        DIGITS,
        confidence=0.95,
        at_digits=True,
    ),
    PatternFinder(
        "date_in_one_word",
        Identifier.DATE_OR_AGE,
        "Dates in one word, with a Roman month, and the first day of a range: 30JUN24, 10.III.2021, 10 to 17 March.",
        compile_pattern(
            r"(?<!\w)(?:3[01]|[12]\d|0?[1-9])(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:19|20)?\d\d(?!\w)"
            r"|(?<![\w./-])(?:3[01]|[12]\d|0?[1-9])\s?[./-]\s?(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2})\s?[./-]\s?(?:19|20)\d\d(?!\w)"
            r"|(?<![\w./-])(?:3[01]|[12]\d|0?[1-9])\sto\s(?=(?:3[01]|[12]\d|0?[1-9])\s(?:january|february|march|april|june|july|august|september|october|november|december)\b)"
        ),
        DIGITS,
        confidence=0.95,
        at_digits=True,
    ),
    PatternFinder(
        "foreign_month_with_year",
        Identifier.DATE_OR_AGE,
        "Months of a dozen languages with their year.",
        compile_pattern(rf"\b(?=[a-z]){_ONLY_MONTHS}\s(?:de\s|del\s)?(?:{_DAY},?\s)?{_YEAR}(?![\w-])"),
        DIGITS,
        confidence=0.95,
        first=_ALL_MONTHS,
    ),
    PatternFinder(
        "date_with_ordinal_word",
        Identifier.DATE_OR_AGE,
        "A day by its number in words, with its month.",
        compile_pattern(
            rf"(?<![\w-])(?:the\s)?{_ORDINAL_WORD}\s(?:day\s)?of\s{_MONTH}\b(?:,?\s{_YEAR}\b)?|(?<![\w-]){_MONTH}\s(?:the\s)?{_ORDINAL_WORD}(?![\w-])(?:,?\s{_YEAR}\b)?"
        ),
        ("first", "second", "third", "th "),
        lambda text: not text.lower().startswith(("may first", "march first", "may second")),
        0.9,
        first=words_of(
            "the first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth twenty thirty"
            " january february march april may june july august september october november december jan feb mar"
            " apr jun jul aug sep sept oct nov dec"
        ),
    ),
    PatternFinder(
        "season_or_quarter",
        Identifier.DATE_OR_AGE,
        "A season or a quarter with its year.",
        compile_pattern(
            rf"(?<![\w-])(?:(?:early|late|mid)[-\s])?(?:spring|summer|fall|autumn|winter)(?:\s(?:of\s)?|,\s)(?:{_YEAR}|'\d\d)(?![\w-])"
            rf"|(?<![\w-])q[1-4](?:\sof\s|[\s/-]?)(?:{_YEAR}|'\d\d)(?![\w-])|(?<![\w-]){_YEAR}[\s/-]?q[1-4](?![\w-])"
            rf"|(?<![\w-])(?:first|second|third|fourth|1st|2nd|3rd|4th)\squarter\sof\s{_YEAR}(?![\w-])"
        ),
        ("spring", "summer", "fall", "autumn", "winter", "q1", "q2", "q3", "q4", "quarter"),
        confidence=0.85,
    ),
    PatternFinder(
        "short_day_of_week",
        Identifier.DATE_OR_AGE,
        "Days of the week in short, where a word of time stands beside them.",
        compile_pattern(
            rf"(?<![\w/&,-])(?<![/&,]\s)(?:\b(?i:last|next|this|past|coming|until|by|since|on|due|ago)\s(?P<value>{_SHORT})\b(?!\s?[,/&-]|\sand\s)(?:\s(?:am|pm|AM|PM|morning|afternoon|evening|night)\b)?"
            rf"|\b{_SHORT}\s(?:am|pm|AM|PM|morning|afternoon|evening|night|clinic|[0-3]?\d(?:st|nd|rd|th))\b)",
            case=True,
        ),
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        confidence=0.8,
    ),
    PatternFinder(
        "day_of_week_small",
        Identifier.DATE_OR_AGE,
        "Days of the week in short and small letters, behind last or next.",
        compile_pattern(r"\b(?:last|next)\s(?P<value>(?:mon|tues?|wed|thu(?:rs?)?|fri))\b(?!\s?[,/&-])"),
        ("last", "next"),
        confidence=0.8,
    ),
    PatternFinder(
        "day_of_month_in_sentence",
        Identifier.DATE_OR_AGE,
        "A day of the month by its number in order, where somebody does something on it.",
        compile_pattern(
            rf"(?<![\w-])the\s{_ORDINAL}(?=\s(?:(?:he|she|we|they|i|pt|patient|mom|dad|wife|husband|daughter|son|will|had)\s|of\s(?:the|this|last|next|each)\smonth))"
            rf"|(?<=\breturn\s)the\s{_ORDINAL}(?=\sfor\s)|(?<=\brtc\s)the\s{_ORDINAL}(?!\w)|(?<=\bback\s)the\s{_ORDINAL}(?=\sfor\s)"
            rf"|(?:(?<=\bplanned\s)|(?<=\bscheduled\s)|(?<=\bbooked\s)|(?<=\bdischarged\s)|(?<=\badmitted\s)|(?<=\bdue\s)|(?<=\buntil\s)|(?<=\btill\s))"
            rf"the\s{_ORDINAL}(?=\s(?:to|at|for|with|by)\s(?!the\s\d|\d))"
            rf"|(?:(?<=\bon\s)|(?<=\bby\s)|(?<=\bfrom\s)|(?<=\buntil\s)|(?<=\bsince\s)|(?<=\bafter\s)|(?<=\bbefore\s))the\s{_ORDINAL}(?:,\sthe\s{_ORDINAL}){{0,3}},?\s(?:and|or|to|through)\s(?:the\s)?{_ORDINAL}(?=\s?[.,;:)?!]|\s?\n|\s?\Z)"
        ),
        ("st ", "nd ", "rd ", "th "),
        confidence=0.8,
        first=frozenset(("the",)),
    ),
    PatternFinder(
        "date_with_spaces",
        Identifier.DATE_OR_AGE,
        "Dates in digits with blanks for separators, and the German day and month with two dots.",
        compile_pattern(
            rf"(?<![\w.,/-])(?<!\d\s)(?:(?:0[1-9]|1[0-2])\s(?:0[1-9]|[12]\d|3[01])\s(?:19|20)\d\d|(?:0[1-9]|[12]\d|3[01])\s(?:0[1-9]|1[0-2])\s(?:19|20)\d\d"
            rf"|(?:19|20)\d\d\s(?:0[1-9]|1[0-2])\s(?:0[1-9]|[12]\d|3[01]))(?![\w-]|\s\d|[.,]\d)"
            rf"|(?:(?<=\bam\s)|(?<=\bab\s)|(?<=\bvom\s)|(?<=\bbis\s)|(?<=\bden\s)|(?<=\bseit\s)){_DAY}\.(?:0?[1-9]|1[0-2])\.(?!\d)"
            r"|(?:(?<=\bdob\s)|(?<=\bdob:\s)|(?<=\bdos\s)|(?<=\bdos:\s)|(?<=\bborn\s))\d\d\s\d\d\s\d\d(?![\w-]|\s\d)"
        ),
        DIGITS,
        confidence=0.85,
        at_digits=True,
    ),
    PatternFinder(
        "date_slash_year_apostrophe",
        Identifier.DATE_OR_AGE,
        "Dates and months with the year behind an apostrophe, and such a year alone.",
        compile_pattern(
            rf"(?<![\w./-])(?:0?[1-9]|1[0-2])[/-](?:{_DAY}[/-])?'\d\d(?![\w'-])|(?<![\w'\"(,.-])(?<=\s)'[0-9]\d(?![\w'\"/-]|\.\d)"
        ),
        ("'",),
        confidence=0.8,
        at_digits=True,
    ),
)
"""Finders of (C) dates by words."""
