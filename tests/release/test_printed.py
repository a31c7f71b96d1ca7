from __future__ import annotations

import re
from typing import Any

import pytest

from deid.release import report
from deid.release.printed.drawings import alone, styles_of
from deid.release.printed.pdf import pdf_of
from deid.release.printed.tree import tree_of
from deid.release.printed.typesetting import Typesetter, string


def test_the_pdf_is_an_archival_one_and_the_same_each_time(any_run: Any) -> None:
    made = pdf_of(any_run.report)
    assert made == pdf_of(any_run.report)
    assert made.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>2<" in made.replace(b" ", b"")
    assert b"pdfaid:conformance>A<" in made.replace(b" ", b"")


def test_every_text_of_the_page_is_set(safe_harbor_run: Any) -> None:
    page = tree_of(report.html_of(safe_harbor_run.report))
    source = Typesetter("").blocks(page).replace("\u200b", "").replace('#"\\u{200b}";', "")
    plain = " ".join("".join(re.findall(r'#"((?:[^"\\]|\\.)*)";', source)).replace('\\"', '"').split())
    for heading in page.find("h1", "h2", "h3"):
        if heading.text() not in ("In short", "The rest of this report"):
            assert heading.text() in plain, heading.text()
    for cell in list(page.find("td"))[:200]:
        first = cell.text().split(" ")[0]
        assert first in plain


@pytest.mark.parametrize(
    "nasty", ['"]) #panic("x")', "\\", '\\"', "#let x = 1", "$x$ *b* _i_ `r` <a> @b // /* */", "\u202e\x00", "]#["]
)
def test_no_text_of_the_report_becomes_a_command(run_of: Any, nasty: str) -> None:
    from deid.evidence import Quarantined

    made = pdf_of(run_of(quarantined=(Quarantined(nasty, nasty),)).report)
    assert made.startswith(b"%PDF")
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', string(nasty), re.DOTALL)


def test_pictures_stand_alone() -> None:
    sheet = ":root { --deep: #17405c; }\n.kept { fill: var(--deep); }\n@media print { .kept { fill: #000000; } }"
    assert styles_of(sheet) == ".kept { fill: #17405c }"
    drawing = next(
        tree_of('<p><svg viewbox="0 0 1 1"><title>a &amp; b</title><rect class="kept"/></svg></p>').find("svg")
    )
    text = alone(drawing, styles_of(sheet))
    assert 'viewBox="0 0 1 1"' in text
    assert "a &amp; b" in text
    assert "<style>.kept { fill: #17405c }</style>" in text
