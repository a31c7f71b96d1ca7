"""References between FHIR resources lead where they led after ids became codes, however they are written."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from deid import pipeline

PERSONS = 40
STYLES = {
    "relative": lambda kind, key: f"{kind}/{key}",
    "absolute": lambda kind, key: f"https://fhir.maple.org/r4/{kind}/{key}",
    "of a version": lambda kind, key: f"{kind}/{key}/_history/2",
    "of a bundle": lambda _kind, key: f"urn:uuid:{key}",
}


def _export(export: Path, style: str) -> None:
    to = STYLES[style]
    bundled = style == "of a bundle"
    persons = [str(uuid.UUID(int=10**36 + 7 * n)) if bundled else f"pt-{n:03d}" for n in range(PERSONS)]
    visits = [str(uuid.UUID(int=10**37 + 7 * n)) if bundled else f"enc-{n}" for n in range(2 * PERSONS)]
    resources: dict[str, list[dict[str, Any]]] = {
        "Patient": [
            {
                "id": key,
                "gender": "female",
                "identifier": [
                    {"system": "http://hl7.org/fhir/sid/us-ssn", "value": f"078-05-{1000 + n}"},
                    {"system": "http://ids.maple.org/mrn", "value": f"M{4000 + n}"},
                ],
                "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/us-core-race", "value": "White"}],
            }
            for n, key in enumerate(persons)
        ],
        "Encounter": [
            {"id": key, "status": "finished", "subject": {"reference": to("Patient", persons[n % PERSONS])}}
            for n, key in enumerate(visits)
        ],
        "Observation": [
            {
                "id": f"obs-{n}",
                "subject": {"reference": to("Patient", persons[n % PERSONS])},
                "encounter": {"reference": to("Encounter", visits[n % len(visits)])},
            }
            for n in range(3 * PERSONS)
        ],
        "List": [
            {"id": f"l-{n}", "entry": [{"item": {"reference": to("Patient", persons[n])}},
                                       {"item": {"reference": to("Encounter", visits[n])}}]}
            for n in range(PERSONS)
        ],
    }  # fmt: skip
    for name, rows in resources.items():
        (export / f"{name}.ndjson").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


@pytest.mark.parametrize("style", STYLES)
def test_references_lead_where_they_led(tmp_path: Path, style: str) -> None:
    export = tmp_path / "export"
    export.mkdir()
    _export(export, style)
    pipeline.run(export, tmp_path / "release")
    tables = tmp_path / "release/data/tables"
    rows = {path.stem: [json.loads(line) for line in path.open()] for path in tables.glob("*.ndjson")}
    persons, visits = [row["id"] for row in rows["Patient"]], [row["id"] for row in rows["Encounter"]]
    assert [persons.index(row["subject"]["reference"]) for row in rows["Encounter"]] == list(range(PERSONS)) * 2
    assert [persons.index(row["subject"]["reference"]) for row in rows["Observation"]] == list(range(PERSONS)) * 3
    assert [visits.index(row["encounter"]["reference"]) for row in rows["Observation"]][:80] == list(range(2 * PERSONS))
    assert [persons.index(row["entry"][0]["item"]["reference"]) for row in rows["List"]] == list(range(PERSONS))
    assert [visits.index(row["entry"][1]["item"]["reference"]) for row in rows["List"]] == list(range(PERSONS))
    first = rows["Patient"][0]
    assert [each["system"] for each in first["identifier"]] == ["http://hl7.org/fhir/sid/us-ssn", None]
    assert first["extension"][0]["url"].endswith("us-core-race")
