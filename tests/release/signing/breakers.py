"""What makes each check of a verification fail: a change to a release that verifies, and what is said of it then."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pydicom

from deid.release import documents
from deid.release.signing.placing import NOTICE, TERMS
from deid.release.signing.roles import APPROVER, ENGINE, EXPERT, OFFICER
from deid.release.verdict import Result
from deid.vault import Harvest, Kind

from ..signed_house import DAY, RECIPIENT, House

Change = Callable[[House], None]
VISITS, PATIENTS = "data/tables/visits.csv", "data/tables/patients.csv"
POLICY, REPORT = "deid/policy.json", "deid/report.json"


@dataclass(frozen=True)
class Breaker:
    """A change that makes one check come out otherwise.

    Attributes:
        check: the check's name.
        change: done to a copy.
        says: a part of what the check says then.
        house: the fixture that is changed.
        result: what comes out.
        known: words that are given as values of the source.
    """

    check: str
    change: Change
    says: str
    house: str = "copy"
    result: Result = Result.FAIL
    known: tuple[str, ...] = ()


def harvest_of(folder: Path, words: tuple[str, ...]) -> Harvest:
    """A harvest of some names."""
    made = Harvest(folder / "harvest", 4711)
    writer = made.writer("one")
    writer.add_words(Kind.NAME, words)
    writer.add_exact(pa.array(words))
    writer.close()
    made.seal()
    return made


def text(path: str, old: str, new: str) -> Change:
    """Replace a text in a file of the data, once."""

    def change(house: House) -> None:
        file = house.release / path
        before = file.read_text()
        assert old in before
        file.write_text(before.replace(old, new, 1))

    return change


def paper(path: str, edit: Callable[[dict[str, Any]], object]) -> Change:
    """Edit a JSON paper, and its digest in the tag manifest."""

    def change(house: House) -> None:
        document = json.loads((house.release / path).read_text())
        edit(document)
        house.reseal(path, json.dumps(document).encode())

    return change


def dicom(edit: Callable[[pydicom.Dataset], object]) -> Change:
    """Edit the DICOM object."""

    def change(house: House) -> None:
        (path,) = (house.release / "data/dicom").rglob("*.dcm")
        made = pydicom.dcmread(path)
        edit(made)
        made.save_as(path)

    return change


def renamed(house: House) -> None:
    (path,) = (house.release / "data/dicom").rglob("*.dcm")
    path.rename(path.with_name("2.25.4711.dcm"))


def lengthened(house: House) -> None:
    (path,) = (house.release / "data/dicom").rglob("*.dcm")
    path.write_bytes(path.read_bytes() + b"Quackenbush")


def signature(path: str) -> Change:
    """Change a signature by one bit."""

    def edit(envelope: dict[str, Any]) -> None:
        first = envelope["signatures"][0]["sig"]
        envelope["signatures"][0]["sig"] = ("B" if first[0] == "A" else "A") + first[1:]

    def change(house: House) -> None:
        document = json.loads((house.release / path).read_text())
        edit(document)
        house.reseal(path, documents.text_of(document).encode())

    return change


def approved_without_conditions(house: House) -> None:
    stated = {"dated": DAY.isoformat(), "recipient": RECIPIENT, "name": "Iris Okonkwo", "kind": "disclosure"}
    stated |= {"purpose": "Research on the outcomes of diabetes care", "country": "US", "contract": ""}
    house.sign("approver", {**stated, "register_entry": "0" * 64, "conditions_met": (1,)})


def elsewhere(house: House) -> None:
    house.recipient = "Borealis Insurance"


def later(house: House) -> None:
    house.day = datetime.date(2027, 6, 1)


def without_name(house: House) -> None:
    house.recipient = None


def without_trust(house: House) -> None:
    house.extra["trust"] = None


def with_agreement_gone(house: House) -> None:
    (house.release / "deid/data_use_agreement.json").unlink()


def with_certificate(house: House) -> None:
    (house.release / OFFICER.path).write_text("{}\n")


def linked(house: House) -> None:
    (house.release / "data/link").symlink_to("/etc/hostname")


def with_more(path: str) -> Change:
    return lambda house: (house.release / path).write_text("a\n1\n") and None


def gone(path: str) -> Change:
    return lambda house: (house.release / path).unlink()


def _field(policy: dict[str, Any], table: int, name: str) -> dict[str, Any]:
    return next(field for field in policy["tables"][table]["fields"] if field["name"] == name)


def _of_classes(policy: dict[str, Any]) -> None:
    policy["classes"] = [{"path": PATIENTS, "columns": ["sex", "state"], "person": "mrn", "k": 16}]


BREAKERS: tuple[Breaker, ...] = (
    Breaker("Bag: only plain files, under safe names", linked, "data/link: symbolic link"),
    Breaker("Bag: its declaration", lambda h: h.reseal("bagit.txt", b"BagIt-Version: 0.97\n"), "not that of BagIt 1.0"),
    Breaker("Bag: the data as listed", text(VISITS, "I10", "I11"), f"{VISITS}: its content is not the listed one"),
    Breaker("Bag: the papers as listed", with_more("extra.txt"), "extra.txt: not listed"),
    Breaker(
        "the papers are there and agree",
        lambda h: h.reseal("deid/report.html", (h.release / "deid/report.html").read_bytes() + b"<p>"),
        "deid/report.html: is not what deid/report.json and the statements give",
    ),
    Breaker(
        "the policy supports its method",
        paper(POLICY, lambda p: _field(p, 0, "mrn").update(treatment="hash")),
        "derived from the person",
    ),
    Breaker("the policy can be read", paper(POLICY, lambda p: p.update(deid_policy=2)), "version or method is unknown"),
    Breaker("the report agrees with the policy", paper(REPORT, lambda r: r["totals"].update(rows=99)), "has totals"),
    Breaker("the content can be checked", paper(POLICY, lambda p: p.pop("tables")), "cannot be checked: KeyError"),
    Breaker("every file is accounted for", with_more("data/tables/more.csv"), "are not in the policy"),
    Breaker("columns are those of the policy", text(VISITS, "icd10", "note"), "its columns are not those"),
    Breaker("every value fits its form", text(VISITS, ",2019,", ",2019-03-04,"), "do not fit the form 'year'"),
    Breaker(
        "no row combines to more than the rule lets stay",
        paper(POLICY, lambda p: p.update(latest_year=2060)),
        "tells of an age over 89",
    ),
    Breaker("no identifier shows in kept text", text(VISITS, "I10", "a.b@example.org"), "an e-mail address (F)"),
    Breaker(
        "no value of the source stands in a table",
        text(VISITS, "I10", "Quackenbush"),
        "a name of the source",
        known=("Quackenbush",),
    ),
    Breaker(
        "every combination of quasi-identifiers is shared by enough persons",
        paper(POLICY, _of_classes),
        "are shared by fewer than 16 persons",
    ),
    Breaker("DICOM files hold an object and nothing else", lengthened, "objects "),
    Breaker(
        "DICOM attributes are those that the profile lets stay",
        dicom(lambda d: setattr(d, "OtherPatientNames", "Zebulon^Quackenbush")),
        "(0010,1001)",
    ),
    Breaker(
        "DICOM objects say what was done to them",
        dicom(lambda d: setattr(d, "PatientIdentityRemoved", "NO")),
        "say wrongly in (0012,0062)",
    ),
    Breaker("DICOM UIDs are new and agree", renamed, "objects "),
    Breaker(
        "no identifier shows in DICOM text",
        dicom(lambda d: setattr(d, "SeriesDescription", "call (617) 555-0134")),
        "a telephone number",
    ),
    Breaker(
        "no value of the source stands in a DICOM object",
        dicom(lambda d: setattr(d, "SeriesDescription", "of Quackenbush")),
        "a name of the source",
        known=("Quackenbush",),
    ),
    Breaker(
        "the risk is as the report says",
        paper(REPORT, lambda r: r["singling"][0].update(few=14)),
        "says another risk than was measured",
    ),
    Breaker(
        "the risk is as the report says",
        text(PATIENTS, ",1960,M,", ",1951,F,"),
        "says another risk than was measured",
    ),
    Breaker("the papers can be read", gone("deid/tables.json"), "deid/tables.json: is missing or cannot be read"),
    Breaker(
        "no identifier shows in a paper",
        paper(POLICY, lambda p: p["profile"].update(name="of a.b@example.org")),
        "an e-mail address (F)",
    ),
    Breaker(
        "no value of the source stands in a paper",
        paper(POLICY, lambda p: p["profile"].update(name="of Quackenbush")),
        "a name of the source",
        known=("Quackenbush",),
    ),
    Breaker("signed by the program", signature(ENGINE.path), "its signature does not hold"),
    Breaker("signed by the privacy officer", signature(OFFICER.path), "its signature does not hold"),
    Breaker("signed by the expert", signature(EXPERT.path), "its signature does not hold", house="expert_house"),
    Breaker("signed by the approver", signature(APPROVER.path), "its signature does not hold"),
    Breaker("the recipient is one that the statements name", elsewhere, f"{OFFICER.path}: names others"),
    Breaker("nothing has expired as of", later, "expired on 2027-03-01", house="expert_house"),
    Breaker("each condition of the expert is met", approved_without_conditions, "condition 2 of", house="expert_house"),
    Breaker(
        "contract terms stand with it, and were approved", paper(TERMS, lambda t: t.update(terms=[])), "lack a term"
    ),
    Breaker(
        "the privacy notice names the method and is not older than 12 months",
        paper(NOTICE, lambda n: n.update(methods=[])),
        "does not name",
    ),
    Breaker(
        "no certificate is attached to protected health information",
        with_certificate,
        "carries no certificate",
        house="limited",
    ),
    Breaker(
        "the template of a data use agreement stands with it", with_agreement_gone, "json: missing", house="limited"
    ),
    # Three that can only say what was not looked at: such a verification never passes.
    Breaker("the papers and the data", linked, "nothing was opened", result=Result.NOT_CHECKED),
    Breaker(
        "who vouches for it, to whom and until when",
        lambda h: h.reseal(POLICY, b"{"),
        "the papers cannot be read",
        result=Result.NOT_CHECKED,
    ),
    Breaker("who vouches for it", lambda _: None, "nobody can", house="limited", result=Result.NOT_CHECKED),
)
