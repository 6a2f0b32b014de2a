"""Deciding through the services: who, on what, and where the use stands afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clearslate.accounts.parties import party_of
from clearslate.clearance.acts import acts_asked, final_outputs
from clearslate.clearance.asks import held_by, newest
from clearslate.clearance.conditions import Agreed, checked
from clearslate.clearance.errors import ClearanceError, NotYoursError, StaleError
from clearslate.clearance.models import Carried, Decision, LegalException, Line, Review
from clearslate.clearance.reasons import reasons_for
from clearslate.clearance.services.exceptions import end_exception, grant_exception
from clearslate.clearance.services.lines import answer_line
from clearslate.clearance.services.standing_in import set_away
from clearslate.clearance.services.talking import answer, ask
from clearslate.envelopes.drafting import draft_envelope
from clearslate.envelopes.giving import Wanted
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.services.standing import give_standing
from clearslate.flows.standing import call_up, withdraw
from clearslate.ledger.models import Entry
from clearslate.productions.errors import NotAllowedError
from clearslate.uses.models import Use
from clearslate.uses.reading import reading
from clearslate.uses.stored import stored
from tests.docs.world import declaration
from tests.server.deciding import APPROVAL, AT, DAY, HOLD, NOTIFY, Deciding, deciding

pytestmark = pytest.mark.usefixtures("database")


def fresh(use: Use) -> Use:
    return Use.objects.get(id=use.id)


def cleared(here: Deciding, use: Use) -> Use:
    """Everything that the use still asks for is done."""
    use = here.approve_all(use)
    outputs = acts_asked(use, ()).results
    if outputs:
        here.send(use, *outputs)
        use = here.look(use)
    for line in Line.objects.filter(use=use, closed_at=None, kind__in=["legal_review", "rights"]):
        answer_line(
            actor=party_of(here.people["platform_legal"]),
            at=AT,
            line_id=line.id,
            revision=line.revision,
            response="agreed",
        )
    return fresh(use)


def test_it_goes_from_review_to_cleared() -> None:
    here = deciding()
    use = here.series.submit(APPROVAL)
    assert (use.state, use.waits_for) == ("in_review", "decision")
    assert use.waiting == use.areas
    first, *others = use.waiting
    here.decide(use, first)
    assert fresh(use).waiting == others
    use = cleared(here, use)
    assert (use.state, use.waits_for, use.waiting) == ("cleared", "", [])
    kinds = list(Entry.objects.filter(type__startswith="decision").values_list("type", flat=True))
    assert kinds == ["decision.made"] * len(use.areas)
    assert Entry.objects.filter(type="use.moved").exists()


def test_all_areas_must_decide_and_one_refusal_declines() -> None:
    here = deciding()
    use = here.series.submit(APPROVAL)
    for area in use.areas[:-1]:
        here.decide(use, area)
        assert fresh(use).state == "in_review"
    here.decide(use, use.areas[-1], "declined")
    assert fresh(use).state == "declined"
    assert fresh(use).due_on is None


def test_nobody_decides_on_their_own_or_in_another_area() -> None:
    here = deciding()
    area = "final_output"
    use = here.series.submit(APPROVAL)
    assert area in use.areas
    with pytest.raises(NotYoursError):
        here.decide(use, area, by=here.reviewers["talent"])
    with pytest.raises(NotAllowedError):
        here.decide(use, area, by=here.people["director"])
    with pytest.raises(NotAllowedError):
        here.decide(use, area, by=here.series.coordinator)
    # The reviewer also coordinates here, and declares: the area is theirs, the use is too.
    mine = here.reviewers[area]
    here.series.member("coordinator", "second@saltbox.example", name="Second")
    from clearslate.productions.models import Membership, Role

    Membership.objects.create(
        production=here.series.production,
        user=mine,
        role=Role.objects.get(production=here.series.production, key="coordinator"),
        since=AT,
    )
    own = here.series.submit(APPROVAL, by=mine)
    with pytest.raises(NotYoursError):
        here.decide(own, area, by=mine)
    assert not Decision.objects.exists()


def test_what_was_read_is_what_is_decided() -> None:
    here = deciding()
    use = here.series.submit(APPROVAL)
    area = use.areas[0]
    read = here.read(here.review(use, area))
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "purpose": "Something else altogether."}
    here.series.submit(version_of=use, **document)
    with pytest.raises(StaleError, match="newer version"):
        here.decide(use, area, read=read)
    read = here.read(here.review(use, area))
    Use.objects.filter(id=use.id).update(stale_since=AT)
    with pytest.raises(StaleError, match="assessed anew"):
        here.decide(use, area, read=read)
    Use.objects.filter(id=use.id).update(stale_since=None)
    here.decide(use, area, read=read)
    with pytest.raises(StaleError):
        here.decide(use, area, read=read)
    other = use.areas[1]
    read = here.read(here.review(use, other))
    use = fresh(use)
    withdraw(
        actor=party_of(here.series.coordinator),
        at=AT,
        use=use,
        revision=use.revision,
        reason="Not needed.",
    )
    with pytest.raises(StaleError, match="withdrawn"):
        here.decide(use, other, read=read)


def test_only_areas_whose_findings_changed_are_asked_again() -> None:
    here = deciding()
    use = here.series.submit(APPROVAL)
    use = here.approve_all(use)
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "purpose": "The same, in other words."}
    use = here.series.submit(version_of=use, at=AT + DAY, **document)
    assert use.state != "in_review"
    assert Carried.objects.count() == len(use.areas)
    document["outputs"] = [
        {**each, "key_element": "main_character"} for each in document["outputs"]
    ]
    use = here.series.submit(version_of=use, at=AT + DAY, **document)
    assert use.state == "in_review"
    assert "creative" in use.waiting
    again = set(use.waiting)
    assert Decision.objects.filter(ended_at=None).count() == len(use.areas) - len(again)
    for area in again & {"creative"}:
        assert here.review(use, area).why in ("new", "changed")


def test_conditions_are_kept_and_a_version_beyond_them_asks_again() -> None:
    here = deciding()
    use = here.series.submit(APPROVAL)
    document = declaration(APPROVAL)
    outputs = [each["name"] for each in document["outputs"]]
    for area in use.areas:
        here.decide(use, area, "conditions", conditions=[checked("outputs", outputs, pack={})])
    document["outputs"] = [*document["outputs"], {**document["outputs"][0], "name": "Another one"}]
    use = here.series.submit(version_of=use, at=AT + DAY, **document)
    assert use.state == "in_review"
    assert set(use.waiting) == set(use.areas)


def test_a_decision_is_whole() -> None:
    here = deciding()
    use = here.series.submit(APPROVAL)
    area = use.areas[0]
    wrong: list[dict[str, Any]] = [
        {"verdict": "conditions"},
        {"verdict": "approved", "conditions": [Agreed("no_promotion")]},
        {"verdict": "approved", "reasons": []},
        {"verdict": "approved", "reasons": ["nothing_such"]},
        {"verdict": "approved", "note": "x" * 401},
        {"verdict": "approved", "valid_until": AT.date()},
    ]
    for each in wrong:
        with pytest.raises(ClearanceError):
            here.decide(use, area, **each)
    assert not Decision.objects.exists()


def test_a_question_stops_the_clock_and_the_answer_returns() -> None:
    here = deciding()
    use = here.series.submit(APPROVAL)
    area = use.areas[0]
    review = here.review(use, area)
    due = review.due_on
    reviewer = party_of(here.reviewers[area])
    query = ask(
        actor=reviewer,
        at=AT,
        review_id=review.id,
        read=here.read(review),
        to=here.series.coordinator,
        text="Who painted the plate?",
    )
    assert here.review(use, area).state == "paused"
    assert here.series.coordinator.id in fresh(use).asked
    with pytest.raises(NotYoursError):
        answer(actor=reviewer, at=AT, query_id=query.id, text="I did.")
    answer(
        actor=party_of(here.series.coordinator), at=AT + 7 * DAY, query_id=query.id, text="We did."
    )
    review = here.review(use, area)
    assert (review.state, review.why) == ("waiting", "answered")
    assert review.due_on == due + 7 * DAY
    assert fresh(use).asked == []


def test_somebody_who_stands_in_decides_under_both_names() -> None:
    here = deciding()
    use = here.series.submit(APPROVAL)
    area = use.areas[0]
    lead = here.people["producer"]
    set_away(
        actor=party_of(here.reviewers[area]),
        at=AT,
        production=here.series.production,
        delegate=here.reviewers["talent"] if area != "talent" else here.reviewers["data"],
        from_day=AT.date(),
        to_day=date(2026, 12, 1),
    )
    delegate = here.reviewers["talent"] if area != "talent" else here.reviewers["data"]
    made = here.decide(use, area, by=delegate)
    assert (made.by, made.on_behalf_of) == (delegate, here.reviewers[area])
    assert lead not in (made.by, made.on_behalf_of)


def test_a_called_up_notice_is_decided_by_who_looks_after_everything() -> None:
    here = deciding()
    use = here.series.submit(NOTIFY)
    assert use.state == "noticed"
    contact = here.series.production.members.get(role__key="platform_contact").user
    use = call_up(
        actor=party_of(contact), at=AT, use=use, revision=use.revision, reason="Please look."
    )
    assert (use.state, use.waiting) == ("in_review", [])
    with pytest.raises(NotYoursError):
        here.decide(use, "", by=here.reviewers["talent"])
    here.decide(use, "", by=contact)
    assert fresh(use).state == "go_ahead"


def test_a_hold_cannot_be_decided() -> None:
    here = deciding()
    use = here.series.submit(HOLD)
    assert (use.state, use.outcome) == ("on_hold", "hold")
    area = use.areas[0]
    with pytest.raises(StaleError, match="on hold"):
        here.decide(use, area)
    assert Review.objects.filter(use=use).count() == len(use.areas)


def test_a_hold_is_lifted_by_a_named_exception_with_an_end() -> None:
    here = deciding()
    use = here.series.submit(HOLD)
    lawyer = party_of(here.people["platform_legal"])
    for each in held_by(newest(use)["findings"]):
        use = fresh(use)
        grant_exception(
            actor=lawyer,
            at=AT,
            use=use,
            revision=use.revision,
            missing=each.key,
            reasons=[reasons_for(use, "exception")[0].id],
            note="The estate's lawyer agreed by phone; the paper follows.",
            until=AT.date() + 10 * DAY,
        )
    use = fresh(use)
    assert (use.state, use.outcome) == ("in_review", "hold")
    assert use.valid_until is None
    use = here.approve_all(use)
    assert use.valid_until == AT.date() + 10 * DAY
    assert reading(use, AT.date()) == use.state
    assert reading(use, AT.date() + 10 * DAY) == "lapsed"
    exception = LegalException.objects.filter(use=use).first()
    end_exception(actor=lawyer, at=AT, exception=exception)
    assert fresh(use).state == "on_hold"


def test_a_result_is_looked_at_by_somebody_who_did_not_make_it() -> None:
    here = deciding()
    document = declaration(APPROVAL)
    use = here.series.submit(APPROVAL, **document)
    for area in use.areas:
        here.decide(use, area, "conditions", conditions=[Agreed("human_recreation")])
    use = fresh(use)
    assert (use.state, use.waits_for) == ("go_ahead", "result")
    outputs = final_outputs(use)
    here.send(use, *outputs)
    use = fresh(use)
    assert (use.state, use.waits_for) == ("go_ahead", "look")
    with pytest.raises(ClearanceError, match="people made"):
        here.look(use, human_input="")
    with pytest.raises(ClearanceError, match="likeness"):
        here.look(use, resemblance="found")
    here.look(use, cleared=False, quality="failed")
    assert fresh(use).waits_for == "result"
    here.send(use, *outputs)
    use = here.look(fresh(use))
    waits = {row.kind for row in Line.objects.filter(use=use, closed_at=None, response="")}
    assert use.state == ("go_ahead" if waits & {"legal_review", "rights"} else "cleared")


def test_the_go_ahead_names_an_envelope_and_a_version_beyond_it_asks_again() -> None:
    here = deciding()
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "shots": ["101_0010", "101_0020"]}
    use = here.approve_all(here.series.submit(APPROVAL, **document))
    envelope = Envelope.objects.get(use=use, ended_at=None)
    assert envelope.scope.most_shots == 2
    document["use"] = {**document["use"], "shots": ["101_0010", "101_0030"]}
    use = here.series.submit(version_of=use, at=AT + DAY, **document)
    assert use.waiting == []
    document["use"] = {**document["use"], "shots": ["101_0010", "101_0020", "101_0030"]}
    use = here.series.submit(version_of=use, at=AT + DAY, **document)
    assert "final_output" in use.waiting


def test_a_use_that_fits_a_standing_approval_is_noticed_under_it() -> None:
    here = deciding()
    document = declaration("vfx-denoise-craft-list.yaml")
    before = here.series.submit(**document)
    assert before.state == "in_review"
    case = stored(before, 1).case
    rules = {each.rule for each in stored(before, 1).assessment.findings}
    given = give_standing(
        actor=party_of(here.people["platform_legal"]),
        at=AT,
        production=here.series.production,
        wanted=Wanted(
            title="Denoise",
            scope=replace(
                draft_envelope(case), covers_finals=True, most_shots=5, covers=tuple(sorted(rules))
            ),
            from_day=AT.date(),
            to_day=AT.date() + 30 * DAY,
        ),
    )
    use = here.series.submit(**document)
    assert (use.state, use.under, use.outcome) == ("noticed", given.id, "approval")
    assert use.valid_until == given.to_day
    assert not Review.objects.filter(use=use).exists()
    assert reading(use, given.to_day) == "lapsed"
    assert Entry.objects.filter(type="use.noticed_under").count() == 1
