"""`@immutable`: a frozen dataclass with slots that is quick to define.

The standard decorator compiles each method of each class by itself. For the many small classes of
the core that took a tenth of the command line's start. Here one compilation makes all methods of a
class, and those that are alike everywhere are shared. What comes out is a dataclass: it compares,
hashes, prints, matches and is replaced as `@dataclass(frozen=True, slots=True)` does.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, NoReturn, TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable(cls: type[_Class]) -> type[_Class]:
    """Makes a frozen dataclass with slots of a class.

    Fields may have a default; a default factory, `InitVar` and `__post_init__` are not served.
    """
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    own = fields(made)  # type: ignore[arg-type]
    namespace: dict[str, Any] = {"put": object.__setattr__}
    namespace |= {f"default_{each.name}": each.default for each in own}
    exec(_source(own), namespace)  # noqa: S102 - the names are those of the class's own fields
    for name in ("__init__", "__eq__", "__hash__"):
        method = namespace[name]
        method.__qualname__ = f"{made.__qualname__}.{name}"
        setattr(made, name, method)
    for name, shared in _SHARED.items():
        setattr(made, name, shared)
    return made


def _source(own: tuple[Field[Any], ...]) -> str:
    """The source of the methods that name the fields."""
    names = [each.name for each in own]
    given = (
        name if each.default is MISSING else f"{name}=default_{name}"
        for name, each in zip(names, own, strict=True)
    )
    puts = "".join(f" put(self, {name!r}, {name})\n" for name in names)
    mine = "".join(f"self.{name}, " for name in names)
    theirs = "".join(f"other.{name}, " for name in names)
    return (
        f"def __init__({', '.join(['self', *given])}):\n{puts or ' pass'}\n"
        "def __eq__(self, other):\n"
        f" if other.__class__ is self.__class__:\n  return ({mine}) == ({theirs})\n"
        " return NotImplemented\n"
        f"def __hash__(self):\n return hash(({mine}))\n"
    )


def _repr(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _setattr(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


_SHARED = {
    "__repr__": _repr,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}
