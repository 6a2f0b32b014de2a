"""Ways to a lower outcome: optimal as an SMT optimiser finds, and how long they take.

Every example of the shipped pack and many generated cases, for each lower outcome. The optimiser
is asked for the fewest changes, over the same possible changes, by a formulation of its own. Ours
must find as few where up to four do, and nothing where none or more do.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from benchmarks.harness import conditions, shown, table
from benchmarks.ways_cases import generated
from benchmarks.ways_smt import Formulation
from clearslate.policy.assess import Assessor
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.pack.examples import read_examples
from clearslate.policy.pack.exercise import case_of_example
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.pack.model import Outcome
from clearslate.policy.ways import Finder, Target, Ways

BAR = 0.080
GENERATED = 600


class Measured:
    """The times of both, and how many changes were needed."""

    def __init__(self) -> None:
        self.ours: list[float] = []
        self.encoding: list[float] = []
        self.solving: list[float] = []
        self.sizes: Counter[str] = Counter()

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Lines of the table."""
        each = (
            ("Clearslate, the whole document", self.ours),
            ("z3 Optimize, without making its formulas", self.solving),
            ("making its formulas", self.encoding),
        )
        for name, times in each:
            cuts = statistics.quantiles(times, n=20, method="inclusive")
            yield name, *map(shown, (statistics.median(times), cuts[18], max(times)))


def main(count: int = GENERATED) -> None:
    """Compare, measure, and print the table."""
    loaded = shipped_pack()
    books = [Rulebook(loaded)]
    finder = Finder(Assessor(books))
    examples = [case_of_example(example, books) for example in read_examples(loaded)]
    drawn = generated(examples, books, loaded.schema)
    above = (case for case in drawn if _escalates(finder, case))
    measured = Measured()
    for case in (*examples, *islice(above, count)):
        _compare(finder, case, measured)
    print("## Ways to a lower outcome")
    print()
    print(f"{conditions(['z3-solver'])}.")
    print(
        f"The pack's {len(examples)} examples and {count} generated cases;"
        f" {measured.sizes.total()} lower outcomes looked for. Equal optimum sizes on all."
    )
    print()
    sizes = ", ".join(f"{name}: {number}" for name, number in sorted(measured.sizes.items()))
    print(f"Changes needed: {sizes}.")
    print()
    print(table(("", "median", "p95", "longest"), measured.rows()))
    print()
    p95 = statistics.quantiles(measured.ours, n=20, method="inclusive")[18]
    print(f"Bar: p95 under {shown(BAR)}. {shown(p95)}, {'' if p95 < BAR else 'not '}reached.")


def _escalates(finder: Finder, case: Case) -> bool:
    applied = finder.acting[0]
    resolved = finder.assessor.resolve(case)
    return not applied.engine.gate(resolved) and applied.engine.bounds(resolved).outcome > 0


def _compare(finder: Finder, case: Case, measured: Measured) -> None:
    start = time.perf_counter()
    ours = finder.ways(case)
    measured.ours.append(time.perf_counter() - start)
    if not ours.targets:
        return
    start = time.perf_counter()
    formulation = Formulation(finder, case)
    for target in ours.targets:
        optimum = formulation.optimum(Outcome[target.to.upper()])
        _check(case, ours, target, optimum)
        measured.sizes[_size(target, optimum)] += 1
    measured.solving.append(formulation.solving)
    measured.encoding.append(time.perf_counter() - start - formulation.solving)


def _check(case: Case, ours: Ways, target: Target, optimum: int | None) -> None:
    found = {len(way.changes) for way in target.ways}
    equal = found == {optimum}
    if optimum is None:
        equal = not found
    elif optimum > target.searched:
        equal = not found and not target.complete
    if not equal:
        sys.exit(
            f"z3 needs {optimum} changes to {target.to}, ours {found or target.extent}: "
            f"{ours.case}\n{dict(case.declaration)}"
        )


def _size(target: Target, optimum: int | None) -> str:
    if optimum is None:
        return "none exists, and ours says so" if target.complete else "none exists"
    return str(optimum) if optimum <= target.searched else "more than 4"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
