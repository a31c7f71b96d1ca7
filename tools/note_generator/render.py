"""From a family's templates to notes with gold spans."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from note_generator import marks
from note_generator.cast import Cast
from note_generator.pools import Pools
from note_generator.slots import SLOTS

TEMPLATES = Path(__file__).parent / "templates"
TRAINING = (
    *("ed_provider", "nurse_rounds", "nurse_report", "icu_daily", "operative", "anesthesia", "procedure_logs", "labor"),
    *("peds_school", "psych", "casework", "home_hospice", "rehab", "diet_wound", "dialysis", "rx_interventions"),
    *("code_blue", "ems", "transfer_center", "autopsy", "contrast", "unnamed", "signoffs", "small_prose"),
    *("narratives", "whereabouts", "night_float", "ltc_notes", "infusion_blood"),
    *("discharge", "nursing", "reports", "portal", "queries", "registration", "general", "plain", "scattered"),
    *("grammar", "settings", "wordy", "short"),
    *("letters", "letters_uk", "securechat", "email", "mychart", "refills", "scheduling"),
    *("appeals", "billing", "frontdesk", "auditlog", "hl7mix"),
    *("addenda", "transcription", "incidents", "custody", "screening", "boards", "mar", "tracing"),
    *("wordnames", "travel", "occupational", "dental", "pastoral", "business", "rosters", "lookalikes"),
)
HELD_OUT = ("telephone", "consult", "triage", "scanned")
DEVELOPMENT = ("handoff", "dictation", "thread", "interface")  # not learnt from, but thresholds were set on these
REPORTED = ("admission", "progress", "aftercare", "callcenter", "worklist")  # nothing was improved with these in view
SIDES = {
    **dict.fromkeys(HELD_OUT, "held_out"),
    **dict.fromkeys(DEVELOPMENT, "reported"),
    **dict.fromkeys(REPORTED, "measured"),
}
OWN_CLINICAL = ("reported", "measured")
_SLOT = re.compile(r"\{(\w+)(?:!([ul]))?\}")
_CASES = {"u": str.upper, "l": str.lower}
_CHOICE = re.compile(r"\[\[([^\[\]]*)\]\]")
_TRAP = re.compile(r"<(\w+):([^>]*)>")
_SLIPS = (("l", "1"), ("O", "0"), ("o", "0"), ("rn", "m"), ("i", "l"), ("S", "5"), ("e", "c"), ("m", "rn"), ("B", "8"))


@dataclass(frozen=True)
class Family:
    """The templates of one kind of note: lines of head, body and foot, and how many of each a note has."""

    sections: tuple[tuple[tuple[str, ...], int, int], ...]
    lower: float
    upper: float
    joined: bool


@cache
def clinical(side: str) -> tuple[str, ...]:
    """Sentences without an identifier: one in four is kept for the held-out families; later sides have their own."""
    file = f"clinical_{side}.txt" if side in OWN_CLINICAL else "clinical.txt"
    lines = [line for line in (TEMPLATES / file).read_text("utf-8").splitlines() if line and line[0] != "#"]
    if side in OWN_CLINICAL:
        return tuple(lines)
    return tuple(line for index, line in enumerate(lines) if (index % 4 == 3) == (side == "held_out"))


@cache
def family(name: str) -> Family:
    """The family of a template file."""
    options, sections = {"lower": 0.03, "upper": 0.05, "joined": 0.0}, []
    for block in (TEMPLATES / f"{name}.txt").read_text("utf-8").split("## ")[1:]:
        heading, _, body = block.partition("\n")
        key, *numbers = heading.split()
        if key in options:
            options[key] = float(numbers[0])
            continue
        lines = tuple(line.replace("\\n", "\n").replace("\\t", "\t") for line in body.splitlines() if line)
        sections.append((lines, int(numbers[0]), int(numbers[1])))
    return Family(tuple(sections), options["lower"], options["upper"], bool(options["joined"]))


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """The alternatives that templates name."""
    rows = (TEMPLATES / "phrases.txt").read_text("utf-8").splitlines()
    pairs = (row.partition(" = ") for row in rows if row and row[0] != "#")
    return {name: tuple(value.replace("\\t", "\t").split("|")) for name, _, value in pairs}


def chosen(rng: random.Random, template: str) -> str:
    """A template in which every ``[[one|other]]`` or ``[[name of phrases]]`` has become one of its alternatives."""

    def one(found: re.Match[str]) -> str:
        named = phrases().get(found[1])
        return rng.choice(named or tuple(found[1].split("|")))

    while "[[" in template:
        template, count = _CHOICE.subn(one, template)
        if not count:
            raise ValueError("a template has brackets that do not close")
    return template


def fragment(rng: random.Random, side: str) -> str:
    """One to five words out of a sentence without an identifier: a context that says little."""
    words = _TRAP.sub(r"\2", rng.choice(clinical(side))).split()
    count = rng.randint(1, 5)
    start = rng.randrange(max(1, len(words) - count))
    return " ".join(words[start : start + count]).strip(" .,;:")


def fill(template: str, cast: Cast) -> str:
    """The marked text of a template."""
    rng = cast.rng
    template = chosen(rng, template)
    template = template.replace("{C}", rng.choice(clinical(cast.pools.side)))
    while "{R}" in template:
        template = template.replace("{R}", fragment(rng, cast.pools.side), 1)
    template = _TRAP.sub(lambda found: marks.mark(f"keep:{found[1]}", found[2]), template)

    def one(found: re.Match[str]) -> str:
        text = SLOTS[found[1]](cast)
        return marks.change(text, _CASES[found[2]]) if found[2] else text

    return _SLOT.sub(one, template)


def slip(rng: random.Random) -> Callable[[str], str]:
    """What a scanner makes of a word now and then."""

    def change(text: str) -> str:
        if rng.random() > 0.4 or len(text) < 4:
            return text
        old, new = rng.choice(_SLIPS)
        where = [m.start() for m in re.finditer(old, text) if m.start()]
        if not where:
            return text
        place = rng.choice(where)
        return text[:place] + new + text[place + len(old) :]

    return change


def _chosen(kind: Family, cast: Cast) -> list[str]:
    rng, out = cast.rng, []
    for index, (lines, low, high) in enumerate(kind.sections):
        count = min(rng.randint(low, high), len(lines)) if lines else 0
        picked = rng.sample(range(len(lines)), count)
        order = sorted(picked) if index == 0 and rng.random() < 0.7 else picked
        out += [fill(lines[i], cast) for i in order]
    return out


def note(name: str, seed: str) -> dict[str, object]:
    """One note of a family; the same for the same seed."""
    rng = random.Random(f"{name}/{seed}")
    kind = family(name)
    cast = Cast(Pools(rng, SIDES.get(name, "training")))
    lines = _chosen(kind, cast)
    between = " " if kind.joined else rng.choice(("\n", "\n", " ", "\n\n"))
    marked = between.join(lines)
    marked = _as_typed(marked, kind, name, rng)
    text, spans, keep, neutral = marks.unmark(marked)
    return {
        "id": f"{name}-{seed}",
        "family": name,
        "text": text,
        "spans": spans,
        "keep": keep,
        "ignore": neutral,
        "known": cast.known,
    }


def _as_typed(marked: str, kind: Family, name: str, rng: random.Random) -> str:
    draw = rng.random()
    if draw < kind.lower:
        marked = marks.change(marked, str.lower)
    elif draw > 1 - kind.upper:
        marked = marks.change(marked, str.upper)
    elif draw > 0.96 - kind.upper:
        marked = marks.change_names(marked, str.upper)
    if name == "scanned" or rng.random() < 0.04:
        marked = marks.change_names(marked, slip(rng))
    if name == "scanned" or rng.random() < 0.05:
        marked = marks.change(
            marked, lambda text: re.sub(r" (?=\w)", lambda m: "\n" if rng.random() < 0.04 else m[0], text)
        )
    return marked


def documents(name: str, count: int, seed: int = 0) -> Iterator[dict[str, object]]:
    """So many notes of a family."""
    return (note(name, f"{seed}-{index}") for index in range(count))
