"""Several lawyers, or reporters, at once: one is told, numbers differ, and nothing is lost."""

from __future__ import annotations

import pytest

from clearslate.accounts.parties import party_of
from clearslate.incidents.errors import StaleError as StaleIncidentError
from clearslate.incidents.models import Incident, Stop
from clearslate.incidents.services.steps import stop_incident
from clearslate.ledger.selectors import check
from clearslate.privileged import notes
from clearslate.privileged.errors import StaleError
from clearslate.privileged.models import Keeping, Note, Wording
from tests.server.incidents_world import handled
from tests.server.lawyers import lawyers
from tests.server.series import AT
from tests.server.test_productions_at_once import at_once, kinds

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]


def test_of_two_who_amend_one_is_told() -> None:
    here = lawyers()
    note = here.write()
    met = at_once(
        *(
            lambda user=user: notes.amend(
                user=user, at=AT, note=note, use=here.use, revision=1, text=f"By {user}."
            )
            for user in (here.vera, here.paul)
        )
    )
    assert kinds(met) == ["NoneType", StaleError.__name__]
    assert Wording.objects.count() == 2


def test_amending_and_removing() -> None:
    here = lawyers()
    note = here.write()
    met = at_once(
        lambda: notes.amend(
            user=here.paul, at=AT, note=note, use=here.use, revision=1, text="Other words."
        ),
        lambda: notes.remove(user=here.vera, note=note, use=here.use, revision=1),
    )
    assert kinds(met) == ["NoneType", StaleError.__name__]
    assert Wording.objects.count() == (2 if Note.objects.exists() else 0)


def test_switching_at_once() -> None:
    here = lawyers()
    production = here.made.production
    met = at_once(
        *(
            lambda user=user: notes.switch(user=user, at=AT, production=production, on=True)
            for user in (here.vera, here.paul, here.vera)
        )
    )
    assert kinds(met) == ["NoneType"] * 3
    assert Keeping.objects.count() == 1


def test_reports_at_once_have_numbers_of_their_own() -> None:
    here = handled()
    met = at_once(*(lambda user=user: here.report(by=user) for user in (here.eddy, here.vera)))
    assert kinds(met) == ["NoneType"] * 2
    assert sorted(Incident.objects.values_list("number", flat=True)) == [1, 2]
    assert [each.flaws for each in check() if each.flaws] == []


def test_of_two_who_handle_one_is_told() -> None:
    here = handled()
    row = here.report()
    met = at_once(
        *(
            lambda user=user: stop_incident(
                actor=party_of(user), at=AT, incident=row, revision=1, what="Stopped."
            )
            for user in (here.sana, here.vera)
        )
    )
    assert kinds(met) == ["NoneType", StaleIncidentError.__name__]
    assert Stop.objects.count() == 1
