"""Charts: well-formed SVG with a title and a description, no inline style, and nothing hidden."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree as Xml

from hypothesis import given
from hypothesis import strategies as st

from clearslate.ui.charts import WIDTH, Line, Point, plan

TODAY = date(2026, 5, 12)
NAMESPACE = {"s": "http://www.w3.org/2000/svg"}

points = st.builds(
    Point,
    st.integers(-400, 900).map(lambda days: TODAY + timedelta(days=days)),
    st.sampled_from(["passed", "none", "clear", "in_review", "on_hold"]),
    st.integers(0, 12_000),
)
lines = st.builds(
    Line,
    st.text(max_size=12),
    st.lists(points, min_size=1, max_size=2).map(tuple),
    st.booleans(),
)


def drawn(given: list[Line], says: list[str] | None = None) -> Xml.Element:
    svg = str(plan(given, TODAY, title="Locks & deliveries", says=says or ["101: <clear>."]))
    assert "style=" not in svg
    assert "<script" not in svg
    # Characters that XML has no place for are allowed in HTML; they are left out for this reader.
    svg = re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", "", svg)
    return Xml.fromstring(svg)


def test_it_says_what_it_shows() -> None:
    line = Line("103", (Point(TODAY + timedelta(days=8), "on_hold", 5),), next=True)
    svg = drawn([line], ["103: lock Fri 22 May, 5 uses open."])
    assert svg.attrib["role"] == "img"
    assert svg.find("s:title", NAMESPACE) is not None or svg.find("title") is not None
    texts = [element.text for element in svg.iter() if element.text]
    assert "Locks & deliveries" in texts
    assert "103: lock Fri 22 May, 5 uses open." in texts
    assert {"103", "5", "12 May"} <= set(texts)


@given(st.lists(lines, max_size=8))
def test_every_line_is_well_formed_and_inside(given: list[Line]) -> None:
    svg = drawn(given)
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    assert width == WIDTH
    for element in svg.iter():
        for name, most in (("cx", width), ("cy", height), ("y", height)):
            if name in element.attrib:
                assert 0 <= float(element.attrib[name]) <= most
    counts = [point.count for line in given for point in line.points if point.count]
    shown = [e.text for e in svg.iter() if e.attrib.get("class") == "count"]
    assert shown == [str(count) for count in counts]


@given(st.lists(points, min_size=1, max_size=2).map(tuple))
def test_later_days_stand_further_right(given: tuple[Point, ...]) -> None:
    svg = drawn([Line("101", given)])
    places = [
        float(e.attrib["cx"])
        for e in svg.iter()
        if e.attrib.get("class") in ("under", "passed", "none")
    ]
    inorder = sorted(zip([point.day for point in given], places, strict=True))
    assert [place for _, place in inorder] == sorted(places)
