"""What reaches the audience is never waved through: no final output gives notify (A4, F2)."""

from __future__ import annotations

from clearslate.policy.language.ir import Field, Member
from clearslate.policy.prove.answer import answer
from clearslate.policy.prove.formula import (
    NOW,
    Items,
    Known,
    Listed,
    Settled,
    Some,
    all_of,
    any_of,
    negated,
)
from clearslate.policy.prove.outcome import PackFormulas
from clearslate.policy.prove.search import Query, Subject
from clearslate.policy.prove.statements.unknown_never_notify import notifies
from clearslate.policy.prove.verdict import Statement, Verdict, never

#: Destinations that are final. Photographed in camera is: nothing removes it afterwards. Written
#: here and not read from the pack, so that a pack cannot prove itself by calling less final.
FINAL = ("in_camera", "final_picture", "final_sound", "final_text", "marketing_published")

_DESTINATION = Field("output", "outputs", "destination", "one", "destination")


def _check(about: Subject) -> Verdict:
    final = any_of(
        Settled(NOW, Member(_DESTINATION, FINAL), True), negated(Known(NOW, _DESTINATION))
    )
    somewhere = any_of(
        negated(Listed(NOW, "outputs")),
        all_of(Listed(NOW, "outputs"), Some(Items("outputs"), "output", final)),
    )
    query = Query(
        all_of(notifies(PackFormulas(about.pack)), somewhere),
        lambda s: answer(about.pack, s.now).notify,
    )
    message = "An output is final, or its destination is not known, and the outcome is notify."
    return Verdict(never(query, about, message))


FINAL_NEVER_NOTIFY = Statement(
    id="final-never-notify",
    title="No output that is final, or whose destination is unknown, gives notify",
    check=_check,
    rows=("F2",),
)
