"""Who has to know of an incident: those who handle them, as security or as legal."""

from __future__ import annotations

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.incidents.models import Telling
from clearslate.productions.models import Production
from clearslate.productions.selectors import people_with


def audiences_of(production: Production) -> dict[str, list[User]]:
    """Who handles incidents, by audience: who reviews legally is legal, the others are security."""
    lawyers = {each.id for each in people_with(production, Action.REVIEW_LEGALLY)}
    found: dict[str, list[User]] = {audience: [] for audience in Telling.Audience.values}
    for user in people_with(production, Action.HANDLE_INCIDENTS):
        legal = user.id in lawyers
        found[str(Telling.Audience.LEGAL if legal else Telling.Audience.SECURITY)].append(user)
    return found
