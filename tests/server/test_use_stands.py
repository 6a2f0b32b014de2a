"""Page and paper of a use say where it stands: who decided what, what waits, what is over."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from clearslate.accounts.parties import party_of
from clearslate.clearance.acts import acts_asked, final_outputs
from clearslate.clearance.asks import held_by, newest
from clearslate.clearance.conditions import Agreed
from clearslate.clearance.models import Line, Review
from clearslate.clearance.reasons import reasons_for
from clearslate.clearance.services.exceptions import grant_exception
from clearslate.clearance.services.lines import answer_line
from clearslate.clearance.services.standing_in import set_away
from clearslate.clearance.services.suspending import suspend
from clearslate.clearance.services.talking import ask
from clearslate.uses.models import Cause, Use, UseVersion
from clearslate.uses.versions import STATES
from tests.docs.world import declaration
from tests.server import pdftext
from tests.server.deciding import APPROVAL, AT, DAY, HOLD, NOTIFY, Deciding, deciding
from tests.server.series import URL, text

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def here(time_machine, database) -> Deciding:
    time_machine.move_to(AT, tick=False)
    return deciding()


@pytest.fixture
def ines(client: Client, here: Deciding) -> Client:
    client.force_login(here.series.coordinator)
    return client


def fresh(use: Use) -> Use:
    return Use.objects.get(id=use.id)


def paper(client: Client, query: str = "") -> str:
    answer = client.get(f"{URL}assessment.pdf{query}")
    assert answer.status_code == 200
    return " ".join(pdftext.read(answer.content).text.split())


def stands(said: str) -> str:
    """The headline of a page, as far as its first sentences."""
    return said.split("Where it stands ", 1)[1].split("notify", 1)[0]


def clear_lines(here: Deciding, use: Use) -> None:
    for line in Line.objects.filter(use=use, closed_at=None, kind__in=["legal_review", "rights"]):
        answer_line(
            actor=party_of(here.people["platform_legal"]),
            at=AT,
            line_id=line.id,
            revision=line.revision,
            response="agreed",
            note="Read in full.",
        )


def test_it_goes_from_review_to_cleared(ines: Client, here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    areas = len(use.areas)
    said = text(ines)
    assert f"Where it stands 0 of {areas} areas decided In review: needs approval" in said
    here.decide(use, use.areas[0])
    assert f"1 of {areas} areas decided" in text(ines)
    use = here.approve_all(use)
    outputs = acts_asked(use, ()).results
    assert outputs
    said = text(ines)
    assert "Go-ahead given The work may be done. Before it may stay in, it waits for the" in said
    assert "Who has it Ines Okoro: to send the result" in said
    assert f"to come {outputs[0]} Nothing was sent yet." in said
    here.send(use, *outputs)
    said = text(ines)
    assert "it waits for a look at the result." in said
    assert f"waiting to be looked at {outputs[0]} Sent, and not looked at yet: " in said
    here.look(fresh(use))
    clear_lines(here, use)
    said = text(ines)
    day = "Tue 24 Nov"
    assert f"Cleared Cleared by final_output reviewer, {day}, for {outputs[0]}" in said
    assert f"cleared {outputs[0]} Cleared by final_output reviewer, {day}, for " in said
    assert "Who has it nobody" in said
    on_paper = paper(ines)
    assert "On 24 Nov 2026: cleared. Cleared by final_output reviewer, 24 Nov 2026" in on_paper


def test_a_result_that_was_sent_back_says_why(ines: Client, here: Deciding) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    here.send(use, *acts_asked(use, ()).results)
    here.look(fresh(use), cleared=False, quality="failed", note="The windows flicker.")
    said = text(ines)
    assert "sent back" in said
    assert "Sent back by final_output reviewer, Tue 24 Nov: " in said
    assert "The windows flicker." in said
    assert "it waits for the result." in said


def test_conditions_are_told_in_words_and_until_when(ines: Client, here: Deciding) -> None:
    document = declaration(APPROVAL)
    use = here.series.submit(**document)
    first, *others = use.areas
    here.decide(
        use,
        first,
        "conditions",
        conditions=[Agreed("most_shots", 7), Agreed("no_promotion")],
        valid_until=date(2027, 2, 1),
        note="Agreed with the harbour.",
    )
    for area in others:
        here.decide(use, area)
    said = text(ines)
    assert "Go-ahead with conditions" in said
    assert "go-ahead, 2 conditions" in said
    assert "Condition: At most 7 shots. To be checked on the finished cut." in said
    assert "Condition: Not used in promotion." in said
    assert "Holds until before 1 Feb 2027." in said
    assert "Agreed with the harbour." in said
    assert "Decided until before 1 Feb 2027" in said
    on_paper = paper(ines)
    assert "Condition: At most 7 shots. To be checked on the finished cut." in on_paper
    assert "Holds until before 1 Feb 2027." in on_paper


def test_a_decision_that_was_carried_over_says_so(ines: Client, here: Deciding) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "purpose": "The same, said otherwise."}
    here.series.submit(version_of=use, at=AT + timedelta(hours=1), **document)
    said = text(ines)
    assert "Decided on version 1; nothing it decided on changed." in said
    assert f"{len(use.areas)} of {len(use.areas)} areas decided" in said
    assert "Replaced: version 2 is the newest." in paper(ines, "?version=1")


def test_who_stands_in_is_named_with_whom_they_stand_in_for(ines: Client, here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    away, delegate = here.reviewers["final_output"], here.reviewers["data"]
    set_away(
        actor=party_of(away),
        at=AT,
        production=here.series.production,
        delegate=delegate,
        from_day=AT.date(),
        to_day=AT.date() + 7 * DAY,
    )
    here.decide(use, "final_output", by=delegate)
    assert "Final output data reviewer, for final_output reviewer" in text(ines)


def test_what_was_declined_says_by_whom_and_what_to_do(ines: Client, here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    here.decide(use, use.areas[0], "declined", note="Not in this film.")
    said = text(ines)
    assert "Declined Declined by " in said
    assert "It is not to be done as declared. Submit a new version, or withdraw it." in said
    assert "Not in this film." in said
    assert "declined. Declined by " in paper(ines)


def test_a_question_is_shown_with_whoever_is_asked(ines: Client, here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    for review in Review.objects.filter(use=use):
        ask(
            actor=party_of(here.reviewers[review.area]),
            at=AT,
            review_id=review.id,
            read=here.read(review),
            to=here.people["director"],
            text="Which wall is it?",
        )
    said = text(ines)
    assert "In review: waits for an answer" in said
    assert "Who has it Director: to answer" in said
    assert "asked Director, Tue 24 Nov: Which wall is it?" in said
    assert "to decide" not in stands(said)


def test_an_exception_names_the_lawyer_and_its_end(ines: Client, here: Deciding) -> None:
    use = here.series.submit(HOLD)
    assert "On hold: evidence missing" in text(ines)
    for each in held_by(newest(use)["findings"]):
        use = fresh(use)
        grant_exception(
            actor=party_of(here.people["platform_legal"]),
            at=AT,
            use=use,
            revision=use.revision,
            missing=each.key,
            reasons=[reasons_for(use, "exception")[0].id],
            note="The paper follows.",
            until=AT.date() + 10 * DAY,
        )
    said = text(ines)
    assert "Lifted without its evidence" in said
    assert "Lifted by Platform Legal, Tue 24 Nov." in said
    assert "until before Fri 4 Dec" in said
    assert "The paper follows." in said
    assert "Who has it Ines Okoro, to file" not in said


def test_the_lines_beside_the_go_ahead_are_told_apart(ines: Client, here: Deciding) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    lines = Line.objects.filter(use=use, closed_at=None)
    assert lines.exists()
    assert "not answered yet" in text(ines)
    clear_lines(here, use)
    said = text(ines)
    assert "Platform Legal, Tue 24 Nov, on version 1" in said
    assert "Read in full." in said


def test_a_suspension_pauses_and_says_why(ines: Client, here: Deciding) -> None:
    here.approve_all(here.series.submit(APPROVAL))
    suspend(
        actor=party_of(here.people["platform_legal"]),
        at=AT,
        production=here.series.production,
        kind="strike",
        reason="The writers are on strike.",
    )
    said = text(ines)
    assert "Where it stands" in said
    assert "Suspended Paused by Platform Legal, Tue 24 Nov. What was decided stands" in said
    assert "Platform Legal suspended every use, Tue 24 Nov, 09:30 : strike. The writers" in said
    assert "Who has it nobody while it is paused" in said
    assert "go-ahead" in said
    assert "suspended. Paused by Platform Legal" in paper(ines)


def test_what_is_stale_says_why_and_what_happens_next(ines: Client, here: Deciding) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    Use.objects.filter(id=use.id).update(stale_since=AT, stale_because="facts")
    said = text(ines)
    assert "To be assessed again Facts on file changed. It is assessed by itself, and not" in said
    assert "Who has it assessed again by itself" in said
    here.series.submit(APPROVAL)
    Use.objects.filter(number=2).update(stale_since=AT, stale_because="rules")
    said = text(ines, "/p/saltbox-s2/uses/2/")
    assert "to be assessed again, because rules or readings changed." in said
    assert "In review: needs approval" in said


def test_what_lapsed_says_until_when_it_was_decided(
    ines: Client, here: Deciding, time_machine
) -> None:
    use = here.series.submit(APPROVAL)
    for area in use.areas:
        here.decide(use, area, valid_until=date(2026, 12, 1))
    assert "Decided until before Tue 1 Dec" in text(ines)
    time_machine.move_to(AT.replace(month=12, day=1), tick=False)
    ines.force_login(here.series.coordinator)
    said = text(ines)
    assert "Lapsed What was decided held until Tue 1 Dec. Ask for it again" in said
    assert "Held until before Tue 1 Dec." in said
    assert said.count("lapsed") == 2 * len(use.areas)  # beside each decision, and each finding
    assert "Who has it Ines Okoro, to ask for it again" in said


def test_the_table_and_the_home_say_the_same(ines: Client, here: Deciding) -> None:
    table, home = "/p/saltbox-s2/uses/", "/p/saltbox-s2/"
    use = here.series.submit(APPROVAL)
    for area in use.areas:
        here.decide(use, area, "conditions", conditions=[Agreed("no_promotion")])
    said = text(ines, f"{table}?col=state&col=waits&col=who")
    assert "go-ahead with conditions You the result" in said
    said = text(ines, home)
    assert "Not yet. 1 use blocks the lock of 102." in said
    assert "Has the go-ahead, and waits for the result." in said
    assert "Clear so far 0 of 1 1 more: results to come" in said
    assert "go-ahead, result to come" in said


def test_what_is_delivered_says_that_nothing_moves_it(ines: Client, here: Deciding) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    Use.objects.filter(id=use.id).update(frozen_at=AT, stale_since=AT)
    said = text(ines)
    assert "It is delivered, since Tue 24 Nov, 09:30 ." in said
    assert "To be assessed again" not in said


@pytest.mark.parametrize("cause", [each for each in Cause if each != Cause.SUBMITTED])
def test_nobody_is_said_to_have_submitted_what_was_assessed_anew(
    ines: Client, here: Deciding, cause: Cause
) -> None:
    use = here.series.submit(NOTIFY)
    here.series.submit(NOTIFY, version_of=use, at=AT + timedelta(hours=1))
    UseVersion.objects.filter(number=2).update(cause=cause)
    said = text(ines)
    assert said.count("Submitted by Ines Okoro, ") == 1  # the first version
    if cause == Cause.FINAL:
        assert "Temporary became final, by Ines Okoro, " in said
    else:
        assert f"Assessed anew: {cause.label}, " in said
        assert f"Assessed anew: {cause.label}, 24 Nov 2026." in paper(ines)
        assert "by Ines Okoro, " not in said.split("Versions ", 1)[1].split("Version 1", 1)[0]


def test_each_way_to_stand_has_a_headline_of_its_own(ines: Client, here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    assert final_outputs(use)
    heads = set()
    for state in {*STATES.values(), "go_ahead", "cleared", "declined", "withdrawn"}:
        Use.objects.filter(id=use.id).update(state=state)
        heads.add(re.split(r"[.:]", stands(text(ines)))[0])
    assert len(heads) == 8
