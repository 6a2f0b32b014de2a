"""An adopted pack that would lower an outcome is refused where it would, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from clearslate.ledger.parties import COMMAND_LINE
from clearslate.policy.pack.load import load_pack
from clearslate.productions.services.packs import put_pack_in_force
from clearslate.uses import drafts
from clearslate.uses.models import Draft
from tests.server.declaring import NOW, declaration, make_world

LOOSER = """format: pack/1
urn: urn:test:looser
title: House rules that loosen
publisher: Somebody
version: "1.0.0"
in_force: {from: 2026-01-01}
reaches: new
licence: Apache-2.0
languages: [en]
extends: urn:clearslate:pack:platform
sources:
  - {title: House rules, date: "2026-01-01", grade: primary}
rules:
  - {id: personal, title: Personal data goes in, area: data, for_each: input,
     when: 'input.personal_data and use.begun', outcome: approval,
     because: a, unsure: b, fix: c, duties: [least_data], basis: ours, cite: [D2, A4]}
"""


@pytest.fixture
def looser(tmp_path: Path) -> Path:
    path = tmp_path / "looser.yaml"
    path.write_text(LOOSER, encoding="utf-8")
    return path


def test_it_says_so_and_keeps_the_draft(database: Any, looser: Path) -> None:
    world = make_world()
    put_pack_in_force(
        actor=COMMAND_LINE,
        at=NOW,
        production=world.production,
        pack=load_pack(looser),
        standing="adopted",
        adopted_by="Maren Haldersby",
        from_day=NOW.date(),
    )
    document = declaration("development-mood-board")
    document["inputs"][0]["personal_data"] = "yes"
    draft = drafts.start(
        author=world.author, production=world.production, at=NOW, document=document
    )
    client = Client()
    client.force_login(world.author)
    url = f"{world.url}drafts/{draft.id}/check/"
    for response in (client.get(url), client.post(url, {"revision": draft.revision})):
        assert response.status_code == 409
        assert "may only tighten it" in response.content.decode()
    assert Draft.objects.get().document["inputs"] == document["inputs"]
