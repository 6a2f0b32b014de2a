"""Draws the states of a use from the table of moves, and writes the page about them.

Where a state stands and how an arrow runs is laid out here. Which arrows there are, and what each
is called, comes from the table: an arrow of the table without a way is an error, and so is a way
that no arrow takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from clearslate.clearance.states import ACTS, LIVE, MEANS, NOT_YET, Act
from tools.pages import filled

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "explanation" / "states.md"
PICTURE = ROOT / "docs" / "images" / "states.svg"
WIDTH, HEIGHT = 1180, 740
BOX = (156, 50)

#: The middle of each state.
PLACES = {
    "not_a_use": (430, 60),
    "noticed": (430, 170),
    "in_review": (430, 330),
    "go_ahead": (760, 330),
    "cleared": (1060, 330),
    "declined": (735, 460),
    "on_hold": (430, 590),
    "withdrawn": (1060, 690),
}
RULES = (140, 330)
"""Where rules say what follows."""


class Way(NamedTuple):
    """How an arrow runs, and where the numbers of its acts stand."""

    line: str
    numbers: tuple[int, int]


#: Arrows of acts that lead where the table says.
WAYS = {
    ("noticed", "in_review"): Way("M430 195V303", (430, 250)),
    ("in_review", "go_ahead"): Way("M508 322H680", (594, 322)),
    ("go_ahead", "in_review"): Way("M682 342H510", (594, 342)),
    ("go_ahead", "cleared"): Way("M838 322H980", (909, 322)),
    ("cleared", "go_ahead"): Way("M982 342H840", (909, 342)),
    ("in_review", "cleared"): Way("M470 305V264H1040V303", (760, 264)),
    ("cleared", "in_review"): Way("M1080 305V226H450V303", (760, 226)),
    ("in_review", "declined"): Way("M480 355V460H655", (568, 460)),
    ("in_review", "on_hold"): Way("M430 355V563", (430, 440)),
    ("on_hold", "in_review"): Way("M390 565V357", (390, 500)),
    ("on_hold", "go_ahead"): Way("M480 565V520H620V400H710V357", (550, 520)),
    ("go_ahead", "on_hold"): Way("M828 355V574H510", (690, 574)),
    ("on_hold", "cleared"): Way("M508 591H1040V357", (760, 591)),
    ("cleared", "on_hold"): Way("M1080 355V608H510", (900, 608)),
}
_WORDS = {"go_ahead": "go-ahead"}
STYLE = """\
  svg { background: #fbfaf8; color: #23211e; }
  text { font: 13px system-ui, "DejaVu Sans", Helvetica, Arial, sans-serif; fill: currentColor; }
  .state { font-size: 15px; font-weight: 700; }
  .note { font-size: 12px; fill: #66615a; }
  rect, polygon { fill: #ffffff; stroke: #23211e; stroke-width: 1.5; }
  .end { stroke-dasharray: 5 3; }
  .number { stroke-width: 1; }
  path { fill: none; stroke: #23211e; stroke-width: 1.3; }
  .rule { stroke: #1f5488; stroke-dasharray: 6 3; }
  #tip path, #rule-tip path { stroke: none; fill: #23211e; }
  #rule-tip path { fill: #1f5488; }
  @media (prefers-color-scheme: dark) {
    svg { background: #1b1a18; color: #e6e2db; }
    .note { fill: #a49d92; }
    rect, polygon { fill: #26241f; stroke: #e6e2db; }
    path { stroke: #e6e2db; }
    .rule { stroke: #8fbfee; }
    #tip path { fill: #e6e2db; }
    #rule-tip path { fill: #8fbfee; }
  }
"""


def pages() -> dict[Path, str]:
    """The picture and the page."""
    places = {"states": _states(), "acts": _acts()}
    return {PICTURE: picture(), PAGE: filled("states.md", places)}


def picture() -> str:
    """The diagram as SVG."""
    arrows = _arrows()
    if set(arrows) != set(WAYS):
        raise ValueError(f"arrows and their ways differ: {set(arrows) ^ set(WAYS)}")
    if set(PLACES) != set(MEANS):
        raise ValueError(f"states and their places differ: {set(PLACES) ^ set(MEANS)}")
    drawn = [
        *_rules(),
        *(_arrow(WAYS[pair], numbers) for pair, numbers in arrows.items()),
        *(_box(state, *place) for state, place in PLACES.items()),
        *_withdrawn(),
        *_legend(),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" role="img">\n'
        "<title>The states of a use, and what moves it between them</title>\n"
        f"<style>\n{STYLE}</style>\n<defs>{_tip('tip')}{_tip('rule-tip')}</defs>\n"
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


def _numbered() -> list[Act]:
    """The acts that lead where the table says, in the order of their numbers."""
    return [act for act in ACTS if not act.assesses and act.id != "withdraw"]


def _arrows() -> dict[tuple[str, str], list[int]]:
    """The numbers of the acts that make each move; withdrawing has a note of its own."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, act in enumerate(_numbered(), 1):
        for pair in act.moves:
            found.setdefault(pair, []).append(number)
    return found


def _arrow(way: Way, numbers: list[int]) -> str:
    x, y = way.numbers
    words = ", ".join(map(str, numbers))
    half = 9 + 7 * (len(numbers) - 1)
    return (
        f'<path d="{way.line}" marker-end="url(#tip)"/>'
        f'<rect class="number" x="{x - half}" y="{y - 9}" width="{2 * half}" height="18" rx="9"/>'
        f'<text x="{x}" y="{y + 4}" text-anchor="middle">{words}</text>'
    )


def _legend() -> Iterator[str]:
    """What the numbers mean."""
    for number, act in enumerate(_numbered(), 1):
        y = 486 + 20 * number
        yield f'<text x="20" y="{y}">{number}  {escape(act.words)}</text>'


def _box(state: str, x: int, y: int) -> str:
    width, height = BOX
    over = ' class="end"' if state not in LIVE else ""
    return (
        f'<rect x="{x - width // 2}" y="{y - height // 2}" width="{width}" height="{height}"'
        f' rx="4"{over}/><text class="state" x="{x}" y="{y + 5}" text-anchor="middle">'
        f"{escape(_name(state))}</text>"
    )


def _rules() -> Iterator[str]:
    """Where rules decide: what leads there, and where it leads."""
    x, y = RULES
    points = f"{x},{y - 44} {x + 92},{y} {x},{y + 44} {x - 92},{y}"
    yield f'<polygon points="{points}"/>'
    yield f'<text class="state" x="{x}" y="{y + 5}" text-anchor="middle">rules say</text>'
    for place, act in enumerate(_assessing()):
        words = escape(act.words)
        yield f'<text x="{x}" y="{y - 96 + 16 * place}" text-anchor="middle">{words}</text>'
    targets = {now for act in _assessing() for _, now in act.moves}
    for state in ("not_a_use", "noticed", "in_review", "on_hold"):
        targets.remove(state)
        to = PLACES[state][1]
        line = f"M{x + 92} {y}H350" if to == y else f"M{x + 92} {y}H290V{to}H350"
        yield f'<path class="rule" d="{line}" marker-end="url(#rule-tip)"/>'
    if targets != {"go_ahead", "cleared"}:
        raise ValueError(f"nothing is drawn from the rules to {targets}")
    said = (
        "from every state but withdrawn;",
        "on to go-ahead or cleared at once",
        "where decisions still stand",
    )
    for place, words in enumerate(said):
        yield (
            f'<text class="note" x="{x}" y="{y + 66 + 16 * place}" text-anchor="middle">'
            f"{words}</text>"
        )


def _withdrawn() -> Iterator[str]:
    act = next(each for each in ACTS if each.id == "withdraw")
    x, y = PLACES["withdrawn"]
    yield (
        f'<text class="note" x="{x - 90}" y="{y + 4}" text-anchor="end">'
        f"from every other state: {escape(act.words)}</text>"
    )


def _tip(name: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
        ' markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8Z"/></marker>'
    )


def _assessing() -> list[Act]:
    return [act for act in ACTS if act.assesses]


def _states() -> Iterator[str]:
    yield "| state | what it says |"
    yield "| --- | --- |"
    yield from (f"| {_name(state)} | {means} |" for state, means in MEANS.items())


def _acts() -> Iterator[str]:
    """Each act with where it leads; what rules decide is said in one line."""
    yield "| what happens | from | to |"
    yield "| --- | --- | --- |"
    for act in ACTS:
        if act.assesses:
            froms = dict.fromkeys(_name(was) for was, _ in act.moves)
            to = "where the rules put it, with the decisions that still stand"
            yield f"| {act.words} | {', '.join(froms)} | {to} |"
            continue
        grouped: dict[str, list[str]] = {}
        for was, now in act.moves:
            grouped.setdefault(_name(now), []).append(_name(was))
        for now, before in grouped.items():
            yield f"| {act.words} | {', '.join(before)} | {now} |"


def _name(state: str) -> str:
    return "not declared yet" if state == NOT_YET else _WORDS.get(state, state.replace("_", " "))
