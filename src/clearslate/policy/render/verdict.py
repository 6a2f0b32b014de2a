"""The verdict in words: what the outcome means, and whether an answer can still change it."""

from __future__ import annotations

from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.render.outline import Stop, Verdict
from clearslate.policy.render.words import HEADLINES, ORDER, SIGNS, count, day, listed


def verdict(assessment: Assessment) -> Verdict:
    """The verdict of an assessment."""
    if assessment.outcome is None:
        return Verdict(
            sign="not_a_use",
            headline=HEADLINES["not_a_use"],
            means=assessment.not_a_use,
            settled="Nobody has to be told.",
            sticks="closed",
            stops=(),
        )
    low, high = assessment.interval
    return Verdict(
        sign=assessment.outcome,
        headline=HEADLINES[assessment.outcome],
        means=_means(assessment),
        settled=_settled(assessment),
        sticks="closed" if low == high else "open",
        stops=tuple(_stop(outcome, assessment) for outcome in ORDER),
    )


def _means(assessment: Assessment) -> str:
    """What is required, in one or two sentences."""
    areas = [reviewer.title.lower() for reviewer in assessment.reviewers]
    if assessment.outcome == "notify":
        return "The platform contact is told. Nobody has to approve."
    deciding = f" {_decides(areas)}" if areas else ""
    if assessment.outcome == "approval":
        return f"Somebody must approve it in writing first.{deciding}"
    missing = len(assessment.missing)
    if missing:
        documents = count(missing, "document")
        is_are = "is" if missing == 1 else "are"
        return f"It waits until {documents} {is_are} on file; approval comes after that.{deciding}"
    return f"It waits until the cause of the hold, named below, is put right.{deciding}"


def _decides(areas: list[str]) -> str:
    if len(areas) == 1:
        return f"One area decides: {areas[0]}."
    return f"{len(areas)} areas decide, and all must agree: {listed(areas)}."


def _settled(assessment: Assessment) -> str:
    """Whether open answers can still move the outcome, and until when it holds."""
    low, high = assessment.interval
    now = assessment.outcome
    if low == high:
        sentence = "No open answer can change this."
        until = day(assessment.holds_until)
        return f"{sentence} On these facts it holds until {until}." if until else sentence
    falls = f"fall to “{SIGNS[low].word}”" if low != now else ""
    rises = f"rise to “{SIGNS[high].word}”" if high != now else ""
    moves = " or ".join(words for words in (falls, rises) if words)
    return f"This can still change: as answers come, it can {moves}."


def _stop(outcome: str, assessment: Assessment) -> Stop:
    low, high = (ORDER.index(end) for end in assessment.interval)
    place = ORDER.index(outcome)
    now = outcome == assessment.outcome
    if now:
        words = "as it stands"
    elif place < low:
        words = "no longer possible"
    elif place > high:
        words = "out of reach"
    else:
        words = "still possible"
    return Stop(outcome, words, possible=low <= place <= high or now, now=now)
