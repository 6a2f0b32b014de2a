"""One interview at a terminal: asks, records, goes back, revises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clearslate.cli.interviewing.reading import (
    NONE,
    NOT_SURE,
    MisreadError,
    lines_of,
    one_of,
    read_answer,
    separated,
)
from clearslate.cli.interviewing.screen import KEYS, Screen
from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.errors import DeclarationError
from clearslate.policy.interview import Asked, Interview, Journey, State, Step, given

Document = dict[str, Any]


class QuitError(Exception):
    """The person stops; what there is may be kept."""


class _BackError(Exception):
    """The last answer is taken back."""


class _ReviseError(Exception):
    """An earlier card is chosen and answered again."""


class Session:
    """Leads through the cards. `document` is what has been answered so far.

    `save` keeps the document and says so; it is called when the person asks for it.
    """

    def __init__(
        self,
        interview: Interview,
        document: Mapping[str, Any],
        screen: Screen,
        save: Callable[[Document], None],
    ) -> None:
        self.interview = interview
        self.document: Document = dict(document)
        self.screen = screen
        self.save = save
        self._history: list[tuple[Document, str]] = []
        self._titles = interview.rule_titles

    def run(self) -> Journey:
        """Ask until no answer can matter any more; the last journey.

        Raises QuitError where the person stops, EOFError where the input ends.
        """
        self.screen.say(KEYS)
        self.screen.say("To answer with one of these letters alone, put it in quotes.")
        chosen = ""
        while True:
            journey = self.interview.journey(self.document)
            step = journey.step(chosen) if chosen else None
            if step is None or step.state is not State.OPEN:
                step = journey.next
            chosen = ""
            try:
                if step is None:
                    self._confirm()
                    return journey
                self._card(step.key)
            except _BackError:
                chosen = self._back()
            except _ReviseError:
                self._revise()

    def _confirm(self) -> None:
        self.screen.say()
        self.screen.say("No further answer can matter. Press Enter for the assessment.", bold=True)
        while True:
            try:
                line = self.screen.ask("Enter, b or r ")
            except EOFError:
                return
            if self._command(line):
                continue
            if not line:
                return
            self.screen.say("Press Enter for the assessment, b to go back, r to revise a card.")

    def _card(self, key: str) -> None:
        """Ask the open questions of a card, also those that its answers bring."""
        journey = self.interview.journey(self.document)
        before = journey.so_far
        shown = False
        while True:
            step = journey.step(key)
            asked = _first_open(step)
            if step is None or asked is None:
                break
            if not shown:
                self.screen.card(step, journey)
                shown = True
            self._ask(step, asked)
            journey = self.interview.journey(self.document)
        self.screen.so_far(journey.so_far, before)

    def _ask(self, step: Step, asked: Asked, current: str = "") -> None:
        """One question, until it has an answer; with a current one, Enter keeps it."""
        self.screen.question(asked, current=current)
        self._offer(step, asked)
        while True:
            line = self.screen.ask(_prompt(step, asked, current, self._suggested(asked)))
            if line == "?":
                self.screen.explain(asked, (self._titles[name] for name in asked.settles))
                continue
            if self._command(line):
                continue
            if not line and current:
                return
            try:
                after = self._recorded(step, asked, line)
            except MisreadError as error:
                self.screen.say(str(error), indent=2)
                continue
            except DeclarationError as error:
                for problem in error.problems:
                    self.screen.say(f"{problem.message} {problem.suggestion}".strip(), indent=2)
                continue
            self._history.append((self.document, step.key))
            self._tell_dropped(after)
            self.document = after
            return

    def _command(self, line: str) -> bool:
        """Carry out a command; whether the line was one that stays at this question."""
        match line.lower():
            case "b":
                raise _BackError
            case "r":
                raise _ReviseError
            case "q":
                raise QuitError
            case "s":
                self.save(self.document)
                return True
        return False

    def _offer(self, step: Step, asked: Asked) -> None:
        """The choices that a list brings along: lines of a checklist, or tools on file."""
        self.screen.choices(option.words for option in self._lines(step, asked))

    def _lines(self, step: Step, asked: Asked) -> tuple[Any, ...]:
        if asked.kind is not None:
            return ()
        if step.card.checklist:
            return self.interview.lines(step.card)
        return self.interview.tools(self.document) if asked.path == "components" else ()

    def _recorded(self, step: Step, asked: Asked, line: str) -> Document:
        if line.lower() in NOT_SURE:
            self.screen.not_sure(asked)
            return self.interview.not_sure(self.document, asked.path)
        line = line or self._suggested(asked)
        if not line:
            raise MisreadError("Type an answer, u for not sure, or ? for why this is asked.")
        if asked.kind is None:
            return self._list(step, asked, line)
        if asked.options and asked.kind == "text" and line.lower() in NONE:
            return self.interview.not_sure(self.document, asked.path)
        return self.interview.answer(self.document, asked.path, read_answer(asked, line))

    def _suggested(self, asked: Asked) -> str:
        """What Enter alone stands for: the title of the use as the name of what comes out."""
        title = given(self.document, "use.title")
        if asked.path != "outputs" or asked.answer is not None or not isinstance(title, str):
            return ""
        return "" if title == UNKNOWN or ";" in title else title

    def _list(self, step: Step, asked: Asked, line: str) -> Document:
        if line.lower() in NONE:
            if asked.needs_one:
                raise MisreadError("At least one is needed. Name it, or type u for not sure.")
            return self.interview.none_of_these(self.document, asked.path)
        if step.card.checklist:
            wanted = self._ticked(step, asked, line)
        else:
            wanted = [self._named(step, asked, name) for name in separated(line)]
        return self.interview.set_items(self.document, asked.path, wanted)

    def _named(self, step: Step, asked: Asked, name: str) -> Document:
        tools = self._lines(step, asked)
        if tools and name.isdecimal():
            return self.interview.tool_item(self.document, one_of(tools, name))
        if name.isdecimal():
            raise MisreadError(f"There is no list to choose “{name}” from. Type a name.")
        return {self._name_field(asked): name}

    def _ticked(self, step: Step, asked: Asked, line: str) -> list[Document]:
        """The items of the ticked lines, each with the names it is known by."""
        kind = str(step.card.checklist)
        words = dict(self.interview.lines(step.card))
        wanted: list[Document] = []
        for value, sure in lines_of(self.interview.lines(step.card), line):
            if not sure:
                wanted.append(self.interview.doubt_item(step.card, value))
                continue
            known = [item for item in asked.answer or () if item.get(kind) == value]
            names = [item.get(self._name_field(asked), words[value]) for item in known]
            for name in self._names(words[value], names):
                wanted.append({self._name_field(asked): name, kind: value})
        return wanted

    def _names(self, words: str, known: list[str]) -> list[str]:
        """What the things of one line are called."""
        self.screen.say(f"{words}: what is it called? Several with “;”.", indent=2)
        kept = known or [words]
        while True:
            typed = self.screen.ask(f"  name, or Enter for “{'; '.join(kept)}” ")
            if typed == "?":
                self.screen.say("The reasons use this name, so it should tell it from others.")
            elif not typed or typed.lower() in NOT_SURE:
                return kept
            elif not self._command(typed):
                try:
                    return separated(typed) or kept
                except MisreadError as error:
                    self.screen.say(str(error), indent=2)

    def _name_field(self, asked: Asked) -> str:
        return self.interview.schema.parts[asked.path].name_field or ""

    def _tell_dropped(self, after: Document) -> None:
        gone = self.interview.taken_back(self.document, after)
        if gone:
            titles = ", ".join(f"“{title}”" for title in gone)
            self.screen.say(f"No longer asked, and taken back: {titles}.", indent=2)

    def _back(self) -> str:
        if not self._history:
            self.screen.say("This is the first answer of this sitting. Type r to revise a card.")
            return ""
        self.document, key = self._history.pop()
        return key

    def _revise(self) -> None:
        """Choose a card that has been answered, and answer its questions again."""
        journey = self.interview.journey(self.document)
        steps = [step for step in journey.steps if _answered(step)]
        if not steps:
            self.screen.say("Nothing has been answered yet.")
            return
        self.screen.say()
        self.screen.say("Which card? Type its number, or Enter to go on.", bold=True)
        self.screen.choices(
            f"{step.card.title} — {step.subject}" if step.subject else step.card.title
            for step in steps
        )
        line = self.screen.ask("card ")
        if not line:
            return
        if not line.isdecimal() or not 0 < int(line) <= len(steps):
            self.screen.say(f"There is no card {line}.", indent=2)
            return
        step = steps[int(line) - 1]
        self.screen.card(step, journey)
        try:
            self._again(step.key)
        except (_BackError, _ReviseError):
            return

    def _again(self, key: str) -> None:
        before = self.interview.journey(self.document).so_far
        done: set[str] = set()
        while True:
            journey = self.interview.journey(self.document)
            step = journey.step(key)
            left = [
                asked
                for asked in (step.questions if step else ())
                if asked.state in (State.ANSWERED, State.OPEN) and asked.path not in done
            ]
            if step is None or not left:
                break
            done.add(left[0].path)
            answered = left[0].state is State.ANSWERED
            self._ask(step, left[0], self._words(left[0]) if answered else "")
        self.screen.so_far(journey.so_far, before)

    def _words(self, asked: Asked) -> str:
        """An answer as the file has it, in words."""
        if asked.answer == UNKNOWN:
            return "not sure"
        words = dict(asked.options)
        if isinstance(asked.answer, list):
            name = self.interview.schema.parts[asked.question.part].name_field
            each = [
                item.get(name, "without a name") if isinstance(item, dict) else item
                for item in asked.answer
            ]
            return ", ".join(words.get(item, item) for item in each) or "none"
        return words.get(asked.answer, str(asked.answer))


def _first_open(step: Step | None) -> Asked | None:
    questions = step.questions if step else ()
    return next((asked for asked in questions if asked.state is State.OPEN), None)


def _answered(step: Step) -> bool:
    return any(asked.state is State.ANSWERED for asked in step.questions)


def _prompt(step: Step, asked: Asked, current: str, suggested: str) -> str:
    """How to answer, in a few words."""
    keep = "Enter keeps it, " if current else f"Enter for “{suggested}”, " if suggested else ""
    return f"{keep}{_how(step, asked)}, u, ? "


def _how(step: Step, asked: Asked) -> str:
    if asked.kind is None and step.card.checklist:
        return "numbers, u3 where not sure of line 3, 0 for none of these"
    if asked.kind is None:
        return "numbers or names with “;”" if asked.needs_one else "names with “;”, 0 for none"
    if asked.kind == "names":
        return "names with “;”, 0 for none"
    if asked.kind == "many":
        return f"numbers from 1 to {len(asked.options)}"
    if asked.kind == "yesno":
        return "y, n"
    if asked.options:
        none = ", 0 for none of these" if asked.kind == "text" else ""
        return f"1 to {len(asked.options)}{none}"
    return {"date": "YYYY-MM-DD", "seconds": "seconds"}.get(str(asked.kind), "text")
