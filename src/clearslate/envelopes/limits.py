"""What no standing approval ever covers: the limits of the rules in force, and any hold.

The limits stand in the packs. Here they become reasons, each of which names its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clearslate.envelopes.answers import Answers
from clearslate.envelopes.reasons import Reason, unknown
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.assess.words import small
from clearslate.policy.case import Rulebook
from clearslate.policy.pack.limits import CraftList, StandingLimit
from clearslate.policy.standing import Crossed, limits_crossed


def crossed(answers: Answers, assessed: Assessment) -> Iterator[Reason]:
    """The limits that a case crosses, or may cross."""
    yield from _hold(assessed)
    limits = {limit.id: limit for limit in limits_of(answers.case.rulebooks)}
    if not limits:
        yield Reason("The rules in force set no limits for standing approvals, so none covers it.")
    for each in limits_crossed(answers.case, answers.assessor):
        yield from _crossed(answers, limits[each.id], each)


def limits_of(rulebooks: Iterable[Rulebook]) -> tuple[StandingLimit, ...]:
    """The limits of all adopted packs, each once."""
    found = {
        limit.id: limit
        for book in rulebooks
        if book.adopted
        for limit in book.loaded.pack.standing_limits
    }
    return tuple(found.values())


def craft_lists(rulebooks: Iterable[Rulebook]) -> tuple[CraftList, ...]:
    """What counts as craft work in each adopted pack that says so."""
    packs = (book.loaded.pack for book in rulebooks if book.adopted)
    return tuple(pack.craft_list for pack in packs if pack.craft_list is not None)


def not_craft(answers: Answers) -> Iterator[Reason]:
    """Why what comes out is no craft work, as far as that is certain; else what is not known."""
    lists = craft_lists(answers.case.rulebooks)
    if not lists:
        yield Reason("The rules in force do not say what craft work is.")
    for craft in lists:
        for index, _ in enumerate(answers.items("outputs") or ()):
            certain, paths = answers.holds(craft.when, "output", f"outputs[{index}]")
            for path in dict.fromkeys(paths) if not certain else ():
                yield (
                    unknown(answers, path)
                    if certain is None
                    else Reason(
                        f"{answers.name(path)} is {answers.says(path)}, so it is no craft work.",
                        path,
                    )
                )


def _hold(assessed: Assessment) -> Iterator[Reason]:
    """A hold, or what may still become one."""
    if assessed.outcome == "hold":
        yield Reason("It is on hold; a standing approval never covers a hold.")
        for each in assessed.missing:
            about = f" for “{each.subject}”" if each.subject else ""
            yield Reason(f"“{each.title}”{about} is not on file.")
    elif assessed.interval[1] == "hold":
        yield Reason(
            "Answers that are not known may still put it on hold; a standing approval never"
            " covers that.",
            doubt=True,
        )


def _crossed(answers: Answers, limit: StandingLimit, each: Crossed) -> Iterator[Reason]:
    if each.path == limit.for_each:  # the list itself is not known
        yield unknown(answers, each.path)
        return
    _, paths = answers.holds(limit.when, limit.variable, each.path)
    for path in dict.fromkeys(paths):
        if each.certain:
            yield Reason(
                f"{answers.name(path)} is {answers.says(path)}."
                f" No standing approval covers this: {small(each.title)}.",
                path,
            )
        else:
            yield unknown(answers, path)
