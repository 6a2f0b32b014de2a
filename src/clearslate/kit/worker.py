"""The worker: takes one job after the other from the database, until it is told to stop."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker as LibraryWorker

from clearslate.kit import jobs
from clearslate.kit.clock import Clock, system_clock
from clearslate.kit.ids import new_id

INTERVAL = 0.5
"""Seconds between two looks at an empty queue."""

BEAT = 5.0
"""Seconds between two signs of life."""

log = logging.getLogger("clearslate.worker")


class Worker:
    """Runs jobs in the thread that calls `run`; `stop` may come from any other or a signal."""

    def __init__(self, clock: Clock = system_clock) -> None:
        self.id = new_id()
        self.clock = clock
        self._stopped = threading.Event()
        self._jobs = LibraryWorker(
            queue_names=["*"],
            interval=INTERVAL,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.id,
            excluded_queue_names=[],
        )

    def stop(self) -> None:
        """End after the job that runs now."""
        self._jobs.running = False
        self._stopped.set()

    def run(self) -> None:
        """Run jobs until `stop`; a database that is away for a while is waited for."""
        signs = threading.Thread(target=self._signs_of_life, name="worker-beat", daemon=True)
        signs.start()
        try:
            while not self._stopped.is_set():
                try:
                    self._jobs.run()
                except DatabaseError:
                    log.exception("the database did not answer; trying again")
                    close_old_connections()
                    self._stopped.wait(2.0)
        finally:
            self.stop()
            signs.join(BEAT)
            connections.close_all()

    def _signs_of_life(self) -> None:
        while True:
            try:
                close_old_connections()
                jobs.beat(self.id, at=self.clock())
                jobs.recover(at=self.clock())
                jobs.plan_chores(at=self.clock())
            except DatabaseError:
                log.exception("no sign of life could be written; trying again")
            if self._stopped.wait(BEAT):
                break
        try:
            jobs.leave(self.id)
        except DatabaseError:
            log.warning("the sign of life could not be taken back")
        finally:
            connections.close_all()
