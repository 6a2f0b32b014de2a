"""Which findings count, and which of them an approval given ahead can answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clearslate.envelopes.limits import limits_of
from clearslate.policy.assess.assessment import Assessment, Finding
from clearslate.policy.case import Rulebook
from clearslate.policy.pack.limits import StandingLimit
from clearslate.policy.pack.model import Outcome, Rule


def counting(assessed: Assessment) -> Iterator[Finding]:
    """The findings that count in the outcome: those of an advisory pack are only shown."""
    advisory = {each.urn for each in assessed.packs if each.standing == "advisory"}
    return (each for each in assessed.findings if each.pack not in advisory)


def coverable(rulebooks: Iterable[Rulebook]) -> dict[str, Rule]:
    """The rules whose findings can be answered ahead, by id, in the order of the packs.

    A finding that asks for evidence, or for conditions that its approval carries, is decided use by
    use. So is one that is a limit itself, and one that only comes beside such findings.
    """
    books = list(rulebooks)
    limits = limits_of(books)
    found: dict[str, Rule] = {}
    for book in books:
        for rule in book.loaded.pack.rules if book.adopted else ():
            if _can_be_answered(rule, limits):
                found.setdefault(rule.id, rule)
    return {key: rule for key, rule in found.items() if not _only_beside(rule, found)}


def _can_be_answered(rule: Rule, limits: Iterable[StandingLimit]) -> bool:
    asks = rule.needs or rule.conditions
    is_limit = any((rule.for_each, rule.when) == (each.for_each, each.when) for each in limits)
    return not asks and not is_limit and rule.outcome == Outcome.APPROVAL


def _only_beside(rule: Rule, answered: dict[str, Rule]) -> bool:
    beside = [each.rule for each in rule.overlaps]
    return bool(beside) and not any(each in answered for each in beside)
