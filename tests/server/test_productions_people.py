"""Members and roles: inviting, changing, ending, renaming and recombining."""

from __future__ import annotations

import pytest

from clearslate.accounts.models import Invitation, User
from clearslate.accounts.permissions import Action
from clearslate.accounts.services import create_organisation, deactivate_person
from clearslate.kit.models import OutboxMessage
from clearslate.notify.letters import LETTERS
from clearslate.productions.access import actions_of
from clearslate.productions.errors import (
    NotAllowedError,
    ProductionsError,
    StaleError,
    UnchangedError,
)
from clearslate.productions.models import Membership, Role
from clearslate.productions.services.members import (
    Place,
    add_member,
    change_member,
    end_member,
    invite_member,
)
from clearslate.productions.services.roles import add_role, rename_role, set_role_actions
from tests.server.productions import AT, World, world

pytestmark = pytest.mark.usefixtures("database")


def invite(here: World, email: str, **given: object) -> Membership:
    return invite_member(
        **{
            "actor": here.party("coordinator"),
            "at": AT,
            "production": here.production,
            "email": email,
            "organisation": here.company,
            "place": Place(here.role("reviewer"), ["talent", "data"], stands_in=True),
            **given,
        }
    )


def test_it_works() -> None:
    here = world()
    vendor = create_organisation(actor=here.root, at=AT, name="Parallel Yard", kind="vendor")
    member = invite(here, "New@Example.org", organisation=vendor, name="Nia New")
    assert (member.areas, member.stands_in) == (["data", "talent"], True)
    assert (member.user.is_active, member.user.organisation) == (False, vendor)
    assert Invitation.objects.get().user == member.user
    assert here.history()[-1] == "coordinator@example.org made Nia New Reviewer."


def test_who_has_access_becomes_a_member_at_once() -> None:
    here = world()
    member = invite(here, "stranger@example.org")
    assert member.user == here.people["stranger"]
    assert not Invitation.objects.exists()
    message = OutboxMessage.objects.get()
    letter = LETTERS[message.kind](message.parameters)
    assert (message.recipient, letter.subject) == (
        "stranger@example.org",
        "SALTBOX S2: you belong to it now",
    )
    assert "/p/saltbox-s2/" in letter.text
    assert Action.CALL_UP in actions_of(here.party("stranger"), here.production)


def test_what_will_not_do_is_named_by_its_field() -> None:
    here = world()
    other = create_organisation(actor=here.root, at=AT, name="Other", kind="guild")
    gone = here.people["auditor"]
    deactivate_person(actor=here.root, at=AT, user=gone)
    foreign = here.foreign.roles.get(key="producer")
    for field, email, given in (
        ("email", "no address", {}),
        ("email", gone.email, {}),
        ("organisation", "stranger@example.org", {"organisation": other}),
        ("role", "reviewer@example.org", {}),
        ("role", "stranger@example.org", {"place": Place(foreign)}),
        ("areas", "stranger@example.org", {"place": Place(here.role("reviewer"), ["magic"])}),
    ):
        with pytest.raises(ProductionsError) as caught:
            invite(here, email, **given)
        assert [name for name, _ in caught.value.problems] == [field], email
    assert not Invitation.objects.exists()
    with pytest.raises(NotAllowedError):
        invite(here, "x@example.org", actor=here.party("director"))
    assert User.objects.filter(email="x@example.org").count() == 0


def test_a_member_is_changed_and_ended() -> None:
    here = world()
    member = here.member("reviewer")
    given = {"actor": here.party("producer"), "at": AT, "member": member}
    changed = change_member(**given, areas=["talent"], stands_in=True)
    assert (changed.areas, changed.stands_in) == (["talent"], True)
    assert here.history()[-1] == (
        "producer@example.org changed what reviewer@example.org looks after as Reviewer: "
        "talent, standing in."
    )
    with pytest.raises(UnchangedError):
        change_member(**given, areas=["talent"], stands_in=True)
    with pytest.raises(ProductionsError):
        change_member(**given, areas=["magic"], stands_in=True)
    end_member(**given)
    assert actions_of(here.party("reviewer"), here.production) == frozenset()
    for again in (
        lambda: end_member(**given),
        lambda: change_member(**given, areas=[], stands_in=False),
    ):
        with pytest.raises(ProductionsError, match="no longer"):
            again()
    back = add_member(
        actor=here.party("producer"),
        at=AT,
        production=here.production,
        user=here.people["reviewer"],
        place=Place(here.role("reviewer")),
    )
    assert back.id != member.id


def test_somebody_always_may_manage_people() -> None:
    here = world()
    coordinator, producer = here.role("coordinator"), here.role("producer")
    end_member(actor=here.party("producer"), at=AT, member=here.member("coordinator"))
    last = {"actor": here.party("producer"), "at": AT}
    with pytest.raises(ProductionsError, match="Nobody could manage people"):
        end_member(**last, member=here.member("producer"))
    with pytest.raises(ProductionsError, match="Nobody could manage people"):
        set_role_actions(
            **last,
            production=here.production,
            revision=1,
            given={
                producer.id: set(producer.actions) - {"manage_people"},
                coordinator.id: coordinator.actions,
            },
        )
    assert "manage_people" in Role.objects.get(id=producer.id).actions
    assert here.member("producer").ended_at is None


def test_nobody_gives_or_takes_what_they_may_not_do() -> None:
    here = world()
    given = {"actor": here.party("coordinator"), "at": AT, "production": here.production}
    coordinator, contact = here.role("coordinator"), here.role("platform_contact")
    for role, actions in (
        (coordinator, [*coordinator.actions, "manage_rules"]),
        (coordinator, [*coordinator.actions, "get_notices"]),
        (contact, set(contact.actions) - {"get_notices"}),
    ):
        with pytest.raises(ProductionsError, match="only what you may do yourself"):
            set_role_actions(**given, revision=1, given={role.id: actions})
    with pytest.raises(ProductionsError, match="Manage rules"):
        add_role(**given, title="Runner", actions=["manage_rules"])
    assert "get_notices" in Role.objects.get(id=contact.id).actions


def test_whose_access_ended_does_not_count_as_somebody() -> None:
    here = world()
    deactivate_person(actor=here.root, at=AT, user=here.people["producer"])
    with pytest.raises(ProductionsError, match="Nobody could manage people"):
        end_member(actor=here.party("coordinator"), at=AT, member=here.member("coordinator"))


def test_roles_are_renamed_recombined_and_added() -> None:
    here = world()
    given = {"actor": here.party("coordinator"), "at": AT}
    director = rename_role(**given, role=here.role("director"), title="  Showrunner ")
    assert (director.title, director.key) == ("Showrunner", "director")
    with pytest.raises(UnchangedError):
        rename_role(**given, role=director, title="Showrunner")
    for title in ("PRODUCER", "", "x" * 61, "a\x07b"):
        with pytest.raises(ProductionsError):
            rename_role(**given, role=director, title=title)
    (changed,) = set_role_actions(
        **given,
        production=here.production,
        revision=1,
        given={
            director.id: ["see_production", "declare", "speak_as_director"],
            here.role("auditor").id: sorted(here.role("auditor").actions),
        },
    )
    assert changed.id == director.id
    assert actions_of(here.party("director"), here.production) == {
        Action.SEE_PRODUCTION,
        Action.DECLARE,
        Action.SPEAK_AS_DIRECTOR,
    }
    assert here.history()[-1] == (
        "coordinator@example.org changed the role Showrunner: declare, see production,"
        " speak as director."
    )
    made = add_role(**given, production=here.production, title="Runner", actions=["see_uses"])
    assert (made.actions, len(made.key)) == (["see_uses"], 26)
    with pytest.raises(StaleError):
        set_role_actions(**given, production=here.production, revision=1, given={})
    with pytest.raises(UnchangedError):
        set_role_actions(**given, production=here.production, revision=3, given={})


def test_a_role_of_another_production_and_an_unknown_action_are_refused() -> None:
    here = world()
    given = {"actor": here.party("coordinator"), "at": AT}
    foreign = here.foreign.roles.get(key="director")
    with pytest.raises(ProductionsError):
        set_role_actions(
            **given, production=here.production, revision=1, given={foreign.id: ["declare"]}
        )
    with pytest.raises(NotAllowedError):
        rename_role(**given, role=foreign, title="Mine now")
    with pytest.raises(NotAllowedError):
        end_member(**given, member=Membership.objects.get(production=here.foreign))
    with pytest.raises(ProductionsError, match="no permission"):
        add_role(**given, production=here.production, title="Runner", actions=["fly"])
    foreign.refresh_from_db()
    assert foreign.title == "Director"
