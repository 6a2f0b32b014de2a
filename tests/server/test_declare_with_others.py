"""What an author does with others: colleagues, asking first, stills and evidence, co-authors."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from clearslate.uses.colleagues import token_of
from clearslate.uses.models import Attachment, Draft, Question
from tests.server.declaring import (
    SERIES,
    Reader,
    World,
    answer,
    declaration,
    fill,
    make_world,
    only_draft,
    signed_in,
    start,
)


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 36), "navy").save(file, "PNG")
    return file.getvalue()


PICTURE = _picture()


@pytest.fixture
def world(database: Any) -> World:
    return make_world()


def test_a_colleague_answers_one_question_and_sees_nothing_else(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    answer(client, url, "use.title", value="A secret plot")
    reader = Reader(client, url)
    reader.send({"ask": "use.department", "to:use.department": "ana@example.org"}, go="")
    question = Question.objects.get()
    assert "Asked ana@example.org." in reader.page
    link = f"/q/{token_of(question.id)}"
    nobody = Client()
    page = nobody.get(link)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]
    text = page.content.decode()
    assert "Which department does it?" in text
    for secret in ("A secret plot", "Tove", "/p/saltbox", "needs approval"):
        assert secret not in text
    assert nobody.post(link, {}).status_code == 422
    assert nobody.post(link, {"answer": "no such"}).status_code == 422
    assert nobody.post(link, {"answer": "vfx", "note": "Ask Bo"}).status_code == 200
    assert "department" not in only_draft().document["use"]
    reader = Reader(client, url)
    assert "Visual effects" in reader.page
    assert "Ask Bo" in reader.page
    reader.send({"accept": question.id}, go="")
    assert only_draft().document["use"]["department"] == "vfx"
    assert nobody.get(link).status_code == 404
    assert nobody.get("/q/" + "x" * 43).status_code == 404


def test_every_kind_of_question_can_be_answered_by_a_colleague(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    answer(client, url, "outputs", add="Plate")
    answers: dict[str, dict[str, Any]] = {
        "use.purpose": {"answer": "Plates\r\nof fog"},
        "use.media": {"answer": ["image", "sound"]},
        "use.shots": {"answer": "103_0410\n103_0420"},
        "use.work_from": {"answer": "2026-12-01"},
        "use.begun": {"answer": "no"},
        "use.department": {"answer": "unknown"},
        "outputs[0].seconds": {"answer": "12"},
        "people": {"answer": "Ana\nBo"},
        "inputs": {"answer": ["prompt"]},
        "references": {"special": "none"},
        "models": {"special": "unknown"},
    }
    answer(client, url, "outputs[0].destination", value="final_picture")
    for path, sent in answers.items():
        client.post(url, {"ask": path, f"to:{path}": "ana@example.org"})
        question = Question.objects.get(path=path)
        link = f"/q/{token_of(question.id)}"
        assert Client().get(link).status_code == 200, path
        assert Client().post(link, sent).status_code == 200, path
        assert Client().get(link).status_code == 200, path
        client.post(url, {"accept": question.id, "base": only_draft().revision})
    told = only_draft().document
    assert told["use"]["shots"] == ["103_0410", "103_0420"]
    assert told["use"]["purpose"] == "Plates\nof fog"
    assert told["outputs"][0]["seconds"] == 12
    assert [each["who"] for each in told["people"]] == ["Ana", "Bo"]
    assert told["inputs"][0]["kind"] == "prompt"
    assert (told["references"], told["models"]) == ([], "unknown")


def test_asking_first_stores_nothing(world: World) -> None:
    client = signed_in(world.author)
    reader = Reader(client, f"{world.url}ask/")
    reader.send({"use.title": "Only asking", "use.begun": "yes"})
    assert "Only asking" in reader.page
    first = reader.form.fields["document"]
    fields = {"asked": "people", "people:is": "none", "document": first}
    fresh = client.post(f"{world.url}ask/answer", fields)
    assert fresh.status_code == 200
    assert 'name="document"' in fresh.content.decode()
    assert client.post(f"{world.url}ask/ways", {"document": first}).status_code == 200
    for broken in ("", "x", "a" * 300_000):
        assert client.post(f"{world.url}ask/answer", {"document": broken}).status_code == 400
        assert client.post(f"{world.url}ask/", {"document": broken}).status_code == 302
    assert not Draft.objects.exists()
    response = client.post(f"{world.url}ask/", {"document": first, "go": "draft"})
    assert response.status_code == 302
    assert only_draft().document["use"]["title"] == "Only asking"


def test_asking_first_goes_through_every_card(world: World) -> None:
    mood = declaration("development-mood-board")
    client = signed_in(world.author)
    reader = Reader(client, f"{world.url}ask/")
    for _ in range(20):
        fields = fill(reader.form, mood)
        if "components:tool" in reader.form.asked:
            fields |= {"components:tool": "pigmentry-enterprise", "components:add": ""}
        reader.send(fields)
        if "Every question is answered" in reader.page:
            break
    assert "Every question is answered" in reader.page
    assert 'class="verdict notify' in reader.page or "Notify" in reader.page
    assert not Draft.objects.exists()


def test_stills_and_evidence_are_attached_and_served_inert(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    still = {
        "kind_of_file": "still",
        "file": SimpleUploadedFile("a.png", PICTURE),
        "caption": "Fog",
    }
    assert client.post(f"{url}files/", still).status_code == 302
    row = Attachment.objects.get()
    page = client.get(f"{url}files/").content.decode()
    assert f"/p/saltbox-s2/files/{row.id}/preview" in page
    shown = client.get(f"{world.url}files/{row.id}/")
    assert b"".join(shown.streaming_content) == PICTURE
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"].startswith("sandbox")
    assert shown["Content-Disposition"].startswith("inline")
    small = client.get(f"{world.url}files/{row.id}/preview")
    assert small["Content-Type"] == "image/jpeg"
    assert b"".join(small.streaming_content).startswith(b"\xff\xd8")
    page_as_picture = SimpleUploadedFile("a.png", b"<html><script>1</script>", "image/png")
    refused = client.post(f"{url}files/", {"kind_of_file": "still", "file": page_as_picture})
    assert refused.status_code == 422
    paper = {
        "kind_of_file": "evidence",
        "file": SimpleUploadedFile("consent.txt", b"I agree."),
        "kind": "use_consent",
        "subject": "Ana",
        "from": "2026-01-01",
        "acts": ["replica"],
        "shots": "103_0410",
    }
    assert (
        client.post(
            f"{url}files/", {**paper, "kind": "", "file": SimpleUploadedFile("c.txt", b"x")}
        ).status_code
        == 422
    )
    assert client.post(f"{url}files/", paper).status_code == 302
    paper_row = Attachment.objects.get(kind="evidence")
    saved = client.get(f"{world.url}files/{paper_row.id}/")
    assert saved["Content-Disposition"].startswith("attachment")
    assert b"".join(saved.streaming_content) == b"I agree."
    assert client.get(f"{world.url}files/{paper_row.id}/preview").status_code == 404
    for stranger in (world.other, world.stranger):
        assert signed_in(stranger).get(f"{world.url}files/{row.id}/").status_code == 404
    client.post(f"{url}files/", {"detach": row.id})
    assert client.get(f"{world.url}files/{row.id}/").status_code == 404
    for wrong in (
        {"detach": "x"},
        {"caption_of": "x"},
        {"record_of": "x"},
        {"kind_of_file": "still"},
    ):
        assert client.post(f"{url}files/", wrong).status_code == 422


def test_missing_evidence_leads_to_its_form(world: World) -> None:
    client = signed_in(world.author)
    text = (SERIES / "sound-line-made-warmer.yaml").read_bytes()
    url = start(client, world, **{"from": "file", "file": SimpleUploadedFile("a.yaml", text)})
    panel = client.get(f"{url}panel").content.decode()
    link = re.search(r'href="[^"]*(files/\?evidence=person\.use_consent[^"]*)#evidence"', panel)
    assert link
    form = client.get(url + link[1].replace("&amp;", "&")).content.decode()
    assert '<option value="use_consent" selected>' in form
    subject = re.search(r'id="subject" name="subject" value="([^"]+)"', form)
    assert subject
    paper = {
        "kind_of_file": "evidence",
        "file": SimpleUploadedFile("consent.txt", b"I agree."),
        "kind": "use_consent",
        "subject": subject[1],
        "from": "2026-01-01",
        "acts": ["significant"],
        "aspects": ["voice", "delivery", "tone", "words", "lip_sync"],
    }
    assert "On hold" in panel
    assert client.post(f"{url}files/", paper).status_code == 302
    assert "On hold" not in client.get(f"{url}panel").content.decode()


def test_authors_add_and_take_off_each_other(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    assert client.post(f"{url}authors/", {"add": world.other.id}).status_code == 302
    assert signed_in(world.other).get(url).status_code == 200
    assert client.post(f"{url}authors/", {"add": world.contact.id}).status_code == 422
    assert client.post(f"{url}authors/", {"remove": "x"}).status_code == 422
    assert (
        signed_in(world.other).post(f"{url}authors/", {"remove": world.author.id}).status_code
        == 302
    )
    assert client.get(url).status_code == 404
