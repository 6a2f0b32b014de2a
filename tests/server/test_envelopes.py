"""Standing approvals and envelopes: given, ended, filled with shots up to their ceiling."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import ROLES, Action
from clearslate.envelopes.errors import EnvelopesError
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.noticing import (
    fits_of,
    narrowness,
    standing_for,
    standing_on,
)
from clearslate.envelopes.scope import IN_HOUSE, NAMED, Tool
from clearslate.envelopes.selectors import (
    has_craft_list,
)
from clearslate.envelopes.services.standing import end_standing, give_standing
from clearslate.ledger import selectors as ledger
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Production
from clearslate.uses.models import State, Use
from clearslate.uses.reading import LAPSED, reading
from clearslate.uses.stored import Stored, stored
from tests.server.envelopes import (
    CRAFT,
    SOUND,
    TODAY,
    also,
    contact_of,
    give,
    in_days,
    noticed_under,
    wanted,
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


def test_it_works(made: Series) -> None:
    given = give(made)
    assert (given.number, given.title, given.standing) == (1, "Craft list", True)
    assert give(made, title="Matte clean-up").number == 2
    assert history(made)[-1] == (
        "Dana Whitlock gave the standing approval SA-02, “Matte clean-up”, from 24 Nov 2026 until"
        " 24 Nov 2027; it covers finals."
    )
    assert has_craft_list(made.production, TODAY)
    assert not has_craft_list(made.production, in_days(365))


def test_only_who_may_give_one_gives_or_ends_one(made: Series) -> None:
    given = give(made)
    for key, role in ROLES.items():
        user = made.member(key, f"{key}@roles.example", name=key)
        may = Action.GIVE_STANDING in role.actions
        for act in (
            lambda actor: give_standing(
                actor=actor, at=AT, production=made.production, wanted=wanted()
            ),
            lambda actor: end_standing(actor=actor, at=AT, envelope=given, reason="Enough"),
        ):
            if may:
                break
            with pytest.raises(NotAllowedError):
                act(party_of(user))
    assert Envelope.objects.filter(ended_at=None).count() == 1


FLAWS: list[tuple[dict[str, Any], str]] = [
    ({"title": " \u200b "}, "title"),
    ({"title": "x" * 121}, "title"),
    ({"note": "x" * 1001}, "note"),
    ({"from_day": in_days(-1)}, "from_day"),
    ({"to_day": TODAY}, "to_day"),
    ({"to_day": in_days(800)}, "to_day"),
    ({"to_day": in_days(0).replace(year=9999)}, "to_day"),
    ({"media": ()}, "media"),
    ({"media": ("smell",)}, "media"),
    ({"techniques": ()}, "techniques"),
    ({"destinations": ()}, "destinations"),
    ({"departments": ("catering",)}, "departments"),
    ({"covers": ()}, "covers"),
    ({"covers": ("replica",)}, "covers"),
    ({"covers": ("personal",)}, "covers"),
    ({"covers_finals": False}, "covers_finals"),
    ({"destinations": ("temp_in_edit",)}, "covers_finals"),
    ({"by": "robots"}, "by"),
    ({"by": NAMED}, "vendors"),
    ({"by": IN_HOUSE, "vendors": ("Larkspire VFX",)}, "vendors"),
    ({"by": NAMED, "vendors": ("",)}, "vendors"),
    ({"by": NAMED, "vendors": tuple(map(str, range(41)))}, "vendors"),
    ({"tools": (Tool("x" * 121),)}, "tools"),
    ({"tools": (Tool("x", "y" * 61),)}, "tools"),
    ({"most_shots": 0}, "most_shots"),
    ({"most_shots": 10**9}, "most_shots"),
    ({"most_seconds": "0"}, "most_seconds"),
    ({"most_seconds": "4,5"}, "most_seconds"),
    ({"kept_out": ("ghosts",)}, "kept_out"),
    ({"kept_out_words": "x" * 401}, "kept_out_words"),
]


def test_what_cannot_be_given_is_refused_by_its_field(made: Series) -> None:
    for changes, field in FLAWS:
        with pytest.raises(EnvelopesError) as raised:
            give(made, **changes)
        assert {name for name, _ in raised.value.problems} == {field}, changes
    assert not Envelope.objects.exists()


def test_an_archived_production_gives_none(made: Series) -> None:
    Production.objects.update(archived_at=AT)
    with pytest.raises(NotAllowedError):
        give(made)


def test_one_that_ends_lets_its_uses_lapse_at_once(made: Series) -> None:
    given, other = give(made, departments=("vfx",)), give(made, departments=("sound",))
    use, beside = noticed_under(made, given), noticed_under(made, other, SOUND)
    assert reading(use, TODAY) == "noticed"
    end_standing(
        actor=party_of(contact_of(made)), at=AT, envelope=given, reason="The tool has new terms"
    )
    use.refresh_from_db()
    beside.refresh_from_db()
    assert reading(use, TODAY) == LAPSED
    assert reading(beside, TODAY) == "noticed"
    assert history(made)[-1] == ("Dana Whitlock ended SA-01. Reason: The tool has new terms.")
    with pytest.raises(EnvelopesError, match="ended already"):
        end_standing(actor=party_of(contact_of(made)), at=AT, envelope=given, reason="x")
    with pytest.raises(EnvelopesError, match="ended already"):
        end_standing(
            actor=party_of(contact_of(made)), at=AT + 400 * DAY, envelope=other, reason="x"
        )


@pytest.mark.parametrize("reason", ["", " \n\u200b", "x" * 401])
def test_ending_needs_a_reason(made: Series, reason: str) -> None:
    given = give(made)
    with pytest.raises(EnvelopesError) as raised:
        end_standing(actor=party_of(contact_of(made)), at=AT, envelope=given, reason=reason)
    assert [name for name, _ in raised.value.problems] == ["reason"]
    assert Envelope.objects.get().ended_at is None


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


def test_of_those_that_fit_the_narrowest_is_chosen_and_of_equal_ones_the_oldest(
    made: Series,
) -> None:
    assert chosen(made) is None
    first, second = give(made), give(made)
    assert chosen(made) == first
    narrow = give(made, departments=("vfx",), media=("picture",))
    give(made, departments=("sound",), media=("picture",))
    assert chosen(made) == narrow
    assert narrowness(narrow) < narrowness(first) < narrowness(second)
    limited = give(made, departments=("vfx",), media=("picture",), most_shots=10)
    assert chosen(made) == limited


def test_only_what_needs_approval_is_noticed_under_one(made: Series) -> None:
    give(made)
    for name in ("development-mood-board.yaml", "vfx-crowd-from-scans.yaml"):
        assert chosen(made, name) is None
    also(made, contact_of(made), "department_lead")
    use = made.submit(SOUND, by=contact_of(made))
    assert (use.state, use.under) == (State.IN_REVIEW, "")
    found = stored(use, 1)
    assert found is not None
    ((_, fitted),) = fits_of(
        made.production, found.case, found.assessment, str(use.declared_by_id), AT
    )
    assert [each.text for each in fitted.reasons] == [
        "Whoever declares it gave SA-01, and nobody decides on their own declaration."
    ]


def test_one_is_in_force_from_its_first_day_until_its_last(made: Series) -> None:
    given = give(made, from_day=in_days(2), to_day=in_days(5))
    for day, there in ((1, False), (2, True), (4, True), (5, False)):
        assert (given in standing_on(made.production, in_days(day))) == there
