"""Several people at once: one of them is told, and nothing that must stay is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from clearslate.ledger.selectors import check
from clearslate.productions.access import keep_a_manager
from clearslate.productions.errors import NotAllowedError, ProductionsError, StaleError
from clearslate.productions.models import FactSheet, Membership, Production
from clearslate.productions.services.facts import file_facts
from clearslate.productions.services.members import end_member
from clearslate.productions.services.production import create_production, edit_production
from tests.server.productions import AT, particulars, world

pytestmark = pytest.mark.usefixtures("database")


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Do acts at the same time, each with a connection of its own; what each of them ran into."""
    ready = threading.Barrier(len(acts))
    met: list[Exception | None] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            ready.wait()
            act()
        except Exception as error:
            met[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return met


def kinds(met: list[Exception | None]) -> list[str]:
    return sorted(type(each).__name__ for each in met)


@pytest.mark.slow
def test_of_editors_at_once_one_is_heard_and_the_others_are_told() -> None:
    here = world()

    def edit(phase: str) -> Callable[[], object]:
        return lambda: edit_production(
            actor=here.party("producer"),
            at=AT,
            production=here.production,
            revision=1,
            given=particulars(phase=phase),
        )

    met = at_once(*map(edit, ("preparation", "shoot", "post", "delivered")))
    assert kinds(met) == ["NoneType", *[StaleError.__name__] * 3]
    assert Production.objects.get(id=here.production.id).revision == 2
    assert [each.flaws for each in check() if each.flaws] == []


@pytest.mark.slow
def test_the_last_two_managers_cannot_end_each_other() -> None:
    here = world()

    def end(who: str, whom: str) -> Callable[[], object]:
        return lambda: end_member(actor=here.party(who), at=AT, member=here.member(whom))

    met = at_once(end("coordinator", "producer"), end("producer", "coordinator"))
    # Whoever comes second has no role any more.
    assert kinds(met) == ["NoneType", NotAllowedError.__name__]
    keep_a_manager(here.production)
    assert Membership.objects.exclude(ended_at=None).count() == 1


@pytest.mark.slow
def test_filings_at_once_are_not_lost_unseen() -> None:
    here = world()

    def file(party: str) -> Callable[[], object]:
        return lambda: file_facts(
            actor=here.party("coordinator"),
            at=AT,
            production=here.production,
            data={"clearslate": "facts/1", "agreements": [{"id": "a", "party": party}]},
            after=0,
        )

    met = at_once(file("one"), file("two"), file("three"))
    assert kinds(met) == ["NoneType", *[StaleError.__name__] * 2]
    assert FactSheet.objects.get().number == 1


@pytest.mark.slow
def test_one_code_name_is_taken_once() -> None:
    here = world()

    def create(name: str) -> Callable[[], object]:
        return lambda: create_production(
            actor=here.root,
            at=AT,
            organisation=here.company,
            coordinator=here.people["coordinator"],
            given=particulars(code_name=name),
        )

    met = at_once(create("LANTERN"), create("lantern"), create("Lantern"))
    assert kinds(met) == ["NoneType", *[ProductionsError.__name__] * 2]
    assert Production.objects.filter(code_name__iexact="lantern").count() == 1
