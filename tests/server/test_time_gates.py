"""Gates: what is temporary is assessed again, what is delivered freezes, legal gets the rest."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.models import AfterDelivery
from clearslate.clearance.services.after_delivery import settle_after_delivery
from clearslate.flows.gates import lift_gate, pass_gate
from clearslate.flows.standing import withdraw
from clearslate.kit.models import OutboxMessage
from clearslate.notify.use_letters import USE_LETTERS
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Episode, Gate, Milestone
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Cause, Use
from clearslate.uses.starting import start_version
from tests.server.deciding import AT, DAY, NOTIFY, Deciding, deciding
from tests.server.passing import fresh, reads, refile, told, work
from tests.server.test_time_facts import DE_AGEING, stale, withdrawn

pytestmark = pytest.mark.usefixtures("database")

TEMPORARY = "music-temp-cue-plain.yaml"


def passed(
    here: Deciding, kind: str, code: str = "101", *, number: int = 1, at: datetime = AT
) -> Gate:
    production = here.series.production
    episode = Episode.objects.get(production=production, code=code)
    return pass_gate(
        actor=party_of(here.people["post_supervisor"]),
        at=at,
        production=production,
        episode=episode,
        kind=kind,
        number=number,
    )


def lifted(here: Deciding, gate: Gate, by: User, *, at: datetime = AT) -> Gate:
    return lift_gate(actor=party_of(by), at=at, gate=gate, reason="They want another end.")


@pytest.fixture
def here(database) -> Deciding:
    """The series with one episode more, whose shots some declarations name."""
    made = deciding()
    episode = Episode.objects.create(production=made.series.production, code="203")
    Milestone.objects.create(
        production=made.series.production,
        episode=episode,
        kind=Milestone.Kind.PICTURE_LOCK,
        day=date(2027, 4, 30),
    )
    return made


def of(here: Deciding, name: str, *shots: str) -> Use:
    """A use of the series with shots of these names."""
    from tests.docs.world import declaration

    return here.series.submit(name, use={**declaration(name)["use"], "shots": list(shots)})


def test_a_screening_assesses_what_is_temporary_there(here: Deciding) -> None:
    mine, other = of(here, TEMPORARY, "203_0010"), of(here, TEMPORARY, "102_0010")
    final = of(here, "sound-harbour-bell-effect.yaml", "203_0010")
    passed(here, "screening", "203")
    assert stale(here) == {mine.title}
    assert Use.objects.filter(stale_since__isnull=False).get() == mine
    assert reads(mine) == "stale"
    work(here.series.production)
    assert told(mine)[-1] == (
        "U-001 was assessed again, because a gate was passed: nothing changed."
    )
    assert [fresh(each).versions_count for each in (mine, other, final)] == [1, 1, 1]


def test_a_lock_ends_the_time_of_what_is_temporary(here: Deciding) -> None:
    """The lock is passed before its planned day, and the cue that was to be gone by then is not."""
    use = of(here, TEMPORARY, "203_0010")
    assert use.state == "noticed"
    passed(here, "picture_lock", "203", at=AT + DAY)
    assert reads(use, AT + DAY) == "stale"
    work(here.series.production, at=AT + DAY)
    row = fresh(use)
    assert row.versions.get(number=2).cause == Cause.GATE
    assert row.state == "in_review"


def test_a_delivery_freezes_what_is_delivered_whole(here: Deciding) -> None:
    one = here.approve_all(here.series.submit(DE_AGEING))
    both = of(here, NOTIFY, "203_0010", "102_0010")
    none = of(here, NOTIFY)
    passed(here, "delivery", "203")
    assert [fresh(each).frozen_at is not None for each in (one, both, none)] == [True, False, False]
    passed(here, "delivery", "102")
    assert [fresh(each).frozen_at is not None for each in (one, both, none)] == [True, True, False]
    passed(here, "delivery", "101")
    assert [fresh(each).frozen_at is not None for each in (one, both, none)] == [True] * 3
    assert "U-001 is delivered, and stays as it is." in told(one)


def test_later_changes_move_nothing_and_are_one_item_for_legal(here: Deciding) -> None:
    use = here.approve_all(here.series.submit(DE_AGEING))
    state = reads(use)
    for code in ("101", "102", "203"):
        passed(here, "delivery", code)
    OutboxMessage.objects.all().delete()
    then = fresh(use)
    refile(here, withdrawn, at=AT + DAY)
    work(here.series.production, at=AT + DAY)
    now = fresh(use)
    assert (now.state, now.revision, now.versions_count) == (
        then.state,
        then.revision,
        then.versions_count,
    )
    assert reads(use, AT + DAY) == state
    item = AfterDelivery.objects.get(use=use)
    letter = OutboxMessage.objects.filter(kind="after_delivery").first()
    assert letter is not None
    assert letter.recipient in {
        here.people[role].email for role in ("production_legal", "platform_legal")
    }
    told_ = USE_LETTERS["after_delivery"](letter.parameters)
    assert "U-001" in told_.text
    assert "Marrick" not in told_.text
    # A second change is counted, and is no second item.
    refile(here, lambda d: d["evidence"].pop(0), at=AT + 2 * DAY)
    item.refresh_from_db()
    assert (item.changes, AfterDelivery.objects.count()) == (2, 1)
    legal = party_of(here.people["platform_legal"])
    with pytest.raises(StaleError, match="Something else changed"):
        settle_after_delivery(actor=legal, at=AT, item=item, changes=1, note="Read.")
    with pytest.raises(ClearanceError, match="Say what follows"):
        settle_after_delivery(actor=legal, at=AT, item=item, changes=2, note=" ")
    with pytest.raises(NotAllowedError):
        settle_after_delivery(
            actor=party_of(here.people["producer"]), at=AT, item=item, changes=2, note="Read."
        )
    settle_after_delivery(actor=legal, at=AT, item=item, changes=2, note="It stays.")
    assert told(use)[-1].endswith("settled what changed after the delivery of U-001: It stays.")
    refile(here, lambda d: d["evidence"].pop(0), at=AT + 3 * DAY)
    assert AfterDelivery.objects.filter(use=use, closed_at=None).count() == 1


def test_what_is_delivered_is_changed_by_nobody(here: Deciding) -> None:
    use, waiting = here.series.submit(NOTIFY), here.series.submit(DE_AGEING)
    read = here.read(here.review(waiting, "talent"))
    for code in ("101", "102", "203"):
        passed(here, "delivery", code)
    with pytest.raises(StaleError, match="is delivered"):
        here.decide(waiting, "talent", read=read)
    with pytest.raises(UsesError, match="is delivered"):
        start_version(author=here.series.coordinator, use=use, at=AT)
    row = fresh(use)
    with pytest.raises(UsesError, match="is delivered"):
        withdraw(
            actor=party_of(here.series.coordinator),
            at=AT,
            use=row,
            revision=row.revision,
            reason="Cut.",
        )


def test_nothing_is_frozen_that_waits_to_be_assessed(here: Deciding) -> None:
    """A consent was withdrawn a moment before; what is frozen says so."""
    use = here.approve_all(here.series.submit(DE_AGEING))
    refile(here, withdrawn)
    passed(here, "delivery", "203")
    row = fresh(use)
    assert (row.state, row.frozen_at, row.stale_since) == ("on_hold", AT, None)


def test_a_delivery_that_is_taken_back_lets_it_move_again(here: Deciding) -> None:
    use = here.approve_all(here.series.submit(DE_AGEING))
    gate = passed(here, "delivery", "203")
    refile(here, withdrawn)
    assert reads(use) == "go_ahead"
    lifted(here, gate, here.people["platform_legal"])
    assert fresh(use).frozen_at is None
    assert "U-001 can change again, since its delivery was taken back." in told(use)
    work(here.series.production)
    assert fresh(use).state == "on_hold"
