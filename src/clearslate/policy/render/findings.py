"""The findings as sections: those that count, the gravest first, then those of advisory packs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clearslate.policy.assess.assessment import Assessment, Finding
from clearslate.policy.render.outline import Item, Note, Section
from clearslate.policy.render.places import Places
from clearslate.policy.render.words import BASES, ORDER, SIGNS, STATES, count, listed, words_of


def findings(assessment: Assessment, places: Places) -> Section | None:
    """What the rules in force found."""
    advisory = _advisory(assessment)
    own = [finding for finding in assessment.findings if finding.pack not in advisory]
    if not own:
        return None
    unsure = sum(not finding.certain for finding in own)
    intro = ""
    if unsure:
        intro = f"{count(unsure, 'finding')} cannot be ruled out while an answer is open."
    return Section("findings", "Findings", _items(own, places), intro)


def advisory_findings(assessment: Assessment, places: Places) -> Iterator[Section]:
    """What each advisory pack found; it leaves the outcome as it is."""
    for urn, title in _advisory(assessment).items():
        own = [finding for finding in assessment.findings if finding.pack == urn]
        if own:
            yield Section(
                "advisory",
                f"Advisory: {title}",
                _items(own, places),
                "Nobody here has adopted this rulebook. Its findings leave the outcome as it is.",
            )


def _advisory(assessment: Assessment) -> dict[str, str]:
    return {pack.urn: pack.title for pack in assessment.packs if pack.standing == "advisory"}


def _items(findings: Sequence[Finding], places: Places) -> tuple[Item, ...]:
    """The gravest first; those of a list nobody has answered are told together."""
    ordered = sorted(findings, key=_gravity)
    items: list[Item] = []
    seen: set[str] = set()
    for finding in ordered:
        if not _subjectless(finding):
            items.append(_item(finding, places))
        elif finding.path not in seen:
            seen.add(finding.path)
            same = [each for each in ordered if _subjectless(each) and each.path == finding.path]
            items.append(_together(same, places))
    return tuple(items)


def _gravity(finding: Finding) -> tuple[bool, int]:
    """Certain before uncertain, and the higher outcome first."""
    outcome = finding.outcome if finding.certain else finding.at_worst
    return not finding.certain, -ORDER.index(outcome)


def _subjectless(finding: Finding) -> bool:
    """Whether the list that the rule runs over is not known at all."""
    return not finding.certain and finding.path != "use" and "[" not in finding.path


def _item(finding: Finding, places: Places) -> Item:
    certain = finding.certain
    return Item(
        finding.because,
        sign=finding.outcome if certain else "not_sure",
        word="" if certain else "not certain",
        group=words_of(finding.area),
        aside=", ".join(finding.cite),
        notes=tuple(_notes(finding, places)),
    )


def _notes(finding: Finding, places: Places) -> Iterator[Note]:
    answers = [
        f"{answer.title}{_of(answer.path, finding, places)}: {answer.words}"
        for answer in finding.answers
    ]
    if answers:
        yield Note("Answers behind it", "; ".join(dict.fromkeys(answers)))
    if not finding.certain:
        yield Note("At worst", SIGNS[finding.at_worst].word)
    if finding.unknown:
        yield Note("Open", "; ".join(dict.fromkeys(each.title for each in finding.unknown)))
    if finding.missing:
        yield Note("Missing", "; ".join(each.title for each in finding.missing))
    if finding.on_file:
        yield Note("On file", "; ".join(finding.on_file))
    if finding.fix:
        yield Note("What would lower it", finding.fix)
    if finding.switches:
        readings = ", ".join(f"{name} {words_of(value)}" for name, value in finding.switches)
        yield Note("Reading", readings)
    if finding.basis == "ours":
        yield Note("Basis", BASES["ours"])


def _of(path: str, finding: Finding, places: Places) -> str:
    """Whose answer it is, where it is another thing's than the finding's own."""
    head = path.partition(".")[0]
    subject = "" if head == finding.path else places.subject(path)
    return f" (“{subject}”)" if subject else ""


def _together(findings: Sequence[Finding], places: Places) -> Item:
    """Findings that wait for one list to be answered: a line each, not a paragraph each."""
    title = places.title(findings[0].path)
    worst = max((finding.at_worst for finding in findings), key=ORDER.index)
    silence = f"“{title}” is {_silence(findings[0])}. Until it is known,"
    return Item(
        f"{silence} {_these(findings)} cannot be ruled out.",
        sign="not_sure",
        word="not certain",
        group=listed(dict.fromkeys(words_of(finding.area) for finding in findings)),
        notes=(
            Note("At worst", SIGNS[worst].word),
            *(Note(", ".join(finding.cite), finding.title) for finding in findings),
        ),
    )


def _silence(finding: Finding) -> str:
    """How its list is open: “not sure” is an answer, and silence is none."""
    return STATES[finding.unknown[0].state]


def _these(findings: Sequence[Finding]) -> str:
    return "this" if len(findings) == 1 else f"these {len(findings)}"
