"""Messages: none without its transaction, each once per lease, and none lost."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from clearslate.kit import jobs, outbox
from clearslate.kit.errors import KitError
from clearslate.kit.models import OutboxMessage
from clearslate.ledger import selectors
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.notify.services import send_test_message
from tests.server import processes, smtp
from tests.server.databases import Database

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("database", "with_mail")


def message(recipient: str = "ana@example.org") -> OutboxMessage:
    return send_test_message(actor=COMMAND_LINE, at=AT, recipient=recipient)


def deliver(row: OutboxMessage, at: datetime = AT) -> str:
    return outbox.deliver(row.id, lambda: at)


def test_it_works(mail_server: smtp.Server) -> None:
    row = message()
    assert deliver(row) == "sent"
    (mail,) = mail_server.messages
    assert mail["Subject"] == "Clearslate: mail works"
    assert mail["From"] == "clearslate@example.org"
    assert mail["Message-ID"] == f"<{row.id}@127.0.0.1>"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "http://127.0.0.1:8000" in mail.get_body(("plain",)).get_content()
    assert selectors.history("installation")[0].sentence == (
        "Somebody at the command line had a test message sent to ana@example.org."
    )


def test_what_is_sent_is_not_sent_again(mail_server: smtp.Server) -> None:
    row = message()
    assert [deliver(row), deliver(row, AT + 10 * MINUTE)] == ["sent", "sent"]
    assert len(mail_server.messages) == 1


def test_what_rolls_back_leaves_no_message_and_no_job() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        message()
        raise RuntimeError
    assert not OutboxMessage.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(KitError, match="outside of a transaction"):
        outbox.put(channel="email", kind="test", recipient="x@y.z", parameters={}, at=AT)


def test_while_one_holds_the_lease_no_other_sends(mail_server: smtp.Server) -> None:
    row = message()
    OutboxMessage.objects.update(lease="somebody", leased_until=AT + MINUTE)
    assert deliver(row) == "waiting"
    assert mail_server.messages == []
    assert deliver(row, AT + 2 * MINUTE) == "sent"


def test_a_lease_that_ran_out_marks_nothing(mail_server: smtp.Server) -> None:
    """Somebody who was slow finds that another took over, and leaves its row alone."""
    row = message()

    def taken_over() -> None:
        OutboxMessage.objects.update(lease="another", leased_until=AT + 20 * MINUTE)

    def slow(each: OutboxMessage) -> None:
        taken_over()

    outbox.register("slow", slow)
    OutboxMessage.objects.update(channel="slow")
    deliver(row)
    row.refresh_from_db()
    assert (row.state, row.lease) == ("waiting", "another")


@pytest.mark.parametrize(("code", "state"), [(550, "failed"), (450, "waiting")])
def test_a_refused_recipient(mail_server: smtp.Server, code: int, state: str) -> None:
    mail_server.refuse["ana@example.org"] = code
    row = message()
    assert deliver(row) == state
    row.refresh_from_db()
    assert str(code) in row.problem
    if state == "waiting":
        assert row.due_at == AT + timedelta(seconds=30)
        assert deliver(row, AT + MINUTE / 4) == "waiting"
        mail_server.refuse.clear()
        assert deliver(row, AT + MINUTE) == "sent"
        assert DBTaskResult.objects.filter(run_after=row.due_at).exists()


def test_a_server_that_is_away_is_tried_again_and_given_up_at_last(
    mail_server: smtp.Server,
) -> None:
    mail_server.shutdown()
    mail_server.server_close()
    row = message()
    at, states = AT, []
    for _ in range(outbox.MOST_ATTEMPTS):
        states.append(deliver(row, at))
        row.refresh_from_db()
        at = max(row.due_at, at)
    assert states == ["waiting"] * (outbox.MOST_ATTEMPTS - 1) + ["failed"]
    assert timedelta(hours=20) < at - AT < timedelta(hours=48)


def test_without_a_server_in_the_settings_a_message_waits(settings) -> None:
    settings.CLEARSLATE = {**settings.CLEARSLATE, "mail_url": None}
    row = message()
    at = AT
    for _ in range(3 * outbox.MOST_ATTEMPTS):
        assert deliver(row, at) == "waiting"
        at += outbox.UNSET_WAIT
    row.refresh_from_db()
    assert row.attempts == 0


def test_a_lost_job_is_replaced() -> None:
    row = message()
    DBTaskResult.objects.all().delete()
    assert outbox.find_lost(at=AT + MINUTE) == 0
    later = AT + outbox.LOST_AFTER + MINUTE
    assert outbox.find_lost(at=later) == 1
    assert outbox.find_lost(at=later) == 0
    assert DBTaskResult.objects.get().args_kwargs["args"] == [row.id]


def test_waits_double_up_to_six_hours() -> None:
    waits = [outbox.backoff(number) for number in range(1, outbox.MOST_ATTEMPTS + 1)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert waits[-1] == timedelta(hours=6)


@pytest.mark.slow
def test_a_worker_killed_between_yes_and_mark(database: Database, mail_server: smtp.Server) -> None:
    """The server said yes, our mark is missing: sent again, once, as the same message."""
    row = message()
    environment = database.environment | {
        "CLEARSLATE_MAIL_URL": mail_server.url,
        "CLEARSLATE_MAIL_FROM": "clearslate@example.org",
    }
    worker = processes.started("worker", environment=environment)
    mail_server.after_yes = lambda: os.kill(worker.pid, signal.SIGKILL)
    worker.communicate(timeout=60)
    assert worker.returncode == -signal.SIGKILL
    assert mail_server.arrived.is_set()
    row.refresh_from_db()
    mail_server.after_yes = lambda: None
    now = datetime.now(UTC)
    job = DBTaskResult.objects.running().get()
    assert jobs.recover(at=now) == 0
    later = now + jobs.DEAD_AFTER + MINUTE
    assert jobs.recover(at=later) == 1
    job.refresh_from_db()
    assert job.status == "READY"
    if row.state == "waiting":  # the kill came before the mark, as it nearly always does
        assert deliver(row, later) == "waiting"
        assert deliver(row, now + outbox.LEASE + MINUTE) == "sent"
        assert len(mail_server.messages) == 2
    assert deliver(row, now + 2 * outbox.LEASE) == "sent"
    assert len({mail["Message-ID"] for mail in mail_server.messages}) == 1
