"""Who works on a draft: its authors add and take off others."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import actions_of
from clearslate.uses.drafts import own_draft
from clearslate.uses.entries import AUTHOR_ADDED, AUTHOR_REMOVED
from clearslate.uses.errors import UsesError

MOST_AUTHORS = 20


@service(AUTHOR_ADDED)
def add_author(*, actor: Party, at: datetime, draft_id: str, user: User) -> None:
    """Let somebody of the production work on a draft too.

    Raises `UsesError` for somebody who may not declare there, or is an author already.
    """
    draft = own_draft(draft_id, actor)
    if Action.DECLARE not in actions_of(party_of(user), draft.production):
        raise UsesError(f"{user} may not declare in this production. Ask a coordinator.")
    if draft.authors.filter(id=user.id).exists():
        raise UsesError(f"{user} is an author of this draft already.")
    if draft.authors.count() >= MOST_AUTHORS:
        raise UsesError(f"A draft has at most {MOST_AUTHORS} authors.")
    draft.authors.add(user)
    append(
        AUTHOR_ADDED,
        actor=actor,
        subject=party_of(user),
        at=at,
        body={"draft": Party("draft", draft.id)},
    )


@service(AUTHOR_REMOVED)
def remove_author(*, actor: Party, at: datetime, draft_id: str, user: User) -> None:
    """Take somebody off the authors of a draft; their answers stay. One author remains."""
    draft = own_draft(draft_id, actor)
    if not draft.authors.filter(id=user.id).exists():
        raise UsesError(f"{user} is no author of this draft any more.")
    if draft.authors.count() == 1:
        raise UsesError("A draft has at least one author. Add another one first, or drop it.")
    draft.authors.remove(user)
    append(
        AUTHOR_REMOVED,
        actor=actor,
        subject=party_of(user),
        at=at,
        body={"draft": Party("draft", draft.id)},
    )
