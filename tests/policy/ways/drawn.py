"""Random rulebooks and declarations with facts, small enough to try every set of changes."""

from __future__ import annotations

import dataclasses
from datetime import date
from random import Random
from typing import Any

from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.declaration.schema import UNKNOWN, core_schema
from clearslate.policy.derived import KINDS
from clearslate.policy.pack.load import Loaded
from clearslate.policy.pack.model import Card, Pack, Question, Switch
from tests.policy.generators import Packs
from tests.policy.worlds import World, real_world

ON = date(2026, 11, 24)
HASH = "ab" * 32
#: The answers that drawn conditions read: of every type, with derived facts beside them.
FIELDS = {
    "use": ("misleads", "context", "labour_agreement"),
    "production": ("kind", "picture_lock"),
    "switch": ("S4",),
    "outputs": (
        "destination",
        "position",
        "presented_as_fact",
        "gates",
        "replaced_by",
        "disclosure_plan",
    ),
    "components": ("secured", "terms_match", "technique", "onboarded"),
    "references": ("kind", "rights", "rights_on_file"),
    "people": ("act", "aspects", "as_scripted", "use_consent", "guild_compliance"),
    "models": ("used_as", "talent", "reused", "all_parties_consent"),
}


def world() -> World:
    """The parts of the real schema that drawn rulebooks speak of."""
    whole = real_world()
    return World(
        {
            part: tuple(field for field in whole.fields[part] if field.name in names)
            for part, names in FIELDS.items()
        },
        whole.values,
        tuple(part for part in whole.lists if part in FIELDS),
        2,
        whole.evidence,
    )


def rulebook(random: Random, *, rules: int = 4, guards: int = 2, depth: int = 2) -> Rulebook:
    """A random pack; which answers are choices is random too."""
    drawn = Packs(random, world()).pack(rules=rules, guards=guards, depth=depth)
    switch = Switch("S4", "", "", (("report", ""), ("strict", "")), "report", ())
    pack = dataclasses.replace(drawn, cards=(_card(random, drawn),), switches=(switch,))
    # Only what assessing reads of a loaded pack: the pack and its schema.
    return Rulebook(Loaded(pack, core_schema(), None, None, None))  # type: ignore[arg-type]


def _card(random: Random, pack: Pack) -> Card:
    natures = ("choice", "choice", "choice", "fact", "evidence")
    asked = [(part, name) for part, names in FIELDS.items() for name in names]
    asked += [(part, "") for part in FIELDS if part not in ("use", "production", "switch")]
    questions = tuple(
        Question(
            id=f"{part}.{name}", pack=pack.urn, card="all", part=part, field=name, ask="", help="",
            why="", who="", nature=random.choice(natures), when=None, variable=None,
            mandatory=False, for_notice=False,
        )
        for part, name in asked
        if part not in ("production", "switch") and name not in KINDS.get(part, {})
    )  # fmt: skip
    return Card("all", pack.urn, "", "", None, None, questions)


def case(random: Random, book: Rulebook, *, longest: int = 2) -> Case:
    """A random case of a rulebook."""
    share = random.choice((0.0, 0.1, 0.3))
    declaration: dict[str, Any] = {"clearslate": "declaration/1"}
    for part, names in FIELDS.items():
        if part in ("production", "switch"):
            continue
        if part == "use":
            declaration[part] = _item(random, part, names, share, 0)
        elif random.random() > share / 2:
            declaration[part] = [
                _item(random, part, names, share, index)
                for index in range(random.randint(0, longest))
            ]
        elif random.random() < 0.5:
            declaration[part] = UNKNOWN
    return make_case(declaration, rulebooks=[book], on=ON, facts=_facts(random))


def _item(
    random: Random, part: str, names: tuple[str, ...], share: float, index: int
) -> dict[str, Any]:
    schema = core_schema()
    item: dict[str, Any] = {}
    for name in names:
        spec = schema.parts[part].fields.get(name)
        if spec is None or random.random() < share / 2:
            continue
        words = tuple(schema.vocabularies[spec.vocabulary]) if spec.vocabulary else ("yes", "no")
        if random.random() < share / 2:
            item[name] = UNKNOWN
        elif spec.kind == "date":
            item[name] = random.choice(("2026-11-23", "2026-11-24", "2026-11-25", "2027-12-29"))
        elif spec.kind == "many":
            item[name] = random.sample(words, random.randint(0, 3))
        else:
            item[name] = random.choice(words)
    return {**item, **_names(random, part, index)}


def _names(random: Random, part: str, index: int) -> dict[str, Any]:
    """What facts on file refer to."""
    match part:
        case "people":
            return {"who": ("Mara", "Jon")[index]}
        case "outputs":
            made = {"made_by": random.choice((["Tool 0"], ["Tool 0", "Tool 1"]))}
            return {"name": f"Output {index}", **(made if random.random() < 0.5 else {})}
        case "components":
            terms = {"terms": "T"} if random.random() < 0.3 else {}
            return {"name": f"Tool {index}", **terms}
        case "models":
            own = {"made_for": random.choice(("HALCYON", "OTHER")), "record": "M"}
            return own if random.random() < 0.7 else {}
    return {}


def _facts(random: Random) -> dict[str, Any]:
    def document(kind: str, subject: str, **more: Any) -> dict[str, Any]:
        return {
            "id": f"{kind} {subject}", "kind": kind, "subject": subject,
            "productions": ["HALCYON"], "from": "2026-01-01", "sha256": HASH, **more,
        }  # fmt: skip

    acts, aspects = (tuple(core_schema().vocabularies[name]) for name in ("act", "aspect"))
    evidence = [
        document(
            "use_consent", "Mara",
            acts=random.sample(acts, 2), aspects=random.sample(aspects, random.randint(3, 8)),
        ),
        document("guild_compliance", "Jon"),
        document("disclosure_plan", "Output 0"),
        document("reuse_consent", "Mara", parties=["Mara"]),
    ]  # fmt: skip
    terms = {"id": "T", "secured": random.choice(("yes", "no")), "from": "2026-01-01"}
    if random.random() < 0.2:
        terms["to"] = "2026-02-01"
    record = {"id": "M", "performer": "Mara", "made_for": "HALCYON", "parties": ["Mara"]}
    return {
        "production": {
            "id": "HALCYON", "kind": random.choice(("series", "film")),
            "picture_lock": "2026-11-25",
        },
        "evidence": [each for each in evidence if random.random() < 0.6],
        "terms": [terms],
        "models_on_file": [record],
    }  # fmt: skip
