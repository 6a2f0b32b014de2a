"""Work and release are tested apart: what was made stays, and what does not last is said."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearslate.policy import library
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.release import Gap, MadeBefore, made_before, release_gaps

ROOT = Path(__file__).parents[2]
SERIES = ROOT / "examples" / "series"
BOOKS = (Rulebook(shipped_pack()),)
ASSESSOR = Assessor(BOOKS)
HASH = "ab" * 32


@cache
def series(name: str) -> Case:
    return library.case(SERIES / f"{name}.yaml", on="2026-11-24", facts=SERIES / "facts.yaml")


def day(number: int) -> date:
    """A day of the story, counted from the first of January 2027."""
    return date(2027, 1, 1) + timedelta(days=number)


def replica(
    *consents: dict[str, Any],
    on: int,
    delivery: int | None = 60,
    destination: str = "final_picture",
    **more: Any,
) -> Case:
    """A replica of Mara Lind, made from day 10 to day 20, with consents on file."""
    declaration = {
        "clearslate": "declaration/1",
        "use": {
            "title": "A replica",
            "work_from": day(10).isoformat(),
            "work_to": day(20).isoformat(),
        },
        "outputs": [{"name": "The shot", "destination": destination}],
        "components": [{"name": "A tool", "technique": "generative", "terms": "T-1"}],
        "people": [
            {"who": "Mara Lind", "act": "replica", "aspects": ["face"], "guild": "none",
             "relation": "cast", "exception": "none"}
        ],
    }  # fmt: skip
    production = {"id": "halcyon"}
    if delivery is not None:
        production["delivery"] = day(delivery).isoformat()
    facts = {
        "production": production,
        "terms": [{"id": "T-1", "tool": "A tool", "from": day(0).isoformat(), **more}],
        "evidence": [
            {"id": f"C-{number}", "kind": "use_consent", "subject": "Mara Lind",
             "productions": ["halcyon"], "acts": ["replica"], "aspects": ["face"],
             "sha256": HASH, **{key: day(value).isoformat() for key, value in consent.items()}}
            for number, consent in enumerate(consents)
        ],
    }  # fmt: skip
    return make_case(declaration, rulebooks=BOOKS, on=day(on), facts=facts)


def gaps(made: Case) -> list[tuple[str, str]]:
    return [(each.what, each.ends) for each in release_gaps(made, ASSESSOR)]


def made(of: Case) -> list[tuple[str, str]]:
    return [(each.what, each.ended) for each in made_before(of, ASSESSOR)]


def test_it_works() -> None:
    case = replica({"from": 0, "to": 40}, on=15)
    assert release_gaps(case, ASSESSOR) == (
        Gap(
            what="person.use_consent",
            title="Consent that covers this use, its aspects and its shots",
            subject="Mara Lind",
            path="people[0]",
            ends="2027-02-10",
            release="2027-03-02",
            sentence="Consent that covers this use, its aspects and its shots, for “Mara Lind”:"
            " its last day is 9 Feb 2027. Delivery is on 2 Mar 2027; until then it has to last or"
            " be renewed.",
        ),
    )
    assert made_before(case, ASSESSOR) == ()


def test_what_was_made_stays_and_says_so() -> None:
    case = replica({"from": 0, "to": 40}, on=45)
    assert made_before(case, ASSESSOR) == (
        MadeBefore(
            what="person.use_consent",
            title="Consent that covers this use, its aspects and its shots",
            subject="Mara Lind",
            path="people[0]",
            ended="2027-02-10",
            sentence="Consent that covers this use, its aspects and its shots, for “Mara Lind”:"
            " its last day was 9 Feb 2027. The work ended on 21 Jan 2027, while it held; what was"
            " made stays as it was.",
        ),
    )
    assert "its last day was 9 Feb 2027. Delivery is on" in release_gaps(case, ASSESSOR)[0].sentence
    before = ASSESSOR.assess(replica({"from": 0, "to": 40}, on=39))
    assert ASSESSOR.assess(case).outcome == before.outcome == "approval"


@pytest.mark.parametrize(
    ("consents", "on", "delivery", "wanted"),
    [
        ([{"from": 0}], 15, 60, []),
        ([{"from": 0, "to": 61}], 15, 60, []),
        # The end is exclusive: what ends on the day of delivery does not hold on it.
        ([{"from": 0, "to": 60}], 15, 60, [day(60)]),
        ([{"from": 0, "to": 21}], 15, 60, [day(21)]),
        # It does not hold over the work, so the assessment says so already.
        ([{"from": 0, "to": 20}], 15, 60, []),
        ([], 15, 60, []),
        # Another consent takes over, for a time or for good.
        ([{"from": 0, "to": 30}, {"from": 30}], 15, 60, []),
        ([{"from": 0, "to": 30}, {"from": 40}], 15, 60, []),
        ([{"from": 0, "to": 30}, {"from": 30, "to": 50}], 15, 60, [day(50)]),
        ([{"from": 0, "to": 30}, {"from": 40, "to": 50}], 15, 60, [day(50)]),
        ([{"from": 0, "to": 30}, {"from": 61}], 15, 60, [day(30)]),
        # Past its day, the delivery is today at the earliest.
        ([{"from": 0, "to": 70}], 15, 60, []),
        ([{"from": 0, "to": 70}], 75, 60, [day(70)]),
        # Delivered before the work ends: there is no later day to look at.
        ([{"from": 0, "to": 21}], 15, 5, []),
        # No delivery is on file, so that whatever ends may end too early.
        ([{"from": 0, "to": 900}], 15, None, [day(900)]),
        ([{"from": 0}], 15, None, []),
        # Notice of withdrawal given ahead of its day.
        ([{"from": 0, "withdrawn": 30}], 15, 60, [day(30)]),
    ],
)
def test_what_does_not_last_until_the_release(
    consents: list[dict[str, int]], on: int, delivery: int | None, wanted: list[date]
) -> None:
    case = replica(*consents, on=on, delivery=delivery)
    assert gaps(case) == [("person.use_consent", each.isoformat()) for each in wanted]


def test_each_case_of_the_release_is_told() -> None:
    told = {
        delivery: release_gaps(replica({"from": 0, "to": 40}, on=50, delivery=delivery), ASSESSOR)
        for delivery in (60, 45, None)
    }
    assert [found[0].release for found in told.values()] == [
        day(60).isoformat(),
        day(50).isoformat(),
        None,
    ]
    ends = [found[0].sentence.partition("2027. ")[2] for found in told.values()]
    assert ends == [
        "Delivery is on 2 Mar 2027; until then it has to last or be renewed.",
        "Delivery was due on 15 Feb 2027; what is not delivered yet needs it renewed.",
        "No day of delivery is on file; until then it has to last or be renewed.",
    ]


@pytest.mark.parametrize(
    ("destination", "wanted"),
    [
        ("final_picture", 1),
        ("in_camera", 1),
        ("marketing_published", 1),
        ("unknown", 1),
        ("temp_in_edit", 0),
        ("development", 0),
        ("pitch", 0),
    ],
)
def test_only_what_may_be_final_is_released(destination: str, wanted: int) -> None:
    case = replica({"from": 0, "to": 40}, on=15, destination=destination)
    assert len(gaps(case)) == wanted


def test_terms_are_looked_at_as_well() -> None:
    ends = {"to": day(30).isoformat()}
    case = replica({"from": 0}, on=15, **ends)
    assert gaps(case) == [("component.terms", day(30).isoformat())]
    assert made(case) == []
    later = replica({"from": 0}, on=35, **ends)
    assert made(later) == [("component.terms", day(30).isoformat())]
    assert ASSESSOR.assess(later).outcome == ASSESSOR.assess(case).outcome


def test_a_tool_without_ai_rests_on_no_terms() -> None:
    made_ = replica({"from": 0}, on=15, technique="not_ai", to=day(30).isoformat())
    declaration = {
        **made_.declaration,
        "components": [{"name": "A tool", "technique": "not_ai", "terms": "T-1"}],
    }
    case = make_case(declaration, rulebooks=BOOKS, on=made_.date, facts=made_.facts)
    assert gaps(case) == []


def test_a_withdrawal_is_no_end_that_leaves_things_as_they_were() -> None:
    case = replica({"from": 0, "withdrawn": 40}, on=45)
    assert made(case) == []
    assert gaps(case) == []
    assert ASSESSOR.assess(case).outcome == "hold"


def test_an_agreement_with_a_union_is_of_the_work() -> None:
    """It was in force when somebody was not engaged; nobody asks for it on the day of release."""
    here = series("vfx-crowd-from-scans")
    later = make_case(here.declaration, rulebooks=BOOKS, on=date(2027, 2, 1), facts=here.facts)
    assert "use.labour_agreement" in [what for what, _ in made(later)]
    assert release_gaps(later, ASSESSOR) == ()


def test_evidence_that_nothing_asks_for_has_no_gap() -> None:
    """A consent is on file, and what is done is customary and never asks for one."""
    here = series("vfx-denoise-craft-list")
    facts = {**here.facts, "production": {**here.facts["production"], "delivery": "2027-12-01"}}
    later = make_case(here.declaration, rulebooks=BOOKS, on=here.date, facts=facts)
    assert [what for what, _ in gaps(later)] == ["component.terms"]


def test_no_pack_that_is_advisory_asks_for_evidence() -> None:
    case = replica({"from": 0, "to": 40}, on=15)
    advisory = Assessor([Rulebook(shipped_pack(), adopted=False)])
    assert release_gaps(case, advisory) == ()


@st.composite
def consents(draw: st.DrawFn) -> list[dict[str, int]]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, 60))
        span = draw(st.none() | st.integers(1, 60))
        found.append({"from": start, **({} if span is None else {"to": start + span})})
    return found


def holds(consent: dict[str, int], first: int, last: int) -> bool:
    return consent["from"] <= first and consent.get("to", 10_000) > last


@given(consents(), st.integers(0, 100), st.integers(0, 100))
@settings(max_examples=300, deadline=None)
def test_the_gap_is_that_of_counting_days(
    on_file: list[dict[str, int]], on: int, delivery: int
) -> None:
    case = replica(*on_file, on=on, delivery=delivery)
    over_work = any(holds(each, 10, 20) for each in on_file)
    release = max(on, delivery, 20)
    covered = [d for d in range(21, release + 1) if any(holds(each, d, d) for each in on_file)]
    expected = []
    if over_work and release > 20 and release not in covered:
        expected = [day(max(covered, default=20) + 1).isoformat()]
    assert [ends for what, ends in gaps(case)] == expected
    known = [d for d in covered if d <= on]
    past = [day(max(known, default=20) + 1).isoformat()]
    assert [ended for _, ended in made(case)] == (
        past if over_work and on > 20 and on not in covered else []
    )


RUN_OUT = sorted(path.stem for path in SERIES.glob("*-*.yaml"))


@st.composite
def run_out(draw: st.DrawFn) -> tuple[str, int, int, int]:
    """A declaration, when its records end after the work, and two later days to look at it."""
    days = sorted(draw(st.lists(st.integers(1, 900), min_size=2, max_size=2)))
    return draw(st.sampled_from(RUN_OUT)), draw(st.integers(1, 900)), days[0], days[1]


def lapsing(name: str, ends: int, on: int) -> Case | None:
    """The case once its work is over, with every record that held then ending later."""
    here = series(name)
    use = here.declaration["use"]
    if not {"work_from", "work_to"} <= use.keys() or "unknown" in use.values():
        return None
    over = date.fromisoformat(use["work_to"])
    facts = dict(here.facts)
    for part in ("terms", "agreements", "evidence"):
        facts[part] = [
            {**entry, "to": (over + timedelta(days=ends)).isoformat()}
            if entry.get("to", "9999-01-01") > over.isoformat()
            else entry
            for entry in here.facts[part]
        ]
    return make_case(
        here.declaration,
        rulebooks=BOOKS,
        on=over + timedelta(days=on),
        facts=facts,
        switches=here.switches,
    )


@given(run_out())
@settings(max_examples=200, deadline=None)
def test_what_ends_after_the_work_raises_nothing(drawn: tuple[str, int, int, int]) -> None:
    name, ends, soon, late = drawn
    first, second = lapsing(name, ends, soon), lapsing(name, ends, late)
    if first is None or second is None:
        return
    one, two = ASSESSOR.assess(first), ASSESSOR.assess(second)
    # Temporary material past its day is the one thing that time itself brings.
    timely = [[f for f in each.findings if f.rule != "overdue"] for each in (one, two)]
    assert timely[0] == timely[1]
    if not any(finding.rule == "overdue" for finding in two.findings):
        assert one.outcome == two.outcome


def test_a_day_of_the_work_that_is_not_known_reads_as_today() -> None:
    """So what ended since counts against it; whoever names the day settles that."""
    case = replica({"from": 0, "to": 40}, on=45)
    use = {**case.declaration["use"], "work_from": "unknown"}
    open_ = make_case(
        {**case.declaration, "use": use}, rulebooks=BOOKS, on=case.date, facts=case.facts
    )
    assert ASSESSOR.assess(open_).outcome == "hold"
    assert ASSESSOR.assess(case).outcome == "approval"
