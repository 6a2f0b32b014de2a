"""Passing gates, and lifting them: turnover, screening, picture lock and delivery of each episode.

A flow calls these within its own transaction, and assesses again what is still temporary.
"""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.parties import PERSON
from clearslate.accounts.permissions import Action
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import to_change
from clearslate.productions.entries import GATE_LIFTED, GATE_PASSED
from clearslate.productions.errors import (
    NotAllowedError,
    ProductionsError,
    StaleError,
    UnchangedError,
    refuse,
)
from clearslate.productions.gates import DELIVERY, STANDING, gate_of, gate_words
from clearslate.productions.models import Episode, Gate, Production

MOST_REASON = 400


@service(GATE_PASSED)
def pass_gate(
    *,
    actor: Party,
    at: datetime,
    production: Production,
    episode: Episode | None,
    kind: str,
    number: int,
) -> Gate:
    """Pass a gate for an episode, or for a production that has none.

    `number` is the one that was read as the next; where somebody was quicker that is `StaleError`.
    Raises `NotAllowedError`, `UnchangedError` for what stands already, and `ProductionsError`:
    what is delivered passes nothing more until its delivery is taken back.
    """
    row = to_change(actor, Action.KEEP_GATES, production)
    _check_person(actor)
    place = _place(row, episode)
    if kind not in Gate.Kind.values:
        refuse([("kind", "Choose turnover, screening, picture lock or delivery.")])
    passed = list(Gate.objects.filter(production=row, episode=place, kind=kind))
    if number != len(passed) + 1:
        raise StaleError(_meanwhile(kind, number, len(passed)))
    if kind in STANDING and any(each.lifted_at is None for each in passed):
        raise UnchangedError("This stands already.")
    _check_not_delivered(row, place)
    made = Gate.objects.create(
        production=row,
        episode=place,
        kind=kind,
        number=number,
        passed_at=at,
        passed_by_id=actor.id,
    )
    _append(made, actor, at)
    return made


@service(GATE_LIFTED)
def lift_gate(*, actor: Party, at: datetime, gate: Gate, reason: str) -> Gate:
    """Lift a gate that was passed: a lock that is opened again, or what was passed by mistake.

    What is delivered is frozen, so only who reviews legally takes a delivery back; before that
    nothing else of it is lifted. Raises `NotAllowedError`, `StaleError` where it was lifted
    meanwhile, and `ProductionsError`.
    """
    needs = Action.REVIEW_LEGALLY if gate.kind == DELIVERY else Action.KEEP_GATES
    production = to_change(actor, needs, gate.production)
    _check_person(actor)
    row = gate_of(production, gate.pk)
    if row is None or row.lifted_at is not None:
        raise StaleError("Meanwhile somebody lifted this gate. Look at what stands now.")
    words = _reason(reason)
    if row.kind != DELIVERY:
        _check_not_delivered(production, row.episode)
    row.lifted_at, row.lifted_by_id, row.reason = at, actor.id, words
    row.save(update_fields=["lifted_at", "lifted_by", "reason"])
    _append(row, actor, at)
    return row


def _meanwhile(kind: str, number: int, passed: int) -> str:
    done = f"Meanwhile somebody passed {gate_words(kind, passed)}. " if number <= passed else ""
    return f"{done}Nothing was done. Look at what stands now."


def _check_person(actor: Party) -> None:
    if actor.kind != PERSON:
        raise NotAllowedError("A gate is passed and lifted by a person, under their name.")


def _place(production: Production, episode: Episode | None) -> Episode | None:
    """The episode as it is now; a production with episodes passes gates for each of them."""
    if episode is None:
        if Episode.objects.filter(production=production).exists():
            raise ProductionsError("This production has episodes. Pass the gate for one of them.")
        return None
    row: Episode | None = Episode.objects.filter(production=production, id=episode.pk).first()
    if row is None:
        raise StaleError("This episode is no longer there. Look at what stands now.")
    return row


def _check_not_delivered(production: Production, episode: Episode | None) -> None:
    delivered = Gate.objects.filter(
        production=production, episode=episode, kind=DELIVERY, lifted_at=None
    )
    if delivered.exists():
        raise ProductionsError(
            "This is delivered, and stays as it is. Legal would have to take the delivery back."
        )


def _reason(text: str) -> str:
    words = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    if not words:
        refuse([("reason", "Say why, in one or two sentences.")])
    if len(words) > MOST_REASON:
        refuse([("reason", f"The reason has more than {MOST_REASON} characters. Shorten it.")])
    return words


def _append(gate: Gate, actor: Party, at: datetime) -> None:
    lifted = gate.lifted_at is not None
    append(
        GATE_LIFTED if lifted else GATE_PASSED,
        actor=actor,
        subject=Party("production", gate.production_id),
        at=at,
        scope=gate.production_id,
        body={"gate": gate.kind, "number": gate.number},
        commit={
            "episode": gate.episode.code if gate.episode else "",
            **({"reason": gate.reason} if lifted else {}),
        },
    )
