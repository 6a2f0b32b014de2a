"""Findings as rows of a table: the answer behind each, evidence, what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from clearslate.policy.assess.assessment import Finding
from clearslate.policy.render.places import Places
from clearslate.policy.render.words import BASES, ORDER, SIGNS, STATES, words_of


class Cite(NamedTuple):
    """A row of the guidance: its short name, and what it says; empty where that is not known."""

    id: str
    text: str


class Behind(NamedTuple):
    """An answer behind a finding: what was said, to which question, of whom or what."""

    words: str
    title: str
    of: str
    path: str = ""


class Paper(NamedTuple):
    """Evidence that a finding needs: on file, or missing with who would have it."""

    title: str
    on_file: bool
    who: str


class Open(NamedTuple):
    """An answer that is open, why, and who would know."""

    title: str
    state: str
    who: str


@dataclass(frozen=True)
class Row:
    """One finding in the table."""

    sign: str
    word: str
    text: str
    cites: tuple[Cite, ...]
    answers: tuple[Behind, ...] = ()
    open: tuple[Open, ...] = ()
    papers: tuple[Paper, ...] = ()
    at_worst: str = ""
    fix: str = ""
    reading: str = ""
    basis: str = ""
    waits: tuple[tuple[str, tuple[Cite, ...]], ...] = ()
    """Findings that wait for one list to be answered, told together."""
    path: str = ""
    subject: str = ""
    """Where its subject stands, and what that is called."""


class Table:
    """Makes rows of findings."""

    def __init__(self, places: Places, cited: Mapping[str, str]) -> None:
        self.places = places
        self.cited = cited

    def rows(self, findings: Sequence[Finding]) -> tuple[Row, ...]:
        """A row each; those that wait for one list to be answered share one."""
        made: list[Row] = []
        seen: set[str] = set()
        for finding in findings:
            if not _waits(finding):
                made.append(self._row(finding))
            elif finding.path not in seen:
                seen.add(finding.path)
                same = [each for each in findings if _waits(each) and each.path == finding.path]
                made.append(self._together(same))
        return tuple(made)

    def _row(self, finding: Finding) -> Row:
        certain = finding.certain
        return Row(
            sign=finding.outcome if certain else "not_sure",
            word="" if certain else "not certain",
            text=finding.because,
            cites=self._cites(finding.cite),
            answers=tuple(dict.fromkeys(self._behind(finding))),
            open=tuple(
                dict.fromkeys(
                    Open(each.title, STATES[each.state], each.who) for each in finding.unknown
                )
            ),
            papers=(
                *(Paper(each.title, False, each.who) for each in finding.missing),
                *(Paper(title, True, "") for title in finding.on_file),
            ),
            at_worst="" if certain else SIGNS[finding.at_worst].word,
            fix=finding.fix,
            reading=", ".join(f"{name} {words_of(value)}" for name, value in finding.switches),
            basis=BASES["ours"] if finding.basis == "ours" else "",
            path=finding.path,
            subject=finding.subject,
        )

    def _together(self, findings: Sequence[Finding]) -> Row:
        """The findings that a list keeps open which nobody has answered."""
        first = findings[0]
        title = self.places.title(first.path)
        worst = max((each.at_worst for each in findings), key=ORDER.index)
        state = first.unknown[0].state if first.unknown else "not_answered"
        these = "this" if len(findings) == 1 else f"these {len(findings)}"
        return Row(
            sign="not_sure",
            word="not certain",
            text=f"“{title}” is {STATES[state]}. Until it is known, {these} cannot be ruled out.",
            cites=(),
            open=tuple(Open(each.title, STATES[each.state], each.who) for each in first.unknown),
            at_worst=SIGNS[worst].word,
            waits=tuple((each.title, self._cites(each.cite)) for each in findings),
        )

    def _behind(self, finding: Finding) -> Iterator[Behind]:
        for answer in finding.answers:
            head = answer.path.partition(".")[0]
            other = "" if head == finding.path else self.places.subject(answer.path)
            yield Behind(answer.words, answer.title, other, answer.path)

    def _cites(self, ids: Iterable[str]) -> tuple[Cite, ...]:
        return tuple(Cite(each, self.cited.get(each, "")) for each in ids)


def _waits(finding: Finding) -> bool:
    """Whether the list that the rule runs over is not known at all."""
    return not finding.certain and finding.path != "use" and "[" not in finding.path


def gravity(finding: Finding) -> tuple[bool, int]:
    """Certain before uncertain, and the higher outcome first."""
    outcome = finding.outcome if finding.certain else finding.at_worst
    return not finding.certain, -ORDER.index(outcome)
