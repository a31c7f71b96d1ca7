"""``report.pdf``: PDF/A-2a, the same bytes for the same report, with the fonts that Typst brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, Literal

from deid.errors import UsageError
from deid.release import report as reports
from deid.release.printed.drawings import styles_of
from deid.release.printed.tree import tree_of
from deid.release.printed.typesetting import Typesetter, string

_STANDARD: Literal["a-2a"] = "a-2a"
_ACCENTS = {"safe-harbor": "#1f5f3f", "expert-determination": "#a8741a", "limited-data-set": "#8f2f2f"}


def pdf_of(report: Mapping[str, Any], signatures: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The report as PDF/A-2a.

    The document's date is the first day of the plan's year: the report knows no other, and PDF/A asks for one.

    Args:
        report: the document of ``deid/report.json``.
        signatures: the statements that stand beside it.

    Raises:
        UsageError: Typst is not installed, or could not set the report.
    """
    try:
        import typst
    except ImportError:
        raise UsageError("report.pdf needs Typst: pip install deid-release[pdf]") from None
    source = _source(report, signatures)
    stamp = int(datetime(int(report["made_with"]["as_of"]), 1, 1, tzinfo=UTC).timestamp())
    try:
        made = typst.compile(
            source.encode(), format="pdf", pdf_standards=_STANDARD, ignore_system_fonts=True, timestamp=stamp
        )
    except (typst.TypstError, RuntimeError, ValueError):
        raise UsageError("the report could not be set as PDF/A; its HTML page says the same") from None
    return bytes(made)


def _source(report: Mapping[str, Any], signatures: Sequence[Mapping[str, Any]]) -> str:
    room = files("deid.release").joinpath("templates")
    styles = styles_of(room.joinpath("style.css").read_text(encoding="utf-8"))
    page = tree_of(reports.html_of(report, signatures))
    year = int(report["made_with"]["as_of"])
    title = f"{report['claim']['title']}: release {report['release']}"
    accent = _ACCENTS.get(str(report["method"]), "#17405c")
    head = (
        f"#set document(title: {string(title)}, date: datetime(year: {year}, month: 1, day: 1))\n"
        f"#let release_id = {string('Release ' + str(report['release']))}\n#let accent = rgb({string(accent)})\n"
    )
    return "\n".join([head, room.joinpath("report.typ").read_text(encoding="utf-8"), Typesetter(styles).blocks(page)])
