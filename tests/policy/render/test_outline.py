"""What is shown of an assessment, before any medium: the answer, what to do, the reasons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clearslate.policy.assess import Assessment, assess
from clearslate.policy.assess.assessment import PackUsed
from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.pack.load import Loaded
from clearslate.policy.render.build import outline
from clearslate.policy.render.outline import Outline, Section
from clearslate.policy.render.table import gravest_first, row_of, shortened, summary
from clearslate.policy.render.verdict import verdict
from clearslate.policy.ways import ways
from tests.policy.assess.small import ON, PACK, case, rulebook

FINAL = {"name": "Crowd", "destination": "final_picture"}
BOARD = {"name": "Board", "destination": "development"}
REPLICA = {"who": "Mara", "act": "replica", "aspects": ["face"], "exception": "none"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return rulebook(tmp_path_factory.mktemp("small"))


def shown(loaded: Loaded, declaration: dict[str, Any], **options: Any) -> Outline:
    made = case(loaded, declaration, **options)
    return outline(assess(made), case=made)


def section(page: Outline, name: str) -> Section:
    return next(each for each in page.sections if each.name == name)


def names(page: Outline) -> list[str]:
    return [each.name for each in page.sections]


def test_the_order_is_answer_then_what_to_do_then_reasons(loaded: Loaded) -> None:
    people = [REPLICA, {"who": "Jo"}]
    page = shown(loaded, {"outputs": [FINAL], "people": people, "use": {"title": "Crowd shot"}})
    assert page.title == "Crowd shot"
    assert names(page) == [
        "missing", "unanswered", "deciders", "principles", "findings", "conditions", "duties",
        "declared", "rows", "rulebooks",
    ]  # fmt: skip
    assert page.made_by == "Made by rule, not by a lawyer."
    assert {cell.label for cell in page.foot} == {"case", "assessment", "pack", "semantics"}


def test_what_is_empty_is_not_shown(loaded: Loaded) -> None:
    page = shown(loaded, {"outputs": [BOARD], "people": [], "use": {"begun": "no"}})
    assert names(page) == ["principles", "declared", "rulebooks"]
    assert page.verdict is not None
    assert page.verdict.means == "The platform contact is told. Nobody has to approve."


def test_missing_evidence_says_what_for_whom_and_who_would_have_it(loaded: Loaded) -> None:
    page = shown(loaded, {"outputs": [BOARD], "people": [REPLICA]})
    (item,) = section(page, "missing").items
    assert item.text == "Consent to this use: “Mara”"
    assert [note.text for note in item.notes] == ["the agent", "A digital replica"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [("unknown", "answered “not sure”"), (None, "not answered")],
)
def test_not_sure_and_not_answered_stay_different(
    loaded: Loaded, answer: str | None, words: str
) -> None:
    output = {"name": "Crowd", **({"destination": answer} if answer else {})}
    page = shown(loaded, {"outputs": [output], "people": []})
    (item,) = [i for i in section(page, "unanswered").items if "Where" in i.text]
    assert item.word == words
    assert item.text == "Where it ends up: “Crowd”"
    assert item.notes[0].text == "the editor · outputs[0].destination"


def test_an_open_answer_names_its_subject_with_and_without_the_case(loaded: Loaded) -> None:
    made = case(loaded, {"outputs": [BOARD], "people": [{"who": "Jo"}]})
    for page in (outline(assess(made), case=made), outline(assess(made))):
        assert "What happens to the performance: “Jo”" in [
            item.text for item in section(page, "unanswered").items
        ]


def test_certain_findings_come_first_and_the_gravest_before_them(loaded: Loaded) -> None:
    people = [{"who": "Jo"}, REPLICA]
    page = shown(loaded, {"outputs": [FINAL], "people": people})
    signs = [item.sign for item in section(page, "findings").items]
    assert signs == ["hold", "approval", "not_sure"]


@pytest.mark.parametrize(
    ("answer", "silence"), [({}, "not answered"), ({"people": "unknown"}, "answered “not sure”")]
)
def test_findings_of_one_open_list_are_told_together(
    loaded: Loaded, answer: dict[str, str], silence: str
) -> None:
    page = shown(loaded, {"outputs": [BOARD], **answer})
    (item,) = section(page, "findings").items
    assert item.text == (
        f"“People shown, voiced, replaced or altered” is {silence}. Until it is known, this cannot"
        " be ruled out."
    )
    assert ("B1", "A digital replica") in [(note.label, note.text) for note in item.notes]


def test_a_finding_shows_answers_fix_reading_and_citation(loaded: Loaded) -> None:
    page = shown(loaded, {"outputs": [FINAL], "people": []})
    (item,) = section(page, "findings").items
    notes = {note.label: note.text for note in item.notes}
    assert notes["Answers behind it"] == "Where it ends up: The final picture"
    assert notes["What would lower it"] == "Keep “Crowd” temporary."
    assert notes["Reading"] == "S1 strict"
    assert item.aside == "A1"


def test_a_reading_that_is_not_the_default_is_told_in_words(loaded: Loaded) -> None:
    switch = loaded.pack.switches[0]
    relaxed = next(value for value, _ in switch.values if value != switch.default)
    shown_as = f"{switch.id} {relaxed}"
    declaration = {"outputs": [BOARD], "people": []}
    strict = section(shown(loaded, declaration), "rulebooks")
    other = section(shown(loaded, declaration, switches={switch.id: relaxed}), "rulebooks")
    assert shown_as not in [item.group for item in strict.items]
    (item,) = (each for each in other.items if each.group == shown_as)
    assert item.text == f"{switch.title}: {dict(switch.values)[relaxed]}"
    assert item.notes[0].text == switch.default


def test_the_contact_is_told_every_answer_that_was_given(loaded: Loaded) -> None:
    person = {"who": "Jo", "act": "replica", "exception": "safety", "unsafe_for_anyone": "yes"}
    declaration = {
        "use": {"title": "Crowd", "purpose": "Fill the stands.", "media": "unknown"},
        "outputs": [{**FINAL, "seconds": "2.5"}],
        "people": [person, {"act": "unknown"}],
        "inputs": [],
        "references": "unknown",
    }
    told = section(shown(loaded, declaration), "declared").items
    assert [(item.group, item.text) for item in told] == [
        ("The use", "Fill the stands."),
        ("What comes out", FINAL["name"]),
        ("What goes in", "none"),
        ("Works, names and styles referred to", "not sure"),
        ("People shown, voiced, replaced or altered", "Jo"),
        ("People shown, voiced, replaced or altered", "person 2"),
    ]
    notes = ["".join(note.text for note in item.notes) for item in told]
    assert notes[0] == "Media: not sure"
    assert "Seconds on screen or heard: 2.5 s" in notes[1]
    assert "No human could safely do it: yes" in notes[4]
    gated = shown(loaded, {"components": [{"name": "Rope", "technique": "not_ai"}]})
    assert "declared" not in names(gated)


def test_every_citation_is_told_with_its_source(loaded: Loaded) -> None:
    page = shown(loaded, {"outputs": [FINAL], "people": [REPLICA]})
    cited = {item.group: item.text for item in section(page, "rows").items}
    pack = loaded.pack
    titles = {row.id: row.title for row in pack.rows}
    asides = [item.aside for item in section(page, "findings").items]
    asides += [item.aside for item in section(page, "principles").items if item.aside in titles]
    rows = {row for aside in asides for row in aside.split(", ")}
    assert rows
    assert {row: cited[row] for row in rows} == {row: titles[row] for row in rows}
    assert {source.title for source in pack.sources} <= set(cited.values())
    assert "rows" not in names(outline(assess(case(loaded, {"outputs": [FINAL]}))))


@pytest.mark.parametrize(
    ("replaced", "told"),
    [("2026-11-26", "two days before"),
     ("2026-11-25", "two days before; that day has passed, so it is due now")],
)  # fmt: skip
def test_a_duty_whose_day_has_passed_is_due_now(loaded: Loaded, replaced: str, told: str) -> None:
    page = shown(loaded, {"outputs": [{**FINAL, "replaced_by": replaced}], "people": []})
    item = next(each for each in section(page, "duties").items if "Tell the contact" in each.text)
    notes = {note.label: note.text for note in item.notes}
    assert notes == {"That is": told, "Carries out": "A1"}


def test_the_board_says_what_is_declared(loaded: Loaded) -> None:
    declaration = {
        "use": {
            "title": "A", "department": "vfx", "work_from": "2026-12-01", "work_to": "2026-12-03",
        },
        "outputs": [FINAL, BOARD, {"name": "C", "destination": "unknown"}],
        "people": [],
    }  # fmt: skip
    page = shown(loaded, declaration, facts={"production": {"code_name": "Lantern"}})
    assert [(cell.label, cell.value) for cell in page.cells] == [
        ("Production", "Lantern"),
        ("Department", "Visual effects"),
        ("Goes to", "The final picture, Development only, not seen outside the production"),
        ("Work window", "1 Dec 2026 to 3 Dec 2026"),
        ("Assessed for", "24 Nov 2026"),
    ]


def test_not_a_use_says_why_and_nothing_else(loaded: Loaded) -> None:
    page = shown(loaded, {"components": [{"name": "x", "technique": "not_ai"}]})
    assert page.verdict is not None
    assert (page.verdict.headline, page.verdict.means) == (
        "Not a use of generative AI",
        "No AI at all.",
    )
    assert names(page) == ["rulebooks"]


def test_ways_are_shown_when_given(loaded: Loaded) -> None:
    made = case(loaded, {"outputs": [FINAL], "people": [REPLICA], "components": []})
    page = outline(assess(made), case=made, ways=ways(made))
    items = section(page, "ways").items
    assert items[0].sign == "approval"
    assert items[0].group == "1 change"
    notify = next(item for item in items if item.sign == "notify")
    assert notify.text == "All of these together:"
    assert len(notify.notes) == 2


def test_where_there_is_no_way_it_says_what_is_in_the_way(tmp_path: Path) -> None:
    fixed = rulebook(tmp_path, PACK.replace("nature: choice", "nature: fact"))
    made = case(fixed, {"outputs": [FINAL], "people": [], "components": []})
    page = outline(assess(made), case=made, ways=ways(made))
    notify = section(page, "ways").items[-1]
    assert "lowers it to “notify”" in notify.text or "depends on answers" in notify.text
    assert ("Search", "complete") in [(note.label, note.text) for note in notify.notes]


def test_advisory_findings_stand_apart_and_leave_the_rest(loaded: Loaded, tmp_path: Path) -> None:
    other = PACK.replace("urn:test:small", "urn:test:other").replace("A small", "Another")
    second = rulebook(tmp_path, other)
    made = make_case(
        {"clearslate": "declaration/1", "outputs": [FINAL], "people": []},
        rulebooks=[Rulebook(loaded), Rulebook(second, adopted=False)],
        on=ON,
    )
    page = outline(assess(made), case=made)
    own, advisory = (section(page, name) for name in ("findings", "advisory"))
    assert len(own.items) == len(advisory.items) == 1
    assert advisory.title == "Advisory: Another rulebook"
    assert "leave the outcome as it is" in advisory.intro


class TestVerdict:
    def made(self, outcome: str, low: str, high: str) -> Assessment:
        pack = PackUsed("u", "t", "1", "0" * 64, "adopted")
        return Assessment(
            "0" * 64, "2026-11-24", "", (pack,), (), outcome, "", (low, high),
            (), (), (), (), (), (), (), None,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("outcome", "low", "high", "said"),
        [
            ("notify", "notify", "notify", "No open answer can change this."),
            ("approval", "notify", "hold", "it can fall to “notify” or rise to “on hold”."),
            ("approval", "approval", "hold", "it can rise to “on hold”."),
            ("hold", "approval", "hold", "it can fall to “needs approval”."),
        ],
    )
    def test_whether_it_can_change(self, outcome: str, low: str, high: str, said: str) -> None:
        found = verdict(self.made(outcome, low, high))
        assert found.settled.endswith(said)
        assert found.sticks == ("closed" if low == high else "open")

    def test_a_settled_verdict_says_how_long_it_holds(self) -> None:
        made = replace(self.made("notify", "notify", "notify"), holds_until="2026-12-31")
        assert verdict(made).settled.endswith("it holds until 31 Dec 2026.")

    def test_the_stops(self) -> None:
        stops = verdict(self.made("approval", "approval", "hold")).stops
        assert [(stop.outcome, stop.words, stop.possible) for stop in stops] == [
            ("notify", "no longer possible", False),
            ("approval", "as it stands", True),
            ("hold", "still possible", True),
        ]


class TestTable:
    def test_a_row_counts_what_is_missing_and_open(self, loaded: Loaded) -> None:
        people = [REPLICA, {"who": "Jo"}]
        row = row_of("a.yaml", assess(case(loaded, {"outputs": [FINAL], "people": people})))
        assert (row.sign, row.areas, row.missing) == ("hold", ("talent", "final"), 1)
        assert row.open == 2

    def test_a_summary_is_a_sentence(self) -> None:
        rows = [row_of("a", None)] * 2
        assert summary(rows) == "0 declarations assessed. 2 files could not be read."
        assert [row.sign for row in gravest_first(rows)] == ["error", "error"]

    @pytest.mark.parametrize(
        ("names", "short"),
        [
            (["a/b/x.yaml", "a/b/y.yaml"], ["x.yaml", "y.yaml"]),
            (["a/b/x.yaml", "a/c/y.yaml"], ["b/x.yaml", "c/y.yaml"]),
            (["a/x.yaml", "-"], ["a/x.yaml", "-"]),
            (["a/x.yaml"], ["a/x.yaml"]),
            (["ab/x", "ac/x"], ["ab/x", "ac/x"]),
            (["/t/x", "/t/x/y"], ["x", "x/y"]),
            ([], []),
        ],
    )
    def test_names_lose_what_all_share(self, names: list[str], short: list[str]) -> None:
        assert shortened(names) == short
