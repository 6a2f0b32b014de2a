"""The exact search for the smallest sets of options that let a target through.

Iterative deepening: all sets of one option, then of two, and so on. Each step takes the check that
can be met in the fewest ways and tries those, so that no set is missed and none is tried twice.
A step is given up when its blocking checks need more options than are left: checks that share no
option need one each. The measure of the work is the number of cases looked at, never time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clearslate.policy.pack.model import Outcome
from clearslate.policy.ways.changed import State
from clearslate.policy.ways.checks import Check
from clearslate.policy.ways.options import Mask, Options, bits

#: The checks that block, by their place, each with the options of which it needs one.
Blocking = Mapping[int, Mask]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found for one target."""

    sets: tuple[Mask, ...]
    """The smallest sets of options, in the order of their numbers."""
    more: bool
    """There may be further sets of the same size."""
    complete: bool
    """Settled: no smaller set exists, or none at all."""
    searched: int
    """All sets of up to so many options were tried."""
    steps: int


class _Enough(Exception):  # noqa: N818  # no error: the search may stop here
    """As many sets as wanted are found, or the steps are used up."""


@dataclass(slots=True)
class Search:
    """A search for one target in one case."""

    options: Options
    checks: Sequence[Check]
    target: Outcome
    most: int
    steps: int
    listed: int
    left_alone: Mask = 0
    """Options that are not to be used."""
    taken: int = 0
    cut: bool = False
    """Some step was given up only because too few options were left."""
    sets: list[Mask] = field(default_factory=list)
    _touched: dict[int, list[int]] = field(default_factory=dict)

    def run(self, first: State) -> Found:
        """Search from the unchanged case."""
        blocking = {
            place: mask
            for place, check in enumerate(self.checks)
            if (mask := check.blocks(first, self.target)) is not None
        }
        for size in range(1, self.most + 1):
            self.cut = False
            try:
                self._visit(first, blocking, self.left_alone, size)
            except _Enough:
                enough = len(self.sets) > self.listed
                return self._found(more=True, searched=size if enough else size - 1)
            if self.sets or not self.cut:
                return self._found(more=False, searched=size, settled=True)
        return self._found(more=False, searched=self.most)

    def _found(self, *, more: bool, searched: int, settled: bool = False) -> Found:
        sets = tuple(sorted(self.sets[: self.listed], key=lambda mask: tuple(bits(mask))))
        return Found(sets, more and bool(sets), settled or bool(sets), searched, self.taken)

    def _visit(self, state: State, blocking: Blocking, excluded: Mask, left: int) -> None:
        """Try every way to meet the blocking checks with so many further options."""
        self._count()
        if not blocking:
            self.sets.append(state.mask)
            if len(self.sets) > self.listed:
                raise _Enough
            return
        masks = sorted((mask & ~excluded for mask in blocking.values()), key=int.bit_count)
        if not masks[0]:
            return
        if _apart(masks) > left:
            self.cut = True
            return
        branch = masks[0]
        if left == 1:
            for mask in masks:
                branch &= mask
            self.cut = self.cut or branch != masks[0]
        for number in bits(branch):
            if self.options.allowed(state.mask | 1 << number):
                after = state.after(number)
                beyond = excluded | self.options.excluded[number]
                self._visit(after, self._blocking(after, blocking, number), beyond, left - 1)
            excluded |= 1 << number

    def _count(self) -> None:
        if self.taken == self.steps:
            raise _Enough
        self.taken += 1

    def _blocking(self, state: State, before: Blocking, number: int) -> Blocking:
        """What blocks after one more option: only checks that it concerns are looked at again."""
        blocking = dict(before)
        for place in self._concerned(number):
            mask = self.checks[place].blocks(state, self.target)
            if mask is None:
                blocking.pop(place, None)
            else:
                blocking[place] = mask
        return blocking

    def _concerned(self, number: int) -> list[int]:
        if number not in self._touched:
            self._touched[number] = [
                place for place, check in enumerate(self.checks) if check.concerns >> number & 1
            ]
        return self._touched[number]


def _apart(masks: Iterable[Mask]) -> int:
    """How many of some sets, the smallest first, share no option: so many are needed at least."""
    taken = count = 0
    for mask in masks:
        if not mask & taken:
            taken |= mask
            count += 1
    return count
