from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from deid.release.pictures import GROUPS, bar, legend_mark, strip


def fields(*groups: str) -> list[dict[str, str]]:
    return [{"name": f"<{place}>", "group": group} for place, group in enumerate(groups)]


def test_a_strip_has_one_mark_a_column_and_says_so_in_words() -> None:
    picture = ET.fromstring(strip(fields("kept", "removed", "coded", "derived", "removed"), "x"))  # noqa: S314 - our own
    assert [title.text for title in picture.findall("g/title")] == [
        "<0>: kept",
        "<1>: left out",
        "<2>: coded",
        "<3>: derived",
        "<4>: left out",
    ]
    assert picture.findtext("desc") == "1 kept, 1 coded, 1 derived, 2 left out"
    assert picture.get("aria-labelledby") == "x-t x-d"


@pytest.mark.parametrize("number", [0, 1, 36, 37, 500])
def test_every_mark_stands_inside_the_picture(number: int) -> None:
    picture = ET.fromstring(strip(fields(*(["kept"] * number)), "x"))  # noqa: S314 - our own
    _, _, width, height = map(int, picture.attrib["viewBox"].split())
    marks = picture.findall("g/rect")
    assert len(marks) == number
    for mark in marks:
        assert int(mark.attrib["x"]) + int(mark.attrib["width"]) <= width
        assert int(mark.attrib["y"]) + int(mark.attrib["height"]) <= height


def test_groups_differ_in_shape_and_not_only_in_colour() -> None:
    shapes = {group: legend_mark(group).replace(f'class="{group}"', "").split("</title>")[1] for group in GROUPS}
    outlined = shapes.pop("removed")
    assert len(set(shapes.values())) == len(shapes)
    assert outlined == shapes["kept"], "told apart by being an outline"


def length(count: int | str, largest: int | str) -> float:
    picture = ET.fromstring(bar(count, largest))  # noqa: S314 - our own
    rect = picture.find("rect")
    assert rect is not None
    return float(rect.attrib["width"])


def test_bars_grow_with_the_count_and_never_leave_their_frame() -> None:
    lengths = [length(count, 10**6) for count in (0, "<11", 11, 100, ">=5000", 10**6)]
    assert lengths == sorted(set(lengths))
    assert lengths[0] == 0
    assert all(length(10**power, 10**power) <= 100 for power in range(10))
    assert length(0, 0) == 0
