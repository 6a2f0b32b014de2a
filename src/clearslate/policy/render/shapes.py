"""The shapes of verdicts and answers, and the clapper sticks, as inline SVG.

They take the colour of the text around them, so that one ink suffices. The word always stands
beside them; programs that read aloud are told to leave the drawing out.
"""

from __future__ import annotations

from clearslate.policy.render.outline import Sticks

_DRAWINGS = {
    "notify": '<circle cx="8" cy="8" r="6.2" class="l"/><circle cx="8" cy="8" r="2.1"/>',
    "approval": '<path d="M8 1.6 14.4 8 8 14.4 1.6 8Z" class="l"/>',
    "hold": '<path d="M1.5 1.5h13v13h-13z"/><path d="M8 4v5M8 11v1.6" class="cut"/>',
    "not_a_use": '<path d="M3 8h10" class="l"/>',
    "met": '<path d="m3 8.6 3.4 3.4L13 4.6" class="l"/>',
    "not_met": '<path d="m4 4 8 8m0-8-8 8" class="l"/>',
    "not_sure": '<path d="M5.2 5.6a2.9 2.9 0 1 1 4.2 2.7c-.9.5-1.4 1-1.4 1.9" class="l"/>'
    '<circle cx="8" cy="13" r="1.1"/>',
    "error": '<path d="m4 4 8 8m0-8-8 8" class="l"/>',
}


def shape(name: str) -> str:
    """The drawing of a sign, 16 units square."""
    body = _DRAWINGS[name]
    return f'<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">{body}</svg>'


def sticks(state: Sticks) -> str:
    """The striped bar on the board: open while the verdict can still change."""
    stripes = "".join(f'<path d="M{x} 20 {x + 12} 2h16l-12 18z"/>' for x in range(16, 1200, 32))
    return (
        f'<svg class="sticks {state}" viewBox="0 0 1200 22" preserveAspectRatio="xMinYMid slice"'
        f' aria-hidden="true"><path class="wood" d="M0 0h1200v22H0z"/>'
        f'<g class="stripe">{stripes}</g></svg>'
    )
