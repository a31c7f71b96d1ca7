"""The wording of the notes. A slot's name says what it holds; ``LABELS`` says which identifier it is."""

from __future__ import annotations

LABELS = {
    "full_name": "A:full_name", "last_first": "A:full_name", "shouted": "A:full_name", "last": "A:last_name",
    "relative": "A:relative_name", "employer": "A:employer", "doctor": "A:provider_name",
    "street": "B:street", "city": "B:city", "facility": "B:facility", "old_age": "C:age_over_89",
    "born": "C:birth_date", "us_date": "C:date", "long_date": "C:date", "short_date": "C:date",
    "military_date": "C:date", "left_on": "C:date", "phone": "D:phone", "relative_phone": "D:relative_phone",
    "fax": "E:fax", "email": "F:email", "ssn": "G:ssn", "mrn": "H:mrn", "bare_mrn": "H:mrn_number",
    "member_id": "I:member_id", "licence": "K:drivers_licence", "accession": "R:accession",
    "encounter": "R:encounter_number", "url": "N:url", "ip": "O:ip_address",
}  # fmt: skip

ADMISSION = """\
{facility}
HISTORY AND PHYSICAL

Patient: {last_first}    MRN: {mrn}    DOB: {born}
Date of admission: {long_date}
Attending: Dr. {doctor}

CHIEF COMPLAINT: {complaint}.

HPI: {title} {last} is a {age}-year-old {sex_word} from {city} who was brought in on {us_date} by {his} \
{relation}, {relative}. Symptoms began three days before; {he} took acetaminophen without relief. No fever, \
no recent travel. {He} was last seen here in {year}.

SOCIAL: Lives at {street}, {city}. {work} {relation_cap} {relative} can be reached at {relative_phone}.

MEDICATIONS: "the little white pill", per the patient; pharmacy list to follow.

ASSESSMENT: {diagnosis}. Hemoglobin {hgb} g/dL, blood pressure {bp}. Parkinson's disease and Graves' disease \
are not suspected.

PLAN:
1. Telemetry, repeat labs in the morning.
2. Call {relation} before any procedure.

Electronically signed by {doctor}, MD on {us_date} {clock}
"""

DISCHARGE = """\
DISCHARGE SUMMARY - {shouted} ({mrn})

Admitted: {short_date}   Discharged: {left_on}   Visit: {encounter}

{title} {last}, {age} y.o., was admitted to {facility} with {diagnosis_lower}. The course was uneventful. \
{He} walked with help on day 2 and was discharged home to {street} after {nights} night(s).

Follow up: two weeks, Thornbury Outpatient Clinic. Records were faxed to {fax_line}.
Results: {url}
Insurance {member_id} was verified; SSN on file {ssn}.

Dictated by: {doctor}
"""

PHONE_CALL = """\
TELEPHONE ENCOUNTER {military_date}
{relative} ({relation}) called from {relative_phone} about {full_name}, # {bare_mrn}.
Says {he} "has not been eating since Tuesday". Pt can be reached at {phone} or {email}.
Advised to come in if SBP < 100. {relation_cap} verbalized understanding.
Called back @ {clock}, no answer, left message.
-{doctor}
"""

RADIOLOGY = """\
EXAM: CT chest without contrast
ACCESSION: {accession}
PATIENT: {last_first}   {mrn}
COMPARISON: {short_date}

TECHNIQUE: 5 mm axial images.
FINDINGS: 8 mm nodule in the right upper lobe. No effusion. Heart size normal for {age} years.
IMPRESSION: Indeterminate nodule; follow-up CT in 6 months.

Findings discussed with Dr. {doctor} and with the patient's {relation} {relative} on {long_date}.
"""

SOCIAL_WORK = """\
SOCIAL WORK NOTE
Met with {full_name} and {relative}. {title} {last} presented driver's license {licence} for identification.
{work} Financial assistance form completed online from {ip}; the confirmation went to {email}.
Lives in {city}; no safety concerns at home. Will call {relative} at {relative_phone} on {us_date}.
"""

OF_AGE = """\
PROGRESS NOTE {us_date}
{full_name}, {old_age} years old, remains cheerful and is proud to be "well over ninety". \
{relation_cap} {relative} visits daily. Born {born}, {he} worked until the age of 70.
Vitals stable, BP {bp}. Continue present care. Dr. {doctor}
"""
