"""Ways by trying every set of changes: what the search is held against."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from clearslate.policy.case import Case
from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.pack.model import Outcome
from clearslate.policy.ways.finder import Finder, resolved_after
from clearslate.policy.ways.options import Act, Options, bits, options_of


class Brute:
    """One case, with every set of changes that it allows."""

    def __init__(self, finder: Finder, case: Case) -> None:
        self.finder = finder
        self.case = case
        self.resolved = finder.assessor.resolve(case)
        schema = finder.assessor.schema
        self.options: Options = options_of(finder.plan, schema, case.declaration, self.resolved)
        [pack] = finder.packs
        self.engine = Interpreter(pack)
        self.open_before = self._open(0)

    def smallest(self, target: Outcome, most: int) -> tuple[int, set[int]]:
        """The size of the smallest ways, with all of them; (most + 1, nothing) without any."""
        for size in range(1, most + 1):
            found = {mask for mask in self._sets(size) if self._reaches(mask, target)}
            if found:
                return size, found
        return most + 1, set()

    def _sets(self, size: int) -> Iterator[int]:
        for numbers in itertools.combinations(range(len(self.options.all)), size):
            mask = sum(1 << number for number in numbers)
            apart = all(mask & self.options.excluded[number] == 1 << number for number in numbers)
            if apart and self.options.allowed(mask):
                yield mask

    def _reaches(self, mask: int, target: Outcome) -> bool:
        resolved = self._resolved(mask)
        if self.engine.gate(resolved) or self.engine.bounds(resolved).outcome > target:
            return False
        return self._open(mask) <= self.open_before

    def _open(self, mask: int) -> set[tuple[str, int, int | None]]:
        """Mandatory answers that are missing, and rules that may yet be a hold."""
        resolved = self._resolved(mask)
        gone = {
            option.part: [
                each.index for each in self._chosen(mask)
                if each.act is Act.LEAVE and each.part == option.part
            ]
            for option in self._chosen(mask)
        }  # fmt: skip

        def declared(part: str | None, index: int | None) -> int | None:
            """The index of an item before others were left out."""
            left = [n for n in range(9) if n not in gone.get(part or "", ())]
            return None if index is None else left[index]

        rules = {
            ("rule", hit.rule, declared(self.engine.pack.rules[hit.rule].for_each, hit.index))
            for hit in self.engine.hits(resolved)
            if hit.truth is None
            and (hit.missing or self.engine.pack.rules[hit.rule].outcome is Outcome.HOLD)
        }
        guards = {
            ("guard", hit.guard, declared(self.engine.pack.guards[hit.guard].part, hit.index))
            for hit in self.engine.guards(resolved)
        }
        return rules | guards

    def _chosen(self, mask: int) -> list:
        return [self.options.all[number] for number in bits(mask)]

    def _resolved(self, mask: int) -> dict:
        return resolved_after(self.finder.assessor, self.case, self._chosen(mask))
