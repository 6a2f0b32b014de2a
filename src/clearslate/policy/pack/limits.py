"""`deciding.yaml`: what no standing approval crosses, and the first standing approval offered."""

from __future__ import annotations

from collections.abc import Iterable

from clearslate.policy.declaration.schema import Part
from clearslate.policy.documents.scalars import shown
from clearslate.policy.immutable import immutable
from clearslate.policy.language.ir import Compare, Constant, Expression, Today
from clearslate.policy.language.walk import atoms
from clearslate.policy.pack.names import Names
from clearslate.policy.pack.reading import Entry


@immutable
class StandingLimit:
    """What a standing approval never covers; a use that crosses it, or may, is decided itself."""

    id: str
    title: str
    for_each: str | None
    """The list it runs over (`inputs`), or None for the use as a whole."""
    variable: str | None
    when: Expression
    source: str = ""
    """`file:line` in the pack, for messages to its author."""


@immutable
class CraftList:
    """The first standing approval that a production is offered, and what counts as such work."""

    title: str
    text: str
    when: Expression
    """Asked of each output; a use counts when it certainly holds of all of them."""
    source: str = ""
    """`file:line` in the pack, for messages to its author."""


def read_limits(entries: Iterable[Entry], names: Names) -> tuple[StandingLimit, ...]:
    """The limits that stand anywhere in a pack; problems are reported in their entries."""
    found: dict[str, StandingLimit] = {}
    for top in entries:
        for each in top.entries("standing_limits"):
            limit = _limit(each, names)
            if limit.id in found:
                first = found[limit.id].source
                message = f"“{shown(limit.id)}” stands twice, first at {first}."
                each.error(each.node_at("id"), "id", message)
            found.setdefault(limit.id, limit)
    return tuple(found.values())


def _limit(entry: Entry, names: Names) -> StandingLimit:
    part = names.part(entry, "for_each")
    limit = StandingLimit(
        id=entry.text("id"),
        title=entry.text("title"),
        for_each=part.name if part else None,
        variable=part.variable if part else None,
        when=_condition(entry, names, part),
        source=entry.source,
    )
    entry.done()
    return limit


def read_craft_list(entries: Iterable[Entry], names: Names) -> CraftList | None:
    """The craft list of a pack, where it has one."""
    found: CraftList | None = None
    for top in entries:
        entry = top.entry("craft_list")
        if entry is None:
            continue
        if found is not None:
            entry.error(None, "", f"A pack has one craft list; the first is at {found.source}.")
        found = CraftList(
            title=entry.text("title"),
            text=entry.text("text"),
            when=_condition(entry, names, names.schema.parts["outputs"]),
            source=entry.source,
        )
        entry.done()
    return found


def _condition(entry: Entry, names: Names, part: Part | None) -> Expression:
    """The condition, which rests on answers alone: no day may pass that nobody watches for."""
    when = names.condition(entry, "when", part)
    node = entry.node_at("when")
    if node is None:
        entry.error(None, "when", "It says when it holds; this key is missing.")
    elif when is not None and any(_reads_today(atom) for atom in atoms(when)):
        entry.error(node, "when", "A standing approval is asked on any day, so leave out today.")
    return when or Constant(value=False)


def _reads_today(atom: Expression) -> bool:
    return isinstance(atom, Compare) and Today() in (atom.left, atom.right)
