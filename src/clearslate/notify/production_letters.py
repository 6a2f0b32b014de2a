"""The letters about productions: the code name and a link, never a title or a role's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings

from clearslate.notify.letter import Letter, compose


def _membership(parameters: Mapping[str, str]) -> Letter:
    code_name = parameters["code_name"]
    base: str = settings.CLEARSLATE["base_url"].geturl().rstrip("/")
    return compose(
        f"{code_name}: you belong to it now",
        f"Somebody who manages the people of {code_name} gave you a role there.",
        "See the production:",
        link=f"{base}{parameters['path']}",
        after=("Sign in as you always do.",),
    )


PRODUCTION_LETTERS: dict[str, Callable[[Mapping[str, str]], Letter]] = {"membership": _membership}
"""By the kind that stands in the outbox."""
