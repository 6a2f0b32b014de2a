"""What no standing approval covers, on three values; and what counts as craft work."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearslate.policy import library
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.pack.load import Loaded, load_pack, shipped_pack
from clearslate.policy.standing import Crossed, is_craft_work, limits_crossed

ROOT = Path(__file__).parents[2]
SERIES = ROOT / "examples" / "series"
ASSESSOR = Assessor([Rulebook(shipped_pack())])


@cache
def series(name: str) -> Case:
    """A declaration of the series, as a case."""
    return library.case(SERIES / f"{name}.yaml", on="2026-11-24", facts=SERIES / "facts.yaml")


def denoise(**parts: Any) -> Case:
    """The denoise of the series, which crosses no limit, with parts that stand in place of its."""
    made = series("vfx-denoise-craft-list")
    return make_case(
        {**made.declaration, **parts}, rulebooks=made.rulebooks, on=made.date, facts=made.facts
    )


def crossed(made: Case) -> list[tuple[str, str, bool]]:
    return [(each.id, each.path, each.certain) for each in limits_crossed(made, ASSESSOR)]


def test_it_works() -> None:
    made = series("vfx-crowd-from-scans")
    assert limits_crossed(made, ASSESSOR)[0] == Crossed(
        "performer",
        "A performer is replicated or changed, or somebody is disguised",
        "Thirty background performers, harbour day",
        "people[0]",
        True,
    )
    assert limits_crossed(denoise(), ASSESSOR) == ()


PERSON = {"who": "Ottoline Marrick", "relation": "cast"}
MODEL = {"name": "A model", "origin": "as_supplied", "talent": "no"}


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ({"people": []}, []),
        ({"people": [{**PERSON, "act": "customary"}]}, []),
        ({"people": [{**PERSON, "act": "replica"}]}, [("performer", "people[0]", True)]),
        ({"people": [{**PERSON, "act": "significant"}]}, [("performer", "people[0]", True)]),
        ({"people": [{**PERSON, "act": "anonymise"}]}, [("performer", "people[0]", True)]),
        ({"people": [{**PERSON, "act": "unknown"}]}, [("performer", "people[0]", False)]),
        ({"people": [PERSON]}, [("performer", "people[0]", False)]),
        # Customary work that is not as scripted is in doubt.
        (
            {"people": [{**PERSON, "act": "customary", "as_scripted": "no"}]},
            [("performer", "people[0]", False)],
        ),
        ({"people": "unknown"}, [("performer", "people", False)]),
        ({"models": []}, []),
        ({"models": [MODEL]}, []),
        ({"models": [{**MODEL, "talent": "yes"}]}, [("performer_model", "models[0]", True)]),
        ({"models": [{"name": "A model"}]}, [
            ("performer_model", "models[0]", False),
            ("others_training", "models[0]", False),
        ]),
        ({"models": [{**MODEL, "origin": "trained_here", "material": ["own"]}]}, []),
        (
            {"models": [{**MODEL, "origin": "trained_here", "material": ["own", "performer"]}]},
            [("others_training", "models[0]", True)],
        ),
        (
            {"models": [{**MODEL, "origin": "fine_tuned_here"}]},
            [("others_training", "models[0]", False)],
        ),
        (
            {"inputs": [{"name": "Plates", "owner": "third_party", "personal_data": "no"}]},
            [("others_material", "inputs[0]", True)],
        ),
        (
            {"inputs": [{"name": "Plates", "owner": "production", "personal_data": "yes"}]},
            [("personal_data", "inputs[0]", True)],
        ),
        (
            {"inputs": [{"name": "Plates"}]},
            [("personal_data", "inputs[0]", False), ("others_material", "inputs[0]", False)],
        ),
        ({"references": [{"name": "A score", "kind": "public_domain"}]}, []),
        ({"references": [{"name": "A score", "kind": "work"}]},
         [("others_work", "references[0]", True)]),
        ({"references": [{"name": "A score", "kind": "unknown"}]},
         [("others_work", "references[0]", False)]),
    ],
)  # fmt: skip
def test_each_limit_counts_doubt_as_crossing(parts: dict[str, Any], wanted: list[Any]) -> None:
    assert crossed(denoise(**parts)) == wanted


def test_a_list_that_is_missing_may_hold_anything() -> None:
    made = denoise()
    for name, limits in {
        "people": ["performer"],
        "models": ["performer_model", "others_training"],
        "inputs": ["personal_data", "others_material"],
        "references": ["others_work"],
        "outputs": ["aims_at_others"],
    }.items():
        rest = {key: value for key, value in made.declaration.items() if key != name}
        less = make_case(rest, rulebooks=made.rulebooks, on=made.date, facts=made.facts)
        assert crossed(less) == [(limit, name, False) for limit in limits]


ANSWERS = {
    ("people", "act"): ("replica", "significant", "customary", "anonymise"),
    ("models", "talent"): ("yes", "no"),
    ("models", "origin"): ("as_supplied", "fine_tuned_here", "trained_here"),
    ("models", "material"): (["own"], ["performer"], ["own", "third_party"]),
    ("inputs", "personal_data"): ("yes", "no"),
    ("inputs", "owner"): ("production", "platform", "third_party"),
    ("references", "kind"): ("work", "own", "public_domain", "estate"),
    ("outputs", "resembles"): ("nothing", "protected_work", "identifiable_person"),
}
ITEMS = {"people": PERSON, "models": {"name": "A model"}, "inputs": {"name": "Plates"},
         "references": {"name": "A score"}}  # fmt: skip


@st.composite
def answered(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answers of which some are open, and what they can become."""
    parts = {name: [dict(item)] for name, item in ITEMS.items()}
    parts["outputs"] = copy.deepcopy(denoise().declaration["outputs"])
    later = copy.deepcopy(parts)
    for (part, field), values in ANSWERS.items():
        value = draw(st.sampled_from(values))
        later[part][0][field] = value
        parts[part][0][field] = draw(st.sampled_from((value, "unknown")))
    return parts, later


@given(answered())
@settings(max_examples=200, deadline=None)
def test_no_answer_crosses_what_was_not_in_doubt(
    answers: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    before, after = (crossed(denoise(**parts)) for parts in answers)
    assert {each[:2] for each in after} <= {each[:2] for each in before}
    assert {each for each in before if each[2]} <= {each for each in after if each[2]}


@pytest.mark.parametrize("path", sorted(SERIES.glob("*-*.yaml")), ids=lambda path: path.stem)
def test_what_certainly_crosses_a_limit_always_needs_somebody(path: Path) -> None:
    made = series(path.stem)
    found = ASSESSOR.assess(made)
    above = {each.path for each in found.findings if each.certain and each.outcome != "notify"}
    assert {path for _, path, certain in crossed(made) if certain} <= above
    if found.outcome == "notify":
        assert crossed(made) == []


def test_a_use_that_is_described_barely_crosses_every_limit() -> None:
    limits = [limit.id for limit in shipped_pack().pack.standing_limits]
    assert [limit for limit, _, _ in crossed(series("editorial-idea-barely-described"))] == limits


@pytest.fixture
def house(tmp_path: Path) -> Loaded:
    path = tmp_path / "house.yaml"
    path.write_text(
        "format: pack/1\nurn: urn:test:house\ntitle: A house\npublisher: Nobody\n"
        'version: "1"\nin_force: {from: 2026-01-01}\nlicence: Apache-2.0\nlanguages: [en]\n'
        "extends: urn:clearslate:pack:platform\n"
        "standing_limits:\n"
        "  - {id: misleads, title: An audience may take it for real, when: use.misleads}\n",
        encoding="utf-8",
    )
    return load_pack(path)


@pytest.mark.parametrize(("adopted", "wanted"), [(True, [("misleads", "use", False)]), (False, [])])
def test_an_advisory_pack_sets_no_limit(house: Loaded, adopted: bool, wanted: list[Any]) -> None:
    books = (
        [Rulebook(house, adopted)]
        if adopted
        else [Rulebook(shipped_pack()), Rulebook(house, adopted)]
    )
    use = {**denoise().declaration["use"], "misleads": "unknown"}
    made = make_case(
        {**denoise().declaration, "use": use},
        rulebooks=books, on=denoise().date, facts=denoise().facts,
    )  # fmt: skip
    found = limits_crossed(made, Assessor(books))
    assert [(each.id, each.path, each.certain) for each in found] == wanted


def test_two_packs_that_share_a_limit_tell_it_once(house: Loaded) -> None:
    books = [Rulebook(shipped_pack()), Rulebook(house)]
    made = series("vfx-crowd-from-scans")
    both = make_case(made.declaration, rulebooks=books, on=made.date, facts=made.facts)
    assert limits_crossed(both, Assessor(books)) == limits_crossed(made, ASSESSOR)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("vfx-denoise-craft-list", True),
        ("sound-dialogue-clean-up", True),
        ("localisation-dub-timing", True),
        ("vfx-sharpening-invents-a-face", False),
        ("development-mood-board", False),
        ("editorial-everything-not-sure", False),
    ],
)
def test_craft_work(name: str, wanted: bool) -> None:
    assert is_craft_work(series(name), ASSESSOR) is wanted


@pytest.mark.parametrize("answer", ["no", "unknown", None])
@pytest.mark.parametrize(
    "field", ["adds_nothing", "people_unchanged", "stays_inside", "quality_only"]
)
def test_each_of_the_four_facts_must_be_certain(field: str, answer: str | None) -> None:
    (output,) = denoise().declaration["outputs"]
    less = {key: value for key, value in output.items() if key != field}
    changed = less if answer is None else {**less, field: answer}
    assert not is_craft_work(denoise(outputs=[changed]), ASSESSOR)
    assert not is_craft_work(denoise(outputs=[output, changed]), ASSESSOR)


@pytest.mark.parametrize("outputs", [[], "unknown"])
def test_no_output_is_no_craft_work(outputs: Any) -> None:
    assert not is_craft_work(denoise(outputs=outputs), ASSESSOR)


def test_a_pack_without_a_craft_list_offers_none() -> None:
    books = [Rulebook(load_pack(ROOT / "tests" / "golden" / "pack"))]
    made = series("vfx-denoise-craft-list")
    old = make_case(made.declaration, rulebooks=books, on=made.date, facts=made.facts)
    assert not is_craft_work(old, Assessor(books))
    assert limits_crossed(old, Assessor(books)) == ()
