"""The labelled columns: what stands in labelled_columns.yaml, with made-up values behind every name.

A line ``name: values -> kinds`` gives a column's name, the maker of its values and the kinds that are right for it.
Behind the maker may stand ``*3`` (only three rows), ``^`` (in capitals), ``_`` (in small letters) and ``+ maker``
(mixed with others, row by row).
"""

from __future__ import annotations

import base64
import hashlib
import random
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from faker import Faker
from ruamel.yaml import YAML

from deid.safe_harbor.contents import Sample

ROWS = 240
_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"

WORDS = {
    "dx_text": "Essential hypertension|Type 2 diabetes mellitus|Acute bronchitis|Major depressive disorder|Asthma|"
    "Hyperlipidemia, unspecified|Chronic kidney disease, stage 3|Low back pain|Parkinson's disease|Obesity|"
    "Atrial fibrillation|Urinary tract infection|Crohn's disease of small intestine|Hypothyroidism, unspecified|"
    "Acute myocardial infarction|Pneumonia, unspecified organism|Migraine without aura|Sleep apnea|"
    "Hodgkin lymphoma|Iron deficiency anemia|Gastro-esophageal reflux disease|Osteoarthritis of knee",
    "icd10": "I10|E11.9|J20.9|F32.9|J45.909|E78.5|N18.3|M54.5|G20|E66.9|I48.91|N39.0|K50.00|E03.9|I21.9|J18.9|G43.009|"
    "G47.33|C81.90|D50.9|K21.9|M17.11|S72.001A|Z00.00|Z79.4",
    "icd10_bare": "I10|E119|J209|F329|J45909|E785|N183|M545|G20|E669|I4891|N390|K5000|E039|I219|J189|G43009|S72001A",
    "icd9": "401.9|250.00|466.0|311|493.90|272.4|585.3|724.2|332.0|278.00|427.31|599.0|V58.67|E885.9|244.9|410.90",
    "icd9_bare": "4019|25000|4660|311|49390|2724|5853|7242|3320|27800|42731|5990|V5867|E8859|2449|41090",
    "loinc": "2339-0|2345-7|4548-4|718-7|789-8|6690-2|777-3|2160-0|3094-0|2951-2|2823-3|2075-0|1963-8|17861-6|"
    "8302-2|29463-7|8480-6|8462-4|8867-4|39156-5|72166-2|2093-3|2085-9|13457-7",
    "snomed": "44054006|38341003|195967001|73211009|22298006|84114007|13645005|40055000|35489007|197480006|"
    "56265001|233604007|399211009|431855005|59621000|162864005|15777000|271737000|53741008|69896004",
    "rxnorm": "860975|314076|197361|617312|198211|308136|310798|849574|834061|313782|1049502|562251|243670|745752",
    "rxnorm_numbers": "860975.0|314076.0|197361.0|617312.0|198211.0|308136.0|310798.0|849574.0|834061.0",
    "cpt": "99213|99214|99203|80053|85025|36415|93000|71046|99285|90471|45378|97110|83036|80061|84443|99232",
    "hcpcs": "G0439|J1885|A4253|E0601|L3000|Q9967|G0121|J3420|A0428|E1390|V2632|K0001|G0008",
    "ndc": "00071-0155-23|00093-7214-01|68180-0513-01|00378-1805-10|65862-0010-01|16729-0044-17|00781-1506-10",
    "ndc11": "00071015523|00093721401|68180051301|00378180510|65862001001|16729004417|00781150610|00904642361",
    "drg": "470|871|291|392|690|194|603|885|765|766|795|247|065|189|683|812|378|313|310|460",
    "cvx": "08|20|10|03|21|83|114|115|62|140|133|33|121|207|208|212",
    "revenue": "0120|0250|0300|0320|0450|0510|0636|0730|0762|0981|0110|0270",
    "taxonomy": "207Q00000X|208D00000X|363L00000X|207R00000X|2085R0202X|208600000X|207RC0000X|1223G0001X",
    "atc": "C09AA02|A10BA02|N02BE01|C10AA05|B01AC06|J01CA04|R03AC02|M01AE01|N06AB04|A02BC01",
    "omop": "320128|201826|4329847|319835|255573|317009|3004249|3012888|3025315|3038553|8507|8532|8527|38003564|9201|"
    "9202|32817|44818518|581477|2000000012|1112807|1503297|40162522|45889987|4214956|8840|8582",
    "drug": "lisinopril 10 MG Oral Tablet|metformin hydrochloride 500 MG Oral Tablet|atorvastatin 20 MG Oral Tablet|"
    "amoxicillin 250 MG Oral Capsule|albuterol 0.083 MG/ACTUAT Inhaler|sertraline 50 MG Oral Tablet|"
    "acetaminophen 325 MG Oral Tablet|hydrochlorothiazide 25 MG Oral Tablet|insulin glargine 100 UNT/ML|"
    "warfarin sodium 5 MG Oral Tablet|prednisone 10 MG Oral Tablet|levothyroxine sodium 0.075 MG",
    "drug_name": "Lisinopril|Metformin|Atorvastatin|Amoxicillin|Albuterol|Sertraline|Acetaminophen|Warfarin|Prednisone|"
    "Levothyroxine|Omeprazole|Gabapentin|Amlodipine|Ibuprofen|Furosemide|Insulin Glargine|Losartan|Heparin",
    "lab": "Hemoglobin A1c|Glucose|Sodium|Potassium|Creatinine|Hemoglobin|Hematocrit|Platelet count|White blood cells|"
    "Cholesterol, total|LDL Cholesterol|Triglycerides|TSH|Albumin|Bilirubin, total|Alkaline phosphatase|Lactate",
    "procedure": "Colonoscopy|Electrocardiogram, routine|Chest X-ray, 2 views|Total knee arthroplasty|Appendectomy|"
    "Office or other outpatient visit, established patient|Comprehensive metabolic panel|Cesarean section|"
    "Coronary artery bypass graft|MRI of brain without contrast|Physical therapy evaluation",
    "vaccine": "Influenza, seasonal, injectable|Hep B, adult|Td (adult) preservative free|COVID-19, mRNA, 30 mcg/0.3 mL|"
    "zoster recombinant|MMR|varicella|Tdap|pneumococcal conjugate PCV 13",
    "device": "Implantable defibrillator|Coronary artery stent|Manual wheelchair|Home nebulizer|Blood glucose meter",
    "sex": "M|F", "sex_word": "Male|Female", "sex_number": "1|2", "sex_german": "m|w|d",
    "race": "white|black|asian|native|other|hawaiian", "race_number": "1|2|3|4|5",
    "race_text": "White|Black or African American|Asian|American Indian or Alaska Native|Other|Unknown",
    "ethnicity": "nonhispanic|hispanic", "ethnicity_text": "Not Hispanic or Latino|Hispanic or Latino|Unknown",
    "marital": "M|S|D|W", "marital_text": "Married|Single|Divorced|Widowed",
    "religion": "CATHOLIC|PROTESTANT QUAKER|JEWISH|UNOBTAINABLE|NOT SPECIFIED|BUDDHIST|MUSLIM",
    "language": "English|Spanish|Mandarin|Vietnamese|Russian|Arabic", "language_code": "en-US|es|fr-FR|zh-CN",
    "status": "active|completed|cancelled|entered-in-error|on-hold", "claim_status": "BILLED|CLOSED|OPEN|DENIED|PAID",
    "yes": "Y|N", "yes_number": "0|1", "yes_word": "true|false", "yes_long": "Yes|No",
    "enc_class": "ambulatory|wellness|outpatient|emergency|inpatient|urgentcare|home|hospice", "fhir_class": "AMB|EMER|IMP",
    "admission": "EMERGENCY|ELECTIVE|URGENT|NEWBORN|OBSERVATION ADMIT|SURGICAL SAME DAY ADMISSION",
    "discharge": "HOME|SNF|HOME HEALTH CARE|REHAB|EXPIRED|HOSPICE|LONG TERM CARE HOSPITAL|AGAINST ADVICE",
    "unit": "mg/dL|mmol/L|%|g/dL|10*3/uL|kg|cm|mm[Hg]|/min|U/L|{score}", "unit_one": "mg/dL|mmol/L",
    "route": "ORAL|IV|SC|IM|PR|TOPICAL|INHALED", "frequency": "QD|BID|TID|Q6H|PRN|QHS", "form": "TABLET|CAPSULE|VIAL|SYRINGE",
    "severity": "MILD|MODERATE|SEVERE", "stage": "I|II|IIA|IIIB|IV", "grade": "1|2|3|4", "abnormal": "H|L|N|HH|LL|A",
    "ref_range": "3.5-5.1|135-145|70-99|0.6-1.2|<5.7|>60|12.0-16.0", "side": "Left|Right|Bilateral",
    "blood_type": "A+|A-|B+|O+|O-|AB+|AB-", "smoking": "Never smoker|Former smoker|Current every day smoker",
    "payer": "Medicare|Medicaid|Blue Cross Blue Shield|Aetna|Humana|Cigna Health|UnitedHealthcare|Anthem|NO_INSURANCE",
    "plan_type": "HMO|PPO|EPO|POS|HDHP", "financial": "Commercial|Medicare|Medicaid|Self-Pay|Workers Comp",
    "specialty": "CARDIOLOGY|GENERAL PRACTICE|INTERNAL MEDICINE|PEDIATRICS|RADIOLOGY|NEUROLOGY|EMERGENCY MEDICINE",
    "modality": "CT|MR|US|CR|DX|NM|PT|MG", "body_part": "CHEST|ABDOMEN|HEAD|KNEE|SPINE|PELVIS|BREAST", "body_site": "51185008|40983000|69536005|72696002",
    "relation": "Self|Spouse|Child|Other", "transaction": "CHARGE|PAYMENT|TRANSFERIN|TRANSFEROUT|ADJUSTMENT",
    "method": "CASH|CHECK|ECHECK|COPAY|CC", "http_method": "GET|POST|PUT|DELETE", "http_status": "200|301|302|401|403|404|500",
    "browser": "Chrome|Firefox|Safari|Edge", "os": "Windows|iOS|Android|macOS|Linux", "log_level": "INFO|WARN|ERROR|DEBUG",
    "note_type": "Discharge summary|Nursing|Radiology|Physician|ECG|Respiratory", "arm": "Placebo|Active 10 mg|Active 20 mg",
    "visit": "Screening|Baseline|Week 4|Week 8|Week 12|Follow-up", "event_name": "baseline_arm_1|visit_1_arm_1|visit_2_arm_1",
    "manufacturer": "SIEMENS|GE MEDICAL SYSTEMS|Philips|Canon|Hologic", "model": "SOMATOM Force|Signa HDxt|Ingenia|Aquilion",
    "vocabulary": "SNOMED|LOINC|RxNorm|ICD10CM|CPT4|HCPCS", "domain": "Condition|Drug|Measurement|Observation|Procedure",
    "system_url": "http://snomed.info/sct|http://loinc.org|http://hl7.org/fhir/sid/icd-10-cm", "state": "MA|NY|CA|TX|FL|OH|WA",
    "state_name": "Massachusetts|New York|California|Texas|Florida|Ohio", "state_fips": "25|36|06|48|12|39",
    "country": "US|CA|MX|DE", "country_name": "United States|Canada|Mexico|Germany|Dominican Republic",
    "month_name": "January|March|July|October|December", "weekday": "Mon|Tue|Wed|Thu|Fri|Sat|Sun", "season": "Winter|Spring|Summer|Fall",
    "education": "High school|Some college|Bachelor degree|Graduate degree|Less than high school", "ownership": "Guardian|Self|Spouse",
    "rare_job": "Mayor of Springfield|Astronaut|State senator|Circus performer|University president|Zoo veterinarian",
    "ward": "4 West|5 North ICU|Maternity 2B|Tower 7 East|Oncology 3", "department": "BWH EMERGENCY|MGH CARDIOLOGY|NWH RADIOLOGY|FH ONCOLOGY",
    "careunit": "MICU|SICU|CCU|TSICU|CSRU|NICU", "room": "412A|B-12|7031|ICU-3|220", "bed": "1|2|A|B|04",
    "specimen": "Blood|Urine|Serum|Plasma|Cerebrospinal fluid|Sputum", "organism": "ESCHERICHIA COLI|STAPHYLOCOCCUS AUREUS|KLEBSIELLA PNEUMONIAE",
    "antibiotic": "VANCOMYCIN|CIPROFLOXACIN|GENTAMICIN|MEROPENEM", "susceptible": "S|I|R", "antigen": "HLA-A*02:01|HLA-B*07:02|HLA-DRB1*15:01",
    "gene": "BRCA1|BRCA2|TP53|EGFR|KRAS|ALK|HER2", "variant": "c.68_69delAG|p.V600E|p.L858R|c.5266dupC", "tumor": "pT1c pN0|pT2 pN1|ypT0 N0",
    "likert": "Not at all|Several days|More than half the days|Nearly every day", "result_text": "Negative|Positive|Not detected|Reactive|Trace",
    "allergy": "Penicillin|Peanut|Latex|Shellfish|Aspirin|Grass pollen", "modifier": "25|59|LT|RT|50|TC|26", "pos_code": "11|21|22|23|12|81",
    "bill_type": "111|131|851|211", "disposition": "01|02|03|06|20|30|62", "timezone": "America/New_York|America/Chicago|America/Denver",
    "suffix": "Jr.|Sr.|II|III|MD", "prefix": "Mr.|Mrs.|Ms.|Dr.", "initial": "A|B|J|M|R|S|T|K|L|D", "quarter": "Q1|Q2|Q3|Q4|2019Q3",
    "age_band": "0-17|18-44|45-64|65-74|75-84|85+", "bmi_class": "Underweight|Normal|Overweight|Obese", "attribute": "ssn|glucose|phone|dob|weight",
    "school": "Lincoln High School|Roosevelt Elementary|Springfield Community College", "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64)|okhttp/4.9.0|Mozilla/5.0 (iPhone; CPU iPhone OS 15_0)",
    "zip3": "021|100|902|606|770", "vital_code": "HR|RR|SBP|DBP|TEMP|SPO2|WT|HT", "sdtm_domain": "LB|VS|AE|CM|DM", "sdtm_test": "ALT|AST|BILI|CREAT|GLUC|HGB",
    "pcornet_enc": "AV|ED|EI|IP|OA|IS", "dx_type": "09|10|SM|OT", "spool": "OD|OI|DI|FI|NI", "i2b2_concept": "ICD10CM:I10|LOINC:2345-7|RXNORM:860975|ICD9CM:401.9|LOINC:4548-4",
    "i2b2_path": "\\i2b2\\Diagnoses\\Circulatory\\Hypertension\\|\\i2b2\\Labtests\\LAB\\Chemistry\\Glucose\\|\\i2b2\\Demographics\\Gender\\Male\\",
    "val_flag": "H|L|A|@", "modifier_cd": "@|MED:FREQ|MED:DOSE", "valtype": "N|T|B", "tval": "E|G|L|NE", "icd_version": "9|10",
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """One labelled column: the schema it comes from, its table and name, how it was made, and the right kinds."""

    schema: str
    table: str
    name: str
    made: str
    kinds: frozenset[str]
    sample: Sample

    @property
    def title(self) -> str:
        return f"{self.schema}: {self.table}.{self.name} = {self.made}"


class Maker:
    """Makes values: every maker is a method or a list of words."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.faker = Faker()
        self.faker.seed_instance(seed)

    def value(self, how: str) -> str:
        """One value of a maker, with its arguments in brackets."""
        name, _, rest = how.partition("(")
        arguments = [float(part) for part in rest.rstrip(")").split(",") if part]
        if name in WORDS:
            return self.random.choice(WORDS[name].split("|"))
        maker: Callable[..., object] = getattr(self, name, None) or getattr(self.faker, name)
        return str(maker(*arguments))

    def digits(self, count: float, grouped: float = 0) -> str:
        number = self.random.choice(_DIGITS[1:]) + "".join(self.random.choices(_DIGITS, k=int(count) - 1))
        return f"{int(number):,}" if grouped else number

    def digits_float(self, count: float) -> str:
        return self.digits(count) + ".0"

    def letters(self, count: float) -> str:
        return "".join(self.random.choices(_LETTERS, k=int(count)))

    def coded(self, letters: float, digits: float) -> str:
        return self.letters(letters) + self.digits(digits)

    def between(self, low: float, high: float, places: float = 0) -> str:
        return f"{self.random.uniform(low, high):.{int(places)}f}"

    def money(self, low: float = 5, high: float = 9000) -> str:
        return f"${self.random.uniform(low, high):,.2f}"

    def counter(self) -> str:
        self.at = getattr(self, "at", 100000) + 1
        return str(self.at)

    def ssn_bare(self) -> str:
        return self.faker.ssn().replace("-", "")

    def ssn_spaces(self) -> str:
        return self.faker.ssn().replace("-", " ")

    def ssn_float(self) -> str:
        return self.ssn_bare() + ".0"

    def ssn_grouped(self) -> str:
        return f"{int(self.ssn_bare()):,}"

    def last_four(self) -> str:
        return self.faker.ssn()[-4:]

    def masked_ssn(self) -> str:
        return "XXX-XX-" + self.faker.ssn()[-4:]

    def phone(self) -> str:
        area, office, line = self.random.randint(201, 989), self.random.randint(220, 989), self.random.randint(1000, 9999)
        area, office = area + (area % 100 == 11), office + (office % 100 == 11)
        return self.random.choice(("({}) {}-{}", "{}-{}-{}", "{}.{}.{}", "+1 {} {} {}")).format(area, office, line)

    def phone_bare(self) -> str:
        return re.sub(r"\D", "", self.phone())[-10:]

    def day(self) -> date:
        return date(1995, 1, 1) + timedelta(days=self.random.randrange(10_000))

    def moment(self) -> datetime:
        return datetime(2009, 1, 1) + timedelta(seconds=self.random.randrange(400_000_000))

    def iso_date(self) -> str:
        return self.day().isoformat()

    def iso_time(self) -> str:
        return self.moment().strftime("%Y-%m-%dT%H:%M:%SZ")

    def us_date(self) -> str:
        return self.day().strftime("%m/%d/%Y")

    def us_short_date(self) -> str:
        return self.day().strftime("%m/%d/%y")

    def german_date(self) -> str:
        return self.day().strftime("%d.%m.%Y")

    def oracle_date(self) -> str:
        return self.day().strftime("%d-%b-%Y").upper()

    def compact_date(self) -> str:
        return self.day().strftime("%Y%m%d")

    def compact_date_float(self) -> str:
        return self.compact_date() + ".0"

    def short_compact_date(self) -> str:
        return self.day().strftime("%m%d%y")

    def hl7_time(self) -> str:
        return self.moment().strftime("%Y%m%d%H%M%S")

    def epoch(self) -> str:
        return str(int(self.moment().timestamp()))

    def epoch_ms(self) -> str:
        return str(int(self.moment().timestamp() * 1000))

    def epoch_float(self) -> str:
        return f"{self.moment().timestamp():.1f}"

    def excel_day(self) -> str:
        return str((self.day() - date(1899, 12, 30)).days)

    def log_time(self) -> str:
        return self.moment().strftime("%d/%b/%Y:%H:%M:%S +0000")

    def clock(self) -> str:
        return self.moment().strftime("%H:%M")

    def year_month(self) -> str:
        return self.day().strftime("%Y-%m")

    def calendar_year(self) -> str:
        return str(self.random.randint(2008, 2021))

    def name_last_first(self) -> str:
        return f"{self.faker.last_name()}, {self.faker.first_name()} {self.letters(1)}"

    def name_hl7(self) -> str:
        return f"{self.faker.last_name()}^{self.faker.first_name()}^{self.letters(1)}"

    def name_synthea(self) -> str:
        return f"{self.faker.first_name()}{self.random.randint(1, 999)} {self.faker.last_name()}{self.random.randint(1, 999)}"

    def doctor(self) -> str:
        return f"Dr. {self.faker.name_nonbinary()}" if self.random.random() < 0.5 else f"{self.faker.last_name()}, MD"

    def spanish_name(self) -> str:
        return self.random.choice("José María Lucía Jesús Ángel Concepción Guadalupe Ramón Begoña Íñigo".split())

    def spanish_surname(self) -> str:
        return self.random.choice("García Rodríguez Muñoz Hernández Ibáñez Núñez Ordóñez Peña Zúñiga".split())

    def german_name(self) -> str:
        return self.random.choice("Jürgen Günther Heike Uwe Annegret Wolfgang Ilse Dietmar Sabine Björn".split())

    def german_surname(self) -> str:
        return self.random.choice("Müller Schröder Weiß Kühn Schäfer Köhler Grünwald Böhm Hofmann Krüger".split())

    def initials(self) -> str:
        return self.letters(self.random.choice((2, 2, 3)))

    def uuid4(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def sha256(self) -> str:
        return hashlib.sha256(self.uuid4().encode()).hexdigest()

    def md5(self) -> str:
        return self.sha256()[:32]

    def short_hash(self) -> str:
        return self.sha256()[:16]

    def token(self) -> str:
        return base64.b64encode(self.random.randbytes(24)).decode()

    def jwt(self) -> str:
        return f"eyJhbGciOiJIUzI1NiJ9.{self.token().rstrip('=')}.{self.token()[:20]}"

    def plate(self) -> str:
        return self.random.choice((self.digits(1) + self.letters(3) + self.digits(3), f"{self.letters(3)}-{self.digits(4)}"))

    def vin(self) -> str:
        return self.faker.vin()

    def udi(self) -> str:
        return f"(01){self.digits(14)}(17){self.day():%y%m%d}(10){self.digits(6)}(21){self.digits(9)}"

    def udi_plain(self) -> str:
        return f"01{self.digits(14)}17{self.day():%y%m%d}10{self.digits(6)}21{self.digits(8)}"

    def serial(self) -> str:
        return f"SN-{self.letters(2)}{self.digits(7)}"

    def imei(self) -> str:
        return self.digits(15)

    def dicom_uid(self) -> str:
        return f"1.2.840.113619.2.55.3.{self.digits(9)}.{self.digits(3)}.{self.digits(10)}.{self.digits(3)}"

    def npi(self) -> str:
        first = "1" + self.digits(8)
        return next(first + last for last in _DIGITS if _luhn("80840" + first + last))

    def dea(self) -> str:
        d = self.digits(6)
        last = (int(d[0]) + int(d[2]) + int(d[4]) + 2 * (int(d[1]) + int(d[3]) + int(d[5]))) % 10
        return f"B{self.letters(1)}{d}{last}"

    def mbi(self) -> str:
        pick = self.random.choice
        letter, digit = "ACDEFGHJKMNPQRTUVWXY", _DIGITS
        shape = (digit[1:], letter, letter + digit, digit, letter, letter + digit, digit, letter, letter, digit, digit)
        return "".join(map(pick, shape))

    def hicn(self) -> str:
        return self.ssn_bare() + self.random.choice("ABDM")

    def mrn(self) -> str:
        return self.digits(8)

    def mrn_letters(self) -> str:
        return "E" + self.digits(7)

    def mrn_zeros(self) -> str:
        return "00" + self.digits(6)

    def claim_number(self) -> str:
        return f"CLM{self.calendar_year()}{self.digits(8)}"

    def member(self) -> str:
        return f"{self.letters(3)}{self.digits(9)}"

    def accession(self) -> str:
        return f"{self.day():%y}-{self.digits(6)}"

    def card(self) -> str:
        return self.faker.credit_card_number(card_type="visa16")

    def latitude(self) -> str:
        return f"{self.random.uniform(25, 48):.6f}"

    def longitude(self) -> str:
        return f"{self.random.uniform(-122, -70):.6f}"

    def point(self) -> str:
        return f"{self.latitude()}, {self.longitude()}"

    def county(self) -> str:
        return self.random.choice("Suffolk County|Middlesex County|Essex County|Norfolk County|Plymouth County".split("|"))

    def city_state(self) -> str:
        return f"{self.real_city()}, MA"

    def real_city(self) -> str:
        return self.random.choice("Boston|Worcester|Springfield|Lowell|Cambridge|Quincy|Chicopee|Fall River|Lynn".split("|"))

    def birthplace(self) -> str:
        return f"{self.real_city()}  Massachusetts  US"

    def address_line(self) -> str:
        return self.faker.street_address()

    def full_address(self) -> str:
        return f"{self.faker.street_address()}, {self.real_city()}, MA {self.faker.zipcode()}"

    def zip_plus(self) -> str:
        return f"{self.faker.zipcode()}-{self.digits(4)}"

    def zip_float(self) -> str:
        return f"{int(self.faker.zipcode())}.0"

    def tract(self) -> str:
        return "25025" + self.digits(6)

    def hospital(self) -> str:
        return f"{self.random.choice(('Saint', 'Mount', 'Good', 'North'))} {self.faker.last_name()} {self.random.choice(('Hospital', 'Medical Center'))}"

    def employer(self) -> str:
        return self.faker.company()

    def note(self) -> str:
        return (
            f"{self.faker.name()} was seen on {self.us_date()} for follow-up of hypertension. Blood pressure is well "
            f"controlled on the present dose. Daughter will call {self.phone()} next week."
        )

    def remark(self) -> str:
        return self.random.choice(("call {} first", "spoke with {}", "{} will pick up", "per {} ok")).format(self.faker.first_name())

    def sentence(self) -> str:
        return self.faker.sentence()

    def path(self) -> str:
        return f"/portal/patients/{self.digits(7)}/labs"

    def picture(self) -> str:
        return f"faces/{self.faker.last_name().lower()}_{self.digits(4)}.jpg"

    def xpn_address(self) -> str:
        return f"{self.faker.street_address()}^^{self.real_city()}^MA^{self.faker.zipcode()}"

    def reference(self) -> str:
        return f"Patient/{self.uuid4()}"

    def urn(self) -> str:
        return f"urn:uuid:{self.uuid4()}"

    def blood_pressure(self) -> str:
        return f"{self.random.randint(95, 180)}/{self.random.randint(55, 110)}"

    def lab_value(self) -> str:
        return self.random.choice((self.between(0, 300, 1), self.between(0, 300, 1), "<0.5", ">1000", "Negative"))

    def sequence_text(self) -> str:
        return "".join(self.random.choices("ACGT", k=60))

    def mac(self) -> str:
        return self.faker.mac_address()

    def nothing(self) -> str:
        return ""


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


_HOW = re.compile(r"(?P<makers>.+?)(?P<case>[\^_])?(?:\*(?P<rows>\d+))?")


def cells_of(how: str, seed: str) -> list[str]:
    """The values of a column, row by row."""
    parts = _HOW.fullmatch(how.strip())
    assert parts, how
    makers = [part.strip() for part in parts["makers"].split("+")]
    maker = Maker(seed)
    cells = [maker.value(makers[row % len(makers)]) for row in range(int(parts["rows"] or ROWS))]
    return [c.upper() if parts["case"] == "^" else c.lower() if parts["case"] == "_" else c for c in cells]


def sample_of(cells: list[str]) -> Sample:
    """What the survey sees of these cells."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    values = tuple(dict.fromkeys(filled))
    return Sample(values[:1000], len(cells), len(filled), len(values))


def labelled_columns() -> Iterator[Labelled]:
    """Every line of the labelled set."""
    schemas = YAML(typ="safe").load(Path(__file__).with_name("labelled_columns.yaml").read_text("utf-8"))
    for schema, tables in schemas.items():
        for table, columns in tables.items():
            for line in columns:
                ((name, label),) = line.items()
                made, _, kinds = label.partition(" -> ")
                sample = sample_of(cells_of(made, f"{schema}.{table}.{name}"))
                yield Labelled(schema, str(table), str(name), made, frozenset(kinds.split()), sample)
