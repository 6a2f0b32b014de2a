"""The calendar feed, read by a parser that shares nothing with what wrote it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.duties.errors import DutiesError
from clearslate.duties.ical import Event, calendar
from clearslate.duties.models import Duty, Feed
from clearslate.duties.services.own import end_feed, make_feed
from clearslate.ledger.selectors import history
from clearslate.productions.models import Membership, Milestone, Production
from clearslate.uses.models import Use
from tests.server.deciding import APPROVAL, AT, Deciding, deciding

STAMP = datetime(2026, 11, 24, 9, 30, 5, tzinfo=UTC)
ODD = "A\\B; C, “ü”\u202e\r\nBEGIN:VEVENT\tX\x00 \U0001f3ac" + "日本語" * 40


def unfolded(data: bytes) -> list[str]:
    """The lines of a calendar, each piece of which is held to what RFC 5545 3.1 says."""
    assert data.endswith(b"\r\n")
    pieces = data[:-2].split(b"\r\n")
    lines: list[str] = []
    for piece in pieces:
        assert len(piece) <= 75
        assert b"\n" not in piece
        assert b"\r" not in piece
        text = piece.decode()  # no character is cut in two
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def value(escaped: str) -> str:
    """A TEXT as RFC 5545 3.3.11 reads it; anything it does not allow fails."""
    out, rest = "", escaped
    while rest:
        if rest[0] == "\\":
            out += {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}[rest[1]]
            rest = rest[2:]
        else:
            assert rest[0] not in ";,", escaped
            assert rest[0] >= " ", escaped
            out, rest = out + rest[0], rest[1:]
    return out


def parsed(data: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The properties of a calendar and of its events, checked for what must be there."""
    lines = unfolded(data)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    head: dict[str, str] = {}
    events: list[dict[str, str]] = []
    inside: dict[str, str] | None = None
    for line in lines[1:-1]:
        name, _, content = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[A-Z-]+)*", name), line
        if line == "BEGIN:VEVENT":
            assert inside is None
            inside = {}
        elif line == "END:VEVENT":
            assert inside is not None
            events.append(inside)
            inside = None
        else:
            target = head if inside is None else inside
            assert name not in target, line
            target[name] = content
    assert inside is None
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    for event in events:
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        first, end = (
            datetime.strptime(event[f"{name};VALUE=DATE"], "%Y%m%d").date()  # noqa: DTZ007
            for name in ("DTSTART", "DTEND")
        )
        assert end - first == timedelta(days=1)
        assert event["UID"]
    assert len({event["UID"] for event in events}) == len(events)
    return head, events


def test_a_calendar_is_read_as_it_was_meant() -> None:
    one = Event("duty-abc@host", date(2026, 12, 31), ODD, "https://host/p/x/uses/1/")
    head, (event,) = parsed(calendar(ODD, [one], STAMP))
    said = value(event["SUMMARY"])
    assert said.startswith("A\\B; C, “ü”\nBEGIN:VEVENTX \U0001f3ac日本語")
    assert said.endswith("日本語")
    assert value(head["X-WR-CALNAME"]) == said
    assert event["DTSTAMP"] == "20261124T093005Z"
    assert event["DTSTART;VALUE=DATE"] == "20261231"
    assert event["DTEND;VALUE=DATE"] == "20270101"
    assert event["URL"] == "https://host/p/x/uses/1/"
    assert parsed(calendar("x", [], STAMP))[1] == []


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(summary=st.text(max_size=300), day=st.dates())
def test_no_text_leaves_its_value(summary: str, day: date) -> None:
    event = Event("a@b", day, summary, "https://host/")
    _, events = parsed(calendar(summary, [event], STAMP))
    plain = "\n".join(
        "".join(each for each in line if each.isprintable()) for line in summary.splitlines()
    )
    assert [value(each["SUMMARY"]) for each in events] == [plain]


@pytest.fixture
def here(database) -> Deciding:
    return deciding()


def made_feed(client: Client, user: User, slug: str = "saltbox-s2") -> str:
    """The address of a feed that somebody makes on its page."""
    client.force_login(user)
    page = reverse("own_feed", args=[slug])
    assert client.post(page, {"do": "make"}).status_code == 302
    found = re.search(r'value="(http[^"]+\.ics)"', client.get(page).content.decode())
    assert found is not None
    return urlsplit(found[1]).path


def read(path: str) -> list[dict[str, str]]:
    """The events of a feed, as a calendar that is not signed in gets them."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    return parsed(answer.content)[1]


@pytest.mark.usefixtures("database")
def test_a_feed_holds_ones_own_days_and_no_title(here: Deciding, client: Client) -> None:
    use = here.series.submit(APPROVAL)
    Use.objects.filter(id=use.id).update(title="The spoiler")
    reviewer = here.reviewers["final_output"]
    path = made_feed(client, reviewer)
    due = here.review(use, "final_output").due_on
    found = {value(each["SUMMARY"]): each for each in read(path)}
    assert set(found) == {
        "Saltbox 101: picture lock",
        "Saltbox 102: picture lock",
        "Saltbox U-001: a decision is due",
    }
    decision = found["Saltbox U-001: a decision is due"]
    assert decision["DTSTART;VALUE=DATE"] == f"{due:%Y%m%d}"
    assert decision["URL"].endswith("/p/saltbox-s2/uses/1/")
    data = Client().get(path).content.decode()
    assert not [word for word in ("spoiler", "Salt Road", "Okoro") if word in data]
    own = made_feed(client, here.series.coordinator)
    told = [value(each["SUMMARY"]) for each in read(own)]
    dated = Duty.objects.filter(state="open", day__isnull=False)
    assert told.count("Saltbox U-001: a duty is due") == dated.count() > 0
    for duty in dated:
        assert duty.text not in Client().get(own).content.decode()


@pytest.mark.usefixtures("database")
def test_a_day_that_moves_stays_the_same_event(here: Deciding, client: Client) -> None:
    path = made_feed(client, here.people["producer"])
    before = {each["UID"]: each["DTSTART;VALUE=DATE"] for each in read(path)}
    Milestone.objects.filter(episode__code="101").update(day=date(2026, 12, 18))
    after = {each["UID"]: each["DTSTART;VALUE=DATE"] for each in read(path)}
    assert set(before) == set(after)
    assert sorted(after.values()) == ["20261218", "20270319"]


@pytest.mark.usefixtures("database")
def test_an_address_ends_when_it_is_renewed_or_ended(here: Deciding, client: Client) -> None:
    user = here.people["producer"]
    first = made_feed(client, user)
    second = made_feed(client, user)
    assert first != second
    assert Client().get(first).status_code == 404
    read(second)
    page = reverse("own_feed", args=["saltbox-s2"])
    assert client.post(page, {"do": "end"}).status_code == 302
    assert Client().get(second).status_code == 404
    assert "You have none yet" in client.get(page).content.decode()
    assert client.post(page, {"do": "end"}).status_code == 302
    with pytest.raises(DutiesError):
        end_feed(actor=party_of(user), at=AT, production=here.series.production)
    assert Feed.objects.filter(ended_at=None).count() == 0
    said = [each.sentence for each in history(here.series.production.id, limit=1000)][-3:]
    assert said == [
        "Producer made a calendar feed.",
        "Producer made a new calendar feed; the one before ended.",
        "Producer ended a calendar feed.",
    ]


@pytest.mark.usefixtures("database")
def test_an_address_ends_with_the_person(here: Deciding, client: Client) -> None:
    user = here.people["producer"]
    path = made_feed(client, user)
    User.objects.filter(id=user.id).update(is_active=False)
    assert Client().get(path).status_code == 404
    User.objects.filter(id=user.id).update(is_active=True)
    read(path)
    Membership.objects.filter(user=user).update(ended_at=AT)
    assert Client().get(path).status_code == 404
    assert Client().get("/calendar/nothing.ics").status_code == 404
    assert Client().post(path).status_code == 405


@pytest.mark.usefixtures("database")
def test_what_is_kept_is_a_hash_and_a_feed_is_of_one_production(
    here: Deciding, client: Client
) -> None:
    path = made_feed(client, here.people["producer"])
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    (row,) = Feed.objects.values()
    assert token not in str(row)
    assert len(token) >= 43
    other = deciding("harbour", code_name="Harbour")
    assert all(value(each["SUMMARY"]).startswith("Saltbox") for each in read(path))
    make_feed(actor=party_of(other.people["producer"]), at=AT, production=other.series.production)
    Production.objects.filter(slug="saltbox-s2").update(archived_at=AT)
    assert {value(each["SUMMARY"]) for each in read(path)} == {
        "Saltbox 101: picture lock",
        "Saltbox 102: picture lock",
    }
