"""Declaring in pages: without a script, by single answers, and by people who should not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clearslate.uses.models import Draft, State, Use
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


@pytest.fixture
def world(database: Any) -> World:
    return make_world()


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
