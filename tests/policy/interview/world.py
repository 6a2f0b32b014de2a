"""The platform pack, and facts on file for the interviews of these tests."""

import functools
from collections.abc import Mapping
from typing import Any

from clearslate.policy.assess import Assessor
from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.interview import Interview
from clearslate.policy.pack.load import shipped_pack
from tests.policy.interview.respondents import ON

HASH = "ab" * 32

FACTS: dict[str, Any] = {
    "production": {"id": "harbour-s1", "code_name": "Lantern", "picture_lock": "2027-03-12"},
    "agreements": [
        {
            "id": "agreement", "kind": "enterprise", "party": "Ideograph Labs", "onboarded": "yes",
            "from": "2026-01-01", "to": "2028-01-01", "sha256": HASH,
        }
    ],
    "terms": [
        {
            "id": "terms", "tool": "Ideograph", "version": "3.1", "tier": "Enterprise",
            "plugins": [], "technique": "generative", "stores": "no", "reuses": "no",
            "trains": "no", "secured": "yes", "agreement": "agreement", "read_by": "A reader",
            "read_on": "2026-09-14", "from": "2026-01-01", "sha256": HASH,
        }
    ],
}  # fmt: skip

CONSENTS: list[dict[str, Any]] = [
    {
        "id": "guild", "kind": "guild_compliance", "subject": "Mara Lindqvist",
        "productions": ["harbour-s1"], "from": "2026-07-01", "sha256": HASH,
    },
    {
        "id": "use", "kind": "use_consent", "subject": "Mara Lindqvist",
        "productions": ["harbour-s1"], "acts": ["significant", "replica"],
        "aspects": ["face", "age", "words"], "from": "2026-07-01", "sha256": HASH,
    },
]  # fmt: skip

MOOD_BOARD: dict[str, Any] = {
    "clearslate": "declaration/1",
    "use": {
        "title": "Mood board", "purpose": "Images that show a mood.", "department": "art",
        "media": ["image"], "context": "fiction", "shots": [], "begun": "no",
        "work_from": "2026-12-01", "work_to": "2026-12-18", "misleads": "no",
        "otherwise": "same_people",
    },
    "outputs": [
        {
            "name": "Mood board", "destination": "development", "key_element": "none",
            "resembles": "nothing", "fabricates": "no",
        }
    ],
    "components": [
        {
            "name": "Ideograph", "version": "3.1", "tier": "Enterprise", "plugins": [],
            "performed_by": "in_house", "terms": "terms",
        }
    ],
    "inputs": [
        {
            "name": "Own prompt", "kind": "prompt", "owner": "production", "sensitivity": "none",
            "personal_data": "no", "likeness": "no",
        }
    ],
    "references": [],
    "people": [],
    "models": [],
    "crafts": [],
}  # fmt: skip


def platform() -> list[Rulebook]:
    return [Rulebook(shipped_pack())]


def interview(facts: Mapping[str, Any] = FACTS, **switches: str) -> Interview:
    return Interview(platform(), on=ON, facts=facts, switches=switches)


@functools.cache
def _assessor() -> Assessor:
    return Assessor(platform())


def result(
    document: Mapping[str, Any], facts: Mapping[str, Any], **switches: str
) -> tuple[Any, ...]:
    """What an answer may not change once an interview is finished."""
    case = make_case(document, rulebooks=platform(), on=ON, facts=facts, switches=switches)
    found = _assessor().assess(case)
    findings = [(each.rule, each.path, each.certain, each.outcome) for each in found.findings]
    return found.outcome, found.reviewers, found.conditions, found.duties, findings
