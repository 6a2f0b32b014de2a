"""Several people at once: a ceiling is never passed, nobody waits for ever, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clearslate.accounts.parties import party_of
from clearslate.envelopes.errors import CeilingError, EndedError, EnvelopesError
from clearslate.envelopes.models import Envelope, Registered
from clearslate.envelopes.selectors import envelope_for
from clearslate.envelopes.services.shots import drop_shots
from clearslate.envelopes.services.standing import end_standing
from clearslate.ledger.selectors import check
from tests.server.envelopes import (
    CRAFT,
    contact_of,
    declarant,
    give,
    noticed_under,
    open_own,
    register,
    with_go_ahead,
)
from tests.server.series import AT, Series, series
from tests.server.test_productions_at_once import at_once, kinds

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.slow]


@pytest.fixture
def made() -> Series:
    return series()


def registering(made: Series, envelope: Envelope, *names: str) -> Callable[[], object]:
    return lambda: register(made, envelope, *names)


def whole() -> None:
    """Every entry of the ledger is in its place."""
    assert [each.flaws for each in check() if each.flaws] == []


def test_registrations_at_once_never_pass_the_ceiling(made: Series) -> None:
    given = give(made, most_shots=10)
    met = at_once(
        *(registering(made, given, *(f"{each}_{n}" for n in range(3))) for each in range(6))
    )
    assert kinds(met) == [CeilingError.__name__] * 3 + ["NoneType"] * 3
    assert Registered.objects.filter(dropped_at=None).count() == 9
    whole()


def test_the_same_shots_at_once_are_registered_once(made: Series) -> None:
    own = envelope_for(with_go_ahead(made, most_shots=2))
    assert own is not None
    met = at_once(*[registering(made, own, "1 v1", "2 v1")] * 4)
    assert kinds(met) == [EnvelopesError.__name__] * 3 + ["NoneType"]
    assert Registered.objects.count() == 2


def test_what_is_dropped_at_once_is_dropped_once(made: Series) -> None:
    given = give(made)
    (row,) = register(made, given, "1 v1").registered
    drop = lambda: drop_shots(actor=declarant(made), at=AT, envelope=given, ids=[row.id])  # noqa: E731
    assert kinds(at_once(drop, drop, drop)) == [EnvelopesError.__name__] * 2 + ["NoneType"]


def test_declaring_deciding_ending_and_registering_do_not_stop_each_other(made: Series) -> None:
    given = give(made)
    use = noticed_under(made, given)
    decided = with_go_ahead(made, most_shots=5)
    own = envelope_for(decided)
    assert own is not None
    contact = party_of(contact_of(made))
    for turn in range(4):
        met = at_once(
            lambda turn=turn: register(made, given, f"{turn} v1", use=use),
            lambda turn=turn: register(made, envelope_for(decided) or own, f"{turn} v1"),
            lambda: open_own(made, decided, most_shots=5),
            lambda: made.submit(CRAFT),
            lambda: give(made),
        )
        # Another envelope may have been opened while a shot was on its way to the earlier one.
        assert set(kinds(met)) <= {"NoneType", EndedError.__name__}, "\n".join(map(str, met))
    ended = at_once(
        lambda: end_standing(actor=contact, at=AT, envelope=given, reason="Enough"),
        registering(made, given, "9 v1"),
        lambda: made.submit(CRAFT),
    )
    assert set(kinds(ended)) <= {"NoneType", EndedError.__name__}
    numbers = Envelope.objects.filter(use=None).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5]
    assert Envelope.objects.filter(use=decided, ended_at=None).count() == 1
    whole()
