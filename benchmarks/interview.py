"""The interview: the time of one step, the cards it takes, and what the order of cards gives.

Usage: python -m benchmarks.interview [--orders]

Every example of the shipped pack is replayed from a blank declaration: a person with that use in
mind answers whatever is asked. With --orders, other orders of the cards are compared too.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence

from benchmarks import cases
from benchmarks.harness import conditions, shown, table
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.interview import Interview
from clearslate.policy.pack.load import shipped_pack
from tests.policy.interview.deageing import DEAGEING, FACTS
from tests.policy.interview.respondents import ON, Walk, replay

BAR = 0.010
#: How much more another card may settle before a natural one gives way, with its words.
ORDERS = (
    (float("inf"), "anything: the pack's own order"),
    (3, "three times as much"),
    (2, "twice as much"),
    (1, "as much: always the heaviest"),
)


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when a step of the full case takes longer than the bar."""
    loaded = shipped_pack()
    examples = cases.examples(loaded)
    deageing = Interview([Rulebook(loaded)], on=ON, facts=FACTS)
    walk = Walk(deageing, replay(DEAGEING))
    walks = [_walk(case) for case in examples]
    full = _percentiles(_times(deageing, walk, repeats=7))
    every = _percentiles(each for walk in walks for each in _times(walk.interview, walk, repeats=3))
    quickest = min(len(each.cards) for each in walks if each.last.so_far.outcome is not None)
    print("## The interview's next question")
    print()
    print(f"{conditions(())}. One step records an answer and computes the whole journey.")
    print(
        f"{len(walks)} examples replayed, {statistics.mean(len(w.cards) for w in walks):.1f} cards"
        f" on average, {quickest} at least; the full de-ageing case takes {len(walk.cards)}."
    )
    print()
    print(table(("steps of", "median", "95 of 100 within"), [
        ("the full de-ageing case", *map(shown, full)),
        ("all examples", *map(shown, every)),
    ]))  # fmt: skip
    if "--orders" in arguments:
        print()
        print(_orders(examples))
    print()
    reached = full[1] < BAR
    verdict = "reached" if reached else "not reached"
    print(f"Bar: 10 ms for a step of a full case. {shown(full[1])}, {verdict}.")
    return 0 if reached else 1


def _walk(case: Case, patience: float | None = None) -> Walk:
    options = {} if patience is None else {"patience": patience}
    interview = Interview(
        case.rulebooks, on=case.date, facts=case.facts, switches=case.switches, **options
    )
    return Walk(interview, replay(case.declaration))


def _times(interview: Interview, walk: Walk, repeats: int = 1) -> Iterator[float]:
    """The time of each step: an answer that is recorded, then the journey after it.

    Each is taken several times, and the median stands for it: the machine has other work too.
    """
    for before, after in zip(walk.documents, walk.documents[1:], strict=False):
        taken = []
        for _ in range(repeats):
            start = time.perf_counter()
            interview.answer(before, "use.title", "Another title")
            interview.journey(after)
            taken.append(time.perf_counter() - start)
        yield statistics.median(taken)


def _percentiles(times: Iterable[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def _orders(examples: Sequence[Case]) -> str:
    rows = []
    for patience, words in ORDERS:
        walks = [_walk(case, patience) for case in examples]
        figures = (_final_interval, _final_outcome, _backwards)
        rows.append((words, *(f"{statistics.mean(map(each, walks)):.1f}" for each in figures)))
    head = ("a natural card goes first unless another weighs more than", "interval final after",
            "outcome final after", "steps backwards")  # fmt: skip
    return table(head, rows)


def _final_interval(walk: Walk) -> int:
    """The cards after which the interval no longer moved."""
    so_far = [journey.so_far for journey in walk.journeys]
    return _cards_until(walk, [(each.low, each.high) for each in so_far])


def _final_outcome(walk: Walk) -> int:
    """The cards after which the outcome no longer moved."""
    return _cards_until(walk, [journey.so_far.outcome for journey in walk.journeys])


def _cards_until(walk: Walk, values: Sequence[object]) -> int:
    last = max((n for n, value in enumerate(values) if value != values[-1]), default=-1)
    keys = [journey.next.key for journey in walk.journeys[: last + 1] if journey.next]
    return sum(one != other for one, other in itertools.pairwise(keys)) + bool(keys)


def _backwards(walk: Walk) -> int:
    """How often a card stood before the last one in the pack's own order."""
    natural = {step.key: place for place, step in enumerate(walk.last.steps)}
    places = [natural.get(key, 0) for key in walk.cards]
    return sum(later < earlier for earlier, later in itertools.pairwise(places))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
