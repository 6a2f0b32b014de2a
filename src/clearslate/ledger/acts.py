"""The convention for services: each is a transaction that keeps the entries it promised.

    @service(ORGANISATION_CREATED)
    def create_organisation(*, actor: Party, at: datetime, name: str) -> Organisation: ...

It opens the transaction, so rows, entry and outbox stand or fall together. A service that returns
without an entry of each promised type is undone and raises `LedgerError`. A contract test holds
every function of every `services` module to it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from clearslate.ledger.errors import LedgerError
from clearslate.record.entry import EntryType

P = ParamSpec("P")
R = TypeVar("R")

PROMISE = "__entries__"
"""The attribute of a service that names the types of its entries."""

_kept: ContextVar[list[EntryType] | None] = ContextVar("kept", default=None)


def service(*promised: EntryType) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a service that appends an entry of each of these types."""
    if not promised:
        raise LedgerError("a service promises at least one type of entry.")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            outer = _kept.get()
            mine: list[EntryType] = []
            token = _kept.set(mine)
            try:
                with transaction.atomic():
                    result = function(*args, **kwargs)
                    missing = [kind.name for kind in promised if kind not in mine]
                    if missing:
                        raise LedgerError(
                            f"{function.__name__} kept no entry of {', '.join(missing)}."
                        )
            finally:
                _kept.reset(token)
            if outer is not None:
                outer += mine
            return result

        setattr(act, PROMISE, promised)
        return act

    return decorate


def appended(kind: EntryType) -> None:
    """Note that the service that runs now, if one does, appended an entry."""
    kept = _kept.get()
    if kept is not None:
        kept.append(kind)
