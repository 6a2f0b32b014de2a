"""The letter about an incident: code name, number and a link, and nothing of what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings

from clearslate.notify.letter import Letter, compose


def _incident(parameters: Mapping[str, str]) -> Letter:
    code_name, number = parameters["code_name"], parameters["number"]
    base: str = settings.CLEARSLATE["base_url"].geturl().rstrip("/")
    return compose(
        f"{code_name} {number}",
        f"{number} of {code_name} is for you to handle.",
        "Read what was reported, and what was done so far:",
        link=f"{base}{parameters['path']}",
        after=("Please do not answer or forward this letter. Write on the page.",),
    )


INCIDENT_LETTERS: dict[str, Callable[[Mapping[str, str]], Letter]] = {"incident": _incident}
"""By the kind that stands in the outbox."""
