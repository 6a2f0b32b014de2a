"""Every type of entry, and every service: none could carry a name, none acts without an entry."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime
from types import ModuleType

import pytest

import clearslate
from clearslate.accounts.entries import ORGANISATION_CREATED
from clearslate.ledger import registry, services
from clearslate.ledger.acts import PROMISE, service
from clearslate.ledger.errors import LedgerError
from clearslate.ledger.models import Entry
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.ledger.services import append
from clearslate.record import EntryType
from clearslate.record.formats import WORD, Choice, Count, Day, Digest, Flag, OpaqueId

#: Whoever adds one here says that it cannot carry a name or free text.
SAFE = (Choice, Count, Day, Digest, Flag, OpaqueId)
TYPES = registry.all_types()


def problems(kind: EntryType) -> list[str]:
    """Why a type could carry a name or free text."""
    found = []
    for name, allowed in kind.body.items():
        if type(allowed) not in SAFE:
            found.append(f"{name} has the format {type(allowed).__name__}")
        elif isinstance(allowed, Choice):
            found += [f"{word} is no word" for word in allowed.words if not WORD.fullmatch(word)]
            if len(allowed.words) > 60:
                found.append(f"{name} has more words than an enumeration")
        for text in ("Ana Ruiz", "ana@example.org", "scene 12: she dies", "IMG_0001.jpg", "x" * 64):
            if allowed.allows(text):
                found.append(f"{name} allows “{text}”")
    return found


def modules() -> list[ModuleType]:
    """Every module of a noun or a flow that holds services."""
    names = [module.name for module in pkgutil.walk_packages(clearslate.__path__, "clearslate.")]
    ends = (".services", ".flows")
    return [
        importlib.import_module(name)
        for name in names
        if (name.endswith(ends) or ".flows." in name or ".services." in name)
        and importlib.import_module(name) is not services
    ]


def unkept(module: ModuleType) -> Iterator[str]:
    """The public functions of a module that break the convention for services."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if name.startswith("_") or function.__module__ != module.__name__:
            continue
        promised = getattr(function, PROMISE, ())
        if not promised or not all(map(registry.is_registered, promised)):
            yield f"{module.__name__}.{name} promises no entry of a registered type"
        parameters = inspect.signature(function).parameters.values()
        if any(each.kind is not each.KEYWORD_ONLY for each in parameters):
            yield f"{module.__name__}.{name} takes an argument without its name"
        if not {"actor", "at"} <= {each.name for each in parameters}:
            yield f"{module.__name__}.{name} does not take actor and at"


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: f"{kind.name} {kind.version}")
def test_no_type_could_carry_a_name_or_free_text(kind: EntryType) -> None:
    assert problems(kind) == []


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: f"{kind.name} {kind.version}")
def test_every_type_is_told_with_everything_erased(kind: EntryType) -> None:
    body = {
        name: allowed.words[0] if isinstance(allowed, Choice) else registry.ERASED
        for name, allowed in kind.body.items()
    }
    told = registry.Told("A", "B", body, dict.fromkeys(kind.commits, registry.ERASED))
    assert registry.tell(kind.name, kind.version, told).endswith(".")


def test_there_are_types_and_services() -> None:
    assert len(TYPES) >= 3
    assert {module.__name__ for module in modules()} >= {
        "clearslate.accounts.services",
        "clearslate.notify.services",
    }


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__)
def test_every_service_keeps_its_entry(module: ModuleType) -> None:
    assert list(unkept(module)) == []


class Text:
    """A format that would let anything through."""

    def allows(self, value: object) -> bool:
        return isinstance(value, str)


def test_a_planted_type_is_caught() -> None:
    kind = object.__new__(EntryType)
    object.__setattr__(kind, "body", {"note": Text(), "kind": Choice(("Ana Ruiz",))})
    found = problems(kind)
    assert "note has the format Text" in found
    assert "note allows “Ana Ruiz”" in found
    assert "Ana Ruiz is no word" in found


def test_a_planted_service_is_caught() -> None:
    module = ModuleType("planted")
    exec("def change_thing(thing): pass", module.__dict__)
    module.change_thing.__module__ = "planted"
    assert len(list(unkept(module))) == 3


def test_a_service_that_keeps_no_entry_is_undone(database) -> None:
    kinds = []

    @service(ORGANISATION_CREATED)
    def forget_it(*, actor: object, at: datetime) -> None:
        kinds.append(at)

    with pytest.raises(LedgerError, match=r"forget_it kept no entry of organisation\.created"):
        forget_it(actor=COMMAND_LINE, at=datetime.now(UTC))
    assert kinds
    assert not Entry.objects.exists()


def test_a_service_within_a_service_counts_for_both(database) -> None:
    @service(ORGANISATION_CREATED)
    def inner() -> None:
        append(
            ORGANISATION_CREATED,
            actor=COMMAND_LINE,
            subject=COMMAND_LINE,
            at=datetime.now(UTC),
            body={"kind": "guild"},
            commit={"name": "x"},
        )

    @service(ORGANISATION_CREATED)
    def outer() -> None:
        inner()

    outer()
    assert Entry.objects.count() == 1
    with pytest.raises(LedgerError, match="at least one"):
        service()


def test_a_type_is_registered_once_and_an_unknown_one_says_so() -> None:
    with pytest.raises(LedgerError, match="registered twice"):
        registry.register(ORGANISATION_CREATED, lambda told: "")
    told = registry.Told("A", "B", {}, {})
    assert "does not know: thing.done 3" in registry.tell("thing.done", 3, told)
