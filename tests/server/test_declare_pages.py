"""Declaring in pages: without a script, by single answers, and by people who should not."""

from __future__ import annotations

from typing import Any

import pytest

from clearslate.policy.interview import given
from clearslate.uses.models import Draft, State, Use
from tests.server.declaring import Form, Reader, World, declaration, make_world, signed_in


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
