"""The pages of rules and of what is on file: uploads, statements, readings and filings."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clearslate.kit.clock import system_clock
from clearslate.productions.models import (
    FactSheet,
    Membership,
    PackInForce,
    ShelvedPack,
    SwitchSetting,
)
from clearslate.productions.selectors import today_in
from tests.server import people
from tests.server.productions import World, world
from tests.server.test_productions_pages import SLUG, errors, get, post
from tests.server.test_productions_uploads import zipped

pytestmark = pytest.mark.usefixtures("database")

FACTS = Path(__file__).parents[2] / "examples" / "series" / "facts.yaml"


def today(here: World) -> str:
    return today_in(here.production, system_clock()).isoformat()


def test_a_pack_is_uploaded_and_adopted_by_a_policy_owner(client: Client) -> None:
    here = world()
    here.sign_in(client, "producer")
    get(client, "pack_upload", SLUG)
    broken = SimpleUploadedFile("house.yaml", b"format: pack/1\ntitel: x\n")
    said = errors(post(client, "pack_upload", SLUG, status=422, pack=broken))
    assert any("house.yaml:2" in line for line in said)
    post(client, "pack_upload", SLUG, status=422)
    post(client, "pack_upload", SLUG, pack=SimpleUploadedFile("house.zip", zipped(top="house/")))
    sha256 = ShelvedPack.objects.get().pack_id
    assert "At hand, and not in force" in get(client, "rules", SLUG)
    assert "Not in force." in get(client, "pack", SLUG, sha256)
    stated = {"from_day": today(here), "reaches": "new"}
    post(client, "pack_set", SLUG, sha256, status=422, **stated | {"standing": "adopted"})
    post(client, "pack_set", SLUG, sha256, status=422, **stated | {"from_day": "2020-01-01"})
    post(client, "pack_set", SLUG, sha256, **stated | {"standing": "advisory"})
    assert "advisory" in get(client, "rules", SLUG)

    owner = here.people["policy_owner"]
    owner.set_password(people.PASSWORD)
    owner.save()
    Membership.objects.create(
        production=here.production, user=owner, role=here.role("auditor"), since=system_clock()
    )
    client.logout()
    people.sign_in(client, owner)
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 3600
    session.save()
    # Adopting bears a name: who it is has to be shown lately.
    answer = client.post(reverse("pack_set", args=[SLUG, sha256]), stated | {"standing": "adopted"})
    assert answer.status_code == 302
    assert reverse("account_reauthenticate") in answer.headers["Location"]
    assert not PackInForce.objects.filter(pack_id=sha256, standing="adopted").exists()
    answer = client.post(answer.headers["Location"], {"password": people.PASSWORD})
    assert answer.headers["Location"] == reverse("rules", args=[SLUG])
    made = PackInForce.objects.get(pack_id=sha256, standing="adopted")
    assert made.adopted_by == "policy_owner@example.org"
    assert "stands in its place" in get(client, "rules", SLUG)


def test_a_hostile_pack_is_refused_in_words(client: Client) -> None:
    here = world()
    here.sign_in(client, "producer")
    bomb = zipped(*((f"rules/{each}.yaml", b"#" * 900_000) for each in range(20)))
    for name, data in (
        ("bomb.zip", bomb),
        ("climb.zip", zipped(("../../evil.yaml", b""))),
        ("large.yaml", b"#" * 10_000_000),
        ("binary.yaml", bytes(range(256))),
        ("../../<b>.yaml", b"x: ["),
    ):
        file = SimpleUploadedFile("x", data)
        file._name = name  # as a hostile client may send it
        text = post(client, "pack_upload", SLUG, status=422, pack=file)
        assert errors(text)
        assert "<b>.yaml" not in text
    assert not ShelvedPack.objects.exists()


def test_a_pack_that_decides_is_not_for_a_producer_to_change(client: Client) -> None:
    here = world()
    here.sign_in(client, "producer")
    platform = here.production.packs.get().pack_id
    assert "State how it counts" not in get(client, "pack", SLUG, platform)
    post(client, "pack_set", SLUG, platform, status=404)


def test_a_reading_is_chosen(client: Client) -> None:
    here = world()
    here.sign_in(client, "production_legal")
    text = get(client, "rules", SLUG)
    assert "or whose destination is unknown, gives notify; Evidence on file lifts a hold" in text
    get(client, "reading", SLUG, "S1")
    get(client, "reading", SLUG, "S99", status=404)
    post(client, "reading", SLUG, "S1", status=422, value="loose", from_day=today(here))
    post(client, "reading", SLUG, "S1", status=422, value="relaxed", from_day="2020-01-01")
    post(client, "reading", SLUG, "S1", status=422, value="relaxed", from_day=today(here))
    given = {"value": "relaxed", "from_day": today(here), "reaches": "undecided"}
    post(client, "reading", SLUG, "S1", **given)
    made = SwitchSetting.objects.get()
    assert (made.value, made.reaches) == ("relaxed", "undecided")
    text = get(client, "rules", SLUG)
    assert "S1 is read as relaxed" in text
    assert "in force for uses that are not decided" in text
    here.sign_in(client, "coordinator")
    get(client, "reading", SLUG, "S1", status=404)


def test_facts_are_filed_shown_and_downloaded(client: Client) -> None:
    here = world()
    here.sign_in(client, "coordinator")
    assert "Nothing is on file yet" in get(client, "on_file", SLUG)
    get(client, "facts_file", SLUG)
    for given, said in (
        ({}, "As a file: Choose a file"),
        ({"document": "clearslate: facts/1\nagrements: []"}, "Or as text: -:2"),
    ):
        found = errors(post(client, "facts_file", SLUG, status=422, after=0, **given))
        assert found[0].startswith(said), found
    post(client, "facts_file", SLUG, after=0, file=SimpleUploadedFile("f.yaml", FACTS.read_bytes()))
    text = get(client, "on_file", SLUG)
    assert "Filed as number 1." in text
    assert "ea-pigmentry" in text
    answer = client.get(reverse("facts_download", args=[SLUG, 1]))
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="saltbox-s2-facts-1.yaml"'
    )
    kept = answer.content.decode()
    assert "code_name: SALTBOX S2" in kept
    post(client, "facts_file", SLUG, after=1, document=kept)
    assert "Exactly this is on file already" in get(client, "on_file", SLUG)
    post(client, "facts_file", SLUG, after=0, document="clearslate: facts/1\n", status=409)
    post(client, "facts_file", SLUG, after=1, document="clearslate: facts/1\r\n")
    text = get(client, "on_file", SLUG)
    assert "No longer on file:" in text
    assert "Added:" in text


def test_hostile_facts_are_refused_in_words(client: Client) -> None:
    here = world()
    here.sign_in(client, "coordinator")
    for data in (b"\x89PNG\r\n\x1a\n\x00", b"#" * 1_000_001, b"[" * 100_000, b"\x00"):
        post(
            client,
            "facts_file",
            SLUG,
            status=422,
            after=0,
            file=SimpleUploadedFile("f.yaml", data),
        )
    post(client, "facts_file", SLUG, status=422, after=0, document="x\x00y")
    post(client, "facts_file", SLUG, status=422, after="", document="clearslate: facts/1\n")
    assert not FactSheet.objects.exists()
