"""What fits a standing approval: never what is not known, and never what crosses a limit."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from clearslate.envelopes.answers import Answers
from clearslate.envelopes.craft_list import craft_list
from clearslate.envelopes.findings import coverable
from clearslate.envelopes.fit import Fit, Given, fit
from clearslate.envelopes.scope import NAMED, Scope, Tool
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case, make_case
from clearslate.policy.declaration.schema import UNKNOWN, core_schema
from clearslate.policy.errors import CaseError
from clearslate.policy.library import rulebooks
from tests.docs.world import declaration, declared, facts

DAY = date(2026, 11, 24)


BOOKS = rulebooks()


ASSESSOR = Assessor(BOOKS)


CRAFT = Scope(
    media=("picture", "image", "sound"),
    techniques=("assistive",),
    destinations=("temp_in_edit", "final_picture", "final_sound"),
    covers_finals=True,
    craft_only=True,
    covers=("final", "sensitive", "proprietary", "likeness_in"),
)


DENOISE = "vfx-denoise-craft-list.yaml"


EVERYTHING = replace(CRAFT, covers=tuple(coverable(BOOKS)))


def approval(scope: Scope = CRAFT, **changes: Any) -> Given:
    day = timedelta(days=1)
    return replace(Given("SA-01", scope, DAY - day, DAY + 30 * day, "giver"), **changes)


def case_of(document: dict[str, Any]) -> Case:
    return make_case(document, rulebooks=BOOKS, on=DAY, facts=facts())


def held(
    document: dict[str, Any], scope: Scope = CRAFT, *, declarant: str = "somebody", **changes: Any
) -> Fit:
    case = case_of(document)
    return fit(
        approval(scope, **changes),
        Answers(case, ASSESSOR),
        ASSESSOR.assess(case),
        declarants=[declarant],
        on=DAY,
    )


def denoise(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(dict(declaration(DENOISE))) | changes


def said(document: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A declaration with one answer given anew; None takes it away."""
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if to is None:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = to
    return document


def texts(found: Fit) -> str:
    return "\n".join(reason.text for reason in found.reasons)


def test_it_works() -> None:
    offered = craft_list(BOOKS, DAY)
    assert offered is not None
    assert (offered.title, offered.scope) == ("Craft list", CRAFT)
    assert held(denoise()).fits
    assert held(dict(declaration("sound-dialogue-clean-up.yaml"))).fits


@pytest.mark.parametrize("name", declared())
def test_of_the_series_only_the_craft_list_fits_it(name: str) -> None:
    fits = held(dict(declaration(name))).fits
    assert fits == (name in (DENOISE, "sound-dialogue-clean-up.yaml"))


CROSSING = [
    ("people", 0, "act", "replica"),
    ("people", 0, "act", "significant"),
    ("people", 0, "act", "anonymise"),
    ("inputs", 0, "personal_data", "yes"),
    ("inputs", 0, "owner", "third_party"),
    ("outputs", 0, "resembles", "protected_work"),
    ("outputs", 0, "resembles", "identifiable_person"),
]


@pytest.mark.parametrize(("part", "index", "name", "value"), CROSSING)
def test_no_scope_covers_what_crosses_a_limit(part: str, index: int, name: str, value: str) -> None:
    found = held(said(denoise(), part, index, name, to=value), EVERYTHING)
    (crossed,) = [each for each in found.reasons if NEVER in each.text]
    assert crossed.path == f"{part}[{index}].{name}"
    assert not crossed.doubt


NEVER = "No standing approval covers this"


@pytest.mark.parametrize("kind", ["work", "living_artist", "performer_feature", "brand", "estate"])
def test_no_scope_covers_a_reference_to_others(kind: str) -> None:
    found = held(denoise(references=[{"name": "It", "kind": kind}]), EVERYTHING)
    assert "“Kind” of “It” is" in texts(found)
    assert NEVER in texts(found)
    for own in ("own", "public_domain"):
        assert held(denoise(references=[{"name": "It", "kind": own}]), EVERYTHING).fits


MODELS = [
    {"talent": "yes", "origin": "as_supplied"},
    {"talent": "no", "origin": "fine_tuned_here", "material": ["third_party"]},
    {"talent": "no", "origin": "trained_here", "material": ["own", "performer"]},
]


@pytest.mark.parametrize("model", MODELS)
def test_no_scope_covers_a_model_of_others(model: dict[str, Any]) -> None:
    assert NEVER in texts(held(denoise(models=[{"name": "M"} | model]), EVERYTHING))


def test_a_model_of_the_productions_own_is_no_limit() -> None:
    own = {"name": "M", "talent": "no", "origin": "fine_tuned_here", "material": ["own"]}
    assert held(denoise(models=[own | {"made_for": "saltbox-s2"}]), EVERYTHING).fits


def test_a_hold_is_never_covered_and_neither_is_what_may_become_one() -> None:
    for name in declared():
        case = case_of(dict(declaration(name)))
        assessed = ASSESSOR.assess(case)
        if assessed.interval[1] == "hold":
            found = held(dict(declaration(name)), EVERYTHING)
            assert "hold" in texts(found), name


def test_rules_that_set_no_limits_let_nothing_be_covered() -> None:
    silent = replace(BOOKS[0].loaded.pack, standing_limits=(), craft_list=None)
    books = (replace(BOOKS[0], loaded=replace(BOOKS[0].loaded, pack=silent)),)
    case = make_case(denoise(), rulebooks=books, on=DAY, facts=facts())
    assessor = Assessor(books)
    found = fit(
        approval(EVERYTHING),
        Answers(case, assessor),
        assessor.assess(case),
        declarants=["somebody"],
        on=DAY,
    )
    assert "The rules in force set no limits for standing approvals" in texts(found)
    assert "The rules in force do not say what craft work is." in texts(found)
    assert craft_list(books, DAY) is None


#: Answers that neither a rule asks for in this kind of work nor the envelope speaks of.
NOBODY_ASKS = {
    *("use.title", "use.purpose", "use.context", "use.begun", "use.department", "use.shots"),
    *("use.work_from", "use.work_to", "outputs[0].name", "outputs[0].gates"),
    *("outputs[0].seconds", "outputs[0].position", "outputs[0].story_role"),
    *("components[0].vendor", "components[0].performed_by", "inputs[0].name", "inputs[0].kind"),
    *("people[0].who", "people[0].as_scripted"),
}


def answers_in(document: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Where every answer and every list of a declaration stands."""
    for part, value in document.items():
        if isinstance(value, dict):
            yield from ((part, name) for name in value)
        elif isinstance(value, list):
            yield (part,)
            for index, item in enumerate(value):
                yield from ((part, index, name) for name in item)


def named(path: tuple[Any, ...]) -> str:
    if len(path) == 1:
        return str(path[0])
    return f"{path[0]}.{path[1]}" if len(path) == 2 else f"{path[0]}[{path[1]}].{path[2]}"


@pytest.mark.parametrize("gone", [UNKNOWN, None], ids=["not sure", "not answered"])
@pytest.mark.parametrize("path", list(answers_in(denoise())), ids=named)
def test_what_is_not_known_does_not_fit(path: tuple[Any, ...], gone: str | None) -> None:
    found = held(said(denoise(), *path, to=gone))
    assert found.fits == (named(path) in NOBODY_ASKS)
    if not found.fits:
        assert any(reason.doubt for reason in found.reasons)
        assert "not known" in texts(found) or "not settled" in texts(found)


#: An envelope that speaks of everything it can speak of.
STRICT = replace(
    CRAFT,
    departments=("vfx",),
    tools=(Tool("Smoothplate, denoise", "9", "studio"),),
    by=NAMED,
    vendors=("Larkspire VFX",),
    most_shots=3,
    most_seconds="140",
    kept_out=("key_elements", "work_of_others", "invented_facts", "minors"),
)


SPOKEN_OF = {
    *("use.department", "use.shots", "outputs[0].seconds", "components[0].performed_by"),
    "components[0].vendor",
}


def test_a_strict_envelope_fits_what_it_names() -> None:
    assert held(denoise(), STRICT).fits


@pytest.mark.parametrize("path", list(answers_in(denoise())), ids=named)
def test_what_a_strict_envelope_speaks_of_has_to_be_known(path: tuple[Any, ...]) -> None:
    found = held(said(denoise(), *path, to=UNKNOWN), STRICT)
    assert found.fits == (named(path) in NOBODY_ASKS - SPOKEN_OF)


WORDS = core_schema()


def value_of(random: Random, part: str, name: str) -> Any:
    """An answer that a field can have."""
    spec = WORDS.parts[part].fields[name]
    words = list(WORDS.vocabularies[spec.vocabulary]) if spec.vocabulary else ["A", "B"]
    match spec.kind:
        case "yesno":
            return random.choice(["yes", "no"])
        case "one":
            return random.choice(words)
        case "many" | "names":
            return random.sample(words, random.randint(0, min(2, len(words), spec.max)))
        case "seconds":
            return random.choice([0, 3, "4.5", 900])
        case "date":
            return random.choice(["2026-11-01", "2026-12-01", "2027-06-01"])
    return random.choice(words)


LISTS = ("outputs", "components", "inputs", "references", "people", "models")


def strayed(random: Random) -> dict[str, Any]:
    """The denoise with some of its answers changed, unknown, or taken away, and some items more."""
    document = denoise()
    for _ in range(random.choice([0, 1, 1, 1, 2, 3, 6])):
        part = random.choice(("use", *LISTS))
        if part != "use" and random.random() < 0.15:
            names = WORDS.parts[part].fields
            item = {name: value_of(random, part, name) for name in names if random.random() < 0.8}
            item |= {name: "x" for name in ("terms", "agreement", "record") if name in item}
            there = [] if document[part] == UNKNOWN else document[part]
            document[part] = random.choice([UNKNOWN, [], [*there, item]])
            continue
        items = [document["use"]] if part == "use" else document[part]
        if not items or items == UNKNOWN:
            continue
        name = random.choice(list(WORDS.parts[part].fields))
        if name not in ("terms", "agreement", "record"):
            value = UNKNOWN if random.random() < 0.3 else value_of(random, part, name)
            random.choice(items)[name] = value
    return document


def certain(items: Any, name: str, *allowed: str) -> bool:
    """Whether every item of a list says one of some words, and the list is known."""
    return isinstance(items, list) and all(item.get(name) in allowed for item in items)


def keeps_to_the_limits(document: dict[str, Any], assessed: Assessment) -> bool:
    """The limits once more, read from the declaration itself."""
    models = document.get("models")
    return (
        assessed.outcome == "approval"
        and assessed.interval[1] != "hold"
        and not assessed.unanswered
        and all(each.certain for each in assessed.findings)
        and certain(document.get("people"), "act", "customary")
        and certain(document.get("inputs"), "personal_data", "no")
        and certain(document.get("inputs"), "owner", "production", "platform")
        and certain(document.get("references"), "kind", "own", "public_domain")
        and certain(document.get("outputs"), "resembles", "nothing")
        and certain(models, "talent", "no")
        and all(
            model.get("origin") == "as_supplied" or model.get("material") == ["own"]
            for model in models or ()
        )
    )


def scopes(random: Random) -> Scope:
    """The craft list, wider or narrower."""
    return replace(
        random.choice([CRAFT, EVERYTHING, STRICT]),
        techniques=random.choice([("assistive",), ("assistive", "generative"), ()]),
        craft_only=random.choice([True, False]),
        destinations=random.choice([CRAFT.destinations, ()]),
        media=random.choice([CRAFT.media, ()]),
    )


@settings(max_examples=400, deadline=None)
@drawn(st.randoms(use_true_random=False))
def test_whatever_fits_keeps_to_every_limit(random: Random) -> None:
    document, scope = strayed(random), scopes(random)
    try:
        case = case_of(document)
    except CaseError:  # it names a record that is not on file
        return
    assessed = ASSESSOR.assess(case)
    found = fit(approval(scope), Answers(case, ASSESSOR), assessed, declarants=["somebody"], on=DAY)
    assert found == fit(
        approval(scope), Answers(case, ASSESSOR), assessed, declarants=["somebody"], on=DAY
    )
    assert all(reason.text.endswith(".") for reason in found.reasons)
    if found.fits:
        assert keeps_to_the_limits(document, assessed)
        assert {each.rule for each in assessed.findings} <= set(scope.covers)


def test_enough_of_the_strayed_fit_for_that_to_say_something() -> None:
    fitting = 0
    for seed in range(300):
        random = Random(seed)
        try:
            fitting += held(strayed(random), EVERYTHING).fits
        except CaseError:
            continue
    assert 20 < fitting < 280


OTHERWISE = [
    ("use", "department", "sound", "“Department” is “Sound”; SA-01 does not cover that."),
    ("use", "media", ["picture", "text"], "“Media” is “Moving picture, Written text”; SA-01"),
    ("components", "technique", "generative", "“What it does” of “Smoothplate, denoise”"),
    ("components", "version", "10", "“Smoothplate, denoise, 10, studio” is not the tool as SA-01"),
    ("components", "name", "Other", "“Other” is none of the tools of SA-01: Smoothplate, denoise"),
    ("components", "vendor", "Other", "“Vendor” of “Smoothplate, denoise” is “Other”; SA-01"),
    ("outputs", "destination", "marketing_published", "is “Published marketing”; SA-01 does not"),
    ("outputs", "adds_nothing", "no", "“Denoised night scenes” is no, so it is no craft work."),
    ("outputs", "seconds", 141, "It comes to 141 seconds; 140 are left of SA-01."),
    ("outputs", "key_element", "central_visual", "asks for “no main character, central design"),
    ("use", "shots", ["1", "2", "3", "4"], "It lists 4 shots beside those registered; 3 are left"),
]


@pytest.mark.parametrize(("part", "name", "value", "why"), OTHERWISE)
def test_what_is_outside_is_named(part: str, name: str, value: Any, why: str) -> None:
    path = (part, name) if part == "use" else (part, 0, name)
    found = held(said(denoise(), *path, to=value), STRICT)
    assert why in texts(found)
