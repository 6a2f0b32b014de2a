"""The case under some options: what its items, lists and conditions then read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.derived import resolve
from clearslate.policy.derived.normal import Item, normal_value
from clearslate.policy.language.interpret import Binding, environment
from clearslate.policy.ways.options import Act, Mask, Option, Options, bits, item_path
from clearslate.policy.ways.plan import RECOMPUTES

#: What the derived facts of an item rest on, besides the item itself and the facts.
_AROUND = ("use", "crafts")


def changed_declaration(
    declaration: Mapping[str, Any], options: Iterable[Option]
) -> dict[str, Any]:
    """The declaration with some options carried out. Evidence is not part of a declaration."""
    result = dict(declaration)
    gone: dict[str, set[int | None]] = {}
    for option in options:
        if option.act is Act.NONE:
            result[option.part] = []
        elif option.act is Act.LEAVE:
            gone.setdefault(option.part, set()).add(option.index)
        elif option.act is not Act.FILE:
            if option.index is None:
                result[option.part] = _answered(result.get(option.part, {}), option)
            else:
                items = list(result[option.part])
                items[option.index] = _answered(items[option.index], option)
                result[option.part] = items
    for part, indexes in gone.items():
        result[part] = [each for index, each in enumerate(result[part]) if index not in indexes]
    return result


def _answered(item: Mapping[str, Any], option: Option) -> dict[str, Any]:
    """A raw item with one answer changed; a pack's own answers are grouped by its namespace."""
    namespace, dot, own = option.field.partition(".")
    if dot:
        group = item.get(namespace, {})
        return {**item, namespace: {**group, own: _value(group.get(own), option)}}
    return {**item, option.field: _value(item.get(option.field), option)}


def _value(raw: Any, option: Option) -> Any:
    match option.act:
        case Act.ONE:
            return [option.value]
        case Act.ADD:
            return [*raw, option.value]
        case Act.DROP:
            return [each for each in raw if each != option.value]
    return option.value


class Changes:
    """Gives the items of one case under any set of options, each computed once."""

    def __init__(
        self, case: Case, schema: Schema, resolved: dict[str, Any], options: Options
    ) -> None:
        self.case = case
        self.schema = schema
        self.resolved = resolved
        self.options = options
        self.recomputes: Mask = 0
        for number, option in enumerate(options.all):
            if f"{option.part}.{option.field}" in RECOMPUTES and option.act is not Act.FILE:
                self.recomputes |= 1 << number
        self._items: dict[tuple[str, Mask], Item] = {}
        self._variants: dict[str, dict[Mask, Item]] = {}

    def item(self, part: str, index: int | None, mask: Mask) -> Item:
        """One item under the options of a set that lie within it."""
        path = item_path(part, index)
        own = mask & self.options.of_item.get(path, 0)
        key = (path, own)
        if key not in self._items:
            self._items[key] = self._item(part, index, own)
        return self._items[key]

    def _item(self, part: str, index: int | None, own: Mask) -> Item:
        if not own:
            base: Item = self.resolved[part] if index is None else self.resolved[part][index]
            return base
        item = dict(self.variants(part, index)[own & self.recomputes])
        for number in bits(own & ~self.recomputes):
            option = self.options.all[number]
            item[option.field] = self._normal(option, item[option.field])
        return item

    def _normal(self, option: Option, value: Any) -> Any:
        match option.act:
            case Act.FILE:
                return True
            case Act.ONE:
                return (option.value,)
            case Act.ADD:
                return (*value, option.value)
            case Act.DROP:
                return tuple(each for each in value if each != option.value)
        spec = self.schema.parts[option.part].fields[option.field]
        return normal_value(option.value, spec)

    def variants(self, part: str, index: int | None) -> dict[Mask, Item]:
        """One item under each set of those options that need its derived facts computed anew."""
        path = item_path(part, index)
        if path not in self._variants:
            self._variants[path] = self._resolved_variants(part, index, path)
        return self._variants[path]

    def _resolved_variants(self, part: str, index: int | None, path: str) -> dict[Mask, Item]:
        own = self.options.of_item.get(path, 0) & self.recomputes
        if not own or index is None:
            return {0: self.item(part, index, 0)}
        masks = [0]
        for number in bits(own):
            free = (mask for mask in tuple(masks) if not mask & self.options.excluded[number])
            masks += [grown for mask in free if self.options.allowed(grown := mask | 1 << number)]
        raw = self.case.declaration[part][index]
        items = []
        for mask in masks:
            item = raw
            for number in bits(mask):
                item = _answered(item, self.options.all[number])
            items.append(item)
        around = {
            name: self.case.declaration[name] for name in _AROUND if name in self.case.declaration
        }
        resolved = resolve(
            {**around, part: items},
            self.case.facts,
            schema=self.schema,
            switches=self.case.switches,
            on=self.case.date,
        )
        return dict(zip(masks, resolved[part], strict=True))


class State:
    """The resolved case under one set of options, with the paths its items have as declared."""

    __slots__ = ("changes", "env", "mask", "paths", "resolved")

    def __init__(
        self,
        changes: Changes,
        mask: Mask,
        resolved: dict[str, Any],
        paths: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.changes = changes
        self.mask = mask
        self.resolved = resolved
        self.paths = paths
        self.env: dict[str, Binding] = environment(resolved)

    @classmethod
    def first(cls, changes: Changes) -> State:
        """The case as it is."""
        paths = {
            name: tuple(item_path(name, index) for index in range(len(items)))
            for name, items in changes.resolved.items()
            if isinstance(items, list)
        }
        return cls(changes, 0, changes.resolved, paths)

    def after(self, number: int) -> State:
        """The case with one more option carried out."""
        option = self.changes.options.all[number]
        mask = self.mask | 1 << number
        part = option.part
        paths = self.paths
        if option.act is Act.NONE:
            return State(self.changes, mask, {**self.resolved, part: []}, {**paths, part: ()})
        if option.index is None:
            item = self.changes.item(part, None, mask)
            return State(self.changes, mask, {**self.resolved, part: item}, paths)
        items = list(self.resolved[part])
        place = paths[part].index(option.item)
        if option.act is Act.LEAVE:
            del items[place]
            left = tuple(each for each in paths[part] if each != option.item)
            paths = {**paths, part: left}
        else:
            items[place] = self.changes.item(part, option.index, mask)
        return State(self.changes, mask, {**self.resolved, part: items}, paths)

    def items(self, part: str) -> list[Binding] | None:
        """The items of a list with their paths; None where the list is not known."""
        items = self.resolved[part]
        return None if items is None else list(zip(items, self.paths[part], strict=True))
