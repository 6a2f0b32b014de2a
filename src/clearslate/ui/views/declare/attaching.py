"""Stills and evidence of a draft, and who sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from clearslate.accounts.permissions import Action
from clearslate.kit.ids import id_in
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.errors import DeclarationError
from clearslate.productions.selectors import people_with
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.answers import names_in
from clearslate.ui.views.declare.interview import base_of, own_draft, page_of
from clearslate.ui.views.declare.page import Place
from clearslate.uses.attachments import (
    RECORD_FIELDS,
    attach,
    attachments_of,
    detach,
    set_caption,
    set_record,
)
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Attachment, Draft
from clearslate.uses.services.authors import add_author, remove_author

#: What the form calls the fields that can be wrong.
_LABELS = {
    "kind": "What is it?",
    "subject": "Whom or what is it about?",
    "from": "In force from",
    "to": "Until, not including",
    "shots": "Shots it is limited to",
    "parties": "Parties who signed",
}
#: Fields of a record that hold several texts, and several words of a vocabulary.
_NAMES, _WORDS = ("shots", "parties"), ("acts", "aspects")


@production_page(Action.DECLARE)
def files(visit: Visit, draft_id: str) -> HttpResponse:
    """What is attached, and the forms that attach; or attach, caption or take off a file."""
    draft = own_draft(visit, draft_id)
    if visit.request.method != "POST":
        return _page(visit, draft)
    try:
        told = _acted(visit, draft)
    except DeclarationError as error:
        problems = [
            (_LABELS.get(each.path, ""), each.path, f"{each.message} {each.suggestion}".strip())
            for each in error.problems
        ]
        return _page(visit, draft, problems=problems, status=422)
    except UsesError as error:
        return _page(visit, own_draft(visit, draft_id), problems=[("", "", str(error))], status=422)
    messages.info(visit.request, told)
    return HttpResponseRedirect(reverse("draft_files", args=(visit.production.slug, draft.id)))


def _acted(visit: Visit, draft: Draft) -> str:
    """Carry out what the form asks for, and say what became of it."""
    posted = visit.request.POST
    own: dict[str, Any] = {"draft_id": draft.id, "author": visit.user, "at": visit.at}
    if posted.get("detach"):
        detach(**own, attachment_id=id_in(posted["detach"]))
        return "The file was taken off."
    if posted.get("caption_of"):
        set_caption(
            **own, attachment_id=id_in(posted["caption_of"]), caption=posted.get("caption", "")
        )
        return "The caption is kept."
    if posted.get("record_of"):
        set_record(**own, attachment_id=id_in(posted["record_of"]), record=record_in(posted))
        return "What the document says is kept."
    file = visit.request.FILES.get("file")
    if file is None:
        raise UsesError("No file was chosen. Choose one, then attach it.")
    kind = posted.get("kind_of_file", "")
    attach(
        **own,
        chunks=file.chunks(),
        name=file.name,
        kind=kind,
        caption=posted.get("caption", ""),
        record=record_in(posted) if kind == "evidence" else None,
    )
    return "The file is attached."


def record_in(posted: Any) -> dict[str, Any]:
    """What somebody says of a document, as a record of the facts has it."""
    record: dict[str, Any] = {}
    for name in RECORD_FIELDS:
        if name in _WORDS:
            record[name] = posted.getlist(name)
        elif name in _NAMES:
            record[name] = names_in(posted.get(name, "").replace("\r\n", "\n"))
        else:
            record[name] = posted.get(name, "").strip()
    return {name: value for name, value in record.items() if value}


def _page(
    visit: Visit, draft: Draft, *, problems: Sequence[tuple[str, str, str]] = (), status: int = 200
) -> HttpResponse:
    page = page_of(visit, draft, Place())
    rows = attachments_of(draft)
    schema = schema_of(page.desk.rulebooks)
    given = visit.request.POST if problems else visit.request.GET
    context = {
        "page": page,
        "draft": draft,
        "base": base_of(visit, draft),
        "slug": visit.production.slug,
        "stills": [row for row in rows if row.kind == Attachment.Kind.STILL],
        "papers": [(row, _kind_words(row, schema)) for row in rows if row.kind == "evidence"],
        "kinds": schema.vocabularies["evidence_kind"].items(),
        "acts": schema.vocabularies["act"].items(),
        "aspects": schema.vocabularies["aspect"].items(),
        "missing": [(each, kind_of(each.evidence, schema)) for each in page.assessed.missing],
        "given": {name: given.get(name, "") for name in (*RECORD_FIELDS, "caption")}
        | {"kind": given.get("kind", "") or kind_of(given.get("evidence", ""), schema)},
        "ticked": [*given.getlist("acts"), *given.getlist("aspects")],
        "problems": problems,
        "wrong": {path for _, path, _ in problems},
        "wrong_kind": given.get("kind_of_file", ""),
    }
    return render(visit.request, "declare/files.html", context, status=status)


def kind_of(evidence: str, schema: Schema) -> str:
    """The kind of document that a derived evidence field speaks of; empty where that is open."""
    name = evidence.rpartition(".")[2]
    return name if name in schema.vocabularies["evidence_kind"] else ""


def _kind_words(row: Attachment, schema: Schema) -> str:
    record: Mapping[str, Any] = row.record
    return schema.vocabularies["evidence_kind"].get(record.get("kind", ""), "")


@production_page(Action.DECLARE)
def authors(visit: Visit, draft_id: str) -> HttpResponse:
    """Who sees the draft; or add somebody, or take somebody off."""
    draft = own_draft(visit, draft_id)
    if visit.request.method != "POST":
        return _authors(visit, draft)
    posted = visit.request.POST
    known = {user.id: user for user in people_with(visit.production, Action.DECLARE)}
    known |= {user.id: user for user in draft.authors.all()}
    user = known.get(posted.get("add") or posted.get("remove") or "")
    try:
        if user is None:
            raise UsesError("Choose somebody of the list.")
        change = add_author if posted.get("add") else remove_author
        change(actor=visit.party, at=visit.at, draft_id=draft.id, user=user)
    except UsesError as error:
        return _authors(visit, draft, wrong=str(error), status=422)
    if user == visit.user and not posted.get("add"):
        return HttpResponseRedirect(reverse("declare", args=(visit.production.slug,)))
    return HttpResponseRedirect(reverse("draft_authors", args=(visit.production.slug, draft.id)))


def _authors(visit: Visit, draft: Draft, *, wrong: str = "", status: int = 200) -> HttpResponse:
    there = list(draft.authors.order_by("name", "email"))
    others = [user for user in people_with(visit.production, Action.DECLARE) if user not in there]
    context = {
        "draft": draft,
        "base": base_of(visit, draft),
        "authors": there,
        "others": others,
        "wrong": wrong,
        "user": visit.user,
    }
    return render(visit.request, "declare/authors.html", context, status=status)
