"""The notice of a use: everybody who gets notices is told, in words that nobody wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.kit import outbox
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.policy.assess.assessment import Assessment as Assessed
from clearslate.policy.case import Rulebook
from clearslate.productions.selectors import people_with
from clearslate.uses.entries import NOTICE_SENT, use_number
from clearslate.uses.errors import NobodyToldError
from clearslate.uses.models import Use


@dataclass(frozen=True)
class Notice:
    """What a notice tells of."""

    use: Use
    version: int
    assessed: Assessed
    rulebooks: Sequence[Rulebook]


def send_notice(notice: Notice, *, actor: Party, at: datetime) -> None:
    """Tell everybody who gets notices, in the caller's transaction.

    Raises `NobodyToldError` where nobody gets them.
    """
    use = notice.use
    production = use.production
    areas = {each.id: each.title for book in notice.rulebooks for each in book.loaded.pack.areas}
    named = dict.fromkeys(areas[each.area] for each in notice.assessed.findings)
    parameters = {
        "code_name": production.code_name,
        "number": use_number(use.number),
        "department": use.department,
        "outcome": use.outcome,
        "areas": ", ".join(named),
        "path": f"/p/{production.slug}/uses/{use.number}/",
        "version": str(notice.version),
        "state": use.state,
    }
    people = people_with(production, Action.GET_NOTICES)
    if not people:
        raise NobodyToldError(
            "Nobody gets notices in this production. Ask a coordinator to add the contact."
        )
    for person in people:
        outbox.put(
            channel="email", kind="notice", recipient=person.email, parameters=parameters, at=at
        )
        append(
            NOTICE_SENT,
            actor=actor,
            subject=Party("use", use.id),
            at=at,
            scope=production.id,
            body={"version": notice.version, "to": Party("person", person.id)},
            commit={"recipient": person.email},
        )
