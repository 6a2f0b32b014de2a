"""The letters about deciding: code name, number and a link; what was said stands on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clearslate.notify.letter import Letter, address_of, compose
from clearslate.uses.models import State, WaitsFor

_DECIDED = {
    str(State.GO_AHEAD): ("go-ahead", "has the go-ahead: the work may be done as it was declared."),
    str(State.CLEARED): ("cleared", "is cleared: every area gave the go-ahead, and nothing waits."),
    str(State.DECLINED): ("declined", "was declined. It is not to be done as it was declared."),
}
_WAITS = {
    str(WaitsFor.RESULT): "Before it may stay in, somebody looks at the result. Send it:",
    str(WaitsFor.LOOK): "Before it may stay in, somebody looks at the result you sent:",
    str(WaitsFor.LEGAL_REVIEW): "Before it may stay in, it waits for the legal review:",
    str(WaitsFor.RIGHTS_CLEARANCE): "Before it may stay in, it waits for the rights clearance:",
}


def _decided(parameters: Mapping[str, str]) -> Letter:
    word, what = _DECIDED.get(parameters["state"], ("decided", "was decided."))
    then = "Who decided, and under which conditions, stands on its page:"
    if parameters["state"] == str(State.DECLINED):
        then = "Who decided, and why, stands on its page. Submit a new version, or withdraw it:"
    return compose(
        _subject(parameters, word),
        f"The use {_named(parameters)}, which you declared, {what}",
        _WAITS.get(parameters["waits_for"], then),
        link=address_of(parameters["path"]),
    )


def _asked_about(parameters: Mapping[str, str]) -> Letter:
    return compose(
        _subject(parameters, "a question for you"),
        f"Somebody who decides on the use {_named(parameters)} asks you a question.",
        "The decision waits for your answer. “Not sure” is an answer too:",
        link=address_of(f"{parameters['path']}#thread"),
    )


def _answered_about(parameters: Mapping[str, str]) -> Letter:
    return compose(
        _subject(parameters, "your question was answered"),
        f"Your question about the use {_named(parameters)} was answered.",
        "Read the answer, and decide:",
        link=address_of(f"{parameters['path']}review/"),
    )


def _results_sent(parameters: Mapping[str, str]) -> Letter:
    return compose(
        _subject(parameters, "results to look at"),
        f"Results of the use {_named(parameters)} were sent to be looked at.",
        "Look at them, and clear them or send them back:",
        link=address_of(f"{parameters['path']}results/"),
    )


def _results_looked_at(parameters: Mapping[str, str]) -> Letter:
    return compose(
        _subject(parameters, "your results were looked at"),
        f"Somebody looked at results of the use {_named(parameters)}.",
        "What was cleared, and what was sent back and why, stands here:",
        link=address_of(f"{parameters['path']}results/"),
    )


def _subject(parameters: Mapping[str, str], what: str) -> str:
    return f"{parameters['code_name']} {parameters['number']}: {what}"


def _named(parameters: Mapping[str, str]) -> str:
    return f"{parameters['number']} of {parameters['code_name']}"


DECIDING_LETTERS: dict[str, Callable[[Mapping[str, str]], Letter]] = {
    "decided": _decided,
    "asked_about": _asked_about,
    "answered_about": _answered_about,
    "results_sent": _results_sent,
    "results_looked_at": _results_looked_at,
}
"""By the kind that stands in the outbox."""
