"""What carries a name, a place or a fraction and identifies nobody: eponyms, instruments, scores, doses, schedules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from deid.safe_harbor import resources
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import at_digits, at_words, compile_pattern, words_of
from deid.safe_harbor.text.fractions import clinical_fractions
from deid.safe_harbor.text.lexicon import lexeme
from deid.safe_harbor.text.public_codes import public_codes
from deid.safe_harbor.vocabulary import is_eponym

_STRONG = frozenset(resources.word_list("behind eponyms, always"))
_WEAK = frozenset(resources.word_list("behind eponyms, where the name is one"))
_FORENAME_BEFORE = re.compile(r"(?<![^\W_])(?:(?P<given>[^\W\d_a-z][^\W\d_]{2,15})\s(?:[A-Z]\.?\s)?|[A-Z]\.\s?)\Z")
_OFTEN_GIVEN = 0.01
_NEVER_PERSONS = frozenset(resources.word_list("eponyms and brands that are hardly ever persons in notes"))
_TAIL = re.compile(
    rf"(?<![\w'-])(?=[a-z])(?:{'|'.join(sorted(_STRONG | _WEAK, key=len, reverse=True))})s?(?![\w-])(?!\sfor\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:(?:and|or)\s|[^\W\d_]+(?:['-][^\W\d_]+){0,3}'?[\s,/]{1,2}){1,6}\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+){0,3}'?")
_SINGLE = re.compile(r"(?<![\w'])[^\W\d_]{4,20}(?![^\W\d_])")
_TITLE_BEFORE = re.compile(r"\b(?:dr|mr|mrs|ms|miss|prof|doctor|nurse|officer)\.?\s{1,2}\Z", re.IGNORECASE)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_MUSCLE = r"(?:strength|motor|power|grip|pain|reflex(?:es)?|pulses?|murmur|vision|acuity|murmurs|score|apgars?|tone)"

_SCORES = (
    r"(?:meld(?:-na)?|child-pugh|apache(?:\s(?:ii|iii|iv))?|q?sofa|gcs|glasgow(?:\scoma)?(?:\sscale)?|rass|cam-icu|braden|morse|norton|waterlow"
    r"|phq-?[29]|gad-?[27]|audit(?:-c)?|dast(?:-10)?|cage|epds|moca|mmse|slums|cdr|nihss|mrs|rankin|barthel|katz|ecog|kps|karnofsky|lansky"
    r"|cha2ds2-?vasc|chads2?|has-bled|timi|grace|perc|s?pesi|wells|geneva|curb-?65|psi|centor|heart|rockall|blatchford|ranson|bisap"
    r"|apgars?|bishop|ballard|tanner|bi-?rads|pi-?rads|li-?rads|ti-?rads|lung-?rads|bosniak|gleason|fuhrman|nottingham|bloom|breslow|clark"
    r"|fitzpatrick|mallampati|cormack(?:-lehane)?|asa|aldrete|nyha|ccs|killip|forrester|hunt(?:\s(?:and|&)\s|-)hess|fisher|spetzler-martin"
    r"|boston(?:\sbowel)?|mayo|truelove|harvey-bradshaw|ciwa(?:-ar)?|cows|flacc|cpot|ramsay|ham-?[ad]|madrs|ymrs|panss|y-?bocs|epworth|ess"
    r"|stop-?bang|ahi|deauville|lugano|binet|rai|r-?iss|ipss(?:-r)?|isup|kellgren(?:-lawrence)?|outerbridge|gustilo|garden|salter(?:-harris)?"
    r"|weber|schatzker|rutherford|fontaine|wagner|hinchey|forrest|savary|los\sangeles|prague|paris|rome|bristol|beck|hamilton|das28|basdai|edss)"
)
_SCORED = compile_pattern(
    rf"(?<![\w-])(?=[a-z]){_SCORES}(?:\s(?:score|scale|grade|stage|class|type|prep|level|group))?(?:\s(?:of|is|was|at)|\s?[:=])?\s?"
    r"(?:\d{1,3}(?:[+/.-]\d{1,3})?(?:\s?=\s?\d{1,2})?|[ivx]{1,4}[ab]?|[a-d](?![\w'])|neg(?:ative)?|pos(?:itive)?|is{1,2}p?)(?![\w-])"
)
_FIRST_OF_SCORES = words_of(
    "meld child apache sofa qsofa gcs glasgow rass cam braden morse norton waterlow phq gad audit dast"
    " cage epds moca mmse"
    " slums cdr nihss mrs rankin barthel katz ecog kps karnofsky lansky cha chads has timi grace perc"
    " pesi spesi wells geneva"
    " curb psi centor heart rockall blatchford ranson bisap apgar apgars bishop ballard tanner bi birads"
    " pi pirads li lirads"
    " ti tirads lung bosniak gleason fuhrman nottingham bloom breslow clark fitzpatrick mallampati"
    " cormack asa aldrete nyha"
    " ccs killip forrester hunt fisher spetzler boston mayo truelove harvey ciwa cows flacc cpot ramsay"
    " ham hamd hama madrs"
    " ymrs panss ybocs y epworth ess stop stopbang ahi deauville lugano binet rai r riss iss ipss isup"
    " kellgren outerbridge"
    " gustilo garden salter weber schatzker rutherford fontaine wagner hinchey forrest savary los prague"
    " paris rome bristol"
    " beck hamilton das basdai edss"
)
# A result before the name of the test, and nothing behind it that a person would do.
_RESULTED = re.compile(
    r"\b(?:positive|negative|neg|pos|absent|equivocal|no|without)\s(?P<name>[^\W\d_]{3,20})(?:'s)?(?=\s?[,.;)\n]|\s(?:and|or)\s|\Z)",
    re.IGNORECASE,
)

_PATTERNS = (
    # Payers of two words or more.
    compile_pattern(
        r"(?<![\w-])(?:(?:anthem\s)?blue\s?cross(?:[\s/]*(?:and\s|&\s)?blue\s?shield)?|blue\s?shield|united\s?health\s?care|express\sscripts"
        r"|harvard\spilgrim|tufts\shealth\splan|health\snet|medicare\s(?:part\s[abcd]|advantage)|medicaid\smanaged\scare"
        r"|workers?'?\scomp(?:ensation)?|self[\s-]pay)(?![\w-])"
    ),
    compile_pattern(
        r"(?<![\w.])(?:d\.[ ]?o\.[ ]?b\b\.?|s/n\b|b\.(?=[ ]\d)|(?-i:FH/SH|FHx?|SHx?|PMHx?|PSHx?)(?=[:/ ]))"
    ),
    # Markers, vitamins, heart sounds, blood groups, parts of the coma scale and of the Apgar score.
    compile_pattern(
        r"\b(?=c)ca[-\s]?(?:125|15-3|19-9|27[.-]29|72-4)(?![\w-])|\b(?=[bscdf])(?:b-?(?:1|2|6|12)|s[1-4](?:[\s/]s[1-4])*|cd\d{1,3})(?![\w-])"
    ),
    compile_pattern(r"\b(?=[eabo])(?:e[1-4]\s?v[1-5]t?\s?m[1-6]|(?:ab|a|b|o)\s(?:negative|positive|neg|pos))(?![\w-])"),
    compile_pattern(
        r"\b(?=[abhpqtn])(?:ast/alt|alt/ast|bun/cr|h/h|pt/inr|htlv|hsv|hpv|ns|prn|qid/prn|tid/prn|bid/prn)(?=\s?[:=]?\s?\d|[,;.\s]|\Z)"
    ),
    # Names of the segments of HL7 messages.
    compile_pattern(
        r"(?:(?<=[\n\r])|\A)(?:MSH|EVN|PID|PD1|NK1|PV[12]|GT1|IN[1-3]|MRG|ORC|OB[RX]|NTE|AL1|DG1|PR1|FT1|TXA|RX[A-Z]|SCH|AI[GLPS]|Z[A-Z][A-Z0-9])(?=[|])",
        case=True,
    ),
    compile_pattern(
        r"(?<![\w.])(?=[a-z])[a-z]\.\s?(?:coli|aureus|pneumoniae|difficile|faecalis|faecium|epidermidis|pyogenes|aeruginosa|cloacae|mirabilis|"
        r"influenzae|albicans|glabrata|pylori|viridans|agalactiae|meningitidis|gonorrhoeae|trachomatis|jejuni|tuberculosis|fumigatus|fragilis)(?!\w)"
    ),
    # Stages, codes of diagnoses, levels of the spine, needles and catheters, ranges and targets.
    compile_pattern(
        r"(?<![\w-])(?=[acprym]{0,3}t)[acprym]{0,3}t(?:[0-4][a-d]?|is|x)\s?n(?:[0-3][a-c]?|x)(?:\s?m[01x][a-c]?)?(?![\w-])"
    ),
    compile_pattern(r"(?<![\w.-])[a-tv-z]\d[0-9ab]\.[0-9a-z]{1,4}(?![\w-]|\.\w)"),
    compile_pattern(
        r"\b(?=[tfivo])(?:the|to\sthe|from\sthe|in\sthe|via\sthe|our)\s(?:ed|er|icu|[cmnps]icu|ccu|cvicu|pacu|or|l&d|floor|unit|ward|tele(?:metry)?"
        r"|step[-\s]?down|med[-\s]?surg|cath\slab|nursery|burn\sunit)(?![\w'])"
    ),
    compile_pattern(r"(?<![\w-])[ctls]\d{1,2}(?:\s?[-/]\s?[ctls]?\d{1,2}){1,3}(?![\w-])"),
    compile_pattern(
        r"\b(?=[a-z])(?:target|trough|peak|goal|range|ref(?:erence)?|between|keep|maintain|titrate(?:\sto)?|normal|rate|map|sbp|dbp|hr|rr|inr|ptt|cvp|bis)"
        r"(?:\s(?:of|is|to|at|range|for|a|sbp|map|inr))?\s?[:=<>]?\s?\d{1,3}(?:\.\d)?\s?(?:-|to|and)\s?\d{1,3}(?:\.\d)?(?![\w/-])"
    ),
    # Two days of the week or more are a schedule, and so is a plural.
    compile_pattern(
        rf"\b(?=[a-z]){_DAY}\b(?:\s?[,/&]\s?(?:and\s)?|\s?-\s?|\sand\s){_DAY}\b(?:(?:\s?[,/&]\s?(?:and\s)?|\sand\s){_DAY}\b){{0,4}}"
    ),
    compile_pattern(
        r"\b(?=[a-z])(?:every|each)\s(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b"
    ),
    compile_pattern(rf"\b(?=[a-z]){_MUSCLE}\s(?:[a-z]{{1,12}}\s){{0,3}}[0-9+-]{{1,3}}/\d{{1,2}}(?![\d/])"),
    compile_pattern(
        r"\b(?=[a-z])(?:pod|hd|ppd|dol|hospital\sday|postop(?:erative)?\sday|post-op\sday)\s?\#?\s?\d{1,3}\b"
    ),
    compile_pattern(
        r"\b(?=[a-z])(?:dr|mr|mrs|ms)\.?\s(?:x{1,4}|y|z|xyz|abcd?)(?:'s)?(?!\w|-|\.\w|\s(?-i:[A-Z])\w|\.\s(?!the|he|she|this|patient|after|i|on|in|we|it)(?-i:[A-Z])\w)"
    ),
    compile_pattern(
        r"\b(?=[a-z])(?:abcd?|xyz|x{3,5})\s(?:(?:general|community|university)\s)?(?:hospital|medical\scenter|clinic)"
    ),
    compile_pattern(
        r"\b(?=[a-z])(?:fitzpatrick|gleason|breslow|clark|tanner|mallampati|salter|garden|gustilo|hinchey)\s(?:skin\s)?(?:type|level|stage|grade|score|[ivx]{1,3}\b)"
    ),
    compile_pattern(
        r"\b(?=[a-z])(?:ann\sarbor|hong\skong|rocky\smountain|west\snile|st\.?\sjude|le\sfort|los\sangeles|new\syork)\s(?:stag(?:e|ing)|criteria|flu|spotted|virus|mechanical|medical|valve|pacemaker|i{1,3}\b|grade|heart)"
    ),
    compile_pattern(r"\b[ctls]\d{1,2}-[ctls]?\d{1,2}\b|\bx-ray"),
)
_AT_DIGITS = (
    # Doses, rates and settings with what they are counted in; drugs and analytes that begin with a number.
    compile_pattern(
        r"(?<![\w./-])\d{1,5}(?:\.\d{1,2})?(?:\s?(?:-|to)\s?\d{1,5}(?:\.\d{1,2})?)?\s?-?/?\s?(?:kvp|mas|mph|kcal|iu|hpf|lpf|mgy|rads?|gy|torr|cmh2o|lpm"
        r"|(?:u|units?)\s(?:sq|sc|iv|im|subq)|(?:cc|ml|mg|mcg|units?|meq)\s?/\s?(?:hr?|hour|min|kg|day|d|dose)|[wr]bcs?/[hl]pf|lbs?|vessel|chamber|hole|view"
        r"|lumen|lead|way|part|point|step|drug|channel|level)(?![\w/])"
    ),
    compile_pattern(r"(?<![\w./-])(?:5-?(?:fu|ht|asa)|6-?mp|17-?ohp|25-?oh|1,25-dihydroxy|14-3-3|3tc)(?![\w-])"),
    compile_pattern(
        r"(?<![\w./:-])(?:[01]\d|2[0-3])[0-5]\d(?:(?:,\s|\sand\s|,\sand\s|-)(?:[01]\d|2[0-3])[0-5]\d){1,5}(?![\w/-]|\.\d)"
    ),
    compile_pattern(
        r"(?<![\w.-])\#?\d{1,2}(?:\s?-?\s?(?:gauge|ga|french|fr))(?![\w-])|(?<![\w.-])\d{1,2}[gf](?![\w-])"
    ),
    compile_pattern(
        r"(?<![\w./-])[<>~]?\d{1,4}(?:[.,]\d{1,3})?\s?(?:%|percent|mg|mcg|ug|g|kg|ml|cc|mm|cm|l|lbs?|units?|meq|mmhg|bpm|french|fr|"
        r"gauge|degrees|feet|ft|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mos?)(?:/[a-z]{1,3})?(?![\w/])"
    ),
    compile_pattern(
        rf"(?<![\d/])\d{{1,2}}[+-]?/\d{{1,2}}\s(?:{_MUSCLE}|throughout|bilat\w*|systolic|diastolic|tab(?:let)?s?)\b"
    ),
    compile_pattern(
        r"(?<![\d/])(?:20/\d{2,3}|[0-5][+-]?/5(?=\sin\s)|\d{1,2}/10(?=\s(?:pain|in\sseverity|at|with|now)))(?![\d/])"
    ),
    compile_pattern(r"(?<![\w/-])\#?\d{1,2}-0(?![\w/-])|\#\d{1,2}[-\s]french"),
    compile_pattern(r"\b\d{1,2}-\d/\d(?=[-\s])"),
    compile_pattern(
        r"(?<![\w.])\d{1,2}(?:st|nd|rd|th)(?:(?:,?\s(?:and|or|to|through)\s|,\s)\d{1,2}(?:st|nd|rd|th)){0,3}\s(?:left\s|right\s|proximal\s|distal\s)?"
        r"(?:ribs?|toes?|digits?|fingers?|metacarpals?|metatarsals?|intercostal|nerves?|cranial|ventricle|floor|grade|degree|percentile|"
        r"trimester|weeks?|months?|days?|decades?|dose|cycle|line|generation|edition|time|attempt|visit|year|hour|interspace|ray|rays|"
        r"heart|toe|interphalangeal|mcp|mtp|pip|dip|lumbar|thoracic|cervical|sacral|vertebra|molar|pregnancy|child|day)s?\b"
    ),
    compile_pattern(
        r"(?<![\w./-])\d{1,3}(?:-|\sto\s)\d{1,3}\s(?:wbcs?|rbcs?|cm|mm|mg|mcg|ml|days?|weeks?|wks?|months?|times|years?|yrs?|hours?|hrs?|"
        r"minutes?|mins?|hpf|cells?|episodes|beats|pounds|lbs|degrees|drinks|cigarettes|packs?|beers|puffs|units|liters|steps|feet)\b"
    ),
    compile_pattern(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d])|(?<![\d./-])\d{1,4}\.\d{1,3}(?![\d./-])"),
)


@lru_cache(maxsize=4096)
def _names_a_thing(word: str) -> bool:
    return word in _NEVER_PERSONS or all(is_eponym(part) for part in word.split("-"))


def _may_be_eponym(text: str, end: int, strong: bool) -> bool:
    """A cheap look at the word before a tail word."""
    before = text[max(0, end - 32) : end].split()
    if not before:
        return False
    word = before[-1].rstrip("-,/'")
    return bool(word) and ((strong and word[0].isupper()) or _names_a_thing(word.lower().removesuffix("'s")))


def _eponym_before(text: str, end: int, strong: bool, cased: bool) -> int | None:
    """Where the eponym before a tail word begins; None when there is none."""
    begin = None
    if not _may_be_eponym(text, end, strong):
        return None
    found = _BEFORE.search(text, max(0, end - 64), end)
    if not found:
        return None
    words = list(_WORD.finditer(text, found.start(), end))
    for index, word in enumerate(reversed(words)):
        plain = word[0].lower().removesuffix("'s").removesuffix("'")
        if plain in ("and", "or", "von", "de"):
            continue
        proper = strong and cased and index < 2 and word[0][0].isupper() and not word[0].endswith(("'s", "'"))
        if not (proper or _names_a_thing(plain)):
            break
        begin = word.start()
    if begin is None or _TITLE_BEFORE.search(text, max(0, begin - 12), begin):
        return None
    return begin


def _is_somebodys(text: str, start: int) -> bool:
    """Whether a title, an initial or a common given name stands before a surname that is an eponym as well."""
    if _TITLE_BEFORE.search(text, max(0, start - 12), start):
        return True
    before = _FORENAME_BEFORE.search(text, max(0, start - 24), start)
    return before is not None and (before["given"] is None or lexeme(before["given"].lower()).given >= _OFTEN_GIVEN)


def vetoes(document: Document) -> Iterator[tuple[int, int]]:
    """Spans of the normal form that identify nobody, in any order."""
    text = document.text
    for found in _TAIL.finditer(text):
        tail = found[0].lower().removesuffix("s")
        strong = tail in _STRONG or found[0].lower() in _STRONG
        begin = _eponym_before(text, found.start(), strong, document.is_cased)
        if begin is not None:
            yield begin, found.end()
    for found in _SINGLE.finditer(text):
        if found[0].lower() in _NEVER_PERSONS and not _is_somebodys(text, found.start()):
            yield found.span()
    for found in _RESULTED.finditer(text):
        if _names_a_thing(found["name"].lower()):
            yield found.span("name")
    yield from clinical_fractions(document)
    yield from public_codes(document)
    yield from (found.span() for found in at_words(_SCORED, document, _FIRST_OF_SCORES))
    yield from (found.span() for pattern in _PATTERNS for found in pattern.finditer(text))
    yield from (found.span() for pattern in _AT_DIGITS for found in at_digits(pattern, document))
