"""What a worker does beside its jobs: it says it is alive, and cleans up after dead ones.

A job whose worker was killed stays “running” for ever in the library's table. Here it is made
ready again once the worker has not been seen for `DEAD_AFTER`. So a job may run twice: jobs
change the database in one transaction that first looks whether it is done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from clearslate.kit import outbox, rate
from clearslate.kit.clock import system_clock
from clearslate.kit.models import Chore, Worker
from clearslate.kit.storage import Store

DEAD_AFTER = timedelta(seconds=45)
"""A worker says every few seconds that it is alive."""

MOST_RUNS = 5
"""A job during which so many workers died is given up: it may be what kills them."""

KEEP_FINISHED = timedelta(days=14)

log = logging.getLogger("clearslate.worker")


def beat(worker_id: str, *, at: datetime) -> None:
    """Say that a worker is alive."""
    Worker.objects.update_or_create(
        id=worker_id, defaults={"seen_at": at}, create_defaults={"seen_at": at, "started_at": at}
    )


def leave(worker_id: str) -> None:
    """Say that a worker has ended."""
    Worker.objects.filter(id=worker_id).delete()


def alive(*, at: datetime) -> int:
    """How many workers were seen lately."""
    return int(Worker.objects.filter(seen_at__gte=at - DEAD_AFTER).count())


def recover(*, at: datetime) -> int:
    """Make the jobs of dead workers ready again. Returns how many."""
    recovered = 0
    with transaction.atomic():
        Worker.objects.filter(seen_at__lt=at - DEAD_AFTER).delete()
        living = set(Worker.objects.values_list("id", flat=True))
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        # A job that started just now may belong to a worker whose first beat is on its way.
        for job in running.filter(started_at__lt=at - DEAD_AFTER):
            if job.worker_ids and job.worker_ids[-1] in living:
                continue
            given_up = len(job.worker_ids) >= MOST_RUNS
            job.status = TaskResultStatus.FAILED if given_up else TaskResultStatus.READY
            job.finished_at = at if given_up else None
            job.save(update_fields=["status", "finished_at"])
            log.warning(
                "job %s (%s) lost its worker; %s",
                job.id,
                job.task_path,
                "given up" if given_up else "ready again",
            )
            recovered += not given_up
    return recovered


def prune(*, at: datetime) -> int:
    """Forget jobs that ended long ago. Returns how many."""
    dropped, _ = DBTaskResult.objects.finished().filter(finished_at__lt=at - KEEP_FINISHED).delete()
    return int(dropped)


def _sweep(*, at: datetime) -> int:
    return Store(settings.CLEARSLATE["storage"]).sweep(at=at)


def _forget_rates(*, at: datetime) -> int:
    return rate.forget(before=at - timedelta(days=7))


CHORES: dict[str, tuple[timedelta, Callable[..., int]]] = {
    "find_lost_messages": (timedelta(minutes=5), outbox.find_lost),
    "prune_jobs": (timedelta(hours=6), prune),
    "sweep_storage": (timedelta(hours=6), _sweep),
    "forget_rates": (timedelta(days=1), _forget_rates),
}
"""What is done regularly, how often, by whichever worker comes first."""


@task()
def do_chore(name: str) -> int:
    """The job: do one chore. Returns on how many things."""
    return CHORES[name][1](at=system_clock())


def plan_chores(*, at: datetime) -> list[str]:
    """Write a job for each chore that is due; only one worker does. Returns their names."""
    planned = []
    for name, (every, _) in CHORES.items():
        Chore.objects.get_or_create(name=name, defaults={"due_at": at})
        with transaction.atomic():
            if Chore.objects.filter(name=name, due_at__lte=at).update(due_at=at + every):
                do_chore.enqueue(name)
                planned.append(name)
    return planned
