"""Until the day an assessment names, the same case gives the same: no day turns in silence."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clearslate.policy import library
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.derived import relevant
from clearslate.policy.pack.load import load_pack, shipped_pack
from tests.policy.pack.test_load_errors import GOOD

SERIES = Path(__file__).parents[3] / "examples" / "series"
NAMES = sorted(path.stem for path in SERIES.glob("*-*.yaml"))
DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
ASSESSOR = Assessor([Rulebook(shipped_pack())])


@cache
def series(name: str) -> Case:
    return library.case(SERIES / f"{name}.yaml", on="2026-11-24", facts=SERIES / "facts.yaml")


def told(found: Assessment) -> Assessment:
    """What does not name the day itself: a duty for today is for every day."""
    return replace(found, case="", date="", holds_until=None, duties=())


def on(made: Case, day: date) -> Assessment:
    moved = make_case(
        made.declaration, rulebooks=made.rulebooks, on=day, facts=made.facts,
        switches=made.switches,
    )  # fmt: skip
    return ASSESSOR.assess(moved)


@cache
def turning(name: str) -> tuple[date, ...]:
    """The days that stand in a case, each with the one before it and the one after."""
    made = series(name)
    counting = [entry for _, entry in relevant(made.declaration, made.facts)]
    found = DAY.findall(f"{made.declaration} {counting}")
    days = {date.fromisoformat(day) + timedelta(days=near) for day in found for near in (-1, 0, 1)}
    return tuple(sorted(day for day in days if day > date(2026, 1, 1)))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_changes_before_its_day(name: str) -> None:
    """Over all days that stand in the case, and those around them."""
    days = turning(name)
    found = [on(series(name), day) for day in days]
    for before, after, day in zip(found, found[1:], days[1:], strict=False):
        if before.holds_until is None or day.isoformat() < before.holds_until:
            assert told(after) == told(before), day


@pytest.mark.parametrize("offset", [-2, -1, 0, 1])
def test_the_day_on_which_temporary_material_goes_is_no_end(offset: int) -> None:
    made = series("editorial-storm-plates-in-rough-cut")
    gone = date.fromisoformat(made.declaration["outputs"][0]["replaced_by"])
    day = gone + timedelta(days=offset)
    until = on(made, day).holds_until
    following = {-2: gone, -1: gone, 0: gone + timedelta(days=1)}
    if offset in following:
        assert until == following[offset].isoformat()
    else:
        assert until is None or date.fromisoformat(until) > day


@pytest.mark.parametrize(
    ("condition", "turns"),
    [
        ('today < date("2027-01-01")', "2027-01-01"),
        ('today <= date("2026-12-31")', "2027-01-01"),
        ('today == date("2027-01-01")', "2027-01-01"),
        ('not today > date("2026-12-31")', "2027-01-01"),
    ],
)
def test_a_date_written_out_in_a_rule_turns_too(tmp_path: Path, condition: str, turns: str) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(
        GOOD.replace("when: output.is_final", f"when: 'output.is_final and {condition}'"),
        encoding="utf-8",
    )
    books = [Rulebook(load_pack(path))]
    assessor = Assessor(books)
    declaration: dict[str, Any] = {
        "clearslate": "declaration/1",
        "outputs": [{"name": "The shot", "destination": "final_picture"}],
    }

    def assessed(day: date) -> Assessment:
        return assessor.assess(make_case(declaration, rulebooks=books, on=day))

    day = date(2026, 12, 1)
    chain = [assessed(day)]
    while chain[-1].holds_until is not None:
        day = date.fromisoformat(chain[-1].holds_until)
        chain.append(assessed(day))
    assert turns in [found.holds_until for found in chain]
    before, after = (assessed(date.fromisoformat(turns) + timedelta(days=n)) for n in (-1, 0))
    assert before.outcome != after.outcome


def test_the_last_day_there_is_has_none_after_it() -> None:
    made = series("editorial-storm-plates-in-rough-cut")
    outputs = [{**made.declaration["outputs"][0], "replaced_by": "9999-12-31"}]
    facts = {**made.facts, "production": {"id": "saltbox-s2"}}
    case = make_case(
        {**made.declaration, "outputs": outputs},
        rulebooks=made.rulebooks,
        on=made.date,
        facts=facts,
    )
    assert on(case, made.date).holds_until is not None
