"""Every verdict, decision and answer as the pages show it: a shape and a word.

The shapes follow one grammar: round may pass, a diamond waits for a person, a square is stopped, a
broken line no longer holds; filled is settled, open is waiting. Answers are bare marks, so that
nobody reads them as verdicts. What is cut out of a shape is a hole, so it stands on any ground,
on paper and in forced colours.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from clearslate.policy.render import shapes as core
from clearslate.policy.render.words import SIGNS


class Sign(NamedTuple):
    """A verdict or an answer: its word, the colour token it takes, and its drawing."""

    word: str
    tone: str
    """A token of tokens.css: the class gives the colour."""
    drawing: SafeString
    boxed: bool = False
    """Whether it stands in a tinted box, where a person is needed."""


def _draw(body: str) -> SafeString:
    return mark_safe(f'<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">{body}</svg>')  # noqa: S308


def _core(name: str) -> SafeString:
    return mark_safe(core.shape(name))  # noqa: S308


_DISC = "M8 .9a7.1 7.1 0 1 0 0 14.2A7.1 7.1 0 0 0 8 .9Z"
_SMALL_DISC = "M8 .2a6 6 0 1 0 0 12A6 6 0 0 0 8 .2Z"
_SQUARE = '<path d="M2.2 2.2h11.6v11.6H2.2Z" class="{}"/>'
_DIAMOND = '<path d="M8 1.6 14.4 8 8 14.4 1.6 8Z" class="l"/>'

VERDICTS: dict[str, Sign] = {
    "notify": Sign("notify", "notify", _core("notify")),
    "noticed": Sign(
        "noticed",
        "notify",
        _draw('<circle cx="8" cy="8" r="6.2" class="l"/><circle cx="8" cy="8" r="3.9"/>'),
    ),
    "approval": Sign("needs approval", "approval", _core("approval"), boxed=True),
    "in_review": Sign(
        "in review", "approval", _draw(f'{_DIAMOND}<path d="M8 1.6v12.8L1.6 8Z"/>'), boxed=True
    ),
    "go_ahead": Sign(
        "go-ahead",
        "approval",
        _draw('<path fill-rule="evenodd" d="M8 .6 15.4 8 8 15.4.6 8ZM6.3 4.8v6.4L11.2 8Z"/>'),
    ),
    "hold": Sign(
        "on hold",
        "hold",
        _draw(
            '<path fill-rule="evenodd" d="M1.5 1.5h13v13h-13ZM6.9 3.8v5.4h2.2V3.8Z'
            'M6.9 10.5v2.1h2.2v-2.1Z"/>'
        ),
        boxed=True,
    ),
    "cleared": Sign(
        "cleared",
        "cleared",
        _draw(
            f'<path fill-rule="evenodd" d="{_DISC}M3.8 8.4 5.3 6.9 7 8.6l3.9-3.9 1.5 1.5L7 11.6Z"/>'
        ),
    ),
    "conditions": Sign(
        "cleared with conditions",
        "cleared",
        _draw(
            f'<path fill-rule="evenodd" d="{_SMALL_DISC}M4.3 6.4 5.6 5.1 7.1 6.6l3.3-3.3 1.3 1.3'
            '-4.6 4.6Z"/><path d="M2 13.7h12v1.9H2Z"/>'
        ),
    ),
    "lapsed": Sign(
        "lapsed",
        "lapsed",
        _draw(
            '<circle cx="8" cy="8" r="6.2" class="l broken"/><path d="M8 4.7V8l2.5 1.6" class="l"/>'
        ),
        boxed=True,
    ),
    "declined": Sign(
        "declined",
        "declined",
        _draw(_SQUARE.format("l") + '<path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" class="l"/>'),
    ),
    "suspended": Sign(
        "suspended",
        "declined",
        _draw(_SQUARE.format("l") + '<path d="M6.2 5.7v4.6m3.6-4.6v4.6" class="l"/>'),
    ),
    "withdrawn": Sign(
        "withdrawn",
        "declined",
        _draw(_SQUARE.format("l broken") + '<path d="M5.6 8h4.8" class="l"/>'),
    ),
    "draft": Sign("draft", "declined", _draw(_SQUARE.format("l dotted"))),
    "not_a_use": Sign("not a use", "declined", _core("not_a_use")),
}

#: Answers and single votes. “Yes” and “no” have no colour: which of them is good depends.
MARKS: dict[str, Sign] = {
    "met": Sign(SIGNS["met"].word, "cleared", _core("met")),
    "not_met": Sign(SIGNS["not_met"].word, "hold", _core("not_met")),
    "not_sure": Sign(SIGNS["not_sure"].word, "approval", _core("not_sure")),
    "yes": Sign("yes", "plain", _core("met")),
    "no": Sign("no", "plain", _core("not_met")),
}

SHAPES: dict[str, SafeString] = {name: sign.drawing for name, sign in {**VERDICTS, **MARKS}.items()}


def shape(name: str) -> SafeString:
    """The drawing of a verdict or an answer; the word has to stand beside it."""
    return SHAPES[name]


def sticks(state: str) -> SafeString:
    """The striped bar of a board: open while the verdict can still change."""
    return _STICKS["open" if state == "open" else "closed"]


_STICKS = {
    state: mark_safe(  # noqa: S308
        f'<svg class="sticks {state}" viewBox="0 0 1800 18" preserveAspectRatio="xMinYMid slice"'
        ' aria-hidden="true"><path transform="skewX(-33)" d="M4 9h1900" stroke-width="18"'
        ' stroke-dasharray="18" fill="none"/></svg>'
    )
    for state in ("open", "closed")
}

SLATE = mark_safe(  # noqa: S308
    '<svg class="empty-slate" viewBox="0 -7 112 103" aria-hidden="true">'
    '<g transform="rotate(-13 4 32)"><path class="wood" d="M3 18h106v14H3z"/><g class="stripe">'
    + "".join(f'<path d="M{x} 30.5l6-11h10l-6 11z"/>' for x in range(10, 100, 20))
    + '</g></g><path class="wood" d="M3 36h106v57H3z"/>'
    '<path class="line" d="M3 70.5h106M56 70.5V93"/></svg>'
)
"""A drawn slate, for pages that have nothing to show yet."""

LOGO = mark_safe(
    '<svg class="logo" viewBox="0 0 20 20" aria-hidden="true">'
    '<path fill-rule="evenodd" d="M0 3.2 19.3.6l.5 3.7L.5 6.9Zm3.5.6-1.6 1.8 2.9-.4L6.4 3.4Z'
    'm5.9-.8L7.8 4.8l2.9-.4 1.6-1.8Zm5.9-.8-1.6 1.8 2.9-.4 1.6-1.8Z"/>'
    '<path fill-rule="evenodd" d="M.5 8h19v11.5H.5ZM2 9.5v3.2h16V9.5Zm0 4.7V18h5.3v-3.8Z'
    'm6.8 0V18H18v-3.8Z"/></svg>'
)
"""The mark of the product: a slate with its stick open."""
