"""What a standing approval can cover: the limits a use crosses, and whether it is craft work.

A standing approval is given ahead, so doubt never counts for it: what is not known may cross a
limit and is no craft work. Nothing here is part of an assessment. A use on hold is covered by no
standing approval either; the assessment says whether it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from clearslate.policy.assess.assess import Applied, Assessor
from clearslate.policy.assess.words import subject_name
from clearslate.policy.case import Case
from clearslate.policy.engine.hits import subject_path
from clearslate.policy.engine.interpreter import subjects
from clearslate.policy.immutable import immutable
from clearslate.policy.language.interpret import environment, truth
from clearslate.policy.pack.limits import StandingLimit


@immutable
class Crossed:
    """A limit that a use crosses, or may cross."""

    id: str
    title: str
    subject: str
    """The name of what crosses it; empty for the use as a whole, or a list that is not known."""
    path: str
    """Where that stands, for example `inputs[0]`; the name of the list while it is not known."""
    certain: bool


def limits_crossed(case: Case, assessor: Assessor) -> tuple[Crossed, ...]:
    """The limits of all adopted packs that a case crosses or may cross, in the packs' order.

    None crossed is needed for a standing approval to cover the use, and is not enough.
    """
    resolved = assessor.resolve(case)
    found = (
        crossed
        for applied in _acting(assessor)
        for limit in applied.pack.standing_limits
        for crossed in _crossed(limit, assessor, resolved)
    )
    return tuple(dict.fromkeys(found))


def is_craft_work(case: Case, assessor: Assessor) -> bool:
    """Whether every output certainly is craft work, for each adopted pack with a craft list."""
    resolved = assessor.resolve(case)
    outputs = resolved["outputs"]
    lists = [each for applied in _acting(assessor) if (each := applied.pack.craft_list)]
    return bool(outputs and lists) and all(
        truth(craft.when, env, resolved) is True
        for craft in lists
        for _, env in subjects("outputs", "output", resolved)
        if env is not None
    )


def _acting(assessor: Assessor) -> Iterator[Applied]:
    return (applied for applied in assessor.applied if applied.rulebook.adopted)


def _crossed(
    limit: StandingLimit, assessor: Assessor, resolved: dict[str, Any]
) -> Iterator[Crossed]:
    # Of a list that is not known, any item may be in it.
    nothing: Mapping[str, Any] = defaultdict(lambda: None)
    anything = {**environment(resolved), str(limit.variable): (nothing, str(limit.for_each))}
    for index, env in subjects(limit.for_each, limit.variable, resolved):
        value = truth(limit.when, anything if env is None else env, resolved)
        if value is not False:
            subject = ""
            if limit.for_each is not None and index is not None:
                part = assessor.schema.parts[limit.for_each]
                subject = subject_name(part, index, resolved[limit.for_each][index])
            path = subject_path(limit.for_each, index)
            yield Crossed(limit.id, limit.title, subject, path, value is True)
