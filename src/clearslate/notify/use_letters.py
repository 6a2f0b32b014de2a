"""The letters about uses: code name, number and a link, and no word that a declarant wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clearslate.notify.letter import Letter, address_of, compose
from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.render.words import HEADLINES
from clearslate.uses.colleagues import link_of


def _notice(parameters: Mapping[str, str]) -> Letter:
    code_name, number = parameters["code_name"], parameters["number"]
    outcome = HEADLINES[parameters["outcome"]]
    departments = core_schema().vocabularies["department"]
    department = departments.get(parameters["department"], "not given")
    areas = parameters["areas"] or "none"
    opening = f"A use of generative AI was declared in {code_name}: {number}."
    if parameters.get("version", "1") != "1":
        opening = f"Version {parameters['version']} of {number} was declared in {code_name}."
    ask = "Read what was declared, and call the use up for review if it needs one:"
    end = "Nothing else is asked of you. "
    if parameters.get("state") == "in_review":
        ask, end = "It was called up, and stays in review. Read what was declared:", ""
    return compose(
        f"{code_name} {number}: {outcome.lower()}",
        opening,
        f"Department: {department}.",
        f"Outcome: {outcome}.",
        f"Areas: {areas}.",
        ask,
        link=address_of(parameters["path"]),
        after=(f"{end}Made by rule, not by a lawyer.",),
    )


def _called_up(parameters: Mapping[str, str]) -> Letter:
    code_name, number = parameters["code_name"], parameters["number"]
    return compose(
        f"{code_name} {number}: called up for review",
        f"The use {number} of {code_name}, which you declared, was called up for review.",
        "The reason stands on its page:",
        link=address_of(parameters["path"]),
    )


def _question(parameters: Mapping[str, str]) -> Letter:
    code_name = parameters["code_name"]
    return compose(
        f"{code_name}: one question for you",
        f"Somebody who works on {code_name} has one question that you may be able to answer.",
        "Open this link to read and answer it. You need no account:",
        link=link_of(parameters["question"]),
        after=(
            "“Not sure” is an answer too. The link works for seven days.",
            "It is for you alone; please do not pass it on.",
        ),
    )


def _answer_in(parameters: Mapping[str, str]) -> Letter:
    code_name = parameters["code_name"]
    return compose(
        f"{code_name}: your question was answered",
        f"A colleague answered the question that you sent from a draft of {code_name}.",
        "Take the answer over, or set it aside:",
        link=address_of(parameters["path"]),
    )


def _reassessed(parameters: Mapping[str, str]) -> Letter:
    code_name, many = parameters["code_name"], int(parameters["count"])
    what = "one use" if many == 1 else f"{many} uses"
    opening = (
        f"Something changed that {many} uses of {code_name} rest on. They stand elsewhere now."
    )
    if many == 1:
        opening = f"Something changed that a use of {code_name} rests on. It stands elsewhere now."
    stands = {words: parameters[state] for state, words in _STANDS.items() if state in parameters}
    return compose(
        f"{code_name}: {what} assessed again",
        opening,
        *(f"Now {words}: {numbers}." for words, numbers in stands.items()),
        "What changed stands on the page of each:",
        link=address_of(parameters["path"]),
        after=("Made by rule, not by a lawyer.",),
    )


def _suspended(parameters: Mapping[str, str]) -> Letter:
    name = f"{parameters['code_name']} {parameters['number']}".strip()
    return compose(
        f"{name}: suspended",
        f"{_paused(parameters)} suspended. Work on it pauses from now on; what was approved stays.",
        "The reason stands here:",
        link=address_of(parameters["path"]),
    )


def _resumed(parameters: Mapping[str, str]) -> Letter:
    name = f"{parameters['code_name']} {parameters['number']}".strip()
    return compose(
        f"{name}: a suspension has ended",
        f"A suspension of {name} has ended. Look whether work may go on, before it does:",
        link=address_of(parameters["path"]),
    )


def _after_delivery(parameters: Mapping[str, str]) -> Letter:
    code_name = parameters["code_name"]
    return compose(
        f"{code_name}: something changed after delivery",
        f"Something changed in {code_name} that delivered uses rest on: {parameters['numbers']}.",
        "They stay as they were delivered. Say what follows from it:",
        link=address_of(parameters["path"]),
    )


def _paused(parameters: Mapping[str, str]) -> str:
    code_name, number = parameters["code_name"], parameters["number"]
    return f"The use {number} of {code_name} is" if number else f"Every use of {code_name} is"


_STANDS = {
    "on_hold": "on hold, evidence missing",
    "in_review": "in review",
    "go_ahead": "given the go-ahead",
    "cleared": "cleared",
    "declined": "declined",
    "noticed": "noticed",
    "not_a_use": "no use of generative AI",
}


USE_LETTERS: dict[str, Callable[[Mapping[str, str]], Letter]] = {
    "notice": _notice,
    "called_up": _called_up,
    "question": _question,
    "answer_in": _answer_in,
    "reassessed": _reassessed,
    "suspended": _suspended,
    "resumed": _resumed,
    "after_delivery": _after_delivery,
}
"""By the kind that stands in the outbox."""
