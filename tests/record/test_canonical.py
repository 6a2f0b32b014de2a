"""Canonical bytes: equal to RFC 8785 inside the subset, refused with a place outside it."""

from __future__ import annotations

import hashlib
import json
from enum import IntEnum
from typing import Any, NamedTuple

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from clearslate.record import CanonicalError, RecordError, canonical_bytes, sha256_hex
from clearslate.record.canonical import MAX_DEPTH, MAX_INTEGER

keys = st.text(st.characters(max_codepoint=127), max_size=8)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)


@given(values)
def test_equals_a_full_implementation(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(values)
def test_reads_back_as_the_same_value(value: Any) -> None:
    assert json.loads(canonical_bytes(value)) == value


@given(st.dictionaries(keys, scalars, max_size=8), st.randoms(use_true_random=False))
def test_order_of_keys_does_not_matter(value: dict[str, Any], random: Any) -> None:
    shuffled = list(value.items())
    random.shuffle(shuffled)
    assert canonical_bytes(dict(shuffled)) == canonical_bytes(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, False, None]}, b'{"a":[true,false,null],"b":1}'),
        ((), b"[]"),
        ((1, (2,)), b"[1,[2]]"),
        ({}, b"{}"),
        ("", b'""'),
        (-0, b"0"),
        (MAX_INTEGER, b"9007199254740991"),
        (-MAX_INTEGER, b"-9007199254740991"),
        ('"\\/\b\f\n\r\t\x00\x1f\x7f', b'"\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f"'),
        ("café 😀 \u2028", '"café 😀 \u2028"'.encode()),
        (
            {"B": 1, "a": 2, "": 3, "1": 4, "10": 5, "2": 6},
            b'{"":3,"1":4,"10":5,"2":6,"B":1,"a":2}',
        ),
    ],
)
def test_known_bytes(value: Any, written: bytes) -> None:
    assert canonical_bytes(value) == written == rfc8785.dumps(value)


def test_text_is_not_normalised() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    assert canonical_bytes(composed) != canonical_bytes(decomposed)


def test_hash_is_of_the_bytes() -> None:
    value = {"outcome": "notify"}
    assert sha256_hex(value) == hashlib.sha256(b'{"outcome":"notify"}').hexdigest()


class Colour(IntEnum):
    RED = 1


class Pair(NamedTuple):
    left: int


class Word(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "path", "found"),
    [
        pytest.param(1.0, "", "no integer", id="float_whole"),
        pytest.param({"a": [0, {"b": 2.5}]}, "a[1].b", "2.5", id="float_nested"),
        pytest.param([float("nan")], "[0]", "nan", id="nan"),
        pytest.param(2**53, "", "2^53", id="integer_too_large"),
        pytest.param([-(2**53)], "[0]", "2^53", id="integer_too_small"),
        pytest.param({"é": 1}, "", "not ASCII", id="key_not_ascii"),
        pytest.param({"a": {"\U0001f600": 1, "\ufb33": 2}}, "a", "not ASCII", id="key_beyond_bmp"),
        pytest.param({1: 2}, "", "of type int", id="key_integer"),
        pytest.param({"a": {True: 2}}, "a", "of type bool", id="key_boolean"),
        pytest.param({"a b": ["\ud83d"]}, '["a b"][0]', "U+D83D", id="surrogate_lone"),
        pytest.param({"a": "x\udc00"}, "a", "U+DC00", id="surrogate_low"),
        pytest.param({"a": {1}}, "a", "type set", id="set"),
        pytest.param({"a": b"x"}, "a", "type bytes", id="bytes"),
        pytest.param([Colour.RED], "[0]", "type Colour", id="enumeration"),
        pytest.param([Pair(1)], "[0]", "type Pair", id="named_tuple"),
        pytest.param([Word("x")], "[0]", "type Word", id="subclass_of_text"),
    ],
)
def test_refused_with_a_place(value: Any, path: str, found: str) -> None:
    with pytest.raises(CanonicalError) as caught:
        canonical_bytes(value)
    assert caught.value.path == path
    assert found in caught.value.found
    assert caught.value.remedy
    assert str(caught.value).startswith(path or "the value")
    assert isinstance(caught.value, RecordError)


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def test_depth_has_a_bound() -> None:
    assert canonical_bytes(nested(MAX_DEPTH)) == b"[" * MAX_DEPTH + b"1" + b"]" * MAX_DEPTH
    with pytest.raises(CanonicalError, match="deeper than 64 levels"):
        canonical_bytes(nested(MAX_DEPTH + 1))


def test_a_list_that_holds_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(CanonicalError, match="deeper"):
        canonical_bytes(loop)


odd = scalars | st.floats() | st.binary(max_size=2) | st.text(max_size=3) | st.just(2**60)


@given(
    st.recursive(
        odd,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
        ),
    )
)
def test_nothing_but_its_own_error_escapes(value: Any) -> None:
    try:
        written = canonical_bytes(value)
    except CanonicalError:
        return
    assert written == rfc8785.dumps(value)
