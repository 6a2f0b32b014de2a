"""Commitments: the formula is fixed, a salt binds and hides."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearslate.record import commitment, opens

SALT = bytes(range(32))


def test_the_formula() -> None:
    by_hand = hashlib.sha256(b"clearslate/commit/v1" + b"\x00" + SALT + '"José"'.encode()).digest()
    assert commitment(SALT, "José") == by_hand
    assert by_hand.hex() == "b82820a328a73b9f2fa985f73f615654f36a7421672a0912085fd86ce079c0cc"


@given(st.binary(min_size=32, max_size=32), st.text(), st.text())
def test_it_opens_with_its_value_only(salt: bytes, value: str, other: str) -> None:
    committed = commitment(salt, value)
    assert opens(committed, salt, value)
    assert opens(committed, salt, other) == (value == other)
    assert not opens(committed, bytes(32), value) or salt == bytes(32)


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_of_another_length_is_refused(salt: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(salt, "x")
