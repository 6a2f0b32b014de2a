"""What a party may do in the installation, by the offices they hold.

Whoever runs commands on the server may do everything: they could change the tables as well.
"""

from __future__ import annotations

from clearslate.accounts.errors import NotAllowedError
from clearslate.accounts.models import Office
from clearslate.accounts.parties import PERSON
from clearslate.accounts.permissions import OFFICES, InstallationAction
from clearslate.accounts.permissions import Office as Kind
from clearslate.ledger.parties import COMMAND_LINE, Party


def installation_actions(actor: Party) -> frozenset[InstallationAction]:
    """Everything that a party may do in the installation."""
    if actor == COMMAND_LINE:
        return frozenset(InstallationAction)
    if actor.kind != PERSON:
        return frozenset()
    held = Office.objects.filter(user_id=actor.id, user__is_active=True)
    return frozenset(
        action
        for office in held.values_list("office", flat=True)
        for action in OFFICES[Kind(office)][1]
    )


def require(actor: Party, action: InstallationAction) -> None:
    """Raise `NotAllowedError` unless the party may do this."""
    if action not in installation_actions(actor):
        raise NotAllowedError("You may not do this. Ask an administrator of the installation.")
