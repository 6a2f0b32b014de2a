"""The letters there are: subject, text and HTML, made from parameters that hold no free text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.html import format_html

from clearslate.notify.deciding_letters import DECIDING_LETTERS
from clearslate.notify.duty_letters import DUTY_LETTERS
from clearslate.notify.incident_letters import INCIDENT_LETTERS
from clearslate.notify.letter import Letter
from clearslate.notify.production_letters import PRODUCTION_LETTERS
from clearslate.notify.sign_in_letters import SIGN_IN_LETTERS
from clearslate.notify.use_letters import USE_LETTERS


def _test(parameters: Mapping[str, str]) -> Letter:
    address = parameters["address"]
    return Letter(
        "Clearslate: mail works",
        "This is a test.\n\n"
        f"The installation at {address} can send you mail. There is nothing to do.\n",
        format_html(
            "<!doctype html><html lang=en><body><p>This is a test.</p>"
            '<p>The installation at <a href="{0}">{0}</a> can send you mail. '
            "There is nothing to do.</p></body></html>\n",
            address,
        ),
    )


LETTERS: dict[str, Callable[[Mapping[str, str]], Letter]] = {
    "test": _test,
    **SIGN_IN_LETTERS,
    **USE_LETTERS,
    **DECIDING_LETTERS,
    **PRODUCTION_LETTERS,
    **INCIDENT_LETTERS,
    **DUTY_LETTERS,
}
"""By the kind that stands in the outbox."""
