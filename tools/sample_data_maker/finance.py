"""``claims.xlsx``: what was billed, and what was paid for it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sample_data_maker import numbers
from sample_data_maker.chance import digits, stream
from sample_data_maker.encounters import Encounter
from sample_data_maker.planted import plant_columns
from sample_data_maker.tables import Table

_PLANS = ("Rivermont Select HMO", "Rivermont Choice PPO", "Medicare Part B", "MassHealth")


def make_claims(seed: int, visits: Sequence[Encounter]) -> tuple[Table, Table]:
    """The sheets ``claims`` (one row a visit) and ``remittances`` (one row a paid claim)."""
    rng = stream(seed, "claims")
    accounts = {v.person.mrn: f"{digits(rng, 10)}" for v in visits}
    cards = {mrn: numbers.card(rng) for mrn in accounts}
    claims = tuple(_claim(rng, v, accounts[v.person.mrn], cards[v.person.mrn]) for v in visits)
    paid = tuple(_remittance(rng, c) for c in claims if rng.random() < 0.85)
    on_claims = {
        "claim_number": "R:claim_number", "account_number": "J:account_number", "mrn": "H:mrn",
        "card_number": "J:card_number", "member_id": "I:member_id", "service_from": "C:service_from",
        "service_to": "C:service_to", "subscriber_name": "A:full_name",
    }  # fmt: skip
    on_remittances = {"claim_number": "R:claim_number", "check_number": "J:check_number",
                      "paid_on": "C:paid_on", "bank_account": "J:bank_account"}  # fmt: skip
    return (
        Table("claims", claims, plant_columns(claims, on_claims)),
        Table("remittances", paid, plant_columns(paid, on_remittances)),
    )


def _claim(rng: random.Random, v: Encounter, account: str, card: str) -> dict[str, object]:
    person = v.person
    return {
        "claim_number": f"CLM{v.admitted:%Y}{digits(rng, 6)}", "mrn": person.mrn, "encounter_id": v.number,
        "account_number": account, "subscriber_name": f"{person.role.last}, {person.role.first}",
        "member_id": person.member_id, "plan": rng.choice(_PLANS), "service_from": v.admitted.date(),
        "service_to": v.discharged.date(), "icd10": v.diagnosis[0], "cpt": " ".join(v.diagnosis[2]),
        "billed_amount": round(rng.uniform(90, 900) * (1 + 3 * v.days), 2),
        "card_number": card if rng.random() < 0.5 else None,
    }  # fmt: skip


def _remittance(rng: random.Random, claim: Mapping[str, object]) -> dict[str, object]:
    billed, service = claim["billed_amount"], claim["service_to"]
    if not isinstance(billed, float) or not isinstance(service, date):
        raise TypeError("a claim has an amount and a service date")
    return {
        "claim_number": claim["claim_number"], "check_number": int(digits(rng, 8)),
        "bank_account": f"{digits(rng, 12)}", "paid_on": service + timedelta(days=rng.randint(14, 60)),
        "allowed_amount": round(billed * 0.62, 2), "paid_amount": round(billed * 0.55, 2),
        "adjustment_code": rng.choice(("CO-45", "PR-1", "PR-3")),
    }  # fmt: skip
