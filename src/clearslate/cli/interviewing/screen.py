"""What a person sees: cards, questions, and the line that moves as one answers."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable

import click

from clearslate.cli import output
from clearslate.policy.interview import Asked, Journey, SoFar, Step
from clearslate.policy.pack.model import Outcome
from clearslate.policy.render.escape import terminal
from clearslate.policy.render.words import SIGNS, count

KEYS = "? why and help · u not sure · b back · r revise · s save · q quit"
_NATURES = {"choice": "A choice", "fact": "A fact", "evidence": "Evidence"}
#: The longest line that is read at once, in bytes; no answer is longer.
_LONGEST = 65_536
_STOPS = (Outcome.NOTIFY, Outcome.APPROVAL, Outcome.HOLD)


class Screen:
    """Writes to a terminal, plain or not; everything from outside is escaped."""

    def __init__(self) -> None:
        self.width = max(40, output.width())
        self.bold = output.has_colour()
        self.typed_is_seen = sys.stdin.isatty()

    def write(self, text: str) -> None:
        """Text as it is, in characters that this terminal has."""
        output.say(text)

    def line(self, text: str, *, bold: bool = False) -> None:
        """One line, whatever its length."""
        shown = terminal(text)
        self.write((click.style(shown, bold=True) if bold and self.bold else shown) + "\n")

    def say(self, text: str = "", *, indent: int = 0, hang: int = 0, bold: bool = False) -> None:
        """A paragraph, wrapped; its lines after the first stand `hang` further in."""
        first, later = " " * indent, " " * (indent + hang)
        wrapped = textwrap.wrap(
            terminal(text), self.width, initial_indent=first, subsequent_indent=later
        )
        for line in wrapped or [""]:
            self.line(line, bold=bold)

    def ask(self, prompt: str) -> str:
        """One line that is typed, without the spaces around it; raises EOFError at the end."""
        while True:
            self.write(f"{terminal(prompt)}> ")
            data = sys.stdin.buffer.readline(_LONGEST)
            if not data:
                self.line("")
                raise EOFError
            try:
                line = data.decode(sys.stdin.encoding or "utf-8").strip()
            except UnicodeDecodeError:
                self.say("This line is not in the encoding of this terminal. Type it again.")
                continue
            if not self.typed_is_seen:
                self.line(line)
            return line

    def card(self, step: Step, journey: Journey) -> None:
        """The head of a card, with how much is left."""
        others = journey.remaining - 1
        left = "the last card" if others <= 0 else f"{count(others, 'card')} after this"
        if journey.possible:
            left += f", up to {journey.possible} more as answers call for them"
        self.say()
        self.say(f"── {step.card.title}{_about(step.subject)} ──", bold=True)
        self.say(f"{step.card.intro} ({left})")

    def question(self, asked: Asked, *, current: str = "") -> None:
        """A question with its choices."""
        nature = _NATURES[asked.question.nature]
        self.say()
        self.say(f"{asked.question.ask}{_about(asked.subject)}", bold=True)
        self.say(asked.question.why, indent=2)
        self.say(f"{nature}. Who would know: {asked.question.who}.", indent=2)
        if asked.kind != "yesno":
            self.choices(option.words for option in asked.options)
        if current:
            self.say(f"Answered: {current}", indent=2)

    def choices(self, words: Iterable[str]) -> None:
        """Numbered lines to choose from."""
        for number, each in enumerate(words, start=1):
            self.say(f"{number:>2}  {each}", indent=2, hang=4)

    def explain(self, asked: Asked, titles: Iterable[str]) -> None:
        """How to answer a question, and what waits for the answer."""
        self.say(asked.question.help, indent=2)
        settles = ", ".join(f"“{title}”" for title in titles)
        if settles:
            self.say(f"Waiting for this answer: {settles}.", indent=2)
        self.say(KEYS, indent=2)

    def not_sure(self, asked: Asked) -> None:
        """What “not sure” does, at once."""
        if asked.question.for_notice and not asked.settles:
            self.say("Noted as not sure. The notice will say so.", indent=2)
            return
        effect = (
            "Not sure counts as not on file."
            if asked.question.nature == "evidence"
            else "Not sure is never read as a yes: it keeps the use with a person who decides."
        )
        self.say(f"Noted. {effect} {_first(asked.question.who)} would know.", indent=2)

    def so_far(self, now: SoFar, before: SoFar) -> None:
        """The line that moves: what holds, what is still possible, and what became certain."""
        self.say()
        for finding in now.findings:
            if finding not in before.findings:
                about = f", {finding.subject}" if finding.subject else ""
                word = SIGNS[finding.outcome.word].word
                self.say(f"+ certain now: {finding.title}{about}: {word}", indent=2)
        if now.outcome is None:
            self.say("Not a use of generative AI. No further answer is needed.", indent=2)
            return
        for line in self._stops(now):
            self.line(line)
        self.say(_bounds(now), indent=2)

    def _stops(self, now: SoFar) -> list[str]:
        """The three outcomes in one line; below each other where the screen is too narrow."""
        words = []
        for stop in _STOPS:
            sign = SIGNS[stop.word]
            word = f"[{sign.word}]" if stop is now.outcome else sign.word
            words.append(f"{sign.character} {word}")
        bars = ["======" if now.low < stop <= now.high else "──────" for stop in _STOPS[1:]]
        line = f"  {words[0]} {bars[0]} {words[1]} {bars[1]} {words[2]}"
        if len(line) <= self.width:
            return [line]
        possible = ("=" if now.low <= stop <= now.high else " " for stop in _STOPS)
        return [f"  {mark} {word}" for mark, word in zip(possible, words, strict=True)]


def _bounds(now: SoFar) -> str:
    held = SIGNS[(now.outcome or Outcome.NOTIFY).word].word
    if now.low is now.high:
        return f"As answered so far: {held}. No other outcome is possible now."
    possible = [SIGNS[stop.word].word for stop in _STOPS if now.low <= stop <= now.high]
    rules = f"; {count(len(now.open_rules), 'rule')} not settled" if now.open_rules else ""
    return f"As answered so far: {held}. Still possible: {', '.join(possible)}{rules}."


def _about(subject: str) -> str:
    return f" — {subject}" if subject else ""


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]
