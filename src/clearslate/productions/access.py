"""Whether somebody may do something in a production: memberships, roles and the one table."""

from __future__ import annotations

from clearslate.accounts.permissions import Action
from clearslate.ledger.parties import Party
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Membership, Production


def actions_of(actor: Party, production: Production) -> frozenset[Action]:
    """Everything the actor may do in a production; the system may do all.

    In an archived production nobody may do more than read.
    """
    if actor.kind == "system":
        return frozenset(Action)
    if actor.kind != "person":
        return frozenset()
    bundles = Membership.objects.filter(
        production=production, user_id=actor.id, user__is_active=True, ended_at=None
    ).values_list("role__actions", flat=True)
    held = frozenset(_KNOWN[name] for bundle in bundles for name in bundle if name in _KNOWN)
    return held if production.archived_at is None else held & READING


_KNOWN = {action.value: action for action in Action}

READING = frozenset(
    {Action.SEE_PRODUCTION, Action.SEE_USES, Action.EXPORT_USES, Action.SEE_HISTORY}
)
"""What remains in an archived production."""


def require(actor: Party, action: Action, production: Production) -> None:
    """Raise `NotAllowedError` unless the actor may do this in the production."""
    if action not in actions_of(actor, production):
        raise NotAllowedError("Your roles in this production do not allow this. Ask a coordinator.")
