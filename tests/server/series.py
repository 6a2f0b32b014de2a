"""The series of the examples as a production, and uses of it made from its declarations."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.test import Client
from PIL import Image

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.flows.submitting import submit
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.policy.pack.load import load_source, shipped_pack
from clearslate.policy.pack.sources import PackFile, PackSource
from clearslate.productions.models import (
    Episode,
    FactSheet,
    KeptPack,
    Membership,
    Milestone,
    PackInForce,
    Production,
    Role,
)
from clearslate.productions.packs import keep
from clearslate.productions.services.production import Particulars, create_production
from clearslate.record import sha256_hex
from clearslate.uses import drafts
from clearslate.uses.attachments import attach
from clearslate.uses.models import Draft, Use
from clearslate.uses.starting import start_version
from tests.docs.world import declaration, facts
from tests.server import people
from tests.server.databases import made_once

#: The day on which the tables of the series speak.
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SLUG = "saltbox-s2"
NOTIFY = "development-mood-board.yaml"
APPROVAL = "vfx-harbour-on-led-wall.yaml"
HOLD = "vfx-crowd-from-scans.yaml"
NOT_A_USE = "vfx-wire-removal-by-hand.yaml"


@dataclass
class Series:
    """The production with its coordinator, who declares."""

    production: Production
    coordinator: User

    def member(self, role: str, email: str, *, name: str, areas: tuple[str, ...] = ()) -> User:
        """A person in a role, who can sign in."""
        user = people.person(email, of=self.production.organisation, name=name)
        Membership.objects.create(
            production=self.production,
            user=user,
            role=Role.objects.get(production=self.production, key=role),
            areas=list(areas),
            since=AT,
        )
        return user

    def submit(
        self,
        name: str = HOLD,
        *,
        by: User | None = None,
        at: datetime = AT,
        version_of: Use | None = None,
        files: Iterable[dict[str, Any]] = (),
        **changes: Any,
    ) -> Use:
        """A declaration of the series, submitted; `changes` replace whole parts of it.

        `files` are what is attached before, as `attach` takes it.
        """
        author = by or self.coordinator
        document = declaration(name) | changes
        if version_of is None:
            draft = drafts.start(
                author=author, production=self.production, at=at, document=document
            )
        else:
            draft = start_version(author=author, use=version_of, at=at)
            Draft.objects.filter(id=draft.id).update(document=document)
        for file in files:
            attach(draft_id=draft.id, author=author, at=at, **file)
        draft.refresh_from_db()
        return submit(actor=party_of(author), at=at, draft_id=draft.id, revision=draft.revision)


@made_once
def series(slug: str = SLUG, *, code_name: str = "Saltbox") -> Series:
    """The production with the rules, the facts and the calendar of the examples."""
    coordinator = people.person(f"coordinator@{slug}.example", name="Ines Okoro")
    production = create_production(
        actor=COMMAND_LINE,
        at=AT - timedelta(days=90),
        organisation=coordinator.organisation,
        coordinator=coordinator,
        given=Particulars(
            code_name=code_name,
            title="The Salt Road",
            slug=slug,
            kind="series",
            zone="Europe/London",
            photography_from=date(2026, 9, 14),
        ),
    )
    document = {key: value for key, value in facts().items() if key != "production"}
    FactSheet.objects.create(
        production=production,
        number=1,
        document=document,
        sha256=sha256_hex(document),
        filed_at=AT - timedelta(days=60),
    )
    for code, lock in (("101", date(2026, 12, 11)), ("102", date(2027, 3, 19))):
        episode = Episode.objects.create(production=production, code=code)
        Milestone.objects.create(
            production=production,
            episode=episode,
            kind=Milestone.Kind.PICTURE_LOCK,
            day=lock,
        )
    made = Series(production, coordinator)
    made.member("platform_contact", f"contact@{slug}.example", name="Dana Whitlock")
    return made


def picture(colour: str = "#345", size: tuple[int, int] = (320, 180)) -> bytes:
    """A still, as PNG."""
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


URL = "/p/saltbox-s2/uses/1/"


def text(client: Client, address: str = URL, *, status: int = 200) -> str:
    """What a page says, without its markup."""
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return plain(answer.content.decode())


def plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def series_use() -> dict[str, object]:
    from tests.docs.world import declaration

    return dict(declaration(APPROVAL)["use"])


def other_pack(*, urn: str, title: str, row: str) -> KeptPack:
    """The platform's pack with other words, kept as a production would have it."""
    source = shipped_pack().source
    files = []
    for file in source.files:
        data = file.data.decode()
        if file.name == "pack.yaml":
            data = data.replace(shipped_pack().pack.urn, urn)
            data = data.replace(f"title: {shipped_pack().pack.title}", f"title: {title}")
            cited = next(each for each in shipped_pack().pack.rows if each.id == "A4")
            assert cited.title in data
            data = data.replace(cited.title, row)
        files.append(PackFile(file.name, data.encode()))
    return keep(load_source(PackSource("other", tuple(files), ()), bases=()), at=AT)


def in_force(made: Series, pack: KeptPack, standing: str) -> None:
    PackInForce.objects.create(
        production=made.production,
        pack=pack,
        urn=pack.urn,
        standing=standing,
        from_day=AT.date() - timedelta(days=1),
        set_at=AT - timedelta(days=1),
    )
