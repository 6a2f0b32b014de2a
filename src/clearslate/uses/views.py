"""Views of the table of uses: a question to it, kept under a name.

Keeping one for oneself is no act. Sharing one is: see `services/views.py`.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.ledger.parties import Party
from clearslate.productions.access import actions_of
from clearslate.productions.models import Production
from clearslate.uses.asked import Asked
from clearslate.uses.errors import UsesError
from clearslate.uses.models import SavedView

_LONGEST_NAME = 60
_LONGEST_QUERY = 500


def views_of(actor: Party, production: Production) -> list[SavedView]:
    """The views that somebody may use: their own, and those that are shared."""
    if Action.SEE_USES not in actions_of(actor, production):
        return []
    rows = SavedView.objects.filter(production=production)
    return list(
        rows.filter(Q(user_id=actor.id) | Q(shared=True)).select_related("user").order_by("name")
    )


def view_of(actor: Party, production: Production, view_id: int) -> SavedView | None:
    """One of the views that somebody may use, or None."""
    return next((view for view in views_of(actor, production) if view.pk == view_id), None)


def keep_view(*, user: User, production: Production, name: str, asked: Asked) -> SavedView:
    """Keep a question under a name; a view of one's own of that name is replaced.

    Raises `UsesError` where the name or the question does not fit, or the view is a shared one.
    """
    name = clean_name(name)
    query = asked.query()
    if len(query) > _LONGEST_QUERY:
        raise UsesError("There are too many filters to keep. Take some away.")
    with transaction.atomic():
        kept = SavedView.objects.filter(production=production, user=user, name=name).first()
        if kept is not None and kept.shared:
            raise UsesError("A view of this name is shared. Choose another name.")
        view, _ = SavedView.objects.update_or_create(
            production=production, user=user, name=name, defaults={"query": query}
        )
    return view


def rename_view(*, user: User, view: SavedView, name: str) -> None:
    """Give a view of one's own that is not shared another name.

    Raises `UsesError` where the name does not fit, or one has a view of that name already.
    """
    _own(user, view)
    view.name = clean_name(name)
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
    except IntegrityError:
        raise UsesError("You have a view of this name already. Choose another one.") from None


def drop_view(*, user: User, view: SavedView) -> None:
    """Throw away a view of one's own that is not shared. Raises `UsesError` for others."""
    _own(user, view)
    view.delete()


def clean_name(name: str) -> str:
    """The name of a view on one line. Raises `UsesError` for none, or one that is too long."""
    cleaned = " ".join(name.replace("\x00", "").split())
    if not cleaned:
        raise UsesError("A view needs a name.")
    if len(cleaned) > _LONGEST_NAME:
        raise UsesError(f"The name is too long. Use at most {_LONGEST_NAME} characters.")
    return cleaned


def _own(user: User, view: SavedView) -> None:
    if view.user_id != user.id or view.shared:
        raise UsesError("This view is shared or belongs to somebody else. Copy it under a name.")
