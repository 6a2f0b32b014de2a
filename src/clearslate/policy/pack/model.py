"""A policy pack as values: what the loader makes of the YAML of one rulebook.

Everything is immutable. Sentences are templates: `{output.name}` is filled with the answer, in
the words of its vocabulary, when an assessment is rendered.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import IntEnum

from clearslate.policy.immutable import immutable
from clearslate.policy.language.ir import Expression, Field
from clearslate.policy.pack.limits import CraftList, StandingLimit


class Outcome(IntEnum):
    """What is required of a use; the higher one wins."""

    NOTIFY = 0
    APPROVAL = 1
    HOLD = 2

    @property
    def word(self) -> str:
        """The word documents and JSON use."""
        return self.name.lower()


#: The acts that a condition can call for, each a line of its own with a record of its own.
CONDITION_LINES = ("result", "legal_review", "rights_clearance")
#: What somebody who decides can do, and gives a reason for.
DECISIONS = ("approve", "conditions", "decline", "exception", "call_up", "send_back")
#: Whom a duty asks, where the answer is a line of its own with a record of its own.
DUTY_LINES = ("director", "labour")
#: What a duty is, so that pages can group them.
DUTY_KINDS = ("notice", "consultation", "disclosure", "cue_sheet", "check", "other")


@immutable
class Need:
    """Evidence without which a finding is a hold.

    `evidence` is a derived evidence field of the subject (or of `use`): certainly on file or not.
    `unless` lifts the need only when it is certainly true.
    """

    evidence: Field
    unless: Expression | None


@immutable
class Overlap:
    """Another rule that this one knowingly covers or is covered by."""

    rule: str
    reason: str


@immutable
class Rule:
    """One rule: on which subjects it fires, what it then requires, and why."""

    id: str
    pack: str
    title: str
    area: str
    principle: str | None
    for_each: str | None
    """The list it runs over (`outputs`), or None for the use as a whole."""
    variable: str | None
    """The name of one item of that list (`output`)."""
    when: Expression
    outcome: Outcome
    because: str
    unsure: str
    fix: str
    needs: tuple[Need, ...]
    shows: tuple[Field, ...]
    conditions: tuple[str, ...]
    duties: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    basis: str
    cite: tuple[str, ...]
    source: str
    """`file:line` in the pack, for messages to its author."""


@immutable
class Due:
    """When a duty falls due: a date field, or the assessment date, and days from it."""

    on: Field | None
    days: int
    words: str


@immutable
class Duty:
    """Something somebody must do by a date; never part of the outcome."""

    id: str
    pack: str
    text: str
    owner: str
    due: Due
    for_each: str | None
    variable: str | None
    when: Expression | None
    """None when only rules that fire bring it."""
    cite: tuple[str, ...]
    source: str = ""
    """`file:line` in the pack, for messages to its author."""
    line: str | None = None
    """One of `DUTY_LINES`, or None where it is no line of its own."""
    kind: str = "other"
    """One of `DUTY_KINDS`."""


@immutable
class Question:
    """One question of the interview, about one field."""

    id: str
    pack: str
    card: str
    part: str
    field: str
    ask: str
    help: str
    why: str
    who: str
    nature: str
    """`choice` (one may change it), `fact` or `evidence`."""
    when: Expression | None
    variable: str | None
    mandatory: bool
    for_notice: bool
    source: str = ""
    """`file:line` in the pack, for messages to its author."""


@immutable
class Card:
    """A screen of the interview: questions that are one decision to the person who answers.

    `lists` names the list whose items the card asks about; `checklist` is the field of those
    items whose vocabulary makes the lines a person ticks ("none of these" writes an empty list).
    """

    id: str
    pack: str
    title: str
    intro: str
    lists: str | None
    checklist: str | None
    questions: tuple[Question, ...]
    source: str = ""
    """`file:line` in the pack, for messages to its author."""


@immutable
class Guard:
    """A mandatory answer: while it is unknown where it is asked, notify is out of reach.

    `field` is None for a guard on the list itself: absent, unknown, or empty where `nonempty`.
    """

    part: str
    variable: str | None
    field: str | None
    when: Expression | None
    nonempty: bool
    question: str | None


@immutable
class Named:
    """A principle, row or other named thing with its words."""

    id: str
    title: str
    text: str = ""
    source: str = ""
    """`file:line` in the pack, for messages to its author."""


@immutable
class Condition:
    """What an approval can carry, and the act it calls for where it calls for one."""

    id: str
    title: str
    text: str
    source: str = ""
    """`file:line` in the pack, for messages to its author."""
    line: str | None = None
    """One of `CONDITION_LINES`, or None where no act of its own answers it."""
    human_input: bool = False
    """Whether a clearance of the result must show what people made or shaped in it."""


@immutable
class Reason:
    """A reason that whoever decides may choose, in place of writing one."""

    id: str
    title: str
    for_: tuple[str, ...]
    """The acts it may be given for, each one of `DECISIONS`."""
    areas: tuple[str, ...] = ()
    """The areas it is offered in; none named means all of them."""
    source: str = ""
    """`file:line` in the pack, for messages to its author."""

    def offered(self, act: str, area: str) -> bool:
        """Whether somebody who does this in this area may choose it."""
        return act in self.for_ and (not self.areas or area in self.areas)


@immutable
class Area:
    """A field of responsibility with its reviewer and the working days it may take."""

    id: str
    title: str
    reviewer: str
    days: int


@immutable
class Switch:
    """An interpretation the guidance leaves open: its readings and the default."""

    id: str
    title: str
    why: str
    values: tuple[tuple[str, str], ...]
    default: str
    gives_up: tuple[tuple[str, tuple[str, ...]], ...]
    """For each reading, the statements of the proofs that no longer hold under it."""


@immutable
class EvidenceText:
    """The words for one derived evidence field: what it is and who would have it."""

    field: str
    title: str
    who: str


@immutable
class Source:
    """Where the rulebook comes from and how far that source can be relied on."""

    title: str
    date: str
    grade: str
    note: str = ""


@immutable
class Pack:
    """One loaded policy pack, or several combined into the rules in force."""

    urn: str
    title: str
    publisher: str
    version: str
    from_: date
    to: date | None
    reaches: str
    licence: str
    languages: tuple[str, ...]
    extends: str | None
    sha256: str
    sources: tuple[Source, ...]
    rows: tuple[Named, ...]
    principles: tuple[Named, ...]
    areas: tuple[Area, ...]
    switches: tuple[Switch, ...]
    evidence: tuple[EvidenceText, ...]
    conditions: tuple[Condition, ...]
    rules: tuple[Rule, ...]
    duties: tuple[Duty, ...]
    cards: tuple[Card, ...]
    guards: tuple[Guard, ...]
    gate: Expression | None
    """Certainly true when this is no use of generative AI at all."""
    gate_because: str
    warnings: tuple[str, ...] = field(default=())
    reasons: tuple[Reason, ...] = ()
    standing_limits: tuple[StandingLimit, ...] = ()
    craft_list: CraftList | None = None
