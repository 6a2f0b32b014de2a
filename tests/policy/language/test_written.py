"""A condition that is written out parses to the same condition."""

from __future__ import annotations

import pytest

from clearslate.policy.language.parse import parse
from clearslate.policy.language.written import written
from clearslate.policy.pack import shipped_pack
from clearslate.policy.pack.model import Duty, Question, Rule

PLATFORM = shipped_pack()
QUESTIONS = [question for card in PLATFORM.pack.cards for question in card.questions]


@pytest.mark.parametrize(
    "text",
    [
        "True",
        "not use.begun",
        "not (use.begun and use.misleads)",
        "use.begun and (use.misleads or False)",
        "(use.begun and use.misleads) and use.begun",
        'use.department != "vfx"',
        'use.department not in ("vfx", "art")',
        'use.department in ("vfx",)',
        '"picture" not in use.media',
        'use.title == "A \\"quoted\\" é"',
        'use.work_from <= date("2026-07-01")',
        "not (use.work_to < today)",
        "use.work_to <= production.picture_lock",
        'switch.S1 == "relaxed"',
        "any(o.seconds <= 2 for o in outputs)",
        'all(any(m == "picture" for m in use.media) for o in outputs)',
    ],
)
def test_what_is_written_is_what_was_read(text: str) -> None:
    scope = PLATFORM.names.scope()
    condition = parse(text, scope)
    assert written(condition) == text
    assert parse(written(condition), scope) == condition


@pytest.mark.parametrize(
    "part", [*PLATFORM.pack.rules, *PLATFORM.pack.duties, *QUESTIONS], ids=lambda part: part.id
)
def test_every_condition_of_the_platform(part: Rule | Duty | Question) -> None:
    if part.when is None:
        return
    of = part.part if isinstance(part, Question) else part.for_each
    scope = PLATFORM.names.scope(PLATFORM.schema.parts[of] if of else None)
    assert parse(written(part.when), scope) == part.when
