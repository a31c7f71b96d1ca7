"""What one cell is by itself: a number, a quantity, a term, a word that may be a name."""

from __future__ import annotations

import re

from deid.safe_harbor import codes, names, vocabulary

_WHOLE = re.compile(r"\+?(\d+|\d{1,3}(?:,\d{3})+|\d{3}[- ]\d{2}[- ]\d{4})(?:\.0+)?")
_OFTEN_BORNE = 0.05
"""From this share of the people (per cent) on, a word of the language is a surname as much as a word."""
_NUMBER = re.compile(r"\s*[<>]?=?\s*[+-]?(?:\d[\d,]*)?\.?\d+(?:[eE][+-]?\d+)?\s*%?\s*")
_LONG_DIGITS = re.compile(r"\D{0,4}\d{7,}\D{0,2}")
_QUANTITY = re.compile(r"[<>=~+-]{0,2}\s*\d[\d.,]*(?:\s*[-/:x^*]\s*\d[\d.,]*)?\s*(\D{0,20})")
_STAGED = re.compile(r"(?:[A-Z]\d{1,2}[ ,/-]?){2,6}")
_FEET = re.compile(r"\d ?(?:'|ft\.?|feet) ?(?:\d{1,2}(?:\.\d+)? ?(?:\"|''|in\.?|inches)?)?", re.I)
WORDS = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[IVX]{1,4}", re.I)
_BARE_ID = re.compile(r"[A-Za-z]\d{6}")
_REFERENCE = re.compile(
    r"(?:https?://\S{1,200}/)?(?:Patient|Person|RelatedPerson|Practitioner(?:Role)?|Encounter|EpisodeOfCare|Account|Appointment"
    r"|AllergyIntolerance|CarePlan|CareTeam|Claim(?:Response)?|Composition|Condition|Consent|Coverage|Device(?:Request)?"
    r"|DiagnosticReport|DocumentReference|ExplanationOfBenefit|FamilyMemberHistory|Flag|Goal|Group|ImagingStudy|Immunization"
    r"|List|Location|Media|Medication(?:Administration|Dispense|Request|Statement)?|Observation|Organization|Procedure"
    r"|Provenance|QuestionnaireResponse|ServiceRequest|Specimen|Task)/[A-Za-z0-9.-]{1,64}(?:/_history/[A-Za-z0-9.-]{1,64})?"
)
"""HL7 FHIR R4, 2.3 (References): the type of a resource and its logical id."""


def whole_digits(cell: str) -> str:
    """The digits of a whole number however it is spelled: ``123456789.0``, ``123,456,789``; empty when it is none."""
    found = _WHOLE.fullmatch(cell)
    return re.sub(r"\D", "", found[1]) if found else ""


def names_in(cell: str) -> list[str]:
    """The words of a cell that are no words of the language, or that many people bear as their name."""
    return [word for word in WORDS.findall(cell) if len(word) > 2 and may_name(word)]


def may_name(word: str) -> bool:
    """Whether a word is none of the clinic, and none of the language unless many people bear it as their name."""
    if vocabulary.is_clinical_term(word) or vocabulary.is_class_word(word) or _is_shortened(word):
        return False
    return not vocabulary.is_common_word(word) or names.surname_frequency(word) >= _OFTEN_BORNE


def mentions_a_name(cell: str) -> bool:
    """Whether a word of a cell is a person's name and no word of the language."""
    return any(
        not vocabulary.is_common_word(word) and (names.given_name_frequency(word) or names.surname_frequency(word)) > 0
        for word in names_in(cell)
    )


def is_number(cell: str) -> bool:
    """Whether a cell is a plain number, perhaps with a comparison sign or per cent."""
    return _NUMBER.fullmatch(cell) is not None


def has_long_digits(cell: str) -> bool:
    """Whether a cell is little else than seven or more digits in a row."""
    return _LONG_DIGITS.fullmatch(cell) is not None or len(whole_digits(cell)) >= 7


def is_quantity(cell: str) -> bool:
    """Whether a cell is a number or a pair of numbers, with a unit or word perhaps: ``120/80``, ``1:160``, ``5 mg``."""
    if is_number(cell) or _FEET.fullmatch(cell):
        return True
    found = _QUANTITY.fullmatch(cell)
    if sum(character.isdigit() for character in cell) > 7:
        return False
    return found is not None and (not found[1].strip() or codes.is_unit(found[1].strip()) or is_term(found[1]))


def is_term(cell: str) -> bool:
    """Whether a cell is wording, and not a word of the language that many people bear as their name."""
    return is_wording(cell) and any(not may_name(word) for word in WORDS.findall(cell))


def is_staged(cell: str) -> bool:
    """Whether a cell is single letters with small numbers behind, as stages and obstetric histories are: ``G2P1``."""
    return _STAGED.fullmatch(cell) is not None


def is_wording(cell: str) -> bool:
    """Whether a cell is made of ordinary and clinical words, with at most one word in five unknown."""
    words = WORDS.findall(cell)
    if not words or has_long_digits(cell) or _is_of_digits(cell):
        return False
    clinical = any(vocabulary.is_clinical_term(word) for word in words if len(word) > 3)
    unknown = [
        word
        for word in vocabulary.unknown_words(cell)
        if not (_ROMAN.fullmatch(word) or vocabulary.is_class_word(word) or (clinical and len(word) == 1))
        and not _is_shortened(word)
    ]
    return len(unknown) <= 0.2 * len(words)


def _is_shortened(word: str) -> bool:
    return vocabulary.is_contraction(word) and not (names.given_name_frequency(word) or names.surname_frequency(word))


def _is_of_digits(cell: str) -> bool:
    """Whether a cell has more digits than letters, and too many for a dose or a size."""
    digits = sum(character.isdigit() for character in cell)
    return digits >= 5 and digits > sum(character.isalpha() for character in cell)


def is_bare_id(cell: str) -> bool:
    """Whether a cell is a letter with six digits, a form that no code of ICD-10-CM in use has."""
    return _BARE_ID.fullmatch(cell) is not None


_OF_PATIENT = re.compile(r"(?:https?://\S{1,200}/)?Patient/[A-Za-z0-9.-]{1,64}(?:/_history/[A-Za-z0-9.-]{1,64})?")


def is_patient_reference(cell: str) -> bool:
    """A reference to a patient: ``Patient/pt-31``."""
    return _OF_PATIENT.fullmatch(cell) is not None


def is_reference(cell: str) -> bool:
    """A reference to a FHIR resource, in which the id of a patient or an encounter stands: ``Patient/pt-31``."""
    return _REFERENCE.fullmatch(cell) is not None
