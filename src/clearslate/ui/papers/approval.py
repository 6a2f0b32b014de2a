"""The written approval of a use as a sheet: what, where, under what, by whom, until when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clearslate.clearance.models import Line, Result
from clearslate.envelopes.entries import called
from clearslate.policy.render.build import outline
from clearslate.reports.approval import Approval, Decided, Looked
from clearslate.reports.elements import elements_of, tools_of
from clearslate.ui.access import Visit
from clearslate.ui.assessment import purpose_of
from clearslate.ui.envelopes import lines_of as scope_lines
from clearslate.ui.papers.sheet import Cell, Item, Items, Note, Part, Sheet
from clearslate.ui.papers.stands import answer, warning
from clearslate.ui.papers.words import AT_DELIVERY, both, made, on, upon, verdict
from clearslate.uses.entries import use_number

NOBODY = "Nobody has decided on it."
_CELLS = ("Goes to", "Work window", "Work")
_LOOKS = {
    Result.State.CLEARED: ("cleared", "cleared"),
    Result.State.SENT_BACK: ("declined", "sent back"),
    Result.State.WAITING: ("in_review", "waiting to be looked at"),
}


def approval_sheet(visit: Visit, found: Approval) -> Sheet:
    """The written approval of one version, whatever stands of it."""
    telling = _Telling(visit, found)
    version = found.found.version
    page = outline(found.found.assessment, case=found.found.case)
    return Sheet(
        kind="Written approval",
        name=f"{use_number(found.use.number)}, version {version.number}",
        production=visit.production.code_name,
        made=made(visit),
        title=page.title,
        cells=tuple(telling.cells(page)),
        lines=tuple(telling.lines()),
        warning=warning(visit, found),
        answer=answer(visit, found),
        parts=tuple(telling.parts()),
        foot=page.foot,
    )


class _Telling:
    """Puts the parts of one written approval into words."""

    def __init__(self, visit: Visit, found: Approval) -> None:
        self.visit = visit
        self.found = found
        self.declaration: Any = found.found.case.declaration

    def cells(self, page: Any) -> Iterator[Cell]:
        version = self.found.found.version
        yield Cell("Use", f"{use_number(self.found.use.number)}, version {version.number}")
        shots = (self.declaration.get("use") or {}).get("shots")
        if isinstance(shots, list) and shots:
            last = f" to {shots[-1]}" if len(shots) > 1 else ""
            yield Cell("Shots", f"{shots[0]}{last}")
        yield from (cell for cell in page.cells if cell.label in _CELLS)

    def lines(self) -> Iterator[str]:
        if purpose := purpose_of(self.found.found.case):
            yield purpose
        version = self.found.found.version
        day = on(self.visit.production, version.submitted_at)
        yield f"Declared by {version.submitted_by}, {day}."

    def parts(self) -> Iterator[Part]:
        yield self.what()
        yield self.decisions()
        yield self.conditions()
        yield self.by_rule()
        yield from self.envelope()
        yield self.beside()
        yield self.lifted()
        yield self.results()

    def what(self) -> Items:
        items = [
            Item(each.name, group="Comes out", notes=(Note("Goes to", _where(each)),))
            for each in elements_of(self.declaration)
        ]
        items += [Item(each, group="Made with") for each in tools_of(self.declaration)]
        shots = (self.declaration.get("use") or {}).get("shots")
        if isinstance(shots, list) and shots:
            items.append(Item(", ".join(map(str, shots)), group="Shots"))
        return Items("What, and where", tuple(items))

    def envelope(self) -> Iterator[Items]:
        """What the go-ahead covers: its own envelope, or the standing approval it cites."""
        envelope = self.found.envelope
        if envelope is None:
            return
        scope = envelope.scope
        items = [
            Item("; ".join(line.texts), group=line.label)
            for line in scope_lines(scope, standing=envelope.standing)
        ]
        if scope.most_shots is not None:
            items.append(Item(str(scope.most_shots), group="Shots at most"))
        if scope.most_seconds:
            items.append(Item(scope.most_seconds, group="Seconds at most"))
        name = called(envelope)
        if envelope.standing:
            title = f"The standing approval that it is noticed under: {name}, {envelope.title}"
            until = f"It holds from {upon(envelope.from_day)} until before {upon(envelope.to_day)}."
            day = on(self.visit.production, envelope.given_at)
            intro = f"Given by {envelope.given_by}, {day}. {until}"
        else:
            title = "The envelope: what it covers"
            intro = "What steps outside of it is decided anew."
            if envelope.ended_at:
                intro = f"It was ended on {on(self.visit.production, envelope.ended_at)}."
        yield Items(title, tuple(items), intro)

    def decisions(self) -> Items:
        items = tuple(map(self._decided, self.found.areas))
        return Items("Who decided", items, empty=NOBODY)

    def _decided(self, each: Decided) -> Item:
        decision = each.decision
        if decision is None:
            return Item("Has yet to decide.", sign="in_review", word="waits", group=each.title)
        sign, word = verdict(decision)
        number = self.found.found.version.number
        notes = []
        if decision.version < number:
            carried = f"decided on version {decision.version}, stands for version {number}"
            notes.append(Note("Carried over", carried))
        if each.reasons or decision.note:
            notes.append(Note("Reason", "; ".join([*each.reasons, *filter(None, [decision.note])])))
        if decision.valid_until:
            notes.append(Note("Valid", f"until before {upon(decision.valid_until)}"))
        notes += self._read(decision.case_sha256, decision.assessment_sha256)
        if decision.ended_at:
            sign, word = "lapsed", f"{word}, ended"
            day = on(self.visit.production, decision.ended_at)
            why = decision.get_ended_because_display()
            notes.append(Note("Ended", f"{day}: {why}"))
        if each.review is not None:
            notes.append(Note("Now", "asked again, and has yet to decide"))
        day = on(self.visit.production, decision.at)
        return Item(both(decision), sign, word, each.title, day, tuple(notes))

    def _read(self, case: str, assessment: str) -> Iterator[Note]:
        """What was read before it was decided; the foot has the hashes of this version."""
        found = self.found.found
        if (case, assessment) == (found.case.sha256, found.assessment.sha256):
            yield Note("On", "the case and the assessment named at the foot")
            return
        yield Note("On case", case)
        yield Note("On assessment", assessment)

    def conditions(self) -> Items:
        items = tuple(
            Item(
                one.words,
                group=title,
                notes=(Note("", AT_DELIVERY),) if one.at_delivery else (),
            )
            for title, one in self.found.conditions
        )
        return Items("Conditions that were agreed", items)

    def by_rule(self) -> Items:
        """What every go-ahead of such a use carries, whoever gives it."""
        items = tuple(
            Item(each.title, notes=(Note("", each.text), *_subjects(each.subjects)))
            for each in self.found.found.assessment.conditions
        )
        return Items("Conditions of the rules", items)

    def beside(self) -> Items:
        """The lines beside the written approval; none of them stands for another."""
        return Items("Lines beside the written approval", tuple(map(self._line, self.found.lines)))

    def _line(self, line: Line) -> Item:
        kind = line.get_kind_display()
        kind = f"{kind[:1].upper()}{kind[1:]}"
        notes = []
        if line.shown:
            day = on(self.visit.production, line.shown_at)
            notes.append(Note("Shown", f"{line.shown} ({line.shown_by}, {day})"))
        if not line.response:
            waits = (Note("Asked for", on(self.visit.production, line.opened_at)), *notes)
            return Item("No answer yet.", sign="in_review", word="waits", group=kind, notes=waits)
        if line.note:
            notes.append(Note("Note", line.note))
        if line.recorded_by:
            notes.append(Note("Written down by", str(line.recorded_by)))
        if line.case_sha256 == self.found.found.case.sha256:
            notes.append(Note("On", "the case named at the foot"))
        elif line.case_sha256:
            notes.append(Note("On case", line.case_sha256))
        sign = "declined" if line.response == Line.Response.NOT_AGREED else "go_ahead"
        word = line.get_response_display()
        day = on(self.visit.production, line.responded_at)
        return Item(str(line.responded_by), sign, word, kind, day, tuple(notes))

    def lifted(self) -> Items:
        items = []
        for each in self.found.lifted:
            row = each.exception
            over = row.until <= self.found.today
            sign, word = ("lapsed", "over") if over else ("go_ahead", "lifted")
            notes = [
                Note("By", f"{row.granted_by}, {on(self.visit.production, row.at)}"),
                Note("Reason", "; ".join([*each.reasons, row.note])),
                Note("Valid", f"until before {upon(row.until)}"),
            ]
            if row.ended_at:
                sign, word = "lapsed", "ended"
                day = on(self.visit.production, row.ended_at)
                notes.append(Note("Ended", f"{day}, by {row.ended_by}"))
            notes.append(Note("On case", row.case_sha256))
            items.append(Item(each.title, sign, word, "Legal exception", "", tuple(notes)))
        return Items("Exceptions to a hold", tuple(items))

    def results(self) -> Items:
        return Items("Results that were sent", tuple(map(self._looked, self.found.results)))

    def _looked(self, each: Looked) -> Item:
        row, look = each.result, each.look
        sign, word = _LOOKS[Result.State(row.state)]
        shot = f", {row.shot} {row.shot_version}".rstrip() if row.shot else ""
        notes = [Note("SHA-256", row.sha256)]
        day = ""
        if look is not None and row.state != Result.State.WAITING:
            day = on(self.visit.production, look.at)
            done = "Cleared by" if row.state == Result.State.CLEARED else "Sent back by"
            notes.insert(0, Note(done, both(look)))
            notes.append(Note("Resemblance", look.get_resemblance_display()))
            notes.append(Note("Quality", look.get_quality_display()))
            if look.human_input:
                notes.append(Note("Human input", look.human_input))
        return Item(f"{row.output}{shot}", sign, word, "", day, tuple(notes))


def _where(each: Any) -> str:
    return f"{each.goes_to}, {each.seconds} s" if each.seconds else str(each.goes_to)


def _subjects(subjects: tuple[str, ...]) -> tuple[Note, ...]:
    named = [each for each in subjects if each]
    return (Note("For", ", ".join(named)),) if named else ()
