"""What whoever decides has before them: the use in its newest version, its areas, and their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from clearslate.accounts.permissions import Action
from clearslate.clearance.judges import Judge, Judges
from clearslate.clearance.locking import Read
from clearslate.clearance.page import Asked, asked_areas, read_of
from clearslate.policy.pack.model import Pack
from clearslate.ui.access import Visit
from clearslate.ui.views.use.finding import stored_or_404
from clearslate.uses.ground import ground_for
from clearslate.uses.models import Use, UseVersion
from clearslate.uses.stored import Stored
from clearslate.uses.turns import Turns

CALLED_UP = "Called-up notice"


@dataclass(frozen=True)
class Mine:
    """An area that the person may decide now."""

    asked: Asked
    judge: Judge
    title: str
    behalf: str
    """The name of whoever is away; empty for a right of one's own."""
    others: tuple[str, ...]
    """Who looks after it by name, where the person does not."""

    @property
    def id(self) -> str:
        """The id of its review."""
        return str(self.asked.review.id)


@dataclass(frozen=True)
class Bench:
    """A use before whoever decides on it."""

    visit: Visit
    use: Use
    judges: Judges

    @cached_property
    def stored(self) -> Stored:
        """The newest version. Raises `DamagedError` where its bytes are not what was submitted."""
        return stored_or_404(self.use, int(self.use.versions_count))

    @property
    def version(self) -> UseVersion:
        """The row of the newest version."""
        return self.stored.version

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """The areas that are asked, by their ids."""
        return asked_areas(self.use)

    @cached_property
    def by_review(self) -> dict[str, Asked]:
        """The same, by the ids of their reviews."""
        return {str(each.review.id): each for each in self.asked.values()}

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that the newest version was assessed with."""
        return tuple(each.loaded.pack for each in self.stored.case.rulebooks)

    @cached_property
    def turns(self) -> Turns:
        """Who looks after what."""
        visit = self.visit
        return ground_for(visit.party, visit.production, visit.at).turns

    @cached_property
    def titles(self) -> dict[str, str]:
        """The areas in words."""
        found = {each.id: each.title for pack in self.packs for each in pack.areas}
        return {**found, "": CALLED_UP}

    @cached_property
    def mine(self) -> tuple[Mine, ...]:
        """The areas that wait and that the person may decide."""
        return tuple(self._mine())

    def title(self, area: str) -> str:
        """An area in words."""
        return self.titles.get(area, area.replace("_", " "))

    def judge(self, area: str) -> Judge | None:
        """As whom the person decides in an area; None where they do not."""
        return self.judges.judge(self.visit.user.id, area, self.use)

    def name(self, person_id: str) -> str:
        """What somebody of the production is called."""
        return self.turns.names.get(person_id, "")

    def reads(self) -> dict[str, Read]:
        """What the page shows of each review, by its id."""
        return {each.id: read_of(self.version, each.asked.review) for each in self.mine}

    def _mine(self) -> Iterator[Mine]:
        for area, asked in self.asked.items():
            judge = self.judge(area) if asked.pending else None
            if judge is None:
                continue
            of = judge.on_behalf_of or judge.person_id
            yield Mine(
                asked,
                judge,
                self.title(area),
                self.name(judge.on_behalf_of) if judge.on_behalf_of else "",
                self._others(of, area),
            )

    def _others(self, person_id: str, area: str) -> tuple[str, ...]:
        """Who looks after an area that somebody decides only since they look after all."""
        people = self.turns.looked_after.get(area, ()) if area else self.turns.anything
        mine = any(each.id == person_id for each in people)
        return () if mine else tuple(each.name for each in people)


def bench_or_404(visit: Visit, use: Use) -> Bench:
    """The bench of whoever decides here or stands in for somebody; for others there is none."""
    judges = Judges(visit.production, visit.today)
    at_work = visit.production.archived_at is None
    if not visit.may(Action.DECIDE) and not (at_work and judges.decides(visit.user.id)):
        raise Http404
    return Bench(visit, use, judges)


def reads_in(sent: Mapping[str, str], reviews: list[str]) -> dict[str, Read]:
    """What a form says was read, by the id of each review. What makes no sense is left out."""
    found = {}
    for each in reviews:
        review, _, revision = each.partition(":")
        number = sent.get("version", "")
        if _is_number(revision) and _is_number(number):
            case, assessment = sent.get("case", ""), sent.get("assessment", "")
            found[review] = Read(int(number), case, assessment, int(revision))
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9
