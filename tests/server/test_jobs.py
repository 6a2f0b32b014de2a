"""Workers: signs of life, the jobs of dead ones, chores that one worker does."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from clearslate.kit import jobs
from clearslate.kit.checks import check_worker
from clearslate.kit.models import OutboxMessage, Worker
from clearslate.kit.worker import Worker as Running
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.notify.services import send_test_message
from tests.server import smtp

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("database")


def running_job(worker_ids: list[str], started_at: datetime) -> DBTaskResult:
    with transaction.atomic():
        jobs.do_chore.enqueue("prune_jobs")
    DBTaskResult.objects.update(status="RUNNING", worker_ids=worker_ids, started_at=started_at)
    return DBTaskResult.objects.get()


def test_signs_of_life() -> None:
    assert check_worker(AT).state == "failed"
    jobs.beat("one", at=AT)
    jobs.beat("one", at=AT + timedelta(seconds=5))
    assert jobs.alive(at=AT) == 1
    assert check_worker(AT).state == "ok"
    assert jobs.alive(at=AT + jobs.DEAD_AFTER * 2) == 0
    jobs.leave("one")
    assert not Worker.objects.exists()


def test_the_job_of_a_living_worker_is_left_alone() -> None:
    running_job(["one"], AT - timedelta(hours=1))
    jobs.beat("one", at=AT)
    assert jobs.recover(at=AT) == 0


def test_the_job_of_a_dead_worker_is_ready_again() -> None:
    running_job(["one"], AT)
    jobs.beat("one", at=AT)
    assert jobs.recover(at=AT + 2 * jobs.DEAD_AFTER) == 1
    assert DBTaskResult.objects.get().status == "READY"


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    running_job(["a", "b", "c", "d", "e"], AT)
    assert jobs.recover(at=AT + 2 * jobs.DEAD_AFTER) == 0
    assert DBTaskResult.objects.get().status == "FAILED"


def test_each_chore_is_planned_once() -> None:
    assert set(jobs.plan_chores(at=AT)) == set(jobs.CHORES)
    assert jobs.plan_chores(at=AT) == []
    assert "find_lost_messages" in jobs.plan_chores(at=AT + timedelta(minutes=6))


@pytest.mark.parametrize("name", jobs.CHORES)
def test_a_chore_runs(name: str) -> None:
    assert jobs.do_chore.call(name) == 0


def test_jobs_that_ended_long_ago_are_forgotten() -> None:
    running_job(["one"], AT)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=AT)
    assert jobs.prune(at=AT + timedelta(days=1)) == 0
    assert jobs.prune(at=AT + timedelta(days=15)) == 1


def test_a_worker_works_and_stops(with_mail, mail_server: smtp.Server) -> None:
    worker = Running()
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        send_test_message(actor=COMMAND_LINE, at=datetime.now(UTC), recipient="a@example.org")
        assert mail_server.arrived.wait(30)
        for _ in range(100):
            if OutboxMessage.objects.get().state == "sent":
                break
            time.sleep(0.05)
        assert OutboxMessage.objects.get().state == "sent"
        assert jobs.alive(at=datetime.now(UTC)) == 1
    finally:
        worker.stop()
        thread.join(30)
    assert not thread.is_alive()
    assert jobs.alive(at=datetime.now(UTC)) == 0
    assert len(mail_server.messages) == 1
