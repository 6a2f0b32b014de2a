"""One value, one sequence of bytes: what is hashed, signed and compared.

A subset of RFC 8785 (JSON Canonicalization Scheme). Inside the subset the bytes are those of
any full implementation; outside it a value is refused, never rounded or repaired:

- keys are ASCII text, so every sorting rule in use (UTF-16 units, code points, bytes) agrees;
- numbers are integers within ±(2^53 - 1), which every JSON reader keeps exactly; time code,
  money and shares are written as text or as integers of a smaller unit;
- text is kept as it is. It is not normalised: two spellings of one letter are two texts;
- half a surrogate pair is refused, because it has no UTF-8 form.

Who only verifies never calls this: a verifier hashes the bytes it was given.
"""

from __future__ import annotations

import hashlib
import json

from clearslate.record.errors import CanonicalError

MAX_DEPTH = 64
"""Most levels of lists and objects inside each other."""

MAX_INTEGER = 2**53 - 1
"""Largest integer that every JSON reader keeps exactly (RFC 7493, section 2.2)."""

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical_bytes(value: object) -> bytes:
    """The canonical UTF-8 bytes of a JSON value.

    `value` is built of None, bool, int, str, list, tuple and dict, of exactly these types.
    Raises `CanonicalError` with the path of the first thing that is outside the subset.
    """
    if not _is_canonical(value):
        raise _first_flaw(value)
    try:
        return _encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise _first_flaw(value) from None


def sha256_hex(value: object) -> str:
    """The SHA-256 of the canonical bytes, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _is_canonical(value: object) -> bool:
    """Whether types, integers, keys and depth fit; half surrogates show when encoding.

    Goes level by level with as little work as possible per value: this runs for every
    assessment. `_first_flaw` knows the same rules with their words.
    """
    level: list[object] = [value]
    for _ in range(MAX_DEPTH + 1):
        deeper: list[object] = []
        for item in level:
            kind = type(item)
            if kind is str or item is None or kind is bool:
                continue
            if isinstance(item, dict) and kind is dict:
                for key in item:
                    if type(key) is not str or not key.isascii():
                        return False
                deeper.extend(item.values())
            elif isinstance(item, (list, tuple)) and (kind is list or kind is tuple):
                deeper.extend(item)
            elif not (
                isinstance(item, int) and kind is int and -MAX_INTEGER <= item <= MAX_INTEGER
            ):
                return False
        if not deeper:
            return True
        level = deeper
    return False


def _first_flaw(value: object) -> CanonicalError:
    """The error for the first flaw in document order; called only when there is one."""
    pending: list[tuple[str, object, int]] = [("", value, 0)]
    while pending:
        path, item, depth = pending.pop()
        flaw = _flaw(item, depth)
        if flaw is not None:
            return CanonicalError(path, *flaw)
        if isinstance(item, dict):
            children = [(_step(path, key), child, depth + 1) for key, child in item.items()]
        elif isinstance(item, (list, tuple)):
            children = [(f"{path}[{n}]", child, depth + 1) for n, child in enumerate(item)]
        else:
            continue
        pending.extend(reversed(children))
    raise AssertionError("no flaw in a value that was refused")


def _flaw(item: object, depth: int) -> tuple[str, str] | None:
    """What is wrong with this one value, not with what it holds, and the remedy."""
    kind = type(item)
    if depth > MAX_DEPTH:
        return f"nested deeper than {MAX_DEPTH} levels", "Flatten it, or store the parts apart."
    if item is None or kind is bool:
        return None
    if isinstance(item, str) and kind is str:
        return _text_flaw(item)
    if isinstance(item, int) and kind is int:
        if -MAX_INTEGER <= item <= MAX_INTEGER:
            return None
        return "the integer is beyond ±(2^53 - 1)", "Write it as text."
    if isinstance(item, dict) and kind is dict:
        return next(filter(None, map(_key_flaw, item)), None)
    if kind is list or kind is tuple:
        return None
    if isinstance(item, float):
        return f"the number {item!r} is no integer", "Write it as text, or in a smaller unit."
    return f"a value of type {kind.__name__} is not JSON", "Turn it into text, integers or lists."


def _text_flaw(text: str) -> tuple[str, str] | None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        return f"the text holds half a surrogate pair, {half}", "Write the whole character."
    return None


def _key_flaw(key: object) -> tuple[str, str] | None:
    if type(key) is not str:
        return f"the key {key!r} is of type {type(key).__name__}", "Use text as a key."
    if not key.isascii():
        return f"the key {key!a} is not ASCII", "Put such text in a value, not in a key."
    return None


def _step(path: str, key: str) -> str:
    if key.isidentifier():
        return f"{path}.{key}" if path else key
    return f"{path}[{json.dumps(key)}]"
