"""The page of a use where kept bytes are damaged, and where texts are hostile."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.test import Client

from clearslate.policy.pack.load import shipped_pack
from clearslate.productions.models import KeptPack
from clearslate.productions.packs import kept_pack
from clearslate.uses.models import Assessment, Use, UseVersion
from tests.server.series import (
    APPROVAL,
    AT,
    HOLD,
    NOTIFY,
    URL,
    Series,
    in_force,
    other_pack,
    series,
    series_use,
    text,
)

FILES = ("case.json", "case.yaml", "assessment.json", "assessment.pdf")
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def made() -> Series:
    return series()


@pytest.fixture
def ines(client: Client, made: Series) -> Client:
    """The coordinator's browser."""
    client.force_login(made.coordinator)
    return client


def test_damaged_bytes_name_their_row(ines: Client, made: Series) -> None:
    use = made.submit(HOLD)
    made.submit(NOTIFY, version_of=use, at=AT + timedelta(hours=1))
    first, second = use.versions.all()
    UseVersion.objects.filter(pk=first.pk).update(case=b'{"clearslate":"case/1"}')
    said = text(ines, f"{URL}?version=1")
    assert f"uses_useversion, id {first.pk}" in said
    assert "Restore this row from a backup" in said
    assert "Version 2" in said
    assert "Use U-001, version 2" in text(ines)
    for file in FILES:
        answer = ines.get(f"{URL}{file}?version=1")
        assert answer.status_code == 409
        assert f"uses_useversion, id {first.pk}" in answer.content.decode()
    for page in ("ways/?version=1", "changes/"):
        assert f"uses_useversion, id {first.pk}" in text(ines, f"{URL}{page}")
    Assessment.objects.filter(pk=second.assessment_id).update(canonical=b"")
    assert f"uses_assessment, sha256 {second.assessment_id}" in text(ines)


def test_a_damaged_rulebook_names_its_row(ines: Client, made: Series) -> None:
    pack = other_pack(urn=shipped_pack().pack.urn, title="The rules of old", row="Words of old")
    in_force(made, pack, "adopted")
    made.submit(HOLD)
    name, _ = pack.files[0]
    for harm in ([], [[name, "nonsense"]], [[name, "format: pack/1\n"], *pack.files[1:]]):
        KeptPack.objects.filter(pk=pack.pk).update(files=harm)
        kept_pack.cache_clear()
        assert f"productions_keptpack, sha256 {pack.pk}" in text(ines)


def test_kept_bytes_of_another_case_are_noticed(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    made.submit(APPROVAL)
    first, second = UseVersion.objects.order_by("id")
    UseVersion.objects.filter(pk=first.pk).update(assessment=second.assessment)
    assert f"uses_useversion, id {first.pk}" in text(ines)


def test_an_assessment_of_another_engine_is_not_taken_for_damage(
    ines: Client, made: Series
) -> None:
    made.submit(HOLD)
    version = UseVersion.objects.get()
    data = bytes(version.assessment.canonical).replace(b'"semantics":2', b'"semantics":9')
    other = Assessment.objects.create(
        sha256=hashlib.sha256(data).hexdigest(),
        canonical=data,
        case_sha256=version.case_sha256,
        semantics=9,
    )
    UseVersion.objects.update(assessment=other)
    said = text(ines)
    assert "It was made with semantics 9; this version reads 1 to 2." in said
    assert "nothing is lost" in said
    assert "Restore" not in said


def test_texts_of_others_are_harmless(ines: Client, made: Series) -> None:
    hostile = "\u202egnp <script>alert(1)</script>"
    people_ = [{"who": hostile, "relation": "cast", "act": "customary"}]
    made.submit(HOLD, people=people_, use={**series_use(), "title": hostile, "purpose": hostile})
    made.submit(HOLD, version_of=Use.objects.get(), at=AT + timedelta(hours=1))
    for page in ("?version=1", "ways/?version=1", "history/", "changes/", "withdraw/"):
        markup = ines.get(f"{URL}{page}").content.decode()
        assert "<script>alert" not in markup
        assert "\u202e" not in markup
