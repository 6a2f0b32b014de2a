"""The case under some options: what its items, lists and conditions then read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import UNKNOWN, Schema
from clearslate.policy.derived import is_evidence, resolve
from clearslate.policy.derived.normal import Item, normal_value
from clearslate.policy.derived.records import same
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


def _answers(item: Mapping[str, Any], options: Iterable[Option]) -> Mapping[str, Any]:
    for option in options:
        item = _answered(item, option)
    return item


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
        self._known: dict[tuple[str, int], dict[Mask, Item]] = {}

    def item(self, part: str, index: int | None, mask: Mask) -> Item:
        """One item under the options of a set that lie within it."""
        path = item_path(part, index)
        own = mask & self.options.of_item.get(path, 0)
        key = (path, own)
        if key not in self._items:
            self._items[key] = self._item(part, index, own)
        return self._items[key]

    def _item(self, part: str, index: int | None, own: Mask) -> Item:
        base: Item = self.resolved[part] if index is None else self.resolved[part][index]
        if not own:
            return base
        computed = own & self.recomputes
        if computed and index is not None:
            base = self._recomputed(part, index, computed)
        item = dict(base)
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

    def variants(self, part: str, index: int) -> Iterator[tuple[Mask, Item]]:
        """One item under every set of the options for which derived facts are computed anew."""
        own = self.options.of_item.get(item_path(part, index), 0) & self.recomputes
        masks = [0]
        for number in bits(own):
            free = (mask for mask in tuple(masks) if not mask & self.options.excluded[number])
            masks += [grown for mask in free if self.options.allowed(grown := mask | 1 << number)]
        known = self._resolved(part, index, masks)
        yield from ((mask, known[mask]) for mask in masks)

    def _recomputed(self, part: str, index: int, mask: Mask) -> Item:
        """One item under one such set; single options are computed together, as all are tried."""
        own = self.options.of_item[item_path(part, index)] & self.recomputes
        single = mask.bit_count() == 1
        masks = [1 << number for number in bits(own)] if single else [mask]
        return self._resolved(part, index, masks)[mask]

    def _resolved(self, part: str, index: int, masks: Iterable[Mask]) -> dict[Mask, Item]:
        """One item under some sets of options, those that are new resolved all at once."""
        known = self._known.setdefault((part, index), {})
        new = [mask for mask in masks if mask not in known]
        if new:
            # What an item's derived facts rest on, besides itself, never changes here.
            declared = self.case.declaration
            around = {name: declared[name] for name in _AROUND if name in declared}
            resolved = resolve(
                {**around, part: list(self._declared(declared[part][index], new))},
                self.case.facts,
                schema=self.schema,
                switches=self.case.switches,
                on=self.case.date,
            )
            known.update(zip(new, resolved[part], strict=True))
        return known

    def _declared(self, item: Mapping[str, Any], masks: Iterable[Mask]) -> Iterator[Any]:
        """The item as declared under each set; a set without its last option often came before."""
        made: dict[Mask, Mapping[str, Any]] = {0: item}
        for mask in masks:
            if mask not in made:
                last = mask.bit_length() - 1
                rest = mask ^ 1 << last
                if rest not in made:
                    made[rest] = _answers(item, (self.options.all[each] for each in bits(rest)))
                made[mask] = _answered(made[rest], self.options.all[last])
            yield made[mask]

    def documented(self, part: str, index: int, name: str) -> bool:
        """Whether anything on file could be this evidence; without, no answer brings it about.

        Asked of evidence whose documents are of the kind of the same name, about the item itself.
        """
        if not is_evidence(part, name) or name not in self.schema.vocabularies["evidence_kind"]:
            return True
        subject = self.resolved[part][index][self.schema.parts[part].name_field]
        documents = self.case.facts.get("evidence", ())
        return documents != UNKNOWN and any(
            document.get("kind") == name and same(document.get("subject"), subject)
            for document in documents
        )


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
