"""Whether somebody may do something in a production: memberships, roles and the one table."""

from __future__ import annotations

from clearslate.accounts.allowed import installation_actions
from clearslate.accounts.permissions import Action, InstallationAction
from clearslate.ledger.parties import COMMAND_LINE, WORKER, Party
from clearslate.productions.errors import NotAllowedError, ProductionsError, StaleError
from clearslate.productions.models import Membership, Production

READING = frozenset(
    {
        *(Action.SEE_PRODUCTION, Action.SEE_USES, Action.EXPORT_USES, Action.SEE_HISTORY),
        *(Action.KEEP_PRIVILEGED_NOTES, Action.HANDLE_INCIDENTS),  # their services refuse changes
    }
)
"""What remains in an archived production, beside opening it again."""

IN_ARCHIVE = READING | {Action.REOPEN_PRODUCTION}

_KNOWN = {action.value: action for action in Action}


def actions_of(actor: Party, production: Production) -> frozenset[Action]:
    """Everything the actor may do in a production; who runs the server may do all.

    In an archived production nobody may do more than read, and open it again.
    """
    if actor in (COMMAND_LINE, WORKER):
        return frozenset(Action)
    if actor.kind != "person":
        return frozenset()
    bundles = Membership.objects.filter(
        production=production, user_id=actor.id, user__is_active=True, ended_at=None
    ).values_list("role__actions", flat=True)
    held = frozenset(_KNOWN[name] for bundle in bundles for name in bundle if name in _KNOWN)
    return held if production.archived_at is None else held & IN_ARCHIVE


def require(actor: Party, action: Action, production: Production) -> None:
    """Raise `NotAllowedError` unless the actor may do this in the production."""
    if action not in actions_of(actor, production):
        raise NotAllowedError("Your roles in this production do not allow this. Ask a coordinator.")


def may_adopt(actor: Party) -> bool:
    """Whether the actor answers for the rules of the installation, and so may adopt packs."""
    return InstallationAction.ADOPT_PACKS in installation_actions(actor)


def locked(production: Production) -> Production:
    """The production as it is now, locked until the transaction ends: changes take turns.

    Rows that refer to it may still be added. PostgreSQL looks at such references only when a
    transaction ends, while the log of the production is taken: it would wait in a circle.
    Raises `NotAllowedError` where it is archived.
    """
    rows = Production.objects.select_for_update(no_key=True)
    row: Production = rows.get(id=production.id)
    if row.archived_at is not None:
        raise NotAllowedError("This production is archived. Open it again first.")
    return row


def to_change(
    actor: Party, action: Action, production: Production, revision: int | None = None
) -> Production:
    """The production, locked, for a change that needs this action.

    Raises `NotAllowedError`, and `StaleError` where the revision that was read is not the newest.
    """
    row = locked(production)
    require(actor, action, row)
    if revision is not None and row.revision != revision:
        raise StaleError(
            "Somebody changed this production while you had the page open. Nothing was saved. "
            "Look at what stands now, and make your change again."
        )
    return row


def keep_a_manager(production: Production) -> None:
    """Raise `ProductionsError` where nobody is left who may manage people.

    Called after a change, in its transaction, so that the change is undone with it.
    """
    bundles = Membership.objects.filter(
        production=production, ended_at=None, user__is_active=True
    ).values_list("role__actions", flat=True)
    if not any(Action.MANAGE_PEOPLE.value in bundle for bundle in bundles):
        raise ProductionsError(
            "Nobody could manage people any more. Give somebody else a role that may, first."
        )
