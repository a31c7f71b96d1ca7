"""How notices of privacy speak of deidentified information: the phrases that are looked for in them."""

from __future__ import annotations

import re

_EXPERT, _HARBOR = "expert-determination", "safe-harbor"
NAMED = {
    _EXPERT: re.compile(
        r"164\.514 ?\(b\) ?\(1\)|\(b\) ?\(1\)(?=[^.]{0,40}164\.514)|expert[- ]determination", re.IGNORECASE
    ),
    _HARBOR: re.compile(
        r"164\.514 ?\(b\) ?\(2\)|(?<=or )\(b\) ?\(2\)|(?<=and )\(b\) ?\(2\)|\(b\) ?\(2\)(?=[^.]{0,40}164\.514)|"
        r"safe[- ]harbou?r (?:de-?identification )?(?:method|standard)|hipaa(?:'s)? safe[- ]harbou?r",
        re.IGNORECASE,
    ),
}
DEIDENTIFIED = re.compile(r"\bde-?identif", re.IGNORECASE)
PATIENTS = re.compile(r"\b(?:patient|member|health|medical|clinical)\b", re.IGNORECASE)
_GIVES = (
    r"(?:sells?|sold|sale|selling|shar(?:es?|ed|ing)|disclos\w+|licens\w+|provid(?:es?|ed)|made available|transfer\w*|"
    r"rent(?:s|ed)?|giv(?:es?|en)|trad(?:es?|ed))"
)
SELLING = re.compile(r"\b(?:sell\w*|sold|sales?|licens\w+)\b", re.IGNORECASE)
GIVING = re.compile(rf"\b{_GIVES}\b", re.IGNORECASE)
_NOT = r"\b(?:(?:do|does|did|will|shall|would|may|can)(?: not|n't)|cannot|never|neither|nor|won't|are not|is not)\b"
NEGATED = re.compile(
    rf"{_NOT}(?:\W+(?!how\b|whether\b|what\b|which\b|who\b|third\b)\w+){{0,4}}?\W+{_GIVES}\b|"
    rf"\b(?:no|none of)\b[^.;]{{0,80}}\b(?:is|are|be|been)\W+(?:\w+\W+){{0,2}}?{_GIVES}\b|"
    rf"\b{_GIVES}\b[^.;]{{0,60}}\b(?:with|to) (?:no one|nobody|no third)",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r";|:|,? \b(?:but|however|although|though|while|whereas|instead)\b|"
    r", (?:and |or )?(?=(?:we|it|they|our|this|you)\b)|,? and (?=not\b)",
    re.IGNORECASE,
)
SUPPOSED = re.compile(r"\W*(?:if|should|in the event|to the extent|when|where|before)\b", re.IGNORECASE)
UNUSED = re.compile(
    r"\b(?:do|does|did|will|are|is|was|were|has|have)(?: not|n't)\b[^.;]{0,30}"
    r"\b(?:us(?:e|ed|ing)|rely|apply|applied|under|by)\b|"
    r"\b(?:not|rather than|instead of) (?:by|under|with|using|the)\b",
    re.IGNORECASE,
)
THIRD = re.compile(r"third[- ]part(?:y|ies)|any(?:one| other part)|others\b|\bno(?:body| one)\b", re.IGNORECASE)
EXCEPT = re.compile(r"\b(?:except|unless|other than as|without your)\b", re.IGNORECASE)
PERSONAL = re.compile(r"\bpersonal(?:ly identifiable)? (?:information|data)\b", re.IGNORECASE)
EVERYTHING = re.compile(
    r"\b(?:your|any|all|customer|patient|health|medical) (?:\w+ )?(?:data|information)\b", re.IGNORECASE
)
EXCLUDES = re.compile(
    r"personal (?:information|data) does not (?:include|cover)[^.]*de-?identif|"
    r"de-?identified[^.]*is not (?:considered )?personal (?:information|data)",
    re.IGNORECASE,
)
CHOICE = re.compile(
    r"\b(?:one|any)(?: or (?:more|both))? of (?:the |these |those |two |following |its )*(?:de-?identification )?"
    r"(?:method|standard|following|two)|\beither\b",
    re.IGNORECASE,
)
OR = re.compile(r"\bor\b", re.IGNORECASE)
AGGREGATE = re.compile(
    r"\blog(?:s| data| files?)?\b[^.]*\baggregat|\baggregat[^.]*\blog(?:s| data| files?)?\b", re.IGNORECASE
)
END = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\s*[\u2022\u25aa\u00b7]\s+")
