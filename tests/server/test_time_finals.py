"""Temporary becomes final, and what has lapsed is asked for again."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.clearance.errors import NotYoursError
from clearslate.clearance.models import Decision, Review
from clearslate.flows.finals import make_final
from clearslate.flows.renewing import renew
from clearslate.productions.errors import NotAllowedError
from clearslate.uses.errors import StaleError, UsesError
from clearslate.uses.finals import final_of, temporary_outputs
from clearslate.uses.models import Cause, Use
from tests.server.deciding import AT, DAY, Deciding, deciding
from tests.server.passing import fresh, reads, refile, told, work
from tests.server.series import plain
from tests.server.test_time_facts import DE_AGEING, withdrawn

pytestmark = pytest.mark.usefixtures("database")

CUE = "music-temp-cue-plain.yaml"
P = "/p/saltbox-s2/"


@pytest.fixture
def here(database) -> Deciding:
    return deciding()


def finished(here: Deciding, use: Use, *, by: User | None = None, **more: object) -> Use:
    outputs = {0: "final_sound"}
    given = {
        "revision": fresh(use).revision,
        "outputs": outputs,
        "case_sha256": final_of(fresh(use), outputs, AT).case.sha256,
    }
    return make_final(
        actor=party_of(by or here.series.coordinator), at=AT, use=use, **(given | more)
    )


def test_it_is_assessed_again_and_asked_about(here: Deciding) -> None:
    use = here.series.submit(CUE)
    assert (use.state, use.final) == ("noticed", False)
    assert [(each.index, each.usual) for each in temporary_outputs(use)] == [(0, "final_sound")]
    lead = here.people["department_lead"]
    row = finished(here, use, by=lead)
    assert (row.state, row.final, row.outcome) == ("in_review", True, "approval")
    version = row.versions.get(number=2)
    assert (version.cause, version.submitted_by) == (Cause.FINAL, lead)
    assert set(row.waiting) == set(Review.objects.filter(use=use).values_list("area", flat=True))
    assert told(row, "use.made_final") == [
        "Department Lead made 1 output of U-001 final: needs approval, in version 2."
    ]
    # What replaces it is not said of something final.
    assert "replaced_by" not in final_of_declared(row)["outputs"][0]
    assert temporary_outputs(row) == []


def final_of_declared(use: Use) -> dict[str, Any]:
    case = json.loads(bytes(use.versions.get(number=use.versions_count).case))
    return dict(case["declaration"])


def test_what_was_decided_on_the_temporary_one_does_not_cover_it(here: Deciding) -> None:
    use = here.series.submit("sound-temp-voice-of-lead.yaml")
    refile(here, lambda d: d["evidence"].append(consent()))
    work(here.series.production)
    use = here.approve_all(use)
    assert use.state == "go_ahead"
    row = finished(here, use)
    assert row.state in ("in_review", "on_hold")
    asked = Review.objects.filter(use=use, state="waiting")
    assert asked.filter(area="final_output").exists()


def consent() -> dict[str, object]:
    return {
        "id": "marrick-temp",
        "kind": "use_consent",
        "subject": "Ottoline Marrick",
        "productions": ["saltbox-s2"],
        "acts": ["replica", "significant"],
        "aspects": ["voice", "delivery", "words", "tone"],
        "from": "2026-08-03",
        "to": "2027-07-01",
        "sha256": "cd" * 32,
    }


def test_whoever_makes_it_final_does_not_decide_on_it(here: Deciding) -> None:
    use = here.series.submit(CUE)
    reviewer = here.reviewers["final_output"]
    role = here.series.production.roles.get(key="reviewer")
    role.actions = [*role.actions, "declare"]
    role.save()
    finished(here, use, by=reviewer)
    with pytest.raises(NotYoursError):
        here.decide(fresh(use), "final_output")


def test_what_was_read_is_what_is_made_final(here: Deciding) -> None:
    use = here.series.submit(CUE)
    with pytest.raises(StaleError, match="What it would become has changed"):
        finished(here, use, case_sha256="0" * 64)
    with pytest.raises(StaleError, match="This use has changed"):
        finished(here, use, revision=0)
    with pytest.raises(UsesError, match="at least one"):
        finished(here, use, outputs={})
    with pytest.raises(UsesError, match="where each output ends up"):
        finished(here, use, outputs={0: "development"})
    with pytest.raises(NotAllowedError):
        finished(here, use, by=here.people["auditor"])
    before = fresh(use).revision
    Use.objects.filter(id=use.id).update(frozen_at=AT)
    with pytest.raises(UsesError, match="is delivered"):
        finished(here, use, revision=before)
    assert fresh(use).versions_count == 1


def test_later_facts_are_assessed_with_what_is_final(here: Deciding) -> None:
    """The answers that were made final are those of the use from then on."""
    use = finished(here, here.series.submit(CUE))
    Use.objects.filter(id=use.id).update(stale_since=AT, stale_because="facts")
    work(here.series.production)
    assert fresh(use).final is True


def test_the_page_shows_what_it_becomes_and_does_that(client: Client, here: Deciding) -> None:
    use = here.series.submit(CUE)
    client.force_login(here.series.coordinator)
    address = f"{P}uses/{use.number}/make-final/"
    assert f'href="{address}"' in client.get(f"{P}uses/{use.number}/").content.decode()
    page = client.get(address).content.decode()
    assert "needs approval" in plain(page)
    case = re.search(r'name="case" value="([0-9a-f]{64})"', page)
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert case is not None
    assert revision is not None
    sent = {"output": "0", "to.0": "final_sound", "case": case[1], "revision": revision[1]}
    other = client.post(address, {**sent, "to.0": "marketing_published", "go": "send"})
    assert other.status_code == 409
    assert "has changed since you read it" in plain(other.content.decode())
    assert client.post(address, {**sent, "output": "", "go": "look"}).status_code == 422
    looked = client.post(address, {**sent, "to.0": "marketing_published", "go": "look"})
    assert case[1] not in looked.content.decode()
    assert fresh(use).versions_count == 1
    done = client.post(address, {**sent, "go": "send"})
    assert (done.status_code, done.headers["Location"]) == (302, f"{P}uses/{use.number}/")
    assert fresh(use).final is True
    assert "All its outputs are final" in plain(client.get(address).content.decode())


def test_what_has_lapsed_is_asked_for_again(here: Deciding) -> None:
    use = here.series.submit(DE_AGEING)
    until = date(2026, 12, 1)
    here.decide(use, "talent", valid_until=until)
    use = here.approve_all(use)
    later = AT + 7 * DAY
    assert (reads(use), reads(use, later)) == ("go_ahead", "lapsed")
    coordinator = party_of(here.series.coordinator)
    with pytest.raises(UsesError, match="Nothing of this use has lapsed"):
        renew(actor=coordinator, at=AT, use=use, revision=fresh(use).revision)
    with pytest.raises(StaleError):
        renew(actor=coordinator, at=later, use=use, revision=0)
    row = renew(actor=coordinator, at=later, use=use, revision=fresh(use).revision)
    assert (row.state, row.waiting) == ("in_review", ["talent"])
    review = here.review(row, "talent")
    assert (review.state, review.why) == ("waiting", "renewed")
    assert Decision.objects.get(review=review).ended_because == "renewed"
    assert Decision.objects.filter(review__use=use, ended_at=None).count() == len(use.areas) - 1
    here.decide(row, "talent", at=later)
    assert reads(use, later) == "go_ahead"


def test_the_page_asks_again_in_one_click(client: Client, here: Deciding, time_machine) -> None:
    use = here.series.submit(DE_AGEING)
    here.decide(use, "talent", valid_until=date(2026, 12, 1))
    use = here.approve_all(use)
    time_machine.move_to(AT + 7 * DAY)
    client.force_login(here.series.coordinator)
    address = f"{P}uses/{use.number}/"
    page = client.get(address).content.decode()
    assert "Lapsed" in plain(page)
    assert "Ask for it again" in plain(page)
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision is not None
    assert client.post(f"{address}ask-again/", {"revision": "0"}).status_code == 409
    assert client.post(f"{address}ask-again/", {"revision": revision[1]}).status_code == 302
    assert "In review" in plain(client.get(address).content.decode())
    assert client.post(f"{address}ask-again/", {"revision": "nine"}).status_code == 409


def test_what_was_withdrawn_meanwhile_is_on_hold_and_not_lapsed(here: Deciding) -> None:
    use = here.approve_all(here.series.submit(DE_AGEING))
    refile(here, withdrawn)
    assert reads(use) == "stale"
    with pytest.raises(UsesError, match="Nothing of this use has lapsed"):
        renew(
            actor=party_of(here.series.coordinator),
            at=AT,
            use=use,
            revision=fresh(use).revision,
        )
