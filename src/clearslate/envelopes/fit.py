"""Whether a use fits a standing approval. Doubt does not fit, and every reason names its answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from clearslate.envelopes.answers import Answers
from clearslate.envelopes.ceiling import Used, levels, plain
from clearslate.envelopes.findings import counting
from clearslate.envelopes.in_frame import vocabulary
from clearslate.envelopes.limits import crossed, not_craft
from clearslate.envelopes.reasons import Reason, other, unknown
from clearslate.envelopes.scope import IN_HOUSE, NAMED, Scope, Tool
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.assess.words import day_words, inside
from clearslate.policy.derived.records import folded, same
from clearslate.policy.render.words import count, listed
from clearslate.uses.summary import FINAL


@dataclass(frozen=True)
class Given:
    """A standing approval as a use is held against it on a day."""

    called: str
    """SA-03."""
    scope: Scope
    from_day: date
    to_day: date
    given_by: str
    """The id of who gave it."""
    ended: bool = False
    used: Used = field(default_factory=Used)
    """What is registered under it."""
    own: Decimal = Decimal(0)
    """The seconds of that which the use itself has registered."""


@dataclass(frozen=True)
class Fit:
    """The answer: it fits where no reason stands in the way."""

    reasons: tuple[Reason, ...]

    @property
    def fits(self) -> bool:
        """Whether the use may be noticed under the approval."""
        return not self.reasons


def fit(
    given: Given,
    answers: Answers,
    assessed: Assessment,
    *,
    declarants: Collection[str],
    on: date,
) -> Fit:
    """Whether a case fits a standing approval on a day; who declared it is given by their ids."""
    found = [
        *_approval(given, answers, declarants, on),
        *crossed(answers, assessed),
        *_findings(given, answers, assessed),
        *_kind(given, answers),
        *_components(given, answers),
        *_outputs(given, answers),
        *_kept_out(given, answers),
        *_ceiling(given, answers),
    ]
    return Fit(tuple(dict.fromkeys(found)))


def _approval(
    given: Given, answers: Answers, declarants: Collection[str], on: date
) -> Iterator[Reason]:
    """The approval itself: in force on the day and when the work begins, and of somebody else."""
    if given.ended:
        yield Reason(f"{given.called} was ended.")
    if on < given.from_day:
        yield Reason(f"{given.called} begins on {day_words(given.from_day)}.")
    if on >= given.to_day:
        yield Reason(f"{given.called} held until {day_words(given.to_day)}.")
    begins = answers.one("use", "work_from")
    # What is not known of the window of work is the day of the assessment, here as everywhere.
    if begins is not None and begins >= given.to_day.toordinal() and on < given.to_day:
        covered = f"{given.called} holds until {day_words(given.to_day)}"
        yield other(answers, "use.work_from", covered)
    if given.given_by in declarants:
        yield Reason(
            f"Whoever declares it gave {given.called}, and nobody decides on their own declaration."
        )


def _findings(given: Given, answers: Answers, assessed: Assessment) -> Iterator[Reason]:
    """Findings that the approval does not answer, and what is not settled."""
    if assessed.outcome in (None, "notify"):
        yield Reason("No approval is needed for it.")
    told: set[str] = set()
    for finding in counting(assessed):
        about = f" ({finding.subject})" if finding.subject else ""
        if not finding.certain:
            paths = [each.path for each in finding.unknown]
            told.update(paths)
            left = f": {listed(map(answers.name, paths))} is not known" if paths else ""
            yield Reason(
                f"“{finding.title}”{about} is not settled{left}.", finding.path, doubt=True
            )
        elif finding.rule not in given.scope.covers:
            yield Reason(
                f"“{finding.title}”{about} is a finding that {given.called} does not cover.",
                finding.path,
            )
    for each in assessed.unanswered:
        if each.path not in told:
            yield unknown(answers, each.path)


def _kind(given: Given, answers: Answers) -> Iterator[Reason]:
    """The kind of work: department and media."""
    scope = given.scope
    if scope.departments:
        value = answers.one("use", "department")
        yield from _one_of(given, answers, "use.department", value, scope.departments)
    if scope.media:
        media = answers.one("use", "media")
        if not media:
            yield unknown(answers, "use.media")
        elif not set(media) <= set(scope.media):
            yield other(answers, "use.media", _not_covered(given))


def _components(given: Given, answers: Answers) -> Iterator[Reason]:
    """Every step of the work: what it does, with which tool, and who does it."""
    items = answers.items("components")
    yield from _named(answers, "components")
    for index, item in enumerate(items or ()):
        if item["technique"] == "not_ai":  # a step without generative AI is nobody's concern here
            continue
        path = f"components[{index}]"
        if given.scope.techniques:
            allowed = given.scope.techniques
            value = item["technique"]
            yield from _one_of(given, answers, f"{path}.technique", value, allowed)
        yield from _tool(given, answers, path, item)
        yield from _performed_by(given, answers, path, item)


def _tool(given: Given, answers: Answers, path: str, item: Mapping[str, Any]) -> Iterator[Reason]:
    if not given.scope.tools:
        return
    if item["name"] is None:
        yield unknown(answers, f"{path}.name")
        return
    named = [tool for tool in given.scope.tools if same(tool.name, item["name"])]
    if not named:
        names = "; ".join(map(str, given.scope.tools))
        yield Reason(
            f"“{item['name']}” is none of the tools of {given.called}: {names}.", f"{path}.name"
        )
    elif not any(_same_tool(tool, item) for tool in named):
        asked = [part for part in ("version", "tier") if any(getattr(t, part) for t in named)]
        open_ = [part for part in asked if item[part] is None]
        yield from (unknown(answers, f"{path}.{part}") for part in open_)
        if not open_:
            own = Tool(item["name"], item["version"] or "", item["tier"] or "")
            names = "; ".join(map(str, named))
            yield Reason(f"“{own}” is not the tool as {given.called} has it: {names}.", path)


def _same_tool(tool: Tool, item: Mapping[str, Any]) -> bool:
    return all(
        not wanted or same(wanted, item[part])
        for part, wanted in (("version", tool.version), ("tier", tool.tier))
    )


def _performed_by(
    given: Given, answers: Answers, path: str, item: Mapping[str, Any]
) -> Iterator[Reason]:
    if given.scope.by not in (IN_HOUSE, NAMED):
        return
    who = item["performed_by"]
    if who is None:
        yield unknown(answers, f"{path}.performed_by")
    elif who == "vendor" and given.scope.by == IN_HOUSE:
        covered = f"{given.called} covers work in-house only"
        yield other(answers, f"{path}.performed_by", covered)
    elif who == "vendor" and item["vendor"] is None:
        yield unknown(answers, f"{path}.vendor")
    elif who == "vendor" and not any(same(each, item["vendor"]) for each in given.scope.vendors):
        yield other(answers, f"{path}.vendor", _not_covered(given))


def _outputs(given: Given, answers: Answers) -> Iterator[Reason]:
    """Everything that comes out: where it ends up, and whether it is craft work."""
    yield from _named(answers, "outputs")
    for path, value in answers.each("outputs", "destination"):
        if given.scope.destinations:
            yield from _one_of(given, answers, path, value, given.scope.destinations)
        if value in FINAL and not given.scope.covers_finals:
            yield other(answers, path, f"{given.called} does not cover finals")
        elif value is None and not given.scope.covers_finals:
            yield unknown(answers, path)
    if given.scope.craft_only:
        yield from not_craft(answers)


def _kept_out(given: Given, answers: Answers) -> Iterator[Reason]:
    """What must not be in frame, as far as a declaration can say so."""
    for word in given.scope.kept_out:
        kept = vocabulary()[word]
        if kept.declared is None:
            continue
        certain, paths = answers.holds(kept.declared)
        for path in dict.fromkeys(paths) if not certain else ():
            if certain is None:
                yield unknown(answers, path)
            else:
                yield other(answers, path, f"{given.called} asks for “{inside(kept.title)}”")


def _ceiling(given: Given, answers: Answers) -> Iterator[Reason]:
    """What is left of the ceiling, against the shots and seconds that are declared."""
    scope = given.scope
    shots = answers.one("use", "shots")
    if scope.most_shots is not None:
        if shots is None:
            yield unknown(answers, "use.shots")
        else:
            new = {folded(shot) for shot in shots} - set(given.used.shots)
            (level,) = levels(given.used, scope.most_shots, "")
            if len(new) > level.left:
                yield Reason(
                    f"It lists {count(len(new), 'shot')} beside those registered;"
                    f" {plain(level.left)} are left of {given.called}.",
                    "use.shots",
                )
    if scope.most_seconds:
        seconds = list(answers.each("outputs", "seconds"))
        yield from (unknown(answers, path) for path, value in seconds if value is None)
        total = Decimal(sum(value or 0 for _, value in seconds)) / 1000
        (level,) = levels(given.used, None, scope.most_seconds)
        if total - given.own > level.left:
            yield Reason(
                f"It comes to {plain(total)} seconds; {plain(level.left)} are left of"
                f" {given.called}.",
                "outputs",
            )


def _named(answers: Answers, part: str) -> Iterator[Reason]:
    """A list that has to name something: without an item nobody can say what it is."""
    if answers.items(part) is None:
        yield unknown(answers, part)
    elif not answers.items(part):
        yield Reason(f"{answers.name(part)} names none, so nobody can say what is made.", part)


def _one_of(
    given: Given, answers: Answers, path: str, value: str | None, allowed: Iterable[str]
) -> Iterator[Reason]:
    if value is None:
        yield unknown(answers, path)
    elif value not in allowed:
        yield other(answers, path, _not_covered(given))


def _not_covered(given: Given) -> str:
    return f"{given.called} does not cover that"
