"""The template tags of the pages; a builtin, so that no template has to load it.

Everything they return is escaped: text given to them is never taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from clearslate.accounts.permissions import Action
from clearslate.policy.render.words import ORDER, words_of
from clearslate.policy.render.words import day as day_words
from clearslate.ui import dates, fields, shapes
from clearslate.ui.seen import seen as seen_text

register = template.Library()


@register.filter
def seen(value: Any) -> Any:
    """A text of others with every character written out that could hide or turn a part of it.

    Of a person that is what they are called.
    """
    return seen_text(str(value) if isinstance(value, Model) else value)


@register.simple_tag
def shape(name: str) -> SafeString:
    """The drawing of a verdict or an answer; its word has to stand beside it."""
    return shapes.shape(name)


@register.simple_tag
def verdict(name: str, as_box: bool = False, word: str = "") -> SafeString:
    """A verdict as shape and word; as a box only where a person is needed, or it is on hold."""
    return _sign(shapes.VERDICTS[name], "verdict", name, as_box=as_box, word=word)


@register.simple_tag
def mark(name: str, word: str = "") -> SafeString:
    """An answer or a single vote: a bare mark and its word."""
    return _sign(shapes.MARKS[name], "mark", name, as_box=False, word=word)


def _sign(sign: shapes.Sign, kind: str, name: str, *, as_box: bool, word: str) -> SafeString:
    return format_html(
        '<span class="{} {} is-{}{}">{}<span>{}</span></span>',
        kind,
        sign.tone,
        name,
        " box" if as_box and sign.boxed else "",
        sign.drawing,
        word or sign.word,
    )


@register.simple_tag
def sticks(state: str) -> SafeString:
    """The striped bar: “open” while the verdict can still change, else “closed”."""
    return shapes.sticks(state)


@register.simple_tag
def bounds(low: str, now: str, high: str) -> SafeString:
    """Three stops on one line; what is still possible is the thick part, what holds is named."""
    first, last, place = ORDER.index(low), ORDER.index(high), ORDER.index(now)
    stops = []
    for index, name in enumerate(ORDER):
        possible = first <= index <= last
        kinds = [
            kind
            for kind, on in (
                ("possible", possible),
                ("now", index == place),
                ("joined", possible and index > first),
            )
            if on
        ]
        sign = shapes.VERDICTS[name]
        says = _says(index, first, place, last)
        stops.append((sign.tone, " ".join(kinds), sign.drawing, sign.word, says))
    return format_html(
        '<ol class="bounds">{}</ol>',
        format_html_join("", '<li class="{} {}">{}<b>{}</b><span>{}</span></li>', stops),
    )


def _says(index: int, first: int, now: int, last: int) -> str:
    """What can be said of one stop."""
    if index < first:
        return "no longer possible"
    if index > last:
        return "out of reach"
    ends = [word for word, on in (("at least", index == first), ("at most", index == last)) if on]
    if first == last:
        return "settled"
    if index == now:
        return ", ".join([*ends, "and as it stands" if ends else "as it stands"])
    return ends[0] if ends else "still possible"


@register.inclusion_tag("ui/board.html")
def board(
    cells: Iterable[Any] = (),
    sticks: str = "",
    question: str = "",
    answer: str = "",
    note: str = "",
    sign: str = "",
    heading: bool = True,
) -> dict[str, Any]:
    """The ruled strip at the head of a page.

    `cells` are pairs of label and value, or mappings with `label`, `value` and, if wanted, `note`,
    `sign` and `mono`. With an `answer` that is the page's heading, otherwise the first value is.
    """
    return {
        "cells": [_cell(each) for each in cells],
        "sticks": sticks,
        "question": question,
        "answer": answer,
        "note": note,
        "sign": shapes.VERDICTS.get(sign),
        "heading": heading,
    }


def _cell(given: Any) -> dict[str, Any]:
    if isinstance(given, Mapping):
        drawn = shapes.VERDICTS.get(str(given.get("sign", "")))
        return {**given, "sign": drawn}
    label, value, *rest = given
    return {"label": label, "value": value, "note": rest[0] if rest else ""}


@register.simple_tag
def empty_slate() -> SafeString:
    """A drawn slate, for a page that has nothing to show yet."""
    return shapes.SLATE


@register.simple_tag
def logo() -> SafeString:
    """The mark of the product."""
    return shapes.LOGO


@register.simple_tag(name="day")
@register.filter(name="day")
def day(value: date | datetime | None, on: date | None = None) -> SafeString | str:
    """A date: “Wed 20 May” inside four weeks."""
    return dates.day(value, on)


@register.simple_tag(name="stamp")
@register.filter(name="stamp")
def stamp(value: datetime | None, on: date | None = None) -> SafeString | str:
    """An instant to the minute: “Wed 20 May, 09:40”."""
    return dates.stamp(value, on)


@register.filter
def written(text: str) -> str:
    """A date of a document in words: “1 Oct 2027”; anything else as it is written."""
    try:
        return day_words(text)
    except ValueError:
        return text


@register.filter
def may(visit: Any, action: str) -> bool:
    """Whether the person may do something in the production of the page, by the action's word."""
    return bool(visit.may(Action(action)))


@register.filter
def words(name: str) -> str:
    """An id as words: `final_output` is “final output”."""
    return words_of(name)


@register.simple_tag
def field(bound: Any, kind: str = "") -> SafeString:
    """A field of a form: label, help, error and input."""
    return fields.field(bound, kind)


@register.simple_tag
def error_summary(form: Any) -> SafeString:
    """What is wrong with a form, each with a link to its field."""
    return fields.error_summary(form)
