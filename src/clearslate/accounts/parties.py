"""People as parties: who acts, for services and for the ledger."""

from __future__ import annotations

from clearslate.accounts.models import User
from clearslate.ledger.parties import Party

PERSON = "person"


def party_of(user: User) -> Party:
    """The person as the actor or the subject of an entry."""
    return Party(PERSON, user.id)


def display_name(user: User) -> str:
    """What a person is called on pages: their name, or their address until they gave one."""
    return str(user)
