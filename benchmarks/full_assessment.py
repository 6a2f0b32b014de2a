"""One full assessment, with all reasons and exact unknowns, against a peer's bare outcome.

Ours is everything `assess` gives for a case that was read and checked: the facts resolved, the
findings with their sentences, what is missing and what is open, conditions, reviewers, duties and
the hash of the case. The peers say one word, on a case that was resolved for them beforehand.
"""

from __future__ import annotations

from dataclasses import replace

from benchmarks import cases
from benchmarks.harness import Contender, check_equal, conditions, interleaved, shown, table
from benchmarks.peers import peers
from clearslate.policy.assess import Assessor
from clearslate.policy.case import Rulebook
from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.engine.program import Program
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.pack.model import Outcome

OURS = "Clearslate, full assessment"
RESOLVING = "of it, resolving the facts"
HASHING = "of it, the hash of the case"


def main() -> None:
    """Check that all outcomes are equal, measure, and print the table."""
    loaded = shipped_pack()
    every = cases.examples(loaded)
    resolved = cases.resolved(loaded, every)
    assessor = Assessor([Rulebook(loaded)], engine=Compiled)
    words = [assessor.assess(case).outcome for case in every]
    wanted = [None if word is None else int(Outcome[word.upper()]) for word in words]
    # A case keeps its hash once somebody asks for it; `replace` makes one that was never asked.
    contenders = {
        OURS: Contender(lambda case: assessor.assess(replace(case)), every),
        RESOLVING: Contender(assessor.resolve, every),
        HASHING: Contender(lambda case: replace(case).sha256, every),
    }
    others = peers(Program(loaded.pack), resolved)
    for peer in others:
        prepared = [peer.prepare(case) for case in resolved]
        check_equal(peer.name, [peer.outcome(case) for case in prepared], wanted)
        contenders[f"{peer.name}, bare outcome"] = Contender(peer.outcome, prepared)
    timings = interleaved(contenders)
    times = {name: timing.times(timings[OURS]) for name, timing in timings.items()}
    rows = ((name, shown(timings[name].median), f"{times[name]:.2f}") for name in contenders)
    fastest = min(times[f"{peer.name}, bare outcome"] for peer in others)
    verdict = "reached" if fastest > 1 else "not reached"
    print("## One full assessment\n")
    print(f"{conditions(package for peer in others for package in peer.packages)}.")
    print(f"The pack's {len(every)} examples. All engines give equal outcomes on all of them.\n")
    print(table(("engine", "one case", "times ours"), rows))
    print(f"\nBar: faster than the fastest peer's bare outcome. {fastest:.2f}, {verdict}.")


if __name__ == "__main__":
    main()
