"""Ask first: what a declaration would come to, with nothing stored.

The answers travel with the page, sealed with the secret key, so that what comes back is what was
sent. They become a draft by `drafts.start`, and only then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing

from clearslate.policy.errors import DeclarationError
from clearslate.policy.interview import Journey, blank
from clearslate.productions.models import Production
from clearslate.uses.changes import Change
from clearslate.uses.desk import Desk
from clearslate.uses.errors import UsesError
from clearslate.uses.merging import Refused

MOST_SEALED = 200_000
"""Characters of a sealed declaration; a full one has a tenth of that."""


@dataclass(frozen=True)
class AskedFirst:
    """The declaration after some changes, and those that do not fit."""

    document: dict[str, Any]
    journey: Journey
    problems: tuple[Refused, ...]


def ask(
    desk: Desk, document: Mapping[str, Any] | None = None, changes: Sequence[Change] = ()
) -> AskedFirst:
    """Carry out changes of a declaration that is stored nowhere. `desk.assess` gives the rest.

    Changes that do not fit are in `problems`, the others are carried out, as drafts do.
    """
    answered: dict[str, Any] = dict(document or blank())
    refused: list[Refused] = []
    for change in changes:
        try:
            answered = change.on(desk.interview, answered)
        except DeclarationError as error:
            refused.append(Refused(change, error.problems))
    return AskedFirst(answered, desk.interview.journey(answered), tuple(refused))


def seal(document: Mapping[str, Any], production: Production) -> str:
    """The answers as a text that a page of this production carries and sends back."""
    return str(signing.dumps(dict(document), salt=_salt(production), compress=True))


def unseal(sealed: str, production: Production) -> dict[str, Any]:
    """The answers of a sealed text. Raises `UsesError` for any other text."""
    try:
        if len(sealed) > MOST_SEALED:
            raise signing.BadSignature
        document: dict[str, Any] = signing.loads(sealed, salt=_salt(production))
    except (signing.BadSignature, ValueError):
        raise UsesError("The answers of this page cannot be read. Begin again.") from None
    return document


def _salt(production: Production) -> str:
    return f"clearslate.ask.{production.id}"
