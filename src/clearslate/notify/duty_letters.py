"""The digest: what is late, due, new or late with others, in code names, numbers and our words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings
from django.utils.html import format_html, format_html_join

from clearslate.duties.models import News
from clearslate.notify.letter import Letter
from clearslate.policy.render.words import count, day

_HEADS = {
    "late": "Late",
    "due": "Due soon",
    "escalated": "Late with somebody else",
    "new": "New",
}
_THINGS = dict(News.Kind.choices)
_MANY = {"decision": "decisions", "answer": "answers", "duty": "duties", "evidence": "evidence"}


def _digest(parameters: Mapping[str, str]) -> Letter:
    base: str = settings.CLEARSLATE["base_url"].geturl().rstrip("/")
    lines = json.loads(parameters["lines"])
    sections = [
        (head, [_line(*each[1:]) for each in lines if each[0] == why])
        for why, head in _HEADS.items()
    ]
    sections = [(head, told) for head, told in sections if told]
    more = int(parameters["more"])
    after = [f"{count(more, 'more line')} on the page."] if more else []
    return Letter(
        f"Clearslate: {_subject(parameters)}",
        _text(sections, f"{base}/notices/", after, f"{base}/account/reminders/"),
        _html(sections, f"{base}/notices/", after, f"{base}/account/reminders/"),
    )


def _subject(parameters: Mapping[str, str]) -> str:
    said = [
        f"{parameters[why]} {words}"
        for why, words in (
            ("late", "late"),
            ("due", "due soon"),
            ("escalated", "late with others"),
            ("new", "new"),
        )
        if parameters[why] != "0"
    ]
    return ", ".join(said)


def _line(code_name: str, number: str, kind: str, due: str, many: int) -> str:
    what = _THINGS[kind] if many == 1 else f"{many} {_MANY[kind]}"
    when = f", due {day(date.fromisoformat(due).isoformat())}" if due else ""
    return f"{f'{code_name} {number}'.strip()}: {what}{when}"


_Sections = list[tuple[str, list[str]]]
_ONCE = "You get this at most once a day. Choose when, or never:"


def _text(sections: _Sections, link: str, after: list[str], choose: str) -> str:
    parts = ["\n".join([f"{head}:", *(f"- {each}" for each in told)]) for head, told in sections]
    return "\n\n".join([*parts, *after, "See and do it here:", link, _ONCE, choose]) + "\n"


def _html(sections: _Sections, link: str, after: list[str], choose: str) -> str:
    parts = [
        format_html(
            "<h2>{}</h2><ul>{}</ul>",
            head,
            format_html_join("", "<li>{}</li>", ((each,) for each in told)),
        )
        for head, told in sections
    ]
    parts += [format_html("<p>{}</p>", each) for each in after]
    parts += [
        format_html('<p>{} <a href="{}">{}</a></p>', words, to, to)
        for words, to in (("See and do it here:", link), (_ONCE, choose))
    ]
    return format_html(
        "<!doctype html><html lang=en><body>{}</body></html>\n",
        format_html_join("", "{}", ((part,) for part in parts)),
    )


DUTY_LETTERS: dict[str, Callable[[Mapping[str, str]], Letter]] = {"digest": _digest}
"""By the kind that stands in the outbox."""
