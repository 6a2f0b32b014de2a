"""Creating, editing, archiving and reopening productions; two editors at once."""

from __future__ import annotations

from datetime import date

import pytest

from clearslate.accounts.permissions import Action
from clearslate.ledger.parties import Party
from clearslate.productions.access import actions_of
from clearslate.productions.errors import (
    NotAllowedError,
    ProductionsError,
    StaleError,
    UnchangedError,
)
from clearslate.productions.models import Membership, Milestone, Production
from clearslate.productions.selectors import production_of, productions_of
from clearslate.productions.services.members import Place, add_member
from clearslate.productions.services.production import (
    Newcomer,
    archive_production,
    create_production,
    edit_production,
    reopen_production,
)
from tests.server.productions import AT, particulars, world

pytestmark = pytest.mark.usefixtures("database")


def test_it_works() -> None:
    here = world()
    production = here.production
    assert (production.slug, production.kind, production.revision) == ("saltbox-s2", "series", 1)
    assert production.roles.count() == 13
    assert [row.standing for row in production.packs.all()] == ["adopted"]
    assert productions_of(here.party("coordinator")) == [production]
    assert production_of(here.party("stranger"), production.slug) is None
    assert here.history()[0] == "Somebody at the command line created the production SALTBOX S2."


def test_a_film_in_los_angeles_has_rules_on_its_first_evening() -> None:
    here = world()
    made = create_production(
        actor=here.root,
        at=AT.replace(hour=3),
        organisation=here.company,
        coordinator=here.people["coordinator"],
        given=particulars(code_name="LANTERN", zone="America/Los_Angeles", kind="film"),
    )
    assert made.packs.get().from_day == date(2026, 11, 23)


def test_a_new_coordinator_is_invited() -> None:
    here = world()
    made = create_production(
        actor=here.party("administrator"),
        at=AT,
        organisation=here.company,
        coordinator=Newcomer("new@example.org", here.company),
        given=particulars(code_name="LANTERN"),
    )
    (member,) = Membership.objects.filter(production=made)
    assert (member.user.email, member.user.is_active) == ("new@example.org", False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code_name": "saltbox S2"}, "code_name"),
        ({"code_name": " "}, "code_name"),
        ({"code_name": "x" * 41}, "code_name"),
        ({"code_name": "A\x00B"}, "code_name"),
        ({"code_name": "塩箱"}, "slug"),
        ({"slug": "saltbox-s2"}, "slug"),
        ({"slug": "../x"}, "slug"),
        ({"kind": "opera"}, "kind"),
        ({"phase": "lost"}, "phase"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"title": "x" * 121}, "title"),
        ({"territories": ("GB", "Narnia")}, "territories"),
        ({"guilds": ("none",)}, "guilds"),
    ],
)
def test_what_will_not_do_is_named_by_its_field(change: dict[str, object], field: str) -> None:
    here = world()
    with pytest.raises(ProductionsError) as caught:
        create_production(
            actor=here.root,
            at=AT,
            organisation=here.company,
            coordinator=here.people["coordinator"],
            given=particulars(**{"code_name": "LANTERN", **change}),
        )
    assert [name for name, _ in caught.value.problems] == [field]
    assert Production.objects.count() == 2


def test_only_an_administrator_creates_one() -> None:
    here = world()
    for actor in (
        here.party("coordinator"),
        here.party("policy_owner"),
        Party("system", "visitor"),
    ):
        with pytest.raises(NotAllowedError):
            create_production(
                actor=actor,
                at=AT,
                organisation=here.company,
                coordinator=here.people["coordinator"],
                given=particulars(code_name="LANTERN"),
            )


def test_an_edit_names_what_changed_and_no_value() -> None:
    here = world()
    edited = edit_production(
        actor=here.party("coordinator"),
        at=AT,
        production=here.production,
        revision=1,
        given=particulars(title="A secret", phase="post", photography_from=date(2026, 9, 14)),
    )
    assert (edited.revision, edited.phase) == (2, "post")
    assert here.history()[-1] == (
        "coordinator@example.org changed the production: title, phase, photography from."
    )
    assert Milestone.objects.get(production=edited).day == date(2026, 9, 14)
    with pytest.raises(UnchangedError):
        edit_production(
            actor=here.party("coordinator"),
            at=AT,
            production=here.production,
            revision=2,
            given=particulars(title="A secret", phase="post", photography_from=date(2026, 9, 14)),
        )


def test_two_editors_and_the_second_is_told() -> None:
    here = world()
    edit_production(
        actor=here.party("coordinator"),
        at=AT,
        production=here.production,
        revision=1,
        given=particulars(phase="shoot"),
    )
    with pytest.raises(StaleError, match="Nothing was saved"):
        edit_production(
            actor=here.party("producer"),
            at=AT,
            production=here.production,
            revision=1,
            given=particulars(phase="post"),
        )
    assert Production.objects.get(id=here.production.id).phase == "shoot"


def test_an_archived_production_is_read_and_a_producer_opens_it_again() -> None:
    here = world()
    archived = archive_production(
        actor=here.party("coordinator"), at=AT, production=here.production
    )
    assert actions_of(here.party("coordinator"), archived) == {
        Action.SEE_PRODUCTION,
        Action.SEE_USES,
        Action.EXPORT_USES,
        Action.SEE_HISTORY,
    }
    with pytest.raises(NotAllowedError, match="archived"):
        edit_production(
            actor=here.root, at=AT, production=archived, revision=2, given=particulars(phase="post")
        )
    for who in ("coordinator", "policy_owner", "stranger"):
        with pytest.raises(NotAllowedError):
            reopen_production(actor=here.party(who), at=AT, production=archived)
    opened = reopen_production(actor=here.party("producer"), at=AT, production=archived)
    assert opened.archived_at is None
    with pytest.raises(UnchangedError):
        reopen_production(actor=here.party("administrator"), at=AT, production=opened)


def test_what_is_at_work_comes_first() -> None:
    here = world()
    add_member(
        actor=here.root,
        at=AT,
        production=here.foreign,
        user=here.people["director"],
        place=Place(here.foreign.roles.get(key="director")),
    )
    archive_production(actor=here.root, at=AT, production=here.foreign)
    found = productions_of(here.party("director"))
    assert [each.code_name for each in found] == ["SALTBOX S2", "HARBOUR"]


def test_a_visitor_may_do_nothing() -> None:
    here = world()
    assert actions_of(Party("system", "visitor"), here.production) == frozenset()
