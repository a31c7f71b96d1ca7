"""``notes.csv.gz``: clinical notes of several lines, with everything in them that people write into notes."""

from __future__ import annotations

import random
import string
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sample_data_maker import note_texts as texts
from sample_data_maker.chance import digits, stream
from sample_data_maker.encounters import Encounter
from sample_data_maker.planted import Planted, plant, plant_columns
from sample_data_maker.tables import Table

Note = tuple[Mapping[str, object], tuple[Planted, ...]]


def make_notes(seed: int, visits: Sequence[Encounter]) -> Table:
    """One or two notes a visit."""
    rng = stream(seed, "notes")
    notes = [_note(rng, v, kind) for v in visits for kind in _kinds(rng, v)]
    rows = tuple(row for row, _ in notes)
    labels = {
        "note_id": "R:note_number",
        "mrn": "H:mrn",
        "written_at": "C:written_at",
        "author": "A:provider_name",
    }
    in_text = dict.fromkeys(p for _, planted in notes for p in planted)
    return Table("notes", rows, (*plant_columns(rows, labels), *in_text))


def _kinds(rng: random.Random, v: Encounter) -> list[str]:
    kinds = {"inpatient": ["h_and_p", "discharge"], "emergency": ["h_and_p"], "outpatient": ["telephone"]}[v.kind]
    if v.diagnosis[0] == "R91.8":
        kinds = [*kinds, "radiology"]
    if v.person.age_on(v.admitted.date()) > 89:
        kinds = [*kinds, "progress"]
    if v.person.email and v.person.drivers_licence and rng.random() < 0.15:
        kinds = [*kinds, "social_work"]
    return kinds


_TEMPLATES = {
    "h_and_p": texts.ADMISSION,
    "discharge": texts.DISCHARGE,
    "telephone": texts.PHONE_CALL,
    "radiology": texts.RADIOLOGY,
    "social_work": texts.SOCIAL_WORK,
    "progress": texts.OF_AGE,
}


def _note(rng: random.Random, v: Encounter, kind: str) -> Note:
    slots = {**_who(v), **_when(rng, v), **_what(rng, v)}
    template = _TEMPLATES[kind]
    used = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    planted = tuple(
        plant(texts.LABELS[s], slots[s]) for s in sorted(used & texts.LABELS.keys()) if slots[s] and s not in _absent(v)
    )
    ready = v.discharged if kind == "discharge" else v.admitted
    row = {
        "note_id": f"N{digits(rng, 7)}", "mrn": v.person.mrn, "note_type": kind,
        "written_at": ready + timedelta(minutes=rng.randint(30, 300)),
        "author": v.provider.signature, "text": template.format_map(slots),
    }  # fmt: skip
    return row, planted


def _absent(v: Encounter) -> set[str]:
    """Slots that hold a phrase instead of a value, because the person has none."""
    return set() if v.person.email else {"email"}


def _who(v: Encounter) -> dict[str, str]:
    p, role, he = v.person, v.person.role, v.person.role.sex == "M"
    age = p.age_on(v.admitted.date())
    words = ("boy", "girl") if age < 18 else ("man", "woman")
    return {
        "full_name": p.full_name, "last_first": f"{role.last}, {role.first} {role.middle}".rstrip(),
        "shouted": f"{role.last}, {role.first}".upper(), "last": role.last, "mrn": p.mrn,
        "bare_mrn": str(int(p.mrn[1:])), "title": role.prefix or "Baby", "age": str(age), "old_age": str(age),
        "sex_word": words[not he], "he": "he" if he else "she", "He": "He" if he else "She",
        "his": "his" if he else "her", "relation": p.contact_relation,
        "relation_cap": p.contact_relation.capitalize(), "relative": p.contact_name,
        "relative_phone": p.contact_phone, "street": p.address, "city": p.home.city, "phone": p.phone,
        "email": p.email or "(no e-mail)", "ssn": p.ssn, "member_id": p.member_id,
        "licence": p.drivers_licence, "employer": p.employer,
        "fax_line": p.fax or "the referring office",
        "work": f"Works for {p.employer}." if p.employer else "Not employed.",
    }  # fmt: skip


def _when(rng: random.Random, v: Encounter) -> dict[str, str]:
    day, left = v.admitted, v.discharged
    return {
        "us_date": f"{day:%m/%d/%Y}", "long_date": f"{day:%B} {day.day}, {day.year}",
        "short_date": f"{day.month}/{day.day}/{day:%y}", "military_date": f"{day:%d-%b-%Y}",
        "left_on": f"{left:%m/%d/%Y}", "clock": f"{rng.randint(7, 21):02d}{rng.randint(0, 59):02d}",
        "year": str(day.year - 1), "born": f"{v.person.role.born:%m/%d/%Y}", "nights": str(v.days),
    }  # fmt: skip


def _what(rng: random.Random, v: Encounter) -> dict[str, str]:
    return {
        "complaint": rng.choice(("shortness of breath", "weakness", "abdominal pain", "a fall at home")),
        "diagnosis": v.diagnosis[1], "diagnosis_lower": v.diagnosis[1][0].lower() + v.diagnosis[1][1:],
        "hgb": f"{rng.uniform(9, 15):.1f}", "bp": f"{rng.randint(98, 165)}/{rng.randint(55, 95)}",
        "facility": v.facility, "doctor": f"{v.provider.first} {v.provider.last}", "accession": v.accession,
        "encounter": v.number, "ip": f"198.51.100.{rng.randint(1, 254)}",
        "url": f"https://portal.rivermont-health.example/v/{v.number}",
    }  # fmt: skip
