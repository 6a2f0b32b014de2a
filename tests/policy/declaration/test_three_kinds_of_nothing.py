"""`unknown`, an empty list and a missing answer stay three things, from file to assessment."""

from __future__ import annotations

import pytest

import clearslate
from clearslate.policy.documents import plain, read_text, to_json, to_yaml

#: Everything that notify needs, but for what each test is about.
MOOD_BOARD = {
    "clearslate": "declaration/1",
    "use": {"title": "Board", "misleads": "no", "otherwise": "same_people"},
    "outputs": [
        {
            "name": "Board", "destination": "development", "key_element": "none",
            "resembles": "nothing", "fabricates": "no",
        }
    ],
    "components": [
        {
            "name": "Loom", "technique": "generative", "stores": "no", "reuses": "no",
            "trains": "no", "terms_match": "yes", "secured": "yes",
        }
    ],
    "inputs": [], "references": [], "people": [], "models": [],
}  # fmt: skip
LISTS = ("inputs", "references", "people", "models")


def assess(**changes: object) -> clearslate.Assessment:
    document = {**MOOD_BOARD, **changes}
    given = {key: value for key, value in document.items() if value is not None}
    return clearslate.assess(given, on="2026-11-24")


def state(assessment: clearslate.Assessment, path: str) -> str | None:
    found = {unknown.path: unknown.state for unknown in assessment.unanswered}
    for finding in assessment.findings:
        found |= {unknown.path: unknown.state for unknown in finding.unknown}
    return found.get(path)


def test_the_board_is_notify() -> None:
    assert assess().outcome == "notify"


@pytest.mark.parametrize("part", LISTS)
def test_a_list(part: str) -> None:
    empty, unknown, missing = assess(), assess(**{part: "unknown"}), assess(**{part: None})
    assert (empty.outcome, state(empty, part)) == ("notify", None)
    assert (unknown.outcome, state(unknown, part)) == ("approval", "not_sure")
    assert (missing.outcome, state(missing, part)) == ("approval", "not_answered")
    assert len({empty.case, unknown.case, missing.case}) == 3
    for each, silence in ((unknown, "answered “not sure”"), (missing, "not answered")):
        assert each.findings
        assert all(f"is {silence}, so" in finding.because for finding in each.findings)


@pytest.mark.parametrize("part", ["outputs", "components"])
def test_a_list_that_needs_an_item_and_has_none(part: str) -> None:
    empty, unknown, missing = (
        assess(**{part: []}),
        assess(**{part: "unknown"}),
        assess(**{part: None}),
    )
    assert {each.outcome for each in (empty, unknown, missing)} == {"approval"}
    states = [state(each, part) for each in (empty, unknown, missing)]
    assert states == ["empty", "not_sure", "not_answered"]
    text = " ".join(empty.as_text().split())
    assert "answered “none”" in text
    assert "what is on file" not in text


def test_no_principle_is_met_by_a_list_that_must_not_be_empty() -> None:
    def met(assessment: clearslate.Assessment) -> set[str]:
        return {each.id for each in assessment.principles if each.state == "met"}

    assert met(assess()) == {"P1", "P2", "P3", "P4", "P5"}
    assert met(assess(components=[])) == {"P1", "P4", "P5"}
    assert met(assess(outputs=[])) == {"P2", "P3", "P5"}


@pytest.mark.parametrize(
    ("part", "field"),
    [("use", "misleads"), ("use", "otherwise"), ("outputs", "destination"),
     ("outputs", "fabricates"), ("components", "stores"), ("components", "secured")],
)  # fmt: skip
def test_an_answer(part: str, field: str) -> None:
    path = f"{part}.{field}" if part == "use" else f"{part}[0].{field}"
    results = []
    for value in ("unknown", None):
        whole = MOOD_BOARD[part]
        item = dict(whole if isinstance(whole, dict) else whole[0])  # type: ignore[call-overload]
        del item[field]
        if value is not None:
            item[field] = value
        results.append(assess(**{part: item if part == "use" else [item]}))
    unsure, missing = results
    assert unsure.outcome == missing.outcome == "approval"
    assert (state(unsure, path), state(missing, path)) == ("not_sure", "not_answered")
    assert unsure.case != missing.case


def test_a_field_of_several_values_can_be_empty() -> None:
    person = {"who": "Mara", "relation": "cast", "act": "significant", "as_scripted": "yes"}
    none, unsure, missing = (
        assess(people=[{**person, **({"aspects": value} if value is not None else {})}])
        for value in ([], "unknown", None)
    )
    assert len({none.case, unsure.case, missing.case}) == 3
    assert none.outcome == unsure.outcome == missing.outcome == "hold"


@pytest.mark.parametrize("write", [to_yaml, to_json])
def test_writing_keeps_all_three(write) -> None:  # type: ignore[no-untyped-def]
    document = {**MOOD_BOARD, "people": "unknown", "inputs": []}
    del document["models"]
    form = "json" if write is to_json else "yaml"
    again = plain(read_text(write(document).encode(), name="x", format=form))  # type: ignore[arg-type]
    assert again == document
    assert list(again) == list(document)
