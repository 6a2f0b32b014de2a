"""`clearslate demo`: a production built by the services, served, and found again as it was left."""

from __future__ import annotations

import hashlib
import io
import os
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from clearslate.accounts.permissions import OFFICES, ROLES
from clearslate.demo.filing import Papers
from clearslate.demo.mailbox import Mailbox
from clearslate.demo.papers import paper
from clearslate.demo.stills import SCENES, still
from clearslate.demo.story import Story, read_story, sign_ins
from tests.server.demoing import Running

SERIES = Path(__file__).parents[2] / "examples" / "series"
TOLD = date(2026, 11, 24)


@pytest.fixture
def story() -> Story:
    return read_story(SERIES, TOLD)


class TestStory:
    def test_it_moves_by_whole_weeks_and_never_ahead_of_the_day(self) -> None:
        for days in (0, 1, 6, 7, 400, -30):
            today = TOLD + timedelta(days)
            moved = read_story(SERIES, today)
            assert moved.later.days % 7 == 0
            assert 0 <= (today - TOLD - moved.later).days < 7
            last = max(moved.instant(act["at"], act.get("in", "series")) for act in moved.acts)
            assert last.astimezone(ZoneInfo("UTC")).date() < today

    def test_facts_move_with_it(self, story: Story) -> None:
        later = read_story(SERIES, TOLD + timedelta(70))
        before, after = (each.document("facts")["agreements"][0] for each in (story, later))
        gap = date.fromisoformat(after["from"]) - date.fromisoformat(before["from"])
        assert gap == timedelta(70)

    def test_everybody_it_names_is_in_the_cast(self, story: Story) -> None:
        cast = {each["key"] for each in story.cast["people"]}
        named = {act["by"] for act in story.acts}
        named |= {each["who"] for one in story.productions for each in one["members"]}
        named |= {one["coordinator"] for one in story.productions}
        named |= {other for act in story.acts for other in act.get("with", ())}
        assert named <= cast
        assert len(cast) >= 20

    def test_each_role_and_office_has_a_sign_in(self, story: Story) -> None:
        titles = {each.role for each in sign_ins(story)}
        assert {role.title for role in ROLES.values()} <= titles
        assert {described.title for described, _ in OFFICES.values()} <= titles

    def test_addresses_lead_nowhere(self, story: Story) -> None:
        assert all(each.email.endswith(".example") for each in sign_ins(story))


class TestPapers:
    def test_hashes_are_of_documents_that_exist(self, story: Story) -> None:
        papers = Papers(story)
        record = papers.record("marrick-de-ageing")
        assert hashlib.sha256(paper(record)).hexdigest() == record["sha256"]

    def test_each_says_that_it_is_fictional(self, story: Story) -> None:
        assert b"FICTIONAL" in paper(Papers(story).record("marrick-de-ageing"))

    def test_nothing_is_on_file_before_it_was_signed(self, story: Story) -> None:
        early, late = (Papers(story).on_file(day) for day in (date(2026, 9, 10), TOLD))
        assert {each["id"] for each in early["terms"]} < {each["id"] for each in late["terms"]}
        trailer = {each["id"]: each for each in late["evidence"]}["vandermole-trailer"]
        assert "withdrawn" in trailer
        before = {each["id"]: each for each in early["evidence"]}["vandermole-trailer"]
        assert "withdrawn" not in before


class TestStills:
    def test_the_story_asks_for_scenes_that_there_are(self, story: Story) -> None:
        asked = {each["scene"] for act in story.acts for each in act.get("pictures", ())}
        assert asked <= set(SCENES)

    @pytest.mark.parametrize("scene", sorted(SCENES))
    def test_a_scene_is_drawn_the_same_every_time(self, scene: str) -> None:
        first = still(scene, {}, seed="one", burn="SALTBOX 201_0010", timecode="10:00:00:00")
        assert first == still(
            scene, {}, seed="one", burn="SALTBOX 201_0010", timecode="10:00:00:00"
        )
        with Image.open(io.BytesIO(first)) as image:
            assert image.size == (960, 540)
            assert len(image.getcolors(256)) > 8

    def test_before_and_after_differ(self) -> None:
        ages = {
            still("portrait", {"age": age}, seed="her") for age in ("young", "middle", "ninety")
        }
        assert len(ages) == 3


@pytest.fixture
def built(database: Any) -> None:
    from clearslate.demo.building import Builder

    Builder(read_story(SERIES, TOLD)).build()


@pytest.mark.slow
def test_the_whole_story_in_its_states(built: None) -> None:
    from clearslate.clearance.models import Decision, Review
    from clearslate.uses.models import (
        Attachment,
        Collision,
        Draft,
        Question,
        State,
        Use,
        UseVersion,
    )
    from clearslate.uses.reading import reading

    series = Use.objects.filter(production__slug="saltbox-s2")
    states = Counter(series.values_list("state", flat=True))
    assert 55 <= sum(states.values()) <= 70
    assert set(states) == set(State.values)
    today = datetime.now(UTC).date()
    reads = {reading(use, today) for use in series}
    assert reads >= {"lapsed", "suspended"}
    assert {row.why for row in Review.objects.filter(state="waiting")} >= {"new", "changed"}
    assert Decision.objects.exclude(on_behalf_of=None).exists()
    assert series.exclude(under="").exists()
    assert series.filter(begun=True).count() >= 5
    assert UseVersion.objects.filter(number=2).count() >= 4
    assert Draft.objects.count() >= 4
    assert Collision.objects.count() == 1
    assert Question.objects.exclude(answered_at=None).count() == 1
    kinds = Counter(Attachment.objects.values_list("kind", flat=True))
    assert kinds["still"] >= 60
    assert kinds["evidence"] >= 10
    assert Use.objects.filter(production__slug="whitebait").count() == 3


@pytest.mark.slow
def test_its_outcomes_are_those_of_the_series(built: None) -> None:
    """What the tables of the series say holds here too, with papers and a calendar of the demo."""
    from clearslate.uses.models import Use
    from tests.docs.test_series import outcome_word
    from tests.docs.world import declaration

    newest: dict[str, str] = {}
    acts = read_story(SERIES, TOLD).acts
    altered = {act["again"] for act in acts if "again" in act and "change" in act}
    for act in acts:
        as_written = "declare" in act and "change" not in act and act.get("key") not in altered
        if as_written and "in" not in act:
            newest[declaration(f"{act['declare']}.yaml")["use"]["title"]] = act["declare"]
    words = {"": "not a use", "notify": "notify", "approval": "needs approval", "hold": "on hold"}
    checked = 0
    for use in Use.objects.filter(production__slug="saltbox-s2", title__in=newest):
        assert words[use.outcome] == outcome_word(f"{newest[use.title]}.yaml"), use.title
        checked += 1
    assert checked >= 45


@pytest.mark.slow
def test_it_serves_and_goes_on_with_what_is_there(tmp_path: Path) -> None:
    first = Running(tmp_path / "demo")
    try:
        assert "Built in" in first.said
        assert "wim.estraver@vannick.example" in first.said
        with urllib.request.urlopen(f"{first.address}/healthz") as answer:
            assert answer.status == 200
    finally:
        first.stop()
    key = (tmp_path / "demo" / "server" / "secret-key").read_bytes()
    again = Running(tmp_path / "demo")
    again.stop()
    assert "Built in" not in again.said
    assert (tmp_path / "demo" / "server" / "secret-key").read_bytes() == key
    anew = Running(tmp_path / "demo", "--anew")
    anew.stop()
    assert "Built in" in anew.said
    assert (tmp_path / "demo" / "server" / "secret-key").read_bytes() != key


class TestFolder:
    def test_a_build_that_was_cut_short_is_thrown_away(self, tmp_path: Path) -> None:
        from clearslate.cli.demoing.site import Site

        site = Site(tmp_path)
        site.server.mkdir()
        (site.server / "secret-key").touch()
        (site.server / "data").mkdir()
        assert not site.is_built
        site.clear()
        assert not site.server.exists()

    def test_a_folder_of_somebody_else_is_left_alone(self, tmp_path: Path) -> None:
        from clearslate.cli.demoing.site import Site

        (tmp_path / "server").mkdir()
        (tmp_path / "server" / "precious").touch()
        with pytest.raises(FileExistsError):
            Site(tmp_path).clear()
        assert (tmp_path / "server" / "precious").exists()

    def test_no_setting_of_the_surroundings_holds(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from clearslate.cli.demoing.site import Site

        for name in [each for each in os.environ if each.startswith("CLEARSLATE_")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("CLEARSLATE_DATABASE_URL", "postgresql://somebody@db/real")
        monkeypatch.setattr(os, "environ", dict(os.environ))
        Site(tmp_path).settle(port=8000, mail_url="smtp://127.0.0.1:1")
        assert "CLEARSLATE_DATABASE_URL" not in os.environ
        assert "CLEARSLATE_DATABASE_URL" in capsys.readouterr().err
        assert (tmp_path / "server" / "secret-key").stat().st_mode & 0o077 == 0

    def test_a_port_that_is_taken(self) -> None:
        import socket

        from clearslate.cli.demoing.site import free_port

        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(OSError, match="in use"):
                free_port(port)
        assert free_port(None) > 0


class TestMailbox:
    @pytest.fixture
    def mailbox(self, tmp_path: Path) -> Iterator[Mailbox]:
        with Mailbox(tmp_path / "mail") as mailbox:
            yield mailbox

    def test_a_message_can_be_read(self, mailbox: Mailbox) -> None:
        import smtplib

        message = EmailMessage()
        message["From"], message["To"] = "clearslate@ostrel.example", "adaeze@ostrel.example"
        message["Subject"] = "SALTBOX: U-001 was noticed"
        message.set_content("It is noticed.\n.\nNobody has to approve.\n")
        message.add_alternative("<p>It is noticed.</p>", subtype="html")
        for _ in range(2):
            with smtplib.SMTP("127.0.0.1", mailbox.server_address[1]) as client:
                client.send_message(message)
        first, second = sorted(mailbox.folder.iterdir())
        assert [each.name[:4] for each in (first, second)] == ["001-", "002-"]
        text = first.read_text(encoding="utf-8")
        assert "Subject: SALTBOX: U-001 was noticed" in text
        assert "\n.\nNobody has to approve.\n" in text
