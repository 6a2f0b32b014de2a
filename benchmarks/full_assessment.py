"""One full assessment, with all reasons and exact unknowns, against a peer's bare outcome.

Measured twice. The reasons alone: on a resolved case, as the peers get it, every rule that holds or
may hold, on which subject, the evidence it lacks, the unknown answers that keep it open, and the
mandatory answers that are missing. And everything `assess` gives: the same from the declaration and
the facts, with sentences, answers behind each, conditions, reviewers, dated duties and hashes. The
peers say one word.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from benchmarks import cases
from benchmarks.harness import Contender, check_equal, conditions, interleaved, shown, table
from benchmarks.peers import peers
from clearslate.policy.assess import Assessor
from clearslate.policy.case import Rulebook
from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.engine.program import Program
from clearslate.policy.language.interpret import environment, unknowns
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.pack.model import Outcome

REASONS = "Clearslate, all reasons and exact unknowns"
OURS = "Clearslate, `assess` with every sentence"
RESOLVING = "of it, resolving the facts"
HASHING = "of it, the hash of the case"


def reasons(engine: Compiled, case: dict[str, Any]) -> tuple[int | None, object]:
    """The outcome, and everything behind it as values."""
    hits = engine.hits(case)
    always = environment(case)
    open_answers = []
    for hit in hits:
        if hit.truth is None:
            rule = engine.pack.rules[hit.rule]
            env = always
            if rule.for_each and rule.variable:
                if hit.index is None:
                    open_answers.append([rule.for_each])
                    continue
                item = case[rule.for_each][hit.index]
                env = {**always, rule.variable: (item, f"{rule.for_each}[{hit.index}]")}
            open_answers.append(unknowns(rule.when, env, case))
    return engine.outcome(case), (engine.bounds(case), hits, open_answers, engine.guards(case))


def main() -> None:
    """Check that all outcomes are equal, measure, and print the table."""
    loaded = shipped_pack()
    every = cases.examples(loaded)
    resolved = cases.resolved(loaded, every)
    assessor = Assessor([Rulebook(loaded)], engine=Compiled)
    words = [assessor.assess(case).outcome for case in every]
    wanted = [None if word is None else int(Outcome[word.upper()]) for word in words]
    # A case keeps its hash once somebody asks for it; `replace` makes one that was never asked.
    engine = Compiled(loaded.pack)
    check_equal(REASONS, [reasons(engine, case)[0] for case in resolved], wanted)
    contenders = {
        REASONS: Contender(lambda case: reasons(engine, case), resolved),
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
    bare = [timings[f"{peer.name}, bare outcome"] for peer in others]
    fastest = min(bare, key=lambda timing: timing.median)
    rows = (
        (name, shown(timings[name].median), f"{timings[name].times(fastest):.2f}")
        for name in contenders
    )
    print("## One full assessment\n")
    print(f"{conditions(package for peer in others for package in peer.packages)}.")
    print(f"The pack's {len(every)} examples. All engines give equal outcomes on all of them.\n")
    print(table(("engine", "one case", "times the fastest peer"), rows))
    print("\nBar: faster than the fastest peer's bare outcome.", end=" ")
    print(f"The reasons alone: {_verdict(timings[REASONS].times(fastest))};", end=" ")
    print(f"everything `assess` gives: {_verdict(timings[OURS].times(fastest))}.")


def _verdict(times: float) -> str:
    return f"{times:.2f}, {'reached' if times < 1 else 'not reached'}"


if __name__ == "__main__":
    main()
