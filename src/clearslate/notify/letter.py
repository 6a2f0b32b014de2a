"""The form of every letter: a subject, a text and the same as HTML."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html, format_html_join


@dataclass(frozen=True)
class Letter:
    """One letter, in both forms."""

    subject: str
    text: str
    html: str


def address_of(path: str) -> str:
    """The whole address of a path here."""
    base: str = settings.CLEARSLATE["base_url"].geturl().rstrip("/")
    return f"{base}{path}"


def compose(subject: str, *paragraphs: str, link: str = "", after: tuple[str, ...] = ()) -> Letter:
    """A letter of plain paragraphs, with one link between them and those that come after."""
    given = [*paragraphs, *([link] if link else []), *after]
    parts = [format_html("<p>{}</p>", paragraph) for paragraph in paragraphs]
    if link:
        parts.append(format_html('<p><a href="{0}">{0}</a></p>', link))
    parts += [format_html("<p>{}</p>", paragraph) for paragraph in after]
    return Letter(
        subject,
        "\n\n".join(given) + "\n",
        format_html(
            "<!doctype html><html lang=en><body>{}</body></html>\n",
            format_html_join("", "{}", ((part,) for part in parts)),
        ),
    )
