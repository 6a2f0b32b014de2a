"""Shots inside envelopes: registered, dropped, and never beyond the ceiling."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import ROLES, Action
from clearslate.envelopes.ceiling import Used, levels
from clearslate.envelopes.errors import CeilingError, EndedError, EnvelopesError, LinesError
from clearslate.envelopes.models import Envelope, Registered
from clearslate.envelopes.noticing import (
    standing_for,
    to_register,
)
from clearslate.envelopes.scope import Scope
from clearslate.envelopes.selectors import (
    envelope_for,
    registered_in,
    standing_list,
    uses_under,
)
from clearslate.envelopes.services.own import open_envelope
from clearslate.envelopes.services.shots import drop_shots, register_shots
from clearslate.envelopes.services.standing import end_standing
from clearslate.envelopes.shots import Shot
from clearslate.ledger import selectors as ledger
from clearslate.ledger.parties import Party
from clearslate.productions.errors import NotAllowedError
from clearslate.uses.models import State, Use
from clearslate.uses.stored import Stored, stored
from tests.docs.world import declaration
from tests.server.envelopes import (
    CRAFT,
    TODAY,
    also,
    contact_of,
    declarant,
    give,
    in_days,
    noticed_under,
    open_own,
    with_go_ahead,
)
from tests.server.series import AT, Series, series

pytestmark = pytest.mark.usefixtures("database")


DAY = timedelta(days=1)


@pytest.fixture
def made() -> Series:
    return series()


def history(made: Series) -> list[str]:
    lines = ledger.history(made.production.id, limit=1000)
    return [line.sentence for line in lines if not line.type.startswith(("use.", "member."))]


def shots(*names: str, seconds: str = "") -> list[Shot]:
    return [Shot(*name.split(), seconds=seconds) for name in names]


def register(made: Series, envelope: Envelope | None, *names: str, **given: Any) -> Any:
    assert envelope is not None
    seconds = given.pop("seconds", "")
    return register_shots(
        actor=declarant(made),
        at=given.pop("at", AT),
        envelope=envelope,
        shots=shots(*names, seconds=seconds),
        **given,
    )


def inside(envelope: Envelope | None) -> list[str]:
    assert envelope is not None
    return [f"{row.shot} {row.version}".strip() for row in registered_in(envelope)]


def chosen(made: Series, name: str = CRAFT) -> Envelope | None:
    use = made.submit(name)
    found = stored(use, 1)
    assert found is not None
    return fitting(made, found, str(use.declared_by_id))


def fitting(made: Series, found: Stored, declarant_id: str, use: Use | None = None) -> Any:
    """The standing approval that a version fits, asked for as a submission asks."""
    with transaction.atomic():
        return standing_for(
            made.production, found.case, found.assessment, declarant_id, AT, use=use
        )


def test_shots_are_registered_and_dropped_inside_the_envelope_of_a_use(made: Series) -> None:
    use = with_go_ahead(made)
    own = envelope_for(use)
    taken = register(made, own, "101_0010 v001", "101_0020")
    assert (len(taken.registered), taken.there) == (2, 0)
    taken = register(made, own, "101_0010 V001", "101_0010 v002", "101_0020 v001")
    assert (len(taken.registered), taken.there) == (2, 1)
    # The shot without a version has one now; a shot counts once, however many versions it has.
    assert inside(own) == ["101_0010 v001", "101_0010 v002", "101_0020 v001"]
    with pytest.raises(EnvelopesError, match="registered already"):
        register(made, own, "101_0010  v002")
    first = Registered.objects.get(version="v001", shot="101_0010")
    assert own is not None
    assert drop_shots(actor=declarant(made), at=AT, envelope=own, ids=[first.id]) == 1
    assert inside(own) == ["101_0010 v002", "101_0020 v001"]
    with pytest.raises(EnvelopesError, match="Choose what to drop"):
        drop_shots(actor=declarant(made), at=AT, envelope=own, ids=[first.id, 10**6])
    first.refresh_from_db()
    assert (first.dropped_by, first.dropped_at) == (made.coordinator, AT)
    assert history(made)[-3:] == [
        "Ines Okoro registered 2 versions of shots of U-001 under the go-ahead of U-001.",
        "Ines Okoro registered 2 versions of shots of U-001 under the go-ahead of U-001.",
        "Ines Okoro dropped 1 version of shots of U-001 under the go-ahead of U-001.",
    ]


def test_what_was_dropped_can_be_registered_again(made: Series) -> None:
    own = envelope_for(with_go_ahead(made))
    assert own is not None
    (row,) = register(made, own, "1 v1").registered
    drop_shots(actor=declarant(made), at=AT, envelope=own, ids=[row.id])
    register(made, own, "1 v1")
    assert Registered.objects.count() == 2
    assert inside(own) == ["1 v1"]


def test_the_ceiling_of_shots_is_never_passed(made: Series) -> None:
    own = envelope_for(with_go_ahead(made))
    register(made, own, "1", "2")
    with pytest.raises(CeilingError) as raised:
        register(made, own, "2 v1", "3", "4")
    assert str(raised.value) == ("That would be 4 of 3 shots; 1 are left. Nothing was registered.")
    assert inside(own) == ["1", "2"]
    register(made, own, "3", "1 v1", "2 v1", "3 v1", "3 v2")
    with pytest.raises(CeilingError):
        register(made, own, "4")


def test_the_ceiling_of_seconds_counts_the_longest_version_of_a_shot(made: Series) -> None:
    own = envelope_for(with_go_ahead(made, most_shots=None, most_seconds="10"))
    with pytest.raises(LinesError, match="has none"):
        register(made, own, "1 v1")
    register(made, own, "1 v1", seconds="4.5")
    register(made, own, "1 v2", seconds="4")
    register(made, own, "2 v1", seconds="5.5")
    with pytest.raises(CeilingError, match=r"That would be 10\.001 of 10 seconds; 0 are left"):
        register(made, own, "3 v1", seconds="0.001")
    # A correction of the seconds replaces the row; less is always allowed.
    register(made, own, "1 v1", seconds="3")
    assert [row.seconds for row in registered_in(own) if row.shot == "1"] == ["3", "4"]  # type: ignore[arg-type]
    register(made, own, "3 v1", seconds="0.5")


def test_a_smaller_ceiling_refuses_more_and_keeps_what_is_there(made: Series) -> None:
    use = with_go_ahead(made)
    register(made, envelope_for(use), "1", "2", "3")
    open_own(made, use, most_shots=2)
    own = envelope_for(use)
    assert inside(own) == ["1", "2", "3"]
    register(made, own, "1 v1")
    with pytest.raises(CeilingError):
        register(made, own, "4")
    assert Envelope.objects.filter(use=use, ended_at=None).count() == 1
    assert history(made)[-2].startswith("Dana Whitlock set what the go-ahead of U-001 covers")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"state": State.WITHDRAWN}, "may not go on"),
        ({"state": State.IN_REVIEW}, "may not go on"),
        ({"suspended": True}, "may not go on"),
        ({"stale_since": AT}, "may not go on"),
        ({"valid_until": TODAY}, "may not go on"),
    ],
)
def test_nothing_is_registered_while_the_work_may_not_go_on(
    made: Series, changes: dict[str, Any], why: str
) -> None:
    use = with_go_ahead(made)
    own = envelope_for(use)
    register(made, own, "1")
    Use.objects.filter(id=use.id).update(**changes)
    with pytest.raises(EndedError, match=why):
        register(made, own, "2")
    (row,) = registered_in(own)  # type: ignore[arg-type]
    drop_shots(actor=declarant(made), at=AT, envelope=own, ids=[row.id])  # type: ignore[arg-type]
    assert inside(own) == []


def test_only_who_declares_registers_or_drops(made: Series) -> None:
    use = with_go_ahead(made)
    own = envelope_for(use)
    assert own is not None
    (row,) = register(made, own, "1").registered
    for key, role in ROLES.items():
        party = party_of(made.member(key, f"{key}@roles.example", name=key))
        if Action.DECLARE in role.actions:
            continue
        with pytest.raises(NotAllowedError):
            register_shots(actor=party, at=AT, envelope=own, shots=shots("2"))
        with pytest.raises(NotAllowedError):
            drop_shots(actor=party, at=AT, envelope=own, ids=[row.id])
    with pytest.raises(NotAllowedError):
        register_shots(actor=Party("person", "z" * 26), at=AT, envelope=own, shots=shots("2"))
    assert inside(own) == ["1"]


def test_a_shot_under_a_standing_approval_gets_its_use_once_that_is_known(made: Series) -> None:
    given = give(made, most_shots=6)
    register(made, given, "1 v1", "2 v1")
    use = noticed_under(made, given)
    assert envelope_for(use) == given
    taken = register(made, given, "1 v1", "3 v1", use=use)
    assert (len(taken.registered), taken.there) == (1, 1)
    of_use = [row.shot for row in registered_in(given, use)]
    assert of_use == ["1", "203_0610", "203_0620", "203_0630", "3"]
    assert [row.shot for row in registered_in(given) if row.use_id is None] == ["2"]
    assert history(made)[-1] == "Ines Okoro registered 2 versions of shots of U-001 under SA-01."
    (shown,) = standing_list(declarant(made), made.production, TODAY)
    assert (shown.uses, shown.shots, shown.stands) == (1, 6, "in_force")
    assert [level.words for level in shown.levels] == ["6 of 6 shots"]
    assert uses_under(declarant(made), given) == [use]
    with pytest.raises(EnvelopesError, match="Choose what to drop"):
        (other,) = [row for row in registered_in(given) if row.use_id is None]
        drop_shots(actor=declarant(made), at=AT, envelope=given, ids=[other.id], use=use)


def test_a_use_registers_only_under_what_it_is_noticed_under(made: Series) -> None:
    given, other = give(made, departments=("vfx",)), give(made)
    use = noticed_under(made, given)
    with pytest.raises(EndedError, match="U-001 is not noticed under SA-02"):
        register(made, other, "1", use=use)
    foreign = series("harbour", code_name="Harbour")
    with pytest.raises(Use.DoesNotExist):
        register_shots(
            actor=declarant(foreign), at=AT, envelope=give(foreign), shots=shots("1"), use=use
        )


def test_the_ceiling_decides_which_use_is_noticed_under_it(made: Series) -> None:
    given = give(made, most_shots=4)
    first = noticed_under(made, given)
    assert inside(given) == ["203_0610", "203_0620", "203_0630"]
    # The same shots again are no more shots, though of another use; three others are two too many.
    second = noticed_under(made, given)
    assert [row.shot for row in registered_in(given, second)] == inside(given)[::2]
    declared = {**dict(declaration(CRAFT))["use"], "shots": ["1", "2", "3"]}
    beyond = made.submit(CRAFT, use=declared)
    assert (beyond.state, beyond.under) == (State.IN_REVIEW, "")
    again = made.submit(CRAFT, version_of=first)
    assert (again.number, again.versions_count, again.under) == (1, 2, given.id)


def test_shots_go_where_their_use_goes(made: Series) -> None:
    given = give(made)
    use = noticed_under(made, given)
    register(made, given, "204_0010 v1")
    register(made, given, "203_0610 v2", use=use)
    # It was called up, and got its go-ahead: what was registered is under that now.
    Use.objects.filter(id=use.id).update(under="", state=State.GO_AHEAD, valid_until=None)
    use.refresh_from_db()
    assert envelope_for(use) is None
    open_own(made, use, most_shots=3)
    assert inside(given) == ["204_0010 v1"]
    own = envelope_for(use)
    assert inside(own) == ["203_0610 v2", "203_0620", "203_0630"]
    (shown,) = standing_list(declarant(made), made.production, TODAY)
    assert shown.shots == 1
    with pytest.raises(CeilingError):
        register(made, own, "203_0640")


def test_registering_without_a_use_leaves_what_a_use_has_as_it_is(made: Series) -> None:
    given = give(made)
    use = noticed_under(made, given)
    register(made, given, "1 v1", seconds="4", use=use)
    with pytest.raises(EnvelopesError, match="registered already"):
        register(made, given, "1 v1", seconds="5")
    register(made, given, "2", "2 v1")
    register(made, given, "2 v1", seconds="4.5")
    with pytest.raises(EnvelopesError, match="registered already"):
        register(made, given, "2 v1", seconds="4.50")
    rows = [(row.shot, row.version, row.seconds) for row in registered_in(given)]
    assert rows[:3] == [("1", "v1", "4"), ("2", "", ""), ("2", "v1", "4.5")]


def test_whoever_submitted_a_version_does_not_have_their_own_approval_applied(
    made: Series,
) -> None:
    give(made)
    also(made, contact_of(made), "department_lead")
    use = made.submit(CRAFT)
    assert use.state == State.NOTICED
    again = made.submit(CRAFT, version_of=use, by=contact_of(made))
    assert (again.state, again.under) == (State.IN_REVIEW, "")


def test_nothing_is_registered_under_one_that_does_not_hold(made: Series) -> None:
    given = give(made, from_day=in_days(2), to_day=in_days(5))
    with pytest.raises(EndedError, match="SA-01 begins on 26 Nov 2026"):
        register(made, given, "1")
    with pytest.raises(EndedError, match="SA-01 held until 29 Nov 2026"):
        register(made, given, "1", at=AT + 5 * DAY)
    register(made, given, "1", at=AT + 4 * DAY)
    end_standing(actor=party_of(contact_of(made)), at=AT + 4 * DAY, envelope=given, reason="Enough")
    with pytest.raises(EndedError, match="SA-01 was ended"):
        register(made, given, "2", at=AT + 4 * DAY)


def test_the_shots_that_a_declaration_lists_are_taken_over_once(made: Series) -> None:
    given = give(made, most_seconds="200")
    use = noticed_under(made, given)
    found = stored(use, 1)
    assert found is not None
    # 140 seconds are declared, and those of no shot are known yet.
    assert inside(given) == ["203_0610", "203_0620", "203_0630"]
    assert to_register(given, found.case, use) == ()
    register(made, given, "203_0610 v1", seconds="190", use=use)
    assert fitting(made, found, str(use.declared_by_id), use) == given
    assert chosen(made) is None


def test_somebody_who_stands_in_opens_an_envelope_by_deciding(made: Series) -> None:
    use = with_go_ahead(made)
    guest = made.member("director", "stand-in@example.org", name="Pia Stand")
    open_envelope(
        actor=party_of(guest), at=AT, use=use, scope=Scope(most_shots=9), decision="b" * 26
    )
    own = envelope_for(use)
    assert own is not None
    assert (own.given_by, own.scope.most_shots) == (guest, 9)


def test_a_ceiling_says_what_is_used_and_left_and_when_it_is_near() -> None:
    used = Used().beside((str(number), "1.5") for number in range(8))
    shots_, seconds = levels(used, 10, "11.5")
    assert (shots_.words, shots_.rest, shots_.near, shots_.over) == (
        "8 of 10 shots",
        "2 left",
        True,
        False,
    )
    assert (seconds.words, seconds.rest, seconds.over) == ("12 of 11.5 seconds", "0.5 over", True)
    assert not levels(used, 11, "")[0].near
    assert levels(used, None, "") == ()
