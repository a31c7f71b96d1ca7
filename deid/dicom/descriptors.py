"""Descriptors cleaned, not emptied (PS3.15 section E.3.5): words of the clinic and the scanner stay, the rest goes."""

from __future__ import annotations

import re
from typing import Final

from deid.dicom.codes import Screen
from deid.safe_harbor.names import is_ordinary
from deid.safe_harbor.vocabulary import is_eponym

_TOKEN: Final = re.compile(r"\b[wW]/[oO]\b|[^\W_]+(?:\.\d+)?")
_DATE: Final = re.compile(r"(?<!\d)(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}/\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?)(?!\d)")
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})?")
_MEASURE: Final = re.compile(
    r"\d{1,4}(?:\.\d{1,3})?(?:mm|cm|ms|s|sec|min|kv|kvp|ma|mas|mg|ml|mgy|mbq|deg|hz|khz|t|x|d|b|st|nd|rd|th)"
    r"|\d{1,3}x\d{1,3}|[bhijtuq][a-z]?\d{2}[a-z]{0,2}|[bct]\d{1,2}|l[1-5]|s[1-5]|[234]d[a-z]{0,3}|t[12]w?|b\d{1,4}",
    re.IGNORECASE,
)
_SCANNER: Final = frozenset(
    """
    ac adc angio ap art arterial asir asl ax axial bh blade body bold bone brain bravo br calc calci car cardiac cbct ce
    chst cine con cor coronal cr ct cta ctp cube cx d decub delayed derived dixon dr dti dual dwi dx dyn dynamic early
    ecg ecgt edr enh epi ett ex exp f fast fb fat fbp fdg fgre fiesta flair flash fse fs fspgr gad gd gre grad haste
    head helical high hr hrct insp inversion iodine ir iso iv kernel lat lateral lava le loc localizer low lt lung m map
    med mediastinum mg mip mpr mprage mr mra mri mrcp mrv nac neck non nonc obl oblique opp opposed out pa pc pd pelvis
    pet petct phase plain portal post pre prone propeller proton pt qc rad recon ref resp rest rt sag sagittal scan
    scout screening se seq series shoulder sinus slab soft space spair spgr spin spine spoiled std stir stnd stress
    supine swan swi t t1 t2 tec thin thorax tof topogram tra trans transverse trigger trig truefisp tse turbo
    us venous vibe view vol vr w wb wc wo wwo with without w/o xa xr yz
    """.split()
)


def cleaned(text: str, screen: Screen, words: frozenset[str] = frozenset()) -> str:
    """The text with only the words that name nobody, in the places where they stood.

    Args:
        text: one value of a descriptor.
        screen: says whether a text identifies someone; a word that it finds goes, whatever else it may mean.
        words: parts of names that stand in the object, case-folded; they go unless they are a scanner's words.
    """
    bare = _DATE.sub(" ", text)
    kept = _TOKEN.sub(lambda found: found[0] if _stays(found[0], screen, words) else "", bare)
    tidied = re.sub(r"[ \t]{2,}", " ", kept).strip(" _-,;:/\0")
    return "" if not tidied or not _TOKEN.search(tidied) or screen(tidied) else tidied


def _stays(token: str, screen: Screen, words: frozenset[str]) -> bool:
    if token.casefold() in words and token.casefold() not in _SCANNER:
        return False
    return _names_nobody(token) and not (len(token) > 1 and screen(token))


def _names_nobody(token: str) -> bool:
    if token.casefold() in _SCANNER or _NUMBER.fullmatch(token) or _MEASURE.fullmatch(token):
        return True
    if len(token) == 1 or not token.isalpha():
        return False
    return is_ordinary(token) and not is_eponym(token)
