"""What an attribute's label says of the values beside it, in tables of entities, attributes and values."""

from __future__ import annotations

import re

from deid.safe_harbor.field_names import LONGEST_LABEL, kind_by_name, words_of_name
from deid.safe_harbor.kinds import KINDS
from deid.safe_harbor.name_rules import NameRule

_QUESTION = re.compile(r"\W*(?:what|which|where|when|who|whom|whose)(?:'s)?\b", re.I)
_FUNCTION_WORDS = frozenset(
    "what s which where when who whom whose is are was were be been do does did has have had you your we us our they "
    "their he she his her the a an of at on in to for by with from please tell current currently".split()
)
_ASKED_FOR = {
    "where": KINDS["street_address"],
    "when": KINDS["event_date"],
    "who": KINDS["person_name"],
    "whom": KINDS["person_name"],
    "whose": KINDS["person_name"],
}


def kind_of_attribute(label: str) -> NameRule | None:
    """The rule that matches an attribute's label; a whole question of a survey is no label, whatever words it has.

    Of a short question the nouns speak, and else its first word: ``What address do you live at?`` asks for an address.
    """
    if len(label) > LONGEST_LABEL:
        return None
    asked = _QUESTION.match(label)
    if asked is None:
        return kind_by_name(label)
    words = words_of_name(label).strip("_").split("_")
    nouns = [word for word in words if word not in _FUNCTION_WORDS]
    if nouns in (["name"], ["names"]):
        return NameRule(KINDS["person_name"], _QUESTION)
    named = kind_by_name(" ".join(nouns) or label)
    if named is None and words[0] in _ASKED_FOR:
        return NameRule(_ASKED_FOR[words[0]], _QUESTION)
    return named
