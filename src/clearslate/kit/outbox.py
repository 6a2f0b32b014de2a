"""Messages to the outside: a row in the transaction of what it tells of, then a job that sends it.

What is promised. A message whose transaction rolls back is never sent. One that commits is sent,
or ends as failed with the reason. While a job holds the lease of a row, no other sends it. A job
that is killed between the server's yes and our mark leaves a row that looks unsent: it is sent
again when the lease has run out, with the same message id, by which mail systems drop the second.
No protocol of mail allows more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import task

from clearslate.kit.clock import Clock, system_clock
from clearslate.kit.errors import KitError
from clearslate.kit.ids import new_id
from clearslate.kit.models import OutboxMessage

LEASE = timedelta(minutes=5)
"""Longer than any attempt to send; channels must give up before."""

MOST_ATTEMPTS = 14
"""With the waits between them, about a day."""

UNSET_WAIT = timedelta(minutes=5)
"""Between two looks at settings that do not let mail out."""

LOST_AFTER = timedelta(minutes=10)
"""A message that is due so long has no job any more; it gets a new one."""

Send = Callable[[OutboxMessage], None]

log = logging.getLogger("clearslate.outbox")
_channels: dict[str, Send] = {}


class NotSentError(KitError):
    """A message could not be sent.

    `final` says that trying again is no use; `settings` that the fault lies in the settings, so the
    message waits however long it takes to mend them.
    """

    def __init__(self, problem: str, *, final: bool = False, settings: bool = False) -> None:
        self.problem = problem
        self.final = final
        self.settings = settings
        super().__init__(problem)


def register(channel: str, send: Send) -> None:
    """Say what sends the messages of a channel. It raises `NotSentError`, and nothing else."""
    _channels[channel] = send


def put(
    *, channel: str, kind: str, recipient: str, parameters: dict[str, str], at: datetime
) -> OutboxMessage:
    """Write a message and its job, in the caller's transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise KitError(f"the message {kind} is written outside of a transaction.")
    message = OutboxMessage.objects.create(
        channel=channel,
        kind=kind,
        recipient=recipient,
        parameters=parameters,
        created_at=at,
        due_at=at,
    )
    send_message.enqueue(message.id)
    return message


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 30 seconds, doubled each time, at most 6 hours."""
    return min(timedelta(seconds=30) * 2 ** (attempts - 1), timedelta(hours=6))


@task()
def send_message(message_id: str) -> str:
    """The job: send one message if it is due. Returns its state."""
    return deliver(message_id, system_clock)


def deliver(message_id: str, clock: Clock) -> str:
    """Send a message unless it is sent, leased or not yet due. Returns its state."""
    message = _leased(message_id, clock())
    if isinstance(message, str):
        return message
    try:
        send = _channels.get(message.channel)
        if send is None:
            raise NotSentError(f"no channel {message.channel}", final=True)
        send(message)
    except NotSentError as error:
        return _not_sent(message, error, clock())
    _marked(message, OutboxMessage.State.SENT, "", clock())
    log.info("message %s (%s) sent", message.id, message.kind)
    return OutboxMessage.State.SENT


def find_lost(*, at: datetime) -> int:
    """Give a new job to every message whose job was lost. Returns how many."""
    lost = OutboxMessage.objects.filter(
        state=OutboxMessage.State.WAITING, due_at__lt=at - LOST_AFTER
    ).exclude(leased_until__gt=at)
    with transaction.atomic():
        ids = list(lost.select_for_update().values_list("id", flat=True)[:1000])
        # Not lost again until its new job had its time.
        OutboxMessage.objects.filter(id__in=ids).update(due_at=at)
        for message_id in ids:
            send_message.enqueue(message_id)
    return len(ids)


def _leased(message_id: str, at: datetime) -> OutboxMessage | str:
    """The message with a lease of ours; its state when there is nothing to do now."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().filter(id=message_id).first()
        if message is None:
            return OutboxMessage.State.FAILED
        if message.state != OutboxMessage.State.WAITING:
            return str(message.state)
        wait_until = max(message.due_at, message.leased_until or at)
        if wait_until > at:
            send_message.using(run_after=wait_until).enqueue(message.id)
            return str(message.state)
        message.lease = new_id()
        message.leased_until = at + LEASE
        message.attempts += 1
        message.save(update_fields=["lease", "leased_until", "attempts"])
        return message


def _not_sent(message: OutboxMessage, error: NotSentError, at: datetime) -> str:
    log.warning("message %s (%s) not sent: %s", message.id, message.kind, error.problem)
    if error.final or (message.attempts >= MOST_ATTEMPTS and not error.settings):
        _marked(message, OutboxMessage.State.FAILED, error.problem, at)
        return OutboxMessage.State.FAILED
    # What the settings are to blame for does not count as an attempt.
    attempts = message.attempts - 1 if error.settings else message.attempts
    due_at = at + (UNSET_WAIT if error.settings else backoff(attempts))
    with transaction.atomic():
        OutboxMessage.objects.filter(id=message.id, lease=message.lease).update(
            lease="",
            leased_until=None,
            due_at=due_at,
            attempts=attempts,
            problem=error.problem[:200],
        )
        send_message.using(run_after=due_at).enqueue(message.id)
    return OutboxMessage.State.WAITING


def _marked(message: OutboxMessage, state: str, problem: str, at: datetime) -> None:
    """Mark what our lease still covers; another worker may have taken over a lease that ran out."""
    OutboxMessage.objects.filter(
        id=message.id, lease=message.lease, state=OutboxMessage.State.WAITING
    ).update(state=state, problem=problem[:200], finished_at=at, lease="", leased_until=None)
