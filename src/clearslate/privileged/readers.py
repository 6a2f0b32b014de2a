"""Who may read the notes of an organisation: its lawyers in the production, and nobody else."""

from __future__ import annotations

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action
from clearslate.productions.access import actions_of
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Production
from clearslate.productions.selectors import people_with


def organisation_of(user: User, production: Production) -> str:
    """The organisation whose notes somebody reads here: their own, as it is now.

    Raises `NotAllowedError` for whoever may keep none. Someone with roles on both sides still
    belongs to one organisation, and reads the notes of that one.
    """
    if Action.KEEP_PRIVILEGED_NOTES not in actions_of(party_of(user), production):
        raise NotAllowedError("Privileged notes are for lawyers. Ask a coordinator.")
    rows = User.objects.filter(id=user.id, is_active=True)
    return str(rows.values_list("organisation_id", flat=True).get())


def readers_of(user: User, production: Production) -> list[User]:
    """Everybody who reads the same notes: colleagues see who else does."""
    organisation = organisation_of(user, production)
    lawyers = people_with(production, Action.KEEP_PRIVILEGED_NOTES)
    return [each for each in lawyers if each.organisation_id == organisation]
