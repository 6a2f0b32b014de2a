"""Packs in memory: the real ones, and small ones cut out of the shipped pack."""

from __future__ import annotations

import copy
import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from clearslate.policy.documents import plain
from clearslate.policy.pack.lint import served_fields
from clearslate.policy.pack.load import Loaded, load_pack, shipped_pack
from fuzz.common import ROOT

#: How many rules a part holds.
RULES = 3
#: The documents of a pack by the name of their file.
Files = dict[str, Any]


@dataclass(frozen=True)
class Memory:
    """A folder, or a file in it, that lies in memory and reads like one on disk."""

    files: dict[str, bytes]
    path: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name or "memory"

    def __str__(self) -> str:
        return self.path or "memory"

    def __truediv__(self, name: str) -> Memory:
        return replace(self, path=f"{self.path}/{name}" if self.path else name)

    def is_file(self) -> bool:
        """Whether there are bytes here."""
        return self.path in self.files

    def is_dir(self) -> bool:
        """Whether a file lies below."""
        return not self.path or any(name.startswith(f"{self.path}/") for name in self.files)

    def iterdir(self) -> Iterator[Memory]:
        """What lies in the folder, one level deep."""
        begin = f"{self.path}/" if self.path else ""
        names = {name[len(begin) :].partition("/")[0] for name in self.files if
                 name.startswith(begin)}  # fmt: skip
        return (self / name for name in sorted(names))

    def open(self, mode: str) -> io.BytesIO:
        """A file, to be read."""
        return io.BytesIO(self.files[self.path])


@functools.cache
def bases() -> tuple[Files, ...]:
    """The house pack, one that uses more of the format, and the shipped pack in quick parts."""
    shipped = shipped_pack()
    house = _documents(load_pack(ROOT / "examples" / "house"))
    rules = [
        (name, document["rules"][start : start + RULES])
        for name, document in _documents(shipped).items()
        if name.startswith("rules/")
        for start in range(0, len(document["rules"]), RULES)
    ]
    return (house, _wider(house), *(_part(shipped, name, own) for name, own in rules))


def _wider(house: Files) -> Files:
    """The house pack with fields of several types, words of its own, and things it replaces."""
    files = copy.deepcopy(house)
    mood = {"type": "one", "of": "mood", "title": "Mood"}
    files["pack.yaml"] |= {
        "vocabularies": {"mood": {"calm": "Calm", "loud": "Loud"}},
        "fields": {
            "use": {"agreed": {"type": "yesno", "title": "Agreed"}},
            "outputs": {
                "mood": mood,
                "moods": {**mood, "type": "many", "max": 2},
                "takes": {"type": "whole", "title": "Takes"},
                "note": {"type": "text", "title": "Note", "max": 40},
            },
        },
        "definitions": {"output": {"is_loud": {"means": 'output.house.mood == "loud"'}}},
        "switches": [_documents(shipped_pack())["pack.yaml"]["switches"][0]],
        "conditions": {"quiet": {"title": "Quiet", "text": "Keep it down."}},
    }  # fmt: skip
    rule = {"title": "Loud", "area": "house", "outcome": "hold", "because": "a", "unsure": "b",
            "fix": "c", "basis": "ours", "cite": ["H1"]}  # fmt: skip
    when = 'output.is_loud or "loud" in output.house.moods or output.house.takes > 3'
    loud = {"id": "loud", "for_each": "output", "when": when, **rule, "conditions": ["quiet"]}
    files["rules/house.yaml"]["rules"].append(loud)
    asked = {"ask": "a", "why": "b", "who": "c", "nature": "fact", "for": "notice"}
    files["questions.yaml"]["cards"].append(
        {
            "card": "loud",
            "title": "Loud",
            "lists": "outputs",
            "questions": [
                {"field": f"output.house.{name}", **asked}
                for name in ("mood", "moods", "takes", "note")
            ],
        }
    )
    files["deciding.yaml"] = {
        "reasons": [{"id": "calm", "title": "It is calm", "for": ["approve"], "areas": ["house"]}],
        "standing_limits": [
            {"id": "loud", "title": "Loud", "for_each": "output", "when": "output.is_loud"}
        ],
        "craft_list": {"title": "Craft", "text": "Calm work.", "when": "output.is_craft_work"},
    }
    files["rules-card.yaml"] = {
        "rules_card": {"sound": {"may": [{"text": "Be calm.", "cite": ["H1"]}], "ask": []}}
    }
    letter = {"title": "a", "due": "b", "check": "c", "rests_on": "d", "grade": "primary"}
    body = "{letter.date}: {person.who} in {use.title}"
    files["notices.yaml"] = {
        "notices": [
            {"id": "sound", "duty": "guild_notice", "guild": "bffs", "body": body, **letter,
             "agreement": {"from": "2026-01-01", "to": "2027-01-01"}},
            {"id": "crew", "duty": "craft_talks", "unions": ["ABC"], "body": "{craft.name}",
             **letter},
        ]
    }  # fmt: skip
    return files


def _documents(loaded: Loaded) -> Files:
    source = loaded.source
    examples = source.examples if loaded.pack.extends else ()  # the shipped pack has many
    return {file.name: plain(file.read()) for file in (*source.files, *examples)}


def _part(loaded: Loaded, name: str, own: list[Any]) -> Files:
    """The pack with a few rules of one file, and what these rules need."""
    files = _documents(loaded)
    kept = {rule["id"]: rule for rule in own}
    for rule in kept.values():
        rule["overlaps"] = [each for each in rule.get("overlaps", ()) if each["rule"] in kept]
    rules = tuple(rule for rule in loaded.pack.rules if rule.id in kept)
    duties = tuple(duty for duty in loaded.pack.duties if _brought(duty.id, kept))
    pack = replace(loaded.pack, rules=rules, duties=duties)
    served = served_fields(pack) | {rule.for_each for rule in rules if rule.for_each}
    head = files["pack.yaml"]
    demanded = {condition for rule in rules for condition in rule.conditions}
    cited = {row for rule in rules for row in rule.cite} | {
        row for duty in duties for row in duty.cite
    }
    head["rows"] = {key: text for key, text in head["rows"].items() if key in cited}
    head["conditions"] = {key: text for key, text in head["conditions"].items() if key in demanded}
    ids = {duty.id for duty in duties}
    return {
        "pack.yaml": head,
        name: {"rules": own},
        "duties.yaml": {"duties": [d for d in files["duties.yaml"]["duties"] if d["id"] in ids]},
        "questions.yaml": {"cards": list(_cards(files["questions.yaml"]["cards"], loaded, served))},
    }


def _brought(duty: str, rules: dict[str, Any]) -> bool:
    return any(duty in rule.get("duties", ()) for rule in rules.values())


def _cards(cards: list[Any], loaded: Loaded, served: set[str]) -> Iterator[Any]:
    """The cards with the questions whose answers are still read."""
    read = {
        question.id
        for card in loaded.pack.cards
        for question in card.questions
        if (f"{question.part}.{question.field}" if question.field else question.part) in served
    }
    for card in cards:
        questions = [each for each in card["questions"] if each["field"] in read]
        if questions:
            yield {**card, "questions": questions}
