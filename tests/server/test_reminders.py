"""Reminders: one digest a person and day, nothing twice, and nothing when there is nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.clearance.models import Review
from clearslate.clearance.services.standing_in import set_away
from clearslate.clearance.services.suspending import suspend
from clearslate.clearance.services.talking import ask
from clearslate.duties import reminding
from clearslate.duties.models import Digest, Duty, News
from clearslate.duties.reminding import remind
from clearslate.duties.services.duties import assign_duty, do_duty, move_duty
from clearslate.duties.services.own import choose_reminders
from clearslate.kit import jobs
from clearslate.kit.models import OutboxMessage
from clearslate.notify.letters import LETTERS
from clearslate.productions.models import Membership, Milestone, Production
from clearslate.uses.models import Use
from tests.server.deciding import APPROVAL, AT, DAY, HOLD, Deciding, deciding
from tests.server.series import plain

pytestmark = pytest.mark.usefixtures("database")

WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def here(database) -> Deciding:
    made = deciding()
    # The days of these tests are those of the time limits alone.
    Milestone.objects.all().delete()
    return made


def sent(user: User | None = None) -> list[OutboxMessage]:
    rows = OutboxMessage.objects.filter(kind="digest")
    return list(rows.filter(recipient=user.email) if user else rows)


def lines(message: OutboxMessage) -> list[list[Any]]:
    return json.loads(message.parameters["lines"])


def letter(message: OutboxMessage) -> str:
    return LETTERS[message.kind](message.parameters).text


def news(user: User, **wanted: Any) -> list[tuple[str, str]]:
    rows = News.objects.filter(user=user, **wanted).order_by("id")
    return list(rows.values_list("kind", "why"))


def at_day(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def quiet(here: Deciding) -> None:
    """Let no duty be open and no decision soon due, so that decisions are new and no more."""
    Duty.objects.update(state="done")
    Review.objects.update(due_on=date(2026, 12, 31))


def test_the_chore_is_registered() -> None:
    every, chore = jobs.CHORES["remind"]
    assert (every, chore) == (timedelta(minutes=15), remind)


def test_a_reviewer_is_told_of_what_is_new_once(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    quiet(here)
    asked = set(use.reviews.values_list("area", flat=True))
    assert remind(at=WEDNESDAY) == len(asked)
    for area, user in here.reviewers.items():
        assert len(sent(user)) == (area in asked)
    message = sent(here.reviewers[sorted(asked)[0]])[0]
    said = letter(message)
    assert "New:\n- Saltbox U-001: a decision, due " in said
    assert "http" in said
    assert use.title not in said
    assert "The Salt Road" not in said
    before = News.objects.count()
    assert remind(at=WEDNESDAY + timedelta(hours=1)) == 0
    assert News.objects.count() == before
    assert remind(at=WEDNESDAY + DAY) == 0, "it is not new any more, and not yet due"


def test_nobody_is_told_when_nothing_is_to_do(here: Deciding) -> None:
    assert remind(at=WEDNESDAY) == 0
    assert not News.objects.exists()
    assert not sent()


def test_no_digest_on_a_weekend_or_before_the_morning(here: Deciding) -> None:
    here.series.submit(APPROVAL)
    quiet(here)
    saturday = date(2026, 11, 28)
    assert remind(at=at_day(saturday)) == 0
    assert News.objects.exists(), "the page has it at once"
    assert remind(at=at_day(saturday + 2 * DAY, hour=6)) == 0
    assert remind(at=at_day(saturday + 2 * DAY, hour=7)) > 0


def test_the_day_is_that_of_the_zone_of_the_production(here: Deciding) -> None:
    here.series.submit(APPROVAL)
    quiet(here)
    Production.objects.update(zone="Pacific/Auckland")
    # Sunday evening in Europe is Monday morning there; Friday evening is Saturday.
    assert remind(at=datetime(2026, 11, 27, 20, 0, tzinfo=UTC)) == 0
    assert remind(at=datetime(2026, 11, 29, 20, 0, tzinfo=UTC)) > 0
    assert set(Digest.objects.values_list("day", flat=True)) == {date(2026, 11, 30)}


def test_due_soon_and_late_are_said_each_working_day(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    quiet(here)
    area = use.reviews.first().area
    use.reviews.update(due_on=date(2026, 11, 27))
    user = here.reviewers[area]
    for day in (25, 26, 27, 28, 29, 30):
        remind(at=at_day(date(2026, 11, day)))
    assert [each.parameters["late"] for each in sent(user)] == ["0", "0", "0", "1"]
    assert "Due soon:\n- Saltbox U-001: a decision, due 27 Nov 2026" in letter(sent(user)[0])
    assert "Late:\n- Saltbox U-001: a decision, due 27 Nov 2026" in letter(sent(user)[3])
    assert news(user) == [("decision", "due"), ("decision", "late")]


def test_two_productions_make_one_digest(here: Deciding) -> None:
    other = deciding("harbour", code_name="Harbour")
    Milestone.objects.all().delete()
    user = here.reviewers["final_output"]
    Membership.objects.filter(user=other.reviewers["final_output"]).update(user=user)
    uses = [each.series.submit(APPROVAL) for each in (here, other)]
    quiet(here)
    assert all(use.reviews.filter(area="final_output").exists() for use in uses)
    remind(at=WEDNESDAY)
    assert [line[1:3] for line in lines(sent(user)[0])] == [
        ["Harbour", "U-001"],
        ["Saltbox", "U-001"],
    ]
    assert len(sent(user)) == 1


def test_each_person_chooses(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    quiet(here)
    first, second, *_ = (here.reviewers[each.area] for each in use.reviews.order_by("area"))
    choose_reminders(actor=party_of(first), at=AT, digest="off")
    choose_reminders(actor=party_of(second), at=AT, digest="due")
    remind(at=WEDNESDAY)
    assert (sent(first), sent(second)) == ([], [])
    assert news(first) == news(second) == [("decision", "new")]
    use.reviews.update(due_on=date(2026, 11, 27))
    remind(at=WEDNESDAY)
    assert (len(sent(first)), len(sent(second))) == (0, 1)


def test_a_late_decision_goes_to_who_stands_in_and_the_contact(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    quiet(here)
    stand_in = here.series.member(
        "reviewer", "second@example.org", name="Second", areas=("final_output",)
    )
    Membership.objects.filter(user=stand_in).update(stands_in=True)
    contact = User.objects.get(email="contact@saltbox-s2.example")
    use.reviews.exclude(area="final_output").update(state="decided")
    use.reviews.update(due_on=date(2026, 11, 26))
    remind(at=at_day(date(2026, 11, 27)))
    assert news(stand_in) == news(contact) == []
    remind(at=at_day(date(2026, 11, 30)))
    assert news(stand_in) == news(contact) == [("decision", "escalated")]
    assert "Late with somebody else:\n- Saltbox U-001: a decision" in letter(sent(stand_in)[0])
    remind(at=at_day(date(2026, 12, 1)))
    assert len(sent(stand_in)) == len(sent(contact)) == 1, "told once, not every day"
    assert ("decision", "escalated") not in news(here.reviewers["final_output"])
    here.decide(use, "final_output", at=at_day(date(2026, 12, 1)))
    remind(at=at_day(date(2026, 12, 2)))
    assert news(contact, read_at=None) == []


def test_a_late_duty_goes_to_whoever_keeps_duties(here: Deciding) -> None:
    lead = here.people["department_lead"]
    use = here.series.submit(APPROVAL, by=lead)
    use.reviews.update(state="decided")
    quiet(here)
    row = Duty.objects.filter(use=use).first()
    Duty.objects.filter(id=row.id).update(state="open", day=date(2026, 11, 26))
    remind(at=at_day(date(2026, 11, 26)))
    assert news(lead) == [("duty", "due")]
    remind(at=at_day(date(2026, 11, 27)))
    keepers = [here.people["producer"], here.people["post_supervisor"], here.series.coordinator]
    assert all(news(each) == [("duty", "escalated")] for each in keepers)
    assert news(lead) == [("duty", "due"), ("duty", "late")]
    assert news(here.people["director"]) == []
    do_duty(actor=party_of(lead), at=at_day(date(2026, 11, 27)), duty=row, revision=row.revision)
    remind(at=at_day(date(2026, 11, 30)))
    assert not News.objects.filter(read_at=None).exists()


def test_late_duties_of_others_are_one_line(here: Deciding, client: Client) -> None:
    lead, producer = here.people["department_lead"], here.people["producer"]
    for _ in range(2):
        here.series.submit(APPROVAL, by=lead)
    quiet(here)
    rows = Duty.objects.order_by("id")[:3]
    assert len(rows) == 3
    Duty.objects.filter(id__in=[each.id for each in rows]).update(
        state="open", day=date(2026, 11, 26)
    )
    remind(at=at_day(date(2026, 11, 30)))
    assert "Late with somebody else:\n- Saltbox: 3 duties\n" in letter(sent(producer)[0])
    assert "Late:\n- Saltbox U-00" in letter(sent(lead)[0])
    client.force_login(producer)
    page = client.get(reverse("notices")).content.decode()
    assert "1 new" in page
    assert "/p/saltbox-s2/duties/?whose=all&amp;state=late" in page
    assert "3 duties late with somebody else" in plain(page)


def test_a_duty_from_somebody_else_is_new_and_of_somebody_gone_is_the_keepers(
    here: Deciding,
) -> None:
    use = here.series.submit(APPROVAL)
    use.reviews.update(state="decided")
    quiet(here)
    row = Duty.objects.filter(use=use).first()
    Duty.objects.filter(id=row.id).update(state="open", day=date(2027, 6, 1))
    remind(at=WEDNESDAY)
    assert not News.objects.exists(), "whoever declared it has it before them"
    row.refresh_from_db()
    director = here.people["director"]
    assign_duty(
        actor=party_of(here.series.coordinator),
        at=WEDNESDAY,
        duty=row,
        revision=row.revision,
        to=director,
    )
    remind(at=WEDNESDAY + DAY)
    assert news(director) == [("duty", "new")]
    Membership.objects.filter(user=director).update(ended_at=WEDNESDAY + DAY)
    Duty.objects.filter(id=row.id).update(day=date(2026, 11, 30))
    remind(at=at_day(date(2026, 11, 30)))
    assert news(here.people["producer"]) == [("duty", "due")]
    assert news(director, read_at=None) == []


def test_questions_evidence_and_who_is_away(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    held = here.series.submit(HOLD)
    quiet(here)
    Use.objects.filter(id=held.id).update(due_on=date(2026, 11, 26))
    review = here.review(use, "final_output")
    reader = here.reviewers["final_output"]
    director = here.people["director"]
    ask(
        actor=party_of(reader),
        at=AT,
        review_id=review.id,
        read=here.read(review),
        to=director,
        text="Is it as scripted?",
    )
    others = use.reviews.exclude(area="final_output").order_by("area")
    away, delegate = here.reviewers[others[0].area], here.people["platform_legal"]
    set_away(
        actor=party_of(away),
        at=AT,
        production=here.series.production,
        delegate=delegate,
        from_day=AT.date(),
        to_day=AT.date() + 9 * DAY,
    )
    remind(at=WEDNESDAY)
    assert news(director) == [("answer", "new")]
    assert news(reader) == [], "the clock stands"
    assert news(here.series.coordinator) == [("evidence", "due")]
    assert news(away) == []
    assert ("decision", "new") in news(delegate)
    assert "Is it as scripted" not in letter(sent(director)[0])


def test_what_is_suspended_archived_or_withdrawn_waits_for_nobody(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    suspend(
        actor=party_of(here.people["security"]),
        at=AT,
        production=here.series.production,
        kind="other",
        reason="A strike.",
        use=use,
    )
    assert remind(at=at_day(date(2027, 1, 5))) == 0
    Use.objects.update(suspended=False)
    Production.objects.update(archived_at=AT)
    assert remind(at=at_day(date(2027, 1, 5))) == 0
    assert not News.objects.exists()


def test_killed_in_the_middle_nothing_is_lost_or_doubled(here: Deciding, monkeypatch) -> None:
    here.series.submit(APPROVAL)
    quiet(here)
    put, calls = reminding.outbox.put, []

    def dies(**given: Any) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        put(**given)

    monkeypatch.setattr(reminding.outbox, "put", dies)
    with pytest.raises(KeyboardInterrupt):
        remind(at=WEDNESDAY)
    assert Digest.objects.count() == len(sent()) == 1
    monkeypatch.undo()
    remind(at=WEDNESDAY)
    people = set(News.objects.values_list("user__email", flat=True))
    assert sorted(each.recipient for each in sent()) == sorted(people)
    assert Digest.objects.count() == len(people)
    assert not News.objects.filter(digest=None).exists()


@pytest.mark.slow
def test_two_workers_at_once_tell_everybody_once(here: Deciding) -> None:
    from tests.server.test_productions_at_once import at_once, kinds

    here.series.submit(APPROVAL)
    quiet(here)
    met = at_once(*[lambda: remind(at=WEDNESDAY)] * 4)
    assert kinds(met) == ["NoneType"] * 4
    people = set(News.objects.values_list("user__email", flat=True))
    assert sorted(each.recipient for each in sent()) == sorted(people)
    keys = list(News.objects.values_list("user", "thing", "why", "about"))
    assert len(keys) == len(set(keys)) > 0


def test_the_page_of_what_is_new(here: Deciding, client: Client) -> None:
    use = here.series.submit(APPROVAL)
    quiet(here)
    remind(at=WEDNESDAY)
    user = here.reviewers["final_output"]
    client.force_login(user)
    page = client.get(reverse("notices")).content.decode()
    assert "U-001: A decision" in plain(page)
    assert reverse("review", args=["saltbox-s2", 1]) in page
    assert "final_output reviewer, 1 new" in page
    assert use.title not in page
    (told,) = News.objects.filter(user=user)
    other = News.objects.exclude(user=user).first()
    client.post(reverse("notices"), {"id": [told.id, other.id, "x", "9" * 30]})
    told.refresh_from_db()
    other.refresh_from_db()
    assert told.read_at is not None
    assert other.read_at is None
    assert "Nothing is new" in client.get(reverse("notices")).content.decode()
    News.objects.update(read_at=None)
    client.post(reverse("notices"), {"do": "all"})
    assert News.objects.filter(user=user, read_at=None).count() == 0
    News.objects.update(read_at=None)
    Membership.objects.filter(user=user).update(ended_at=AT)
    assert "Nothing is new" in client.get(reverse("notices")).content.decode()
    remind(at=WEDNESDAY + DAY)
    assert news(user, read_at=None) == []


def test_choosing_on_the_page(here: Deciding, client: Client) -> None:
    user = here.people["producer"]
    client.force_login(user)
    address = reverse("reminders")
    assert 'value="daily"' in client.get(address).content.decode()
    assert client.post(address, {"digest": "hourly"}).status_code == 422
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"digest": "off"}).status_code == 302
    user.refresh_from_db()
    assert user.reminders.digest == "off"
    page = client.get(address).content.decode()
    assert "Your choice is saved." in page


def test_a_day_that_moves_is_told_anew_for_the_new_day(here: Deciding) -> None:
    use = here.series.submit(APPROVAL)
    use.reviews.update(state="decided")
    quiet(here)
    user = here.series.coordinator
    row = Duty.objects.filter(use=use).first()
    Duty.objects.filter(id=row.id).update(state="open", day=date(2026, 11, 26))
    remind(at=WEDNESDAY)
    row.refresh_from_db()
    move_duty(
        actor=party_of(user),
        at=WEDNESDAY,
        duty=row,
        revision=row.revision,
        to=date(2026, 12, 3),
        reason="The vendor is away.",
    )
    remind(at=WEDNESDAY + DAY)
    assert news(user, read_at=None) == []
    remind(at=at_day(date(2026, 12, 2)))
    assert news(user) == [("duty", "due"), ("duty", "due")]
    assert len(sent(user)) == 2
