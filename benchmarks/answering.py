"""Fifty people who answer at once: no error, and no answer that was acknowledged is lost.

The real server runs in a process of its own. Each person has a session and a connection, and sends
one answer after the other, as fast as they are acknowledged. First each has a draft of their own,
then two share one. Afterwards each draft is read: it holds the last acknowledged answer to every
question, and its revision has counted every one of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.harness import conditions, shown, table
from benchmarks.web import Browser, percentiles, serving, session_of, start

PEOPLE = 50
ANSWERS = 12
PAUSE = 4.0
"""Seconds between two answers of a person who reads the next question."""
ROUNDS = (
    ("each a draft of their own, reading in between", False, PAUSE),
    ("two share a draft, reading in between", True, PAUSE),
    ("each a draft of their own, without a pause", False, 0.0),
    ("two share a draft, without a pause", True, 0.0),
)
#: Two of each question's answers, which a person gives in turn. Of two who share a draft, one
#: answers the first half, and the other the second.
QUESTIONS = (
    ("use.title", ("Mood board for the harbour", "Mood board for the quay")),
    ("use.purpose", ("Light and stone.", "Light, stone and weather.")),
    ("use.begun", ("no", "yes")),
    ("use.misleads", ("no", "unknown")),
    ("outputs[0].fabricates", ("no", "unknown")),
    ("use.otherwise", ("same_people", "unknown")),
)


@dataclass
class Person:
    """Somebody who answers questions of a draft."""

    browser: Browser
    path: str
    base: int
    questions: tuple[tuple[str, tuple[str, str]], ...]
    name: str
    times: list[float] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    count: int = 0
    errors: list[str] = field(default_factory=list)

    def answer(self, begin: threading.Barrier, pause: float) -> None:
        """Answer as often as asked to; each answer differs from the one before it."""
        begin.wait()
        # Nobody reads as fast as the next, and so they do not all answer in one moment.
        time.sleep(pause * int(self.name.removeprefix("page")) / PEOPLE)
        for number in range(ANSWERS):
            if number:
                time.sleep(pause)
            path, values = self.questions[number % len(self.questions)]
            value = values[(number // len(self.questions) + 1) % 2]
            if "." in path and path.partition(".")[2] in ("title", "purpose"):
                value = f"{value} {self.name}, {number}"
            sent = (("asked", path), (path, value), ("page", self.name), ("base", str(self.base)))
            started = time.perf_counter()
            answer = self.browser.post(self.path, sent)
            self.times.append(time.perf_counter() - started)
            if answer.status != 200:
                self.errors.append(f"{path}: {answer.status}")
            else:
                self.acknowledged[path] = value
                self.count += 1


@dataclass
class Round:
    """What one measurement found."""

    words: str
    times: list[float]
    seconds: float
    errors: list[str]
    lost: list[str]


def main() -> int:
    """Measure on both databases; 1 where an answer failed or was lost."""
    rounds = [found for engine in ("sqlite", "postgresql") for found in _apart(engine)]
    print("## Fifty people answering at once")
    print()
    print(f"{conditions(['Django', 'waitress', 'psycopg'])}, two cores that the people share.")
    print(
        f"{PEOPLE} people, {ANSWERS} answers each, every one on disk before it is acknowledged. "
        f"They read for {PAUSE:g} seconds between two answers, or answer without a pause."
    )
    print()
    print(table(
        ("", "median", "95 of 100 within", "answers in a second", "errors", "lost"),
        (_row(each) for each in rounds),
    ))  # fmt: skip
    print()
    failed = [each for each in rounds if each.errors or each.lost]
    for each in failed:
        print(each.words, (each.errors + each.lost)[:5], file=sys.stderr)
    verdict = "not reached" if failed else "reached"
    print(f"Bar: no error and no lost answer on either. {verdict.capitalize()}.")
    return 1 if failed else 0


def _row(found: Round) -> tuple[str, ...]:
    median, most = percentiles(found.times)
    speed = f"{len(found.times) / found.seconds:.0f}"
    counts = (str(len(found.errors)), str(len(found.lost)))
    return found.words, shown(median), shown(most), speed, *counts


def _apart(engine: str) -> list[Round]:
    """The rounds of one database, in a process of their own: settings are read once."""
    command = [sys.executable, "-m", "benchmarks.answering", engine]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        sys.exit(f"{engine}: the measurement failed")
    return [Round(**each) for each in json.loads(run.stdout)]


def measure(engine: str) -> Iterator[Round]:
    """Both rounds on a database of that kind."""
    with (
        tempfile.TemporaryDirectory(prefix="clearslate-bench-") as folder,
        _database(engine) as url,
    ):
        start(Path(folder), url)
        from tests.server.declaring import declaration

        document = declaration("development-mood-board")
        people = _people()
        with serving() as address:
            for words, pairs, pause in ROUNDS:
                drafts, asked = _drafts(people, document, address, pairs)
                yield _round(f"{_NAMES[engine]}, {words}", drafts, asked, pause)


_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@contextmanager
def _database(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        yield ""
        return
    from tests.server import postgres

    with postgres.server(durable=True) as socket:
        yield f"postgresql://clearslate@/postgres?host={socket}"


def _people() -> list[tuple[Any, Any, str]]:
    """Fifty who may declare in one production: each with it and their session."""
    from clearslate.accounts.services import create_user
    from clearslate.ledger.parties import COMMAND_LINE
    from clearslate.productions.services.facts import file_facts
    from clearslate.productions.services.members import Place, add_member
    from tests.server.declaring import declaration
    from tests.server.many import AT, make_production

    production = make_production("Tideline")
    file_facts(
        actor=COMMAND_LINE, at=AT, production=production, data=declaration("facts"), name="facts"
    )
    role = production.roles.get(key="department_lead")
    made = []
    for number in range(PEOPLE):
        user = create_user(
            actor=COMMAND_LINE,
            at=AT,
            email=f"p{number}@tideline.example",
            organisation=production.organisation,
            password=None,
        )
        add_member(actor=COMMAND_LINE, at=AT, production=production, user=user, place=Place(role))
        made.append((user, production, session_of(user)))
    return made


def _drafts(
    people: list[tuple[Any, Any, str]], document: dict[str, Any], address: str, pairs: bool
) -> tuple[list[Any], list[Person]]:
    from clearslate.uses import drafts
    from tests.server.many import AT

    made, asked = [], []
    half = len(QUESTIONS) // 2
    for number, (user, production, cookies) in enumerate(people):
        if not pairs or number % 2 == 0:
            draft = drafts.start(author=user, production=production, at=AT, document=document)
            made.append(draft)
        else:
            draft.authors.add(user)
        mine = QUESTIONS
        if pairs:
            mine = QUESTIONS[half:] if number % 2 else QUESTIONS[:half]
        path = f"/p/{production.slug}/drafts/{draft.id}/answer"
        browser = Browser(address, cookies)
        asked.append(Person(browser, path, draft.revision, mine, f"page{number}"))
    return made, asked


def _round(words: str, drafts: list[Any], people: list[Person], pause: float) -> Round:
    begin = threading.Barrier(len(people) + 1)
    threads = [threading.Thread(target=each.answer, args=(begin, pause)) for each in people]
    for thread in threads:
        thread.start()
    begin.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    times = [each for person in people for each in person.times]
    errors = [each for person in people for each in person.errors]
    return Round(words, times, seconds, errors, [*_lost(drafts, people)])


def _lost(drafts: list[Any], people: list[Person]) -> Iterator[str]:
    """What was acknowledged and is not there."""
    from clearslate.policy.interview import given

    for draft in drafts:
        first = draft.revision
        draft.refresh_from_db()
        own = [person for person in people if f"/{draft.id}/" in person.path]
        counted = sum(person.count for person in own)
        if draft.revision - first != counted:
            yield f"{counted} acknowledged, {draft.revision - first} counted"
        for person in own:
            for path, value in person.acknowledged.items():
                if given(draft.document, path) != value:
                    yield f"{path}: {value!r} was acknowledged"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps([asdict(each) for each in measure(sys.argv[1])]))
    else:
        sys.exit(main())
