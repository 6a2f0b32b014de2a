"""What the dated terms and agreements of a tool say of a component.

The terms on file answer for the component where its own answer is missing. Where both speak and
differ, the answer is not known. Once the terms, or the agreement they rest on, no longer hold over
the work window, what they vouched for is not known either (K1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clearslate.policy.derived.normal import Item
from clearslate.policy.derived.records import Record, Window, by_id, in_force, is_hash, same
from clearslate.policy.language.logic import Truth3, both

#: The answers that rest on terms, and go with them.
VOUCHED = ("stores", "reuses", "trains", "secured", "terms_match")


@dataclass(frozen=True, slots=True)
class Register:
    """The terms and agreements on file, and the days on which they must hold."""

    terms: tuple[Record, ...]
    agreements: tuple[Record, ...]
    window: Window


def with_terms(component: Item, register: Register) -> Item:
    """The component with what the register says of it, and its derived facts."""
    terms = by_id(register.terms, component["terms"])
    named = component["agreement"] or (terms["agreement"] if terms else None)
    agreement = by_id(register.agreements, named)
    lapsed = agreement is not None and in_force(agreement, register.window) is not True
    result = dict(component)
    if terms is not None:
        lapsed = lapsed or in_force(terms, register.window) is not True
        for name in ("technique", *VOUCHED[:4]):
            result[name] = _combined(component[name], terms[name])
        result["terms_match"] = _combined(component["terms_match"], _terms_match(component, terms))
    if lapsed:
        result.update(dict.fromkeys(VOUCHED))
    result["agreement_lapsed"] = lapsed
    result["onboarded"] = _onboarded(agreement, register.window)
    return result


def _combined(declared: Any, on_file: Any) -> Any:
    if declared is None:
        return on_file
    return declared if on_file is None or on_file == declared else None


def _terms_match(component: Item, terms: Record) -> Truth3:
    """Whether the terms that were read are those of this tool, version, tier and plug-ins (N7)."""
    read = all(terms[name] is not None for name in ("read_by", "read_on"))
    return both(
        (
            True if read and is_hash(terms["sha256"]) else None,
            _equal(component["name"], terms["tool"]),
            _equal(component["version"], terms["version"]),
            _equal(component["tier"], terms["tier"]),
            _plugins_equal(component["plugins"], terms),
        )
    )


def _equal(declared: str | None, on_file: str | None) -> Truth3:
    return None if declared is None or on_file is None else same(declared, on_file)


def _plugins_equal(declared: tuple[str, ...] | None, terms: Record) -> Truth3:
    """Terms that name no plug-ins were read for the tool alone; a declarant says “none” instead."""
    if declared is None or "plugins" in terms.unsure:
        return None
    on_file = terms["plugins"]
    if on_file is None:
        return None if declared else True
    return set(declared) == set(on_file)


def _onboarded(agreement: Record | None, window: Window) -> Truth3:
    """Under an enterprise agreement in force, with this production onboarded (K1).

    The document of the agreement is the proof of it; without one nobody can say (S2, M6).
    """
    if agreement is None:
        return False
    proof = True if is_hash(agreement["sha256"]) else None
    enterprise = None if agreement["kind"] is None else agreement["kind"] == "enterprise"
    return both((enterprise, agreement["onboarded"], in_force(agreement, window), proof))
