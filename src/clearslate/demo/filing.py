"""What is on file on a day of the story, each record with the hash of a document that exists."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from clearslate.demo.papers import on_paper
from clearslate.demo.story import Story
from clearslate.policy.declaration.check import FACTS

_REGISTERS = ("agreements", "terms", "evidence", "models_on_file")


class Papers:
    """The records of the series' facts."""

    def __init__(self, story: Story) -> None:
        facts = story.document("facts")
        self._registers = {name: [_written(each) for each in facts[name]] for name in _REGISTERS}
        #: These come with the uses that need them, and not before.
        self._attached = {name for act in story.acts for name in act.get("evidence", ())}

    def record(self, name: str) -> dict[str, Any]:
        """A piece of evidence by its id."""
        return next(each for each in self._registers["evidence"] if each["id"] == name)

    def on_file(self, day: date, *, only: Collection[str] = ()) -> dict[str, Any]:
        """The facts of a day as a document: what had begun, and was read and signed by then."""
        return {
            "clearslate": FACTS,
            **{
                name: [
                    _by(day, each)
                    for each in records
                    if each["id"] not in self._attached and _there(each, day)
                ]
                for name, records in self._registers.items()
                if not only or name in only
            },
        }


def _written(record: dict[str, Any]) -> dict[str, Any]:
    return on_paper(record) if "sha256" in record else record


def _there(record: Mapping[str, Any], day: date) -> bool:
    first = max(record.get("from", ""), record.get("read_on", ""))
    return bool(first <= day.isoformat())


def _by(day: date, record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without a withdrawal that nobody knew of yet."""
    later = record.get("withdrawn", "") > day.isoformat()
    return {name: value for name, value in record.items() if not (later and name == "withdrawn")}
