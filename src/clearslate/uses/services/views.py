"""Sharing a view of the table with everybody in the production, and taking it back."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import require
from clearslate.record.entry import EntryType
from clearslate.uses.entries import VIEW_SHARED, VIEW_UNSHARED
from clearslate.uses.errors import UsesError
from clearslate.uses.models import SavedView


@service(VIEW_SHARED)
def share_view(*, actor: Party, at: datetime, view_id: int) -> SavedView:
    """Let everybody who sees uses use a view of one's own.

    Raises `UsesError` where there is no such view, or it is shared already.
    """
    view = _locked(view_id)
    require(actor, Action.SHARE_VIEWS, view.production)
    if view.user_id != actor.id:
        raise UsesError("Only the person who keeps a view can share it.")
    if view.shared:
        raise UsesError("This view is shared already.")
    view.shared = True
    return _said(VIEW_SHARED, view, actor, at)


@service(VIEW_UNSHARED)
def unshare_view(*, actor: Party, at: datetime, view_id: int) -> SavedView:
    """Take a shared view back; whoever keeps it has it for themselves again.

    Raises `UsesError` where there is no such view, or it is not shared.
    """
    view = _locked(view_id)
    require(actor, Action.SHARE_VIEWS, view.production)
    if not view.shared:
        raise UsesError("This view is not shared.")
    view.shared = False
    return _said(VIEW_UNSHARED, view, actor, at)


def _said(kind: EntryType, view: SavedView, actor: Party, at: datetime) -> SavedView:
    """The view, saved as shared or not, and told of."""
    view.save(update_fields=["shared"])
    append(
        kind,
        actor=actor,
        subject=Party("view", str(view.pk)),
        at=at,
        scope=view.production_id,
        commit={"name": view.name},
    )
    return view


def _locked(view_id: int) -> SavedView:
    found: SavedView | None = (
        SavedView.objects.select_for_update()
        .filter(id=view_id)
        .select_related("production")
        .first()
    )
    if found is None:
        raise UsesError("This view is gone. Somebody threw it away.")
    return found
