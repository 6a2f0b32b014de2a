"""A craft list to give, a use that is noticed under it, and one with an envelope of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.envelopes.craft_list import craft_list
from clearslate.envelopes.giving import Wanted
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.scope import Scope
from clearslate.envelopes.services.own import open_envelope
from clearslate.envelopes.services.shots import Taken, register_shots
from clearslate.envelopes.services.standing import give_standing
from clearslate.envelopes.shots import Shot
from clearslate.ledger.parties import Party
from clearslate.policy.library import rulebooks
from clearslate.productions.models import Membership
from clearslate.uses.models import State, Use
from tests.server.series import APPROVAL, AT, Series

CRAFT = "vfx-denoise-craft-list.yaml"
SOUND = "sound-dialogue-clean-up.yaml"
TODAY = AT.date()


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def wanted(**changes: Any) -> Wanted:
    """The craft list as it is offered; `changes` replace what it says or what it covers."""
    offered = craft_list(rulebooks(), TODAY)
    assert offered is not None
    own = {key: changes.pop(key) for key in list(changes) if hasattr(offered, key)}
    return replace(offered, **own, scope=replace(offered.scope, **changes))


def contact_of(made: Series) -> User:
    """The platform's contact, who may give standing approvals and decide."""
    return User.objects.get(email=f"contact@{made.production.slug}.example")


def give(made: Series, **changes: Any) -> Envelope:
    """A standing approval, given by the contact."""
    return give_standing(
        actor=party_of(contact_of(made)),
        at=AT,
        production=made.production,
        wanted=wanted(**changes),
    )


def noticed_under(made: Series, envelope: Envelope, name: str = CRAFT) -> Use:
    """A use that fits a standing approval, submitted: its three shots are registered under it."""
    use = made.submit(name)
    assert (use.state, use.under) == (State.NOTICED, envelope.id)
    return use


def with_go_ahead(made: Series, *, most_shots: int | None = 3, most_seconds: str = "") -> Use:
    """A use that has its go-ahead, and an envelope of its own."""
    use = made.submit(APPROVAL)
    Use.objects.filter(id=use.id).update(state=State.GO_AHEAD, waits_for="", holds_until=None)
    use.refresh_from_db()
    open_own(made, use, most_shots=most_shots, most_seconds=most_seconds)
    return use


def open_own(made: Series, use: Use, **scope: Any) -> Envelope:
    return open_envelope(
        actor=party_of(contact_of(made)),
        at=AT,
        use=use,
        scope=Scope(**scope),
        decision="a" * 26,
    )


def declarant(made: Series) -> Party:
    return party_of(made.coordinator)


def register(made: Series, envelope: Envelope, *names: str, use: Use | None = None) -> Taken:
    """Register versions of shots, each written as “shot version seconds”."""
    return register_shots(
        actor=declarant(made),
        at=AT,
        envelope=envelope,
        shots=[Shot(*name.split()) for name in names],
        use=use,
    )


def also(made: Series, user: User, role: str) -> None:
    """Give somebody another role."""
    Membership.objects.create(
        production=made.production,
        user=user,
        role=made.production.roles.get(key=role),
        since=AT,
    )
