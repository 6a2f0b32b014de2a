"""`@immutable` makes what `@dataclass(frozen=True, slots=True)` makes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Any

import pytest

from clearslate.policy.immutable import immutable


@immutable
class Quick:
    """A pair."""

    name: str
    parts: tuple[int, ...] = ()
    note: str = field(default="none")


@dataclass(frozen=True, slots=True)
class Standard:
    """A pair."""

    name: str
    parts: tuple[int, ...] = ()
    note: str = field(default="none")


@immutable
class Empty:
    """Nothing."""


BOTH = pytest.mark.parametrize("kind", [Quick, Standard])


@BOTH
def test_makes_its_fields_from_positions_names_and_defaults(kind: Any) -> None:
    made = kind("a", note="b")
    assert (made.name, made.parts, made.note) == ("a", (), "b")
    with pytest.raises(TypeError, match="required positional argument"):
        kind()
    with pytest.raises(TypeError, match="unexpected keyword"):
        kind("a", other=1)


@BOTH
def test_equals_and_hashes_by_its_fields(kind: Any) -> None:
    assert kind("a", (1,)) == kind("a", (1,)) != kind("a", (2,))
    assert len({kind("a"), kind("a"), kind("b")}) == 2
    assert kind("a") != ("a", (), "none")


def test_never_equals_another_class() -> None:
    assert Quick("a") != Standard("a")
    assert Empty() == Empty()
    assert hash(Quick("a", (1,))) == hash(Standard("a", (1,)))


def test_prints_as_the_standard_one() -> None:
    assert repr(Quick("a", (1,))) == repr(Standard("a", (1,))).replace("Standard", "Quick")


@BOTH
def test_cannot_change(kind: Any) -> None:
    made = kind("a")
    with pytest.raises(FrozenInstanceError):
        made.name = "b"
    with pytest.raises(FrozenInstanceError):
        del made.name
    assert not hasattr(made, "__dict__")


def test_takes_no_further_attribute() -> None:
    made: Any = Quick("a")
    with pytest.raises(FrozenInstanceError):
        made.other = 1


@BOTH
def test_is_replaced_matched_copied_and_pickled(kind: Any) -> None:
    made = kind("a", (1, 2))
    assert replace(made, name="b") == kind("b", (1, 2))
    match made:
        case Quick(name, parts) | Standard(name, parts):
            assert (name, parts) == ("a", (1, 2))
    assert copy.deepcopy(made) == copy.copy(made) == pickle.loads(pickle.dumps(made)) == made


def test_has_the_fields_of_a_dataclass() -> None:
    assert dataclasses.is_dataclass(Quick)
    for one, other in zip(dataclasses.fields(Quick), dataclasses.fields(Standard), strict=True):
        assert (one.name, one.type, one.default) == (other.name, other.type, other.default)
    assert Quick.__doc__ == "A pair."
