"""Duties follow the newest assessment, and what people did to them stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from clearslate.accounts.parties import party_of
from clearslate.duties.errors import DutiesError, StaleError
from clearslate.duties.models import Duty
from clearslate.duties.services.duties import (
    assign_duty,
    do_duty,
    move_duty,
    reopen_duty,
    waive_duty,
)
from clearslate.flows.standing import withdraw
from clearslate.ledger.selectors import history
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.services.production import archive_production
from clearslate.uses.models import Use
from tests.docs.world import declaration
from tests.server.deciding import APPROVAL, AT, DAY, NOTIFY, Deciding, deciding

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def here(database) -> Deciding:
    return deciding()


def of(use: Use, **wanted: Any) -> list[Duty]:
    return list(Duty.objects.filter(use=use, **wanted).order_by("name", "path"))


def one(use: Use, **wanted: Any) -> Duty:
    return Duty.objects.get(use=use, **wanted)


def act(service: Any, here: Deciding, duty: Duty, *, by: Any = None, at: Any = AT, **more: Any):
    fresh = Duty.objects.get(id=duty.id)
    who = by or here.series.coordinator
    return service(
        actor=party_of(who),
        at=at,
        duty=fresh,
        revision=more.pop("revision", fresh.revision),
        **more,
    )


def renamed(name: str, output: str) -> dict[str, Any]:
    """The outputs of an example with another name for the first."""
    outputs = [dict(each) for each in declaration(name)["outputs"]]
    outputs[0]["name"] = output
    return {"outputs": outputs}


def test_a_use_gets_the_duties_of_its_assessment(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    found = {(each.name, each.subject): each for each in of(use)}
    tell = found["tell_contact", ""]
    assert (tell.kind, tell.owner) == ("notice", "production coordinator")
    assert tell.assigned == here.series.coordinator
    assert tell.day == tell.due_on == use.work_from
    assert {each.kind for each in found.values()} >= {"notice", "check", "other"}
    assert all(each.state == "open" and each.version == 1 for each in found.values())


def test_what_stays_the_same_is_carried_over_with_its_marks(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    done = act(do_duty, here, one(use, name="tell_contact"), note="By phone.")
    to = here.people["producer"]
    given = act(assign_duty, here, of(use, name="keep_terms")[0], to=to)
    moved = act(move_duty, here, given, to=AT.date() + 9 * DAY, reason="The vendor is away.")
    before = {each.id: each.revision for each in of(use)}
    here.series.submit(APPROVAL, version_of=use, at=AT + DAY)
    after = {each.id: each for each in of(use)}
    assert set(after) == set(before)
    assert {each.version for each in after.values()} == {2}
    assert (after[done.id].state, after[done.id].note) == ("done", "By phone.")
    assert (after[moved.id].assigned, after[moved.id].day) == (to, AT.date() + 9 * DAY)
    assert {key: each.revision for key, each in after.items()} == before


def test_what_is_not_asked_any_more_is_dropped_and_comes_back_as_it_was(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    first = [each for each in of(use) if each.path == "outputs[0]"]
    assert first
    act(do_duty, here, first[0])
    here.series.submit(APPROVAL, version_of=use, at=AT + DAY, **renamed(APPROVAL, "Another name"))
    dropped = of(use, state="dropped")
    assert {each.id for each in dropped} == {each.id for each in first}
    assert {each.dropped_because for each in dropped} == {"not_asked"}
    assert {each.subject for each in of(use, state="open", path="outputs[0]")} == {"Another name"}
    with pytest.raises(DutiesError, match="not asked any more"):
        act(do_duty, here, first[-1])
    here.series.submit(APPROVAL, version_of=use, at=AT + 2 * DAY)
    back = {each.id: each.state for each in of(use, path="outputs[0]", subject=first[0].subject)}
    assert back == {each.id: "done" if each == first[0] else "open" for each in first}


def test_a_subject_may_move_within_its_list(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    row = next(each for each in of(use) if each.path == "outputs[0]")
    act(do_duty, here, row)
    outputs = [dict(each) for each in declaration(APPROVAL)["outputs"]]
    here.series.submit(
        APPROVAL,
        version_of=use,
        at=AT + DAY,
        outputs=[{**outputs[0], "name": "Something new before it"}, *outputs],
    )
    row.refresh_from_db()
    assert (row.path, row.state) == ("outputs[1]", "done")
    assert one(use, name=row.name, path="outputs[0]").state == "open"


def test_a_duty_of_today_stays_due_when_it_was_first_asked(here: Deciding) -> None:
    document = declaration(APPROVAL)
    begun = {"use": document["use"] | {"begun": "yes"}}
    use = here.series.submit(APPROVAL, **begun)
    assert one(use, name="declared_late").day == AT.date()
    here.series.submit(APPROVAL, version_of=use, at=AT + 3 * DAY, **begun)
    assert one(use, name="declared_late").day == AT.date()


def test_another_day_of_the_assessment_ends_a_day_that_was_chosen(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    row = act(move_duty, here, one(use, name="tell_contact"), to=AT.date() + DAY, reason="Soon.")
    later = declaration(APPROVAL)["use"] | {"work_from": use.work_from + 2 * DAY}
    later["work_from"] = later["work_from"].isoformat()
    here.series.submit(APPROVAL, version_of=use, at=AT + DAY, use=later)
    row.refresh_from_db()
    assert (row.day, row.moved_because) == (use.work_from + 2 * DAY, "")


def test_withdrawing_drops_them_all_and_says_why(here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    done = act(do_duty, here, of(use, state="open")[0])
    withdraw(
        actor=party_of(here.series.coordinator),
        at=AT,
        use=use,
        revision=Use.objects.get(id=use.id).revision,
        reason="Cut from the script.",
    )
    assert {(each.state, each.dropped_because) for each in of(use)} == {("dropped", "withdrawn")}
    assert one(use, id=done.id).was == "done"


def test_the_notice_that_goes_out_by_itself_does_its_duty(here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    told = one(use, name="tell_contact")
    assert (told.state, told.done_by) == ("done", here.series.coordinator)
    assert told.note == "The notice went out by e-mail."
    asked = here.series.submit(APPROVAL)
    assert one(asked, name="tell_contact").state == "open"


def test_who_may_do_what(here: Deciding) -> None:
    use = here.series.submit(APPROVAL, by=here.people["department_lead"])
    row = one(use, name="tell_contact")
    lead, director = here.people["department_lead"], here.people["director"]
    with pytest.raises(NotAllowedError):
        act(do_duty, here, row, by=director)
    with pytest.raises(NotAllowedError):
        act(waive_duty, here, row, by=lead, reason="No.")
    act(do_duty, here, row, by=lead)
    act(reopen_duty, here, row, by=lead)
    act(waive_duty, here, row, by=here.people["producer"], reason="Told in person.")
    with pytest.raises(NotAllowedError):
        act(reopen_duty, here, row, by=lead)
    act(reopen_duty, here, row)
    act(assign_duty, here, row, by=lead, to=director)
    with pytest.raises(NotAllowedError):
        act(do_duty, here, row, by=lead)
    act(do_duty, here, row, by=director)
    archive_production(
        actor=party_of(here.series.coordinator), at=AT, production=here.series.production
    )
    with pytest.raises(NotAllowedError):
        act(reopen_duty, here, row, by=director)


def test_what_does_not_fit_is_refused(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    row = one(use, name="tell_contact")
    with pytest.raises(StaleError):
        act(do_duty, here, row, revision=row.revision + 1)
    with pytest.raises(DutiesError, match="Say why the day changes"):
        act(move_duty, here, row, to=AT.date() + DAY, reason="  ")
    with pytest.raises(DutiesError, match="from today on"):
        act(move_duty, here, row, to=AT.date() - DAY, reason="Late.")
    with pytest.raises(DutiesError, match="at most three years"):
        act(move_duty, here, row, to=date(2099, 1, 1), reason="Later.")
    with pytest.raises(DutiesError, match="That is its day"):
        act(move_duty, here, row, to=row.day, reason="The same.")
    with pytest.raises(DutiesError, match="open already"):
        act(reopen_duty, here, row)
    with pytest.raises(DutiesError, match="has this duty already"):
        act(assign_duty, here, row, to=here.series.coordinator)
    from tests.server import people

    with pytest.raises(DutiesError, match="belongs to this production"):
        act(assign_duty, here, row, to=people.person("stranger@example.org"))
    with pytest.raises(DutiesError, match="more than 400"):
        act(do_duty, here, row, note="x" * 401)
    act(do_duty, here, row, note="a\x00b\u202ec")
    assert one(use, id=row.id).note.isprintable()
    with pytest.raises(DutiesError, match="is done"):
        act(do_duty, here, row)


def test_each_act_is_told_in_the_history(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    row = one(use, name="tell_contact")
    act(assign_duty, here, row, to=here.people["producer"])
    act(move_duty, here, row, to=AT.date() + DAY, reason="A holiday")
    act(waive_duty, here, row, reason="Told in person")
    act(reopen_duty, here, row)
    act(do_duty, here, row, note="By phone", at=AT + timedelta(hours=1))
    said = [each.sentence for each in history(here.series.production.id, limit=1000)][-5:]
    duty = "a duty of U-001 (Tell the platform contact about this use)"
    assert said[::-1] == [
        f"Ines Okoro marked {duty} as done. Note: By phone.",
        f"Ines Okoro opened {duty} again, which was waived.",
        f"Ines Okoro waived {duty}. Reason: Told in person.",
        f"Ines Okoro moved {duty} to 2026-11-25. Reason: A holiday.",
        f"Ines Okoro gave Producer {duty}.",
    ]
