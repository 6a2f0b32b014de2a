"""One bare outcome by the shipped pack's rules, against four engines that Python can call.

All of them get the whole pack, rules, needs, guards and gate, as one question: what is the
outcome? The translation is the one the compiled engine itself starts from, with everything that
runs over one list in one loop. Every engine must give the interpreter's outcome on every case.
"""

from __future__ import annotations

from benchmarks import cases
from benchmarks.harness import Contender, check_equal, conditions, interleaved, shown, table
from benchmarks.peers import peers
from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.engine.program import Program
from clearslate.policy.pack.load import shipped_pack

BAR = 20
OURS = "Clearslate, bare outcome"
INTERVAL = "Clearslate, outcome and interval"
ORACLE = "Clearslate, interpreter"


def main() -> None:
    """Check that all answers are equal, measure, and print the table."""
    loaded = shipped_pack()
    examples = cases.resolved(loaded, cases.examples(loaded))
    every = [*examples, *cases.changed(examples)]
    engine, oracle = Compiled(loaded.pack), Interpreter(loaded.pack)
    others = peers(Program(loaded.pack), every)
    wanted = [None if oracle.gate(case) else oracle.bounds(case).outcome for case in every]
    check_equal(OURS, [engine.outcome(case) for case in every], wanted)
    check_equal(INTERVAL, [engine.bounds(case) for case in every], list(map(oracle.bounds, every)))
    contenders = {
        OURS: Contender(engine.outcome, every),
        INTERVAL: Contender(engine.bounds, every),
        ORACLE: Contender(oracle.bounds, every),
    }
    for peer in others:
        prepared = [peer.prepare(case) for case in every]
        check_equal(peer.name, [peer.outcome(case) for case in prepared], wanted)
        contenders[peer.name] = Contender(peer.outcome, prepared)
    timings = interleaved(contenders)
    times = {name: timing.times(timings[OURS]) for name, timing in timings.items()}
    fastest = min((peer.name for peer in others), key=lambda name: times[name])
    rows = ((name, shown(timings[name].median), f"{times[name]:.1f}") for name in contenders)
    verdict = "reached" if times[fastest] >= BAR else "not reached"
    print("## One bare outcome\n")
    print(f"{conditions(package for peer in others for package in peer.packages)}.")
    print(f"{len(loaded.pack.rules)} rules and {len(loaded.pack.guards)} guards,", end=" ")
    print(
        f"{len(every)} resolved cases: the pack's {len(examples)} examples and as many with",
        end=" ",
    )
    print("changed answers. All engines give equal outcomes on all of them.\n")
    print(table(("engine", "one case", "times ours"), rows))
    print(f"\nBar: {BAR} times as fast as the fastest peer. {times[fastest]:.1f}, {verdict}.")


if __name__ == "__main__":
    main()
