"""Where a draft can start: an earlier use, a template, a file.

Each gives a declaration that fits the rules in force, and says in words what was left out.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from clearslate import packs
from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action
from clearslate.policy import intake
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.declaration.check import check_declaration
from clearslate.policy.declaration.schema import UNKNOWN, core_schema
from clearslate.policy.documents import read_text
from clearslate.policy.errors import DeclarationError, Problem
from clearslate.policy.interview import blank
from clearslate.productions.access import require
from clearslate.productions.packs import rulebooks_on
from clearslate.productions.selectors import today_in
from clearslate.uses.attachments import copy_attachments
from clearslate.uses.delivered import refuse_delivered
from clearslate.uses.desk import Desk, reached_of
from clearslate.uses.drafts import begun
from clearslate.uses.errors import UsesError
from clearslate.uses.fitting import fitting
from clearslate.uses.gone import gone
from clearslate.uses.models import Draft, State, Use
from clearslate.uses.stored import declared_in

TEMPLATES = "templates/declarations"
#: Answers about one stretch of work; another use has its own.
_OF_ITS_TIME = {"begun", "work_from", "work_to", "shots"}


@dataclass(frozen=True)
class Beginning:
    """A declaration to start from, and what it does not hold, each as a sentence."""

    document: dict[str, Any]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """An ordinary use, answered as far as such uses are alike."""

    key: str
    title: str
    sentence: str
    document: Mapping[str, Any]


def from_use(use: Use, desk: Desk) -> Beginning:
    """The answers of a use's newest version for another use: its dates and shots are left out."""
    version = use.versions.get(number=use.versions_count)
    document, left = _still_fitting(declared_in(version), desk)
    titles = schema_of(desk.rulebooks).parts
    gone: list[str] = []
    own = document.get("use", {})
    kept = {name: value for name, value in own.items() if name not in _OF_ITS_TIME}
    gone += [
        titles["use"].fields[name].title
        for name, value in own.items()
        if name in _OF_ITS_TIME and value
    ]
    document = {**document, "use": kept} if kept else _without(document, "use")
    outputs = document.get("outputs")
    if isinstance(outputs, list):
        document["outputs"] = [
            _without(each, "replaced_by") if _passed(each.get("replaced_by"), desk.on) else each
            for each in outputs
        ]
        if document["outputs"] != outputs:
            gone.append(titles["outputs"].fields["replaced_by"].title)
    if gone:
        words = ", ".join(f"“{title}”" for title in gone)
        left = (f"Left out, because they belong to the earlier use: {words}.", *left)
    return Beginning(document, left)


def start_version(*, author: User, use: Use, at: datetime) -> Draft:
    """Start a new version of a use: every answer is kept, and what is attached is carried over.

    Raises `NotAllowedError`, and `UsesError` for a use that was withdrawn.
    """
    require(party_of(author), Action.DECLARE, use.production)
    with transaction.atomic():
        row = (
            Use.objects.select_for_update(of=("self",)).select_related("production").get(id=use.id)
        )
        if row.state == State.WITHDRAWN:
            raise UsesError("This use was withdrawn. Declare it anew.")
        refuse_delivered(row)
        version = row.versions.get(number=row.versions_count)
        rules = rulebooks_on(row.production, today_in(row.production, at), reached_of(row))
        document, _ = fitting(declared_in(version), schema_of(rules))
        draft = begun(author, row.production, at, document=document, use=row)
        copy_attachments(version.attached.order_by("attached_at", "id"), draft)
    return draft


@functools.cache
def templates() -> tuple[Template, ...]:
    """The templates that ship, by title."""
    names = sorted(
        entry.name for entry in packs.folder(TEMPLATES).iterdir() if entry.name.endswith(".yaml")
    )
    found = [_template(name) for name in names]
    return tuple(sorted(found, key=lambda each: each.title))


def from_template(key: str) -> Beginning:
    """The answers of a template. Raises `UsesError` where there is none of that key."""
    for each in templates():
        if each.key == key:
            return Beginning(dict(each.document))
    raise UsesError("There is no such template. Choose one of the list.")


def from_file(data: bytes, name: str, desk: Desk) -> Beginning:
    """The answers of a declaration as YAML or JSON, of at most a million bytes.

    A whole case gives its declaration. Facts are left out: what is on file counts.
    Raises `DocumentError` or `DeclarationError` with every problem and its line.
    """
    schema = schema_of(desk.rulebooks)
    given = intake.read(data, name, schema)
    if given.kind == "facts":
        message = "This file holds facts and no declaration. Choose a declaration."
        raise DeclarationError([Problem(message, given.name, 1, 1)])
    document = given.document["declaration"] if given.kind == "case" else given.document
    fitting, left = _still_fitting(document, desk)
    if "facts" in document or given.kind == "case":
        left = ("Left out: the facts in the file. What is on file here counts.", *left)
    return Beginning(fitting, left)


def _still_fitting(
    document: Mapping[str, Any], desk: Desk
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A declaration without what the rules or the records of today do not know."""
    schema = schema_of(desk.rulebooks)
    header = blank()["clearslate"]
    found, unknown = fitting({**document, "clearslate": header}, schema)
    missing: dict[str, None] = {}
    for each in list(gone(found, desk.facts)):
        missing[f"{schema.parts[each.part].fields[each.field].title} “{each.record}”"] = None
        del found[each.part][each.place][each.field]
    left = []
    if unknown:
        left.append(f"Left out, because the rules of today do not ask it: {', '.join(unknown)}.")
    if missing:
        left.append(f"Left out, because it is not on file here: {', '.join(missing)}.")
    return found, tuple(left)


def _template(name: str) -> Template:
    node = read_text(packs.read(f"{TEMPLATES}/{name}"), name=name)
    head = {str(key.value): value for key, value in node.pairs}
    document = check_declaration(head["declaration"], core_schema(), name=name)
    title, sentence = str(head["title"].value), str(head["sentence"].value)
    return Template(name.removesuffix(".yaml"), title, sentence, document)


def _passed(day: Any, today: date) -> bool:
    return isinstance(day, str) and day != UNKNOWN and date.fromisoformat(day) <= today


def _without(item: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != name}
