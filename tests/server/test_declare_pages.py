"""Declaring in pages: without a script, by single answers, and by people who should not."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from clearslate.policy.interview import given
from clearslate.uses.colleagues import token_of
from clearslate.uses.models import Attachment, Draft, Question, State, Use
from tests.server.declaring import SERIES, Form, Reader, World, declaration, make_world, signed_in


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 36), "navy").save(file, "PNG")
    return file.getvalue()


PICTURE = _picture()


@pytest.fixture
def world(database: Any) -> World:
    return make_world()


def fill(form: Form, document: dict[str, Any]) -> dict[str, Any]:
    """What somebody enters into a form to say what a declaration says."""
    fields: dict[str, Any] = {}
    for path in form.paths:
        value = given(document, path)
        if path in ("components", "outputs", "people", "models", "crafts"):
            names = [each.get("name", each.get("who")) for each in value]
            if not names:
                fields[f"{path}:is"] = "none"
            elif f"{path}[0]" not in str(form.paths):
                fields[f"{path}:add"] = "; ".join(names)
        elif path in ("inputs", "references"):
            kinds = [each["kind"] for each in value]
            fields[f"{path}:line"] = kinds
            for kind in kinds:
                named = [each["name"] for each in value if each["kind"] == kind]
                fields[f"{path}:called.{kind}"] = "; ".join(named)
            if not kinds:
                fields[f"{path}:is"] = "none"
        elif value == []:
            fields[f"{path}:is"] = "none"
        elif isinstance(value, list):
            several = form.asked.get(path) == "checkbox"
            fields[path] = value if several else "\n".join(value)
        elif value is None and not path.endswith(".agreement"):
            continue  # another answer of the card settles it
        elif value is None or value == "unknown":
            fields[path if form.asked.get(path) in ("radio", "select") else f"{path}:is"] = (
                "unknown"
            )
        else:
            fields[path] = value
    return fields


def test_a_harmless_use_is_declared_without_a_script(world: World) -> None:
    mood = declaration("development-mood-board")
    mood["components"][0]["name"] = "Pigmentry, image from text"
    client = signed_in(world.author)
    assert client.get(f"{world.url}declare/").status_code == 200
    response = client.post(f"{world.url}declare/", {"from": "blank"})
    reader = Reader(client, response["Location"])
    while "check/" not in reader.url:
        assert reader.sent < 20, reader.heading()
        fields = fill(reader.form, mood)
        if "components:tool" in reader.form.asked:
            fields |= {"components:tool": "pigmentry-enterprise", "components:add": ""}
        reader.send(fields)
    assert len(reader.cards) <= 12
    draft = Draft.objects.get()
    tool = {**draft.document["components"][0]}
    assert tool.pop("agreement") == "unknown"  # which one it runs under is asked as well
    assert tool == mood["components"][0]
    assert {**draft.document, "components": [tool]} == {**mood, "crafts": []}
    response = client.post(reader.url, {"revision": draft.revision})
    use = Use.objects.get()
    assert use.state == State.NOTICED
    assert response["Location"] == f"{world.url}uses/{use.number}/"


def start(client: Client, world: World, **more: Any) -> str:
    response = client.post(f"{world.url}declare/", {"from": "blank", **more})
    assert response.status_code == 302, response.content
    return str(response["Location"])


def answer(client: Client, url: str, path: str, page: str = "p1", **fields: Any) -> Any:
    """One answer, as the script of the page sends it."""
    base = fields.pop("base", Draft.objects.get(id=url.split("/")[-2]).revision)
    named = {path + (f":{k}" if k != "value" else ""): v for k, v in fields.items()}
    return client.post(f"{url}answer", {"asked": path, "base": base, "page": page, **named})


def only_draft() -> Draft:
    return Draft.objects.get()


def test_one_answer_brings_the_panel_the_rail_and_new_questions(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    response = answer(client, url, "components", add="Nuke, denoise")
    page = response.content.decode()
    assert response.status_code == 200
    for part in ('id="panel"', 'id="rail"', 'id="board"', 'id="actions"', 'name="base" value="2"'):
        assert part in page
    response = client.post(
        f"{url}answer",
        {
            "asked": "inputs",
            "inputs:line": ["prompt"],
            "base": 2,
            "page": "p1",
            "section": "inputs",
        },
    )
    assert "Who owns it?" in response.content.decode()
    assert only_draft().document["inputs"] == [{"name": "Prompt", "kind": "prompt"}]


def test_what_a_page_has_is_not_sent_again(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    page = client.get(url).content.decode()
    known = ",".join(re.findall(r'data-v="(\w+)"', page))
    fields = {"asked": "use.title", "use.title": "Mood", "base": 1, "page": "p1", "known": known}
    fresh = client.post(f"{url}answer", fields).content.decode()
    assert fresh.count("data-kept") == page.count("data-v=") - 1


def test_not_sure_says_at_once_what_it_does(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    answer(client, url, "components", add="Tool")
    told = answer(client, url, "use.title", **{"is": "unknown"}).content.decode()
    assert "The notice will say so." in told
    page = client.get(f"{url}?step=tool_terms[0]").content.decode()
    assert "What the tool does, and its terms" in page
    fields = {"asked": "components[0].technique", "components[0].technique": "generative"}
    client.post(f"{url}answer", {**fields, "base": 9, "page": "p1"})
    fields = {"asked": "components[0].terms_match", "components[0].terms_match": "unknown"}
    told = client.post(
        f"{url}answer", {**fields, "base": 9, "page": "p1", "step": "tool_terms[0]"}
    ).content.decode()
    assert "Not sure counts as not on file." in told


def test_what_is_wrong_stands_at_its_field_and_the_rest_is_kept(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    reader = Reader(client, url)
    response = reader.send({"use.title": "x" * 121, "use.department": "vfx"})
    assert response.status_code == 422
    assert 'href="#q-use-title"' in reader.page
    assert 'aria-invalid="true"' in reader.page
    assert "x" * 121 in reader.page
    assert only_draft().document["use"] == {"department": "vfx"}
    response = answer(client, url, "use.work_from", value="yesterday")
    assert response.status_code == 422
    assert "YYYY-MM-DD" in response.content.decode()


def test_answers_taken_back_are_told(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    answer(client, url, "components", add="Tool")
    answer(client, url, "components[0].performed_by", value="vendor")
    answer(client, url, "components[0].vendor", value="Parallel Yard")
    told = answer(client, url, "components[0].performed_by", value="in_house").content.decode()
    assert "No longer asked, and taken back: “Vendor”." in told


def test_an_item_that_goes_takes_its_answers_and_nobody_elses(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    answer(client, url, "people", add="Ana; Bo")
    answer(client, url, "people[0].relation", value="cast")
    answer(client, url, "people[1].relation", value="stunt")
    answer(client, url, "people[0].act", value="customary")
    told = client.post(f"{url}answer", {"remove": "people[0]", "base": 9, "page": "p1"})
    assert "taken back" not in told.content.decode()
    assert only_draft().document["people"] == [{"who": "Bo", "relation": "stunt"}]


def test_names_in_a_list_stay_as_they_are_until_somebody_changes_them(world: World) -> None:
    client, other = signed_in(world.author), signed_in(world.other)
    url = start(client, world)
    only_draft().authors.add(world.other)
    answer(client, url, "people", add="Ana; Bo")
    answer(client, url, "people[1].who", **{"is": "unknown"})
    reader = Reader(client, f"{url}?step=people")
    answer(other, url, "people[0].who", page="theirs", value="Ana Marrick")
    reader.send({"people:add": "Cy"})
    names = [each["who"] for each in only_draft().document["people"]]
    assert names == ["Ana Marrick", "unknown", "Cy"]
    assert not only_draft().collisions.exists()


def test_two_who_answer_at_once_are_both_told(world: World) -> None:
    client, other = signed_in(world.author), signed_in(world.other)
    url = start(client, world)
    only_draft().authors.add(world.other)
    answer(client, url, "use.title", page="mine", base=1, value="Mood board")
    late = answer(other, url, "use.title", page="theirs", base=1, value="Moods")
    assert late.status_code == 200
    assert only_draft().document["use"]["title"] == "Mood board"
    for one in (client, other):
        page = one.get(url).content.decode()
        assert "Two answers at once. Nothing was overwritten." in page
        assert "Mood board" in page
        assert "Moods" in page
    collision = only_draft().collisions.get()
    refused = client.post(f"{url}check/", {"revision": only_draft().revision})
    assert refused.status_code == 422
    reader = Reader(other, url)
    reader.send({"take": str(collision.id)}, go="")
    assert only_draft().document["use"]["title"] == "Moods"
    assert not only_draft().collisions.exists()
    reader.send({"keep": "99"}, go="")
    assert "Somebody has chosen already." in reader.page


def test_others_answers_come_to_an_open_page(world: World) -> None:
    client, other = signed_in(world.author), signed_in(world.other)
    url = start(client, world)
    only_draft().authors.add(world.other)
    page = client.get(url).content.decode()
    state = re.search(r'data-state="([\d.]+)"', page)
    assert state
    where = {"state": state[1], "base": 1, "page": "mine"}
    assert client.get(f"{url}since", where).status_code == 204
    answer(other, url, "use.title", page="theirs", value="Moods")
    fresh = client.get(f"{url}since", where)
    assert fresh.status_code == 200
    assert "Casimir answered “What shall this use be called?”" in fresh.content.decode()


def test_a_form_left_as_it_was_does_not_undo_what_others_answered(world: World) -> None:
    client, other = signed_in(world.author), signed_in(world.other)
    url = start(client, world)
    only_draft().authors.add(world.other)
    reader = Reader(client, url)
    answer(other, url, "use.title", page="theirs", value="Moods")
    reader.send({"use.department": "vfx"})
    assert only_draft().document["use"] == {"title": "Moods", "department": "vfx"}
    assert not only_draft().collisions.exists()


@pytest.mark.parametrize("who", ["other", "stranger", "contact"])
def test_a_draft_is_nobody_elses(world: World, who: str) -> None:
    url = start(signed_in(world.author), world)
    client = signed_in(getattr(world, who))
    pages = ["", "answer", "since", "panel", "ways", "check/", "files/", "authors/", "drop"]
    for page in pages:
        assert client.get(url + page).status_code == 404, page
        assert client.post(url + page, {"from": "x"}).status_code == 404, page
    assert only_draft().document == {"clearslate": "declaration/1"}


def test_hostile_posts_are_refused_in_words(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    posts: list[dict[str, Any]] = [
        {"asked": "facts[0].id", "facts[0].id": "x"},
        {"asked": "use.title", "use.title": "x" * 100_000},
        {"asked": "use.title", "use.title": "a\x00b"},
        {"asked": "use.department", "use.department": "no such"},
        {"asked": "people[9].act", "people[9].act": "replica"},
        {"asked": "components", "components:tool": "no such", "components:has": "x@999999999999"},
        {"remove": "people[0]"},
        {"remove": "people[99999]"},
        {"asked": ["x"] * 2000, "base": "-1", "page": "<script>"},
        {"base": "9" * 400, "page": "p" * 400, "asked": "use.title", "use.title": "T"},
        {"take": "x", "accept": "y", "ask": "use.title", "to:use.title": "nobody"},
        {"revoke": "nothing"},
    ]
    for fields in posts:
        for page in ("answer", ""):
            response = client.post(url + page, fields)
            assert response.status_code in (200, 302, 400, 422), (page, fields)
    told = only_draft().document
    assert told.get("use", {}).get("title", "T") == "T"
    for query in ("step=x[9999999]", "section=none", "step=" + "x" * 5000, "by=what&step=use"):
        assert client.get(f"{url}?{query}").status_code in (200, 302)


def test_a_use_is_submitted_once_and_as_it_was_read(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    page = client.get(f"{url}check/").content.decode()
    assert "I declare this to my knowledge, and where I was not sure I said so." in page
    assert "Submit for review" in page
    answer(client, url, "use.title", value="Mood")
    stale = client.post(f"{url}check/", {"revision": 1})
    assert stale.status_code == 422
    assert "has changed since you read it" in stale.content.decode()
    sent = client.post(f"{url}check/", {"revision": 2})
    assert sent.status_code == 302
    assert client.post(f"{url}check/", {"revision": 2})["Location"] == sent["Location"]
    assert Use.objects.get().title == "Mood"


def test_starting_from_a_template_a_use_and_a_file(world: World) -> None:
    client = signed_in(world.author)
    template = start(client, world, **{"from": "template", "template": "mood-board"})
    assert client.get(template).status_code == 200
    draft = only_draft()
    client.post(f"{template}check/", {"revision": draft.revision})
    number = Use.objects.get().number
    assert "selected" in client.get(f"{world.url}declare/?like={number}").content.decode()
    again = start(client, world, **{"from": "use", "use": str(number)})
    assert only_draft().document["outputs"] == draft.document["outputs"]
    client.post(f"{again}drop")
    assert not Draft.objects.exists()
    text = (SERIES / "vfx-crowd-from-scans.yaml").read_bytes()
    started = client.post(
        f"{world.url}declare/", {"from": "file", "file": SimpleUploadedFile("a.yaml", text)}
    )
    assert started.status_code == 302
    for wrong, told in (
        ({"from": "file"}, "No file was chosen"),
        ({"from": "file", "file": SimpleUploadedFile("a.yaml", b"a: [")}, "a.yaml"),
        ({"from": "file", "file": SimpleUploadedFile("a.yaml", b"#" * 300_000)}, "larger"),
        ({"from": "use", "use": "77"}, "no such use"),
        ({"from": "template", "template": "x"}, "no such template"),
    ):
        response = client.post(f"{world.url}declare/", wrong)
        assert response.status_code == 422
        assert told in response.content.decode()


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
    assert page["Referrer-Policy"] == "no-referrer"
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


def test_late_work_is_a_fact_and_no_fault(world: World) -> None:
    client = signed_in(world.author)
    url = start(client, world)
    told = answer(client, url, "use.begun", value="yes").content.decode()
    duty = re.search(r'<p class="notice effect">(Work has begun[^<]+)</p>', told)
    assert duty
    assert 'class="notice hold' not in told


def test_ways_and_panel_come_by_themselves(world: World) -> None:
    client = signed_in(world.author)
    text = (SERIES / "vfx-crowd-from-scans.yaml").read_bytes()
    url = start(client, world, **{"from": "file", "file": SimpleUploadedFile("a.yaml", text)})
    panel = client.get(f"{url}panel").content.decode()
    assert "Made by rule, not by a lawyer." in panel
    ways = client.get(f"{url}ways").content.decode()
    assert "Ways to a lower outcome" in ways
    assert "Search complete." in ways or "Searched up to" in ways
    assert "Ways to a lower outcome" in client.get(f"{url}?step=use&ways=1").content.decode()
