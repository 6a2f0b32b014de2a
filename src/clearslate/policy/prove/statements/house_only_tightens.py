"""A pack that extends another adds and tightens: its outcome is never the lower one."""

from __future__ import annotations

from collections.abc import Iterator

from clearslate.policy.pack.model import Outcome, Pack
from clearslate.policy.prove.answer import answer, word
from clearslate.policy.prove.formula import NOW, THEN, all_of, any_of, negated
from clearslate.policy.prove.outcome import PackFormulas
from clearslate.policy.prove.sample import Sample
from clearslate.policy.prove.search import Query, Subject, all_readings
from clearslate.policy.prove.space import Comparison
from clearslate.policy.prove.verdict import Failure, Statement, Verdict, never


def _check(about: Subject) -> Verdict:
    if about.base is None:
        return Verdict(how="it extends no other pack")
    # First as both stand; then under every reading, those of its own switches too.
    own_defaults = tuple((s.id, s.default) for s in about.base.switches)
    for readings, others in (({}, own_defaults), (all_readings(about.pack, about.base), ())):
        failures = tuple(_loosens(about.under(readings), about.base, others))
        if failures:
            return Verdict(failures)
    return Verdict()


def _loosens(
    about: Subject, base: Pack, switches: tuple[tuple[str, str], ...]
) -> Iterator[Failure]:
    house, other = PackFormulas(about.pack, NOW), PackFormulas(base, THEN)
    lower = (
        all_of(other.outcome_reaches(level), negated(house.outcome_reaches(level)))
        for level in (Outcome.APPROVAL, Outcome.HOLD)
    )
    query = Query(
        all_of(other.is_use, any_of(negated(house.is_use), *lower)),
        lambda s: _is_lower(about.pack, base, s),
        Comparison(switches=switches),
    )
    yield from never(query, about, lambda s: _message(about.pack, base, s))


def _is_lower(pack: Pack, base: Pack, sample: Sample) -> bool:
    house, other = answer(pack, sample.now).outcome, answer(base, sample.then).outcome
    return other is not None and (house is None or house < other)


def _message(pack: Pack, base: Pack, sample: Sample) -> str:
    house, other = answer(pack, sample.now).outcome, answer(base, sample.then).outcome
    return (
        f"{pack.title} gives {word(house)} where {base.title}, which it extends, gives "
        f"{word(other)}. A pack that extends another may only add and tighten."
    )


HOUSE_ONLY_TIGHTENS = Statement(
    id="house-only-tightens",
    title="A pack that extends another never gives the lower outcome",
    check=_check,
    of_every_pack=True,
    of_every_reading=True,
)
