"""Many uses quickly: rows made of declarations of the series that were really assessed.

About twenty declarations are assessed once; each use takes one of them, with a department, dates,
episodes and people of its own, so that every filter and order has something to tell apart.
"""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.test import Client

from clearslate.accounts.models import Organisation, User
from clearslate.accounts.services import create_organisation, create_user
from clearslate.clearance.models import Review
from clearslate.kit.ids import new_id
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.policy import intake
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.assess.assessment import SEMANTICS
from clearslate.policy.assess.assessment import Assessment as Assessed
from clearslate.policy.case import Case
from clearslate.policy.derived.records import folded
from clearslate.policy.library import rulebooks
from clearslate.productions.models import Episode, Membership, Milestone, Production, Role
from clearslate.productions.services.production import Particulars, create_production
from clearslate.uses.desk import assessor_of
from clearslate.uses.models import Assessment, FindingRow, State, Use, UseVersion, WaitsFor
from clearslate.uses.summary import summary_of
from clearslate.uses.versions import STATES
from tests.server.databases import made_once

SERIES = Path(__file__).parents[2] / "examples" / "series"
AT = datetime(2026, 11, 24, 9, 40, tzinfo=UTC)
TAKEN = 20
WAITS = {"on_hold": str(WaitsFor.EVIDENCE), "in_review": str(WaitsFor.DECISION)}


@functools.cache
def judged() -> tuple[tuple[Case, Assessed], ...]:
    """Declarations of the series, every second one, with their assessments."""
    books = rulebooks()
    schema = schema_of(books)
    facts = intake.read_facts((SERIES / "facts.yaml").read_bytes(), "facts.yaml", schema)
    made = []
    files = [path for path in sorted(SERIES.glob("*.yaml")) if path.stem not in ("facts", "demo")]
    for path in files[::2][:TAKEN]:
        given = intake.read(path.read_bytes(), path.name, schema)
        case = intake.case_of(given, books, on=AT.date(), facts=facts)
        made.append((case, assessor_of(books).assess(case)))
    return tuple(made)


@made_once
def make_production(code_name: str = "Tideline", *, episodes: int = 6) -> Production:
    """A production with episodes, a calendar around `AT`, a coordinator and some reviewers."""
    company = Organisation.objects.filter(name="North Light").first() or create_organisation(
        actor=COMMAND_LINE, at=AT, name="North Light", kind="production_company"
    )
    slug = code_name.lower()
    first = _person(company, f"coordinator@{slug}.example", "Tove Lindhagen")
    production = create_production(
        actor=COMMAND_LINE,
        at=AT - timedelta(days=120),
        organisation=company,
        coordinator=first,
        given=Particulars(code_name, "series", "Europe/Stockholm", title="Season 1"),
    )
    for number in range(1, episodes + 1):
        episode = Episode.objects.create(production=production, code=str(100 + number))
        lock = AT.date() + timedelta(days=14 * (number - 2) + 3)
        for kind, day in (("picture_lock", lock), ("delivery", lock + timedelta(days=30))):
            Milestone.objects.create(production=production, episode=episode, kind=kind, day=day)
    _members(production, company, slug)
    return production


def _members(production: Production, company: Organisation, slug: str) -> None:
    """People who declare, and reviewers; one area has a reviewer of its own, and a stand-in."""
    people = [
        ("vfx", "Ilse Varga-Tonkin", "department_lead", [], False),
        ("post", "Kestra Moyle", "post_supervisor", [], False),
        ("contact", "Lovisa Brandt-Reyes", "platform_contact", [], False),
        ("talent", "Amaury Delacourt-Finn", "reviewer", ["talent", "ethics"], False),
        ("stand-in", "Dilara Venn", "reviewer", ["talent"], True),
        ("labour", "Casimir Holt", "labour_relations", ["final_output"], False),
    ]
    roles = {role.key: role for role in Role.objects.filter(production=production)}
    for key, name, role, areas, stands_in in people:
        Membership.objects.create(
            production=production,
            user=_person(company, f"{key}@{slug}.example", name),
            role=roles[role],
            areas=areas,
            stands_in=stands_in,
            since=AT - timedelta(days=100),
        )


def _person(company: Organisation, email: str, name: str) -> User:
    return create_user(
        actor=COMMAND_LINE, at=AT, email=email, organisation=company, password=None, name=name
    )


@dataclass
class _Made:
    use: Use
    version: UseVersion
    findings: list[FindingRow]


def make_uses(production: Production, n: int, seed: int = 0, *, at: datetime = AT) -> list[Use]:
    """Add `n` uses to a production. The same seed gives the same uses but for their ids."""
    chance = random.Random(seed)
    codes = list(production.episodes.values_list("code", flat=True))
    members = Membership.objects.filter(production=production, user__is_active=True)
    authors = [row.user_id for row in members.order_by("id") if "declare" in _actions(row)]
    kept = {assessed.sha256: _kept(assessed) for _, assessed in judged()}
    first = production.last_use + 1
    made = [
        _one(production, number, chance, codes, authors, kept, at)
        for number in range(first, first + n)
    ]
    Use.objects.bulk_create([each.use for each in made], batch_size=500)
    UseVersion.objects.bulk_create([each.version for each in made], batch_size=500)
    rows = [finding for each in made for finding in each.findings]
    FindingRow.objects.bulk_create(rows, batch_size=2000)
    Review.objects.bulk_create(
        [
            Review(
                use=each.use,
                area=area,
                version=1,
                findings_key="0" * 64,
                opened_at=each.use.submitted_at,
                due_on=each.use.due_on,
            )
            for each in made
            for area in each.use.waiting
        ],
        batch_size=2000,
    )
    production.last_use += n
    production.save(update_fields=["last_use"])
    return [each.use for each in made]


def _actions(row: Membership) -> list[str]:
    return list(row.role.actions)


def _kept(assessed: Assessed) -> Assessment:
    """The row of an assessment; one in three holds no longer than a few days."""
    until = assessed.holds_until
    row, _ = Assessment.objects.get_or_create(
        sha256=assessed.sha256,
        defaults={
            "canonical": assessed.canonical,
            "case_sha256": assessed.case,
            "semantics": SEMANTICS,
            "holds_until": date.fromisoformat(until) if until else None,
        },
    )
    return row


def _one(
    production: Production,
    number: int,
    chance: random.Random,
    codes: list[str],
    authors: list[str],
    kept: dict[str, Assessment],
    at: datetime,
) -> _Made:
    case, assessed = chance.choice(judged())
    shown: dict[str, Any] = summary_of(case, assessed)
    state = State.WITHDRAWN if chance.random() < 0.03 else STATES[assessed.outcome]
    submitted = at - timedelta(minutes=chance.randrange(60 * 24 * 60))
    episodes = chance.choice([[], codes[:1], codes, chance.sample(codes, min(len(codes), 2))])
    shown |= {
        "title": f"{shown['title'][:100]}, {number}",
        "search": f"{shown['search']}, {number}",
        "episodes": sorted(episodes),
        "due_on": submitted.date() + timedelta(days=7) if shown["areas"] else None,
    }
    use = Use(
        production=production,
        number=number,
        state=str(state),
        declared_by_id=chance.choice(authors),
        submitted_at=submitted,
        changed_at=submitted + timedelta(minutes=chance.randrange(600)),
        assessment=kept[assessed.sha256],
        holds_until=kept[assessed.sha256].holds_until,
        waits_for=WAITS.get(str(state), ""),
        waiting=shown["areas"] if state == State.IN_REVIEW else [],
        **shown,
    )
    version = UseVersion(
        use=use,
        number=1,
        case=case.canonical,
        case_sha256=case.sha256,
        assessment=kept[assessed.sha256],
        submitted_by_id=use.declared_by_id,
        submitted_at=submitted,
        state=use.state,
        draft=new_id(),
    )
    findings = [
        FindingRow(
            use=use,
            rule=each.rule,
            area=each.area,
            principle=each.principle or "",
            outcome=each.outcome,
            certain=each.certain,
        )
        for each in assessed.findings
    ]
    return _Made(use, version, findings)


def member(production: Production, role: str = "coordinator") -> User:
    return Membership.objects.filter(production=production, role__key=role).first().user


def client(production: Production, role: str = "coordinator") -> Client:
    made = Client()
    made.force_login(member(production, role))
    return made


def odd_uses(production: Production, n: int, seed: int = 0) -> list[Use]:
    """Uses with what trips queries up: quotes, per cent, letters beyond ASCII; every standing."""
    make_uses(production, n, seed)
    made = list(Use.objects.filter(production=production).order_by("number"))
    titles = ["100% fog", 'The "quoted" one', "été_über", "=SUM(A1)", "Zebra", "apple", "_", "'"]
    episodes = [["101"], ["Å-1"], ['q"1'], [], ["101", "102"], ["10"]]
    chance = random.Random(seed)
    members = [row.user_id for row in production.members.order_by("user__email")]
    for use in made[::3]:
        use.title = titles[use.number % len(titles)]
        use.search = folded(use.title)
        use.episodes = episodes[use.number % len(episodes)]
    for use in made[::5]:
        use.changed_at = AT - timedelta(days=6)
        use.final = None
    for use in made[::11]:
        use.state, use.areas = "in_review", []  # a notice that was called up
        use.waits_for, use.waiting = WAITS["in_review"], []
    for place, use in enumerate(made[::2]):
        _stand(use, *_STANDINGS[place % len(_STANDINGS)], members, chance)
    for use in made:
        if use.number % 5:
            _over(use, chance)
    Use.objects.bulk_update(made, CHANGED, batch_size=40)
    return list(Use.objects.filter(production=production))


CHANGED = [
    *("title", "search", "episodes", "changed_at", "final", "state", "areas", "waits_for"),
    *("waiting", "asked", "holds_until", "valid_until", "stale_since", "suspended", "frozen_at"),
]
_STANDINGS = [
    *(("go_ahead", ""), ("go_ahead", "result"), ("go_ahead", "look"), ("cleared", "")),
    *(("go_ahead", "legal_review"), ("go_ahead", "rights"), ("noticed", ""), ("declined", "")),
    *(("in_review", "decision"), ("in_review", "answer"), ("not_a_use", ""), ("withdrawn", "")),
]
_DAYS = [None, None, None, AT.date() - timedelta(days=1), AT.date(), AT.date() + timedelta(days=1)]


def _stand(use: Use, state: str, waits_for: str, members: list[str], chance: random.Random) -> None:
    """Let a use stand as one does that was decided on, or is to be."""
    use.state, use.waits_for, use.waiting, use.asked = state, waits_for, [], []
    if state == "in_review":
        use.waiting, use.asked = use.areas[:2], chance.sample(members, 2)


def _over(use: Use, chance: random.Random) -> None:
    """Let some uses be suspended, stale, lapsed, or delivered: on the day, before it, or after."""
    use.suspended = chance.random() < 0.15
    use.frozen_at = AT if chance.random() < 0.15 else None
    use.stale_since = AT if chance.random() < 0.15 else None
    use.holds_until, use.valid_until = chance.choice(_DAYS), chance.choice(_DAYS)
