from __future__ import annotations

import json
from pathlib import Path

import pytest

from deid.release.check import check_papers

from .conftest import Staged, failed


def _papers(top: Path) -> None:
    (top / "deid").mkdir()
    (top / "datapackage.json").write_text(json.dumps({"resources": [{"path": "data/tables/t.csv"}]}))
    (top / "deid" / "policy.json").write_text(json.dumps({"method": "safe-harbor", "as_of": 2026}))
    (top / "deid" / "tables.json").write_text(json.dumps({"sha256": "ab" * 32}))
    (top / "deid" / "report.json").write_text(
        json.dumps({"rows": 72858, "text": "72,858 rows; 45 CFR 164.514(b)(2)(i)(A)"})
    )
    (top / "deid" / "report.html").write_text(
        "<html><head><style>p{margin:1.5em}</style></head><body><p title='rows'>72,858 rows of New York</p>"
        "<svg><path d='M 242 79 1039'/></svg></body></html>"
    )


def test_clean_papers_pass(staged: Staged) -> None:
    _papers(staged.top)
    results = check_papers(staged.top, staged.harvest)
    assert failed(results) == []
    assert len(results) == 3


@pytest.mark.parametrize("paper", ["datapackage.json", "deid/policy.json", "deid/tables.json", "deid/report.json"])
@pytest.mark.parametrize(
    "text",
    [
        "of Vandermeer",
        "at Thornbury",
        "P-0061818",
        "jane@example.org",
        "call (617) 555-0199",
        "242-79-1030",
        "203.0.113.93",
    ],
)
def test_texts_and_keys_of_papers(staged: Staged, paper: str, text: str) -> None:
    _papers(staged.top)
    for document in ({"a": [text]}, {text: 1}):
        (staged.top / paper).write_text(json.dumps(document))
        found = failed(check_papers(staged.top, staged.harvest))
        assert found
        assert all(problem.startswith(f"{paper}: <11 texts hold ") and text not in problem for problem in found)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Vander<!-- -->x Ottilie</p>",
        "<p title='Ottilie'>",
        "<!-- Ottilie -->",
        "<p>&#79;ttilie",
        "<style>/*Ottilie*/</style>",
    ],
)
def test_everything_a_page_can_hold(staged: Staged, html: str) -> None:
    _papers(staged.top)
    (staged.top / "deid" / "report.html").write_text(html)
    assert failed(check_papers(staged.top, staged.harvest)) == ["deid/report.html: <11 texts hold a name of the source"]


def test_names_of_files_and_folders(staged: Staged) -> None:
    _papers(staged.top)
    (staged.top / "data" / "Vandermeer").mkdir(parents=True)
    (staged.top / "data" / "Vandermeer" / "72858.csv").write_text("x")
    found = failed(check_papers(staged.top, staged.harvest))
    assert found == [
        "names of files: <11 texts hold a name of the source",
        "names of files: <11 texts hold a value of the source",
    ]


@pytest.mark.parametrize("paper", ["datapackage.json", "deid/report.html"])
def test_a_paper_that_is_missing_or_broken(staged: Staged, paper: str) -> None:
    _papers(staged.top)
    (staged.top / paper).write_bytes(b"\xff{")
    assert f"{paper}: is missing or cannot be read" in failed(check_papers(staged.top, None))
    (staged.top / paper).unlink()
    assert f"{paper}: is missing or cannot be read" in failed(check_papers(staged.top, None))


def test_a_count_is_no_number_of_a_patient(staged: Staged) -> None:
    """A table of as many rows as somebody's number has; the same number as a text is found."""
    _papers(staged.top)
    (staged.top / "deid" / "policy.json").write_text(json.dumps({"rows": 7123456}))
    assert failed(check_papers(staged.top, staged.harvest)) == []
    (staged.top / "deid" / "policy.json").write_text(json.dumps({"rows": "7123456"}))
    assert failed(check_papers(staged.top, staged.harvest))
