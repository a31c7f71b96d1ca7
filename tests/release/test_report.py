from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deid.dicom.standard import profile_table
from deid.evidence import CheckResult, DicomEvidence, Quarantined
from deid.identifiers import Identifier
from deid.release import documents, report
from deid.release.material import Material
from deid.release.papers import policy_of
from deid.release.report import html_of, report_of

VOID = {"meta", "br", "hr", "wbr", "input", "col"}
FORBIDDEN = (
    "<script",
    "http://",
    "https://",
    "url(",
    "@import",
    "<link",
    "<img",
    "<iframe",
    "<object",
    "javascript:",
)
CANARY = "Zyxwvut"


class Page(HTMLParser):
    """Reads a page as a tree, and notes what an accessible page needs."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.headings: list[int] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.pictures: list[list[str]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))
        if tag == "svg":
            self.pictures.append([])
        elif "svg" in self.open:
            self.pictures[-1].append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert "svg" in self.open
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def page(safe_harbor_run: Any) -> Page:
    return Page(html_of(safe_harbor_run.report))


def test_the_page_is_made_from_the_document_alone(any_run: Any, tmp_path: Path) -> None:
    report.write(tmp_path, any_run.report)
    again = json.loads((tmp_path / "deid/report.json").read_text(encoding="utf-8"))
    assert html_of(again).encode() == (tmp_path / "deid/report.html").read_bytes()


def test_the_same_run_gives_the_same_document(run_of: Callable[..., Any]) -> None:
    assert documents.text_of(run_of().report) == documents.text_of(run_of().report)


def test_the_page_is_whole_and_refers_to_nothing_outside(any_run: Any) -> None:
    html = html_of(any_run.report)
    Page(html)
    assert not [word for word in FORBIDDEN if word in html.lower()]
    assert not re.search(r"\son\w+=|\ssrc=", html)
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', html))


def test_links_inside_the_page_lead_somewhere(page: Page) -> None:
    ids = [str(attrs["id"]) for _, attrs in page.attributes if "id" in attrs]
    assert len(set(ids)) == len(ids)
    targets = {str(attrs["href"])[1:] for tag, attrs in page.attributes if tag == "a"}
    labels = {part for _, attrs in page.attributes for part in str(attrs.get("aria-labelledby") or "").split()}
    assert targets | labels <= set(ids)


def test_the_page_is_accessible(page: Page) -> None:
    assert ("html", {"lang": "en"}) in page.attributes
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in page.attributes if tag == "th")
    assert len(page.pictures) > 5
    assert all("title" in inside for inside in page.pictures)
    for tag, attrs in page.attributes:
        if tag == "svg":
            assert attrs.get("aria-hidden") == "true" or (attrs["role"] == "img" and attrs["aria-labelledby"])


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_and_pictures_stand_out_from_their_ground(safe_harbor_run: Any) -> None:
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", html_of(safe_harbor_run.report)))
    ground = min(luminance("#ffffff"), luminance(colours["wash"])) + 0.05
    contrast = {name: ground / (luminance(colour) + 0.05) for name, colour in colours.items()}
    assert all(contrast[name] >= 4.5 for name in ("ink", "soft", "deep", "leaf", "brick"))
    assert all(contrast[name] >= 3 for name in ("mid", "ochre"))


def test_the_first_page_says_what_a_busy_reader_must_know(page: Page) -> None:
    first = page.text.split("The rest of this report")[0]
    for words in (
        "Safe Harbor",
        "45 CFR 164.514(b)(2)",
        "carries no signature yet",
        "Persons 1,163",
        "Columns, of 72 49",
        "DICOM objects 30",
        "PASSED All 5 checks",
        "What risk remains",
        "NOT SIGNED",
        "<11 objects were not released",
        "Actual knowledge",
        "Free text was dropped, not cleaned",
        "Pixels were not inspected",
    ):
        assert words in first, words


def test_every_identifier_has_its_letter_and_citation(page: Page, safe_harbor_run: Any) -> None:
    for identifier in Identifier:
        assert identifier.citation in page.text
        assert identifier.title in page.text
    by_letter = {entry["letter"]: entry for entry in safe_harbor_run.report["identifiers"]}
    assert by_letter["B"]["values"] == 7 * 1163 + 61459 + 52
    assert by_letter["E"]["values"] == 0
    assert by_letter["G"]["values"] == ">=1153"
    assert by_letter["O"]["values"] == "<11"


def test_a_decided_field_shows_who_decided_and_only_that_one(safe_harbor_run: Any) -> None:
    fields = [field for table in safe_harbor_run.report["tables"] for field in table["fields"]]
    assert {field["name"] for field in fields if field["decided_by"]} == {"REMARK"}
    assert "decided by J. Doe, privacy officer" in html_of(safe_harbor_run.report)


def test_a_dicom_attribute_is_named_as_the_standard_names_it(safe_harbor_run: Any) -> None:
    actions = {entry["tag"]: entry for entry in safe_harbor_run.report["dicom"]["actions"]}
    assert actions["(0010,0010)"] == {
        "tag": "(0010,0010)",
        "name": "Patient's Name",
        "action": "Z",
        "meaning": "emptied",
        "elements": 30,
    }
    assert actions["(0010,1010)"]["elements"] == "<11"
    assert actions["(0010,0020)"]["meaning"] == "replaced by the person's code"
    assert actions["(7FE0,0010)"]["name"] == "Pixel Data"


def test_a_limited_data_set_is_never_called_anything_better(runs: dict[str, Any]) -> None:
    text = Page(html_of(runs["limited-data-set"].report)).text
    assert "PHI - limited data set, not de-identified" in text
    assert text.lower().count("de-identif") == text.count("PHI - limited data set, not de-identified")
    assert "certificate" not in text.lower().replace("certificate and license numbers", "").replace(
        "a certificate, licence or passport number", ""
    )
    assert "anonym" not in text.lower()


def test_what_was_prepared_for_an_expert_is_not_called_determined(runs: dict[str, Any]) -> None:
    html = html_of(runs["expert-shifted-dates"].report)
    assert "Prepared, not determined" in html
    assert "none has been made" in html
    assert "Safe Harbor claim" not in html


def test_a_failed_check_is_shown_as_failed(run_of: Callable[..., Any]) -> None:
    failed = CheckResult("Every value has its form", "4 columns", False, ("data/tables/x.csv: not a year",))
    text = Page(html_of(run_of(checks=(failed,)).report)).text
    assert "FAILED 1 of 1 checks" in text
    assert "data/tables/x.csv: not a year" in text
    assert "PASSED" not in text


def test_no_check_is_not_a_passed_check(run_of: Callable[..., Any]) -> None:
    text = Page(html_of(run_of(checks=()).report)).text
    assert "NOT CHECKED" in text
    assert "PASSED" not in text


def test_an_empty_run_has_a_page_too(run_of: Callable[..., Any]) -> None:
    empty = run_of(tables=(), quarantined=(), dicom=DicomEvidence({}, {}, {}), harvested={}, persons=0)
    text = Page(html_of(empty.report)).text
    assert "The release holds no tables." in text
    assert "The release holds no DICOM objects." in text
    assert "Nothing went into quarantine." in text


def test_names_that_look_like_markup_or_references_stay_names(run_of: Callable[..., Any]) -> None:
    nasty = '<script src="https://x/">url(http://y) & \u202egnp.exe\x00'
    run = run_of(quarantined=(Quarantined("a.csv", nasty),))
    html = html_of(run.report)
    assert not [word for word in FORBIDDEN if word in html.lower()]
    assert "\u202e" not in html
    assert '<script src="https://x/">url(http://y) & \ufffdgnp.exe\ufffd' in Page(html).text


def test_the_report_names_the_edition_and_the_profile(safe_harbor_run: Any) -> None:
    made = safe_harbor_run.report["made_with"]
    assert made["profile"]["digest"] == safe_harbor_run.plan.profile_digest
    assert safe_harbor_run.report["dicom"]["edition"] == profile_table().edition
    assert {table["name"] for table in made["reference_data"]} >= {
        "zip3_population.csv",
        "dicom/ps315_e1_1.json",
    }


NAMES = st.text(max_size=30) | st.sampled_from(["<b>", "</td>", "url(x)", "https://a.b", "'\"", "{{ 7*7 }}", "a_b.c"])
COUNTS = st.integers(0, 25) | st.integers(0, 10**9)
LETTERS = st.dictionaries(st.sampled_from([one.letter for one in Identifier]), COUNTS)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_the_run_no_hidden_value_is_told_and_the_page_is_whole(
    runs: dict[str, Any], data: st.DataObject
) -> None:
    run = runs[data.draw(st.sampled_from(sorted(runs)))]
    secret = {"source": f"{CANARY}/x.csv", "sheet": CANARY}
    columns = [
        column.model_copy(update={"name": f"{CANARY} {column.name}", "identifying_name": True, "namespace": CANARY})
        for column in run.plan.tables[0].columns
    ]
    hidden = run.plan.tables[0].model_copy(update={**secret, "columns": tuple(columns)})
    dicom = run.plan.dicom.model_copy(update={"burned_in_text": "keep", "burned_in_reason": CANARY})
    plan = run.plan.model_copy(update={"tables": (hidden, *run.plan.tables[1:]), "dicom": dicom})
    fields = tuple(
        replace(
            field,
            name=data.draw(NAMES),
            output=data.draw(st.none() | NAMES),
            reason=data.draw(NAMES),
            filled=data.draw(COUNTS),
            caught=data.draw(LETTERS),
            lost=data.draw(COUNTS),
        )
        for field in run.evidence.tables[0].fields[:6]
    )
    evidence = replace(
        run.evidence,
        persons=data.draw(COUNTS),
        tables=(replace(run.evidence.tables[0], source=data.draw(NAMES), rows=data.draw(COUNTS), fields=fields),),
        dicom=DicomEvidence({"CT": data.draw(COUNTS)}, {f"{data.draw(NAMES)} X": 3}, data.draw(LETTERS)),
        quarantined=(Quarantined(f"{CANARY}/{data.draw(NAMES)}", data.draw(NAMES)),),
    )
    policy = policy_of(plan, run.claim, evidence, 2023)
    content = report_of(Material(plan, run.claim, evidence, policy, 2023, "0" * 16, "0.1.0"))
    html = html_of(content)
    assert not [paper for paper in (html, documents.text_of(content), documents.text_of(policy)) if CANARY in paper]
    assert not [word for word in FORBIDDEN if word in html.lower()]
    assert html_of(json.loads(documents.text_of(content))) == html
    Page(html)
    small = [field for field in content["tables"][0]["fields"] if isinstance(field["filled"], int)]
    assert not [field for field in small if 0 < field["filled"] < 11]
