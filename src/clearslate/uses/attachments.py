"""Stills and evidence of a draft. Attaching to a draft is no act, so nothing goes to the ledger.

A file is checked by its content before it is stored. What is stored is what came, byte for byte;
pages show a small picture that is made here and holds nothing but the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action
from clearslate.kit.models import StoredFile
from clearslate.kit.storage import Store
from clearslate.ledger.parties import Party
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.declaration.check import FACTS
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.errors import DeclarationError, DocumentError, Problem
from clearslate.policy.intake import read_facts
from clearslate.productions.access import actions_of
from clearslate.productions.models import Production
from clearslate.uses.contents import EXTENSIONS, Content, evidence, safe_name, still
from clearslate.uses.desk import desk_for
from clearslate.uses.drafts import own_draft
from clearslate.uses.entries import use_number
from clearslate.uses.errors import AttachmentError, UsesError
from clearslate.uses.files import forget_files
from clearslate.uses.models import Attachment, Draft

MOST_BYTES = {"still": 25_000_000, "evidence": 50_000_000}
"""By kind."""

MOST_FILES = 60
"""Attached to one draft."""

RECORD_FIELDS = ("kind", "subject", "acts", "aspects", "shots", "parties", "from", "to")
"""What somebody says of a piece of evidence; the rest of its record follows from the file."""

_MOST_EVIDENCE = 200
_IN_MEMORY = 1 << 20


def attach(
    *,
    draft_id: str,
    author: User,
    at: datetime,
    chunks: Iterable[bytes],
    name: str,
    kind: str,
    caption: str = "",
    record: Mapping[str, Any] | None = None,
) -> Attachment:
    """Attach a file to a draft. `kind` is `still` or `evidence`; `record` says what evidence says.

    Raises `AttachmentError` for a file that cannot be attached, `DeclarationError` for a record
    with problems (their paths are names of `RECORD_FIELDS`), `UsesError` where the draft is gone.
    """
    if kind not in MOST_BYTES:
        raise AttachmentError("A file is attached as a still or as evidence.")
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        _receive(file, chunks, MOST_BYTES[kind])
        content = still(file) if kind == "still" else evidence(file)
        with transaction.atomic():
            draft = own_draft(draft_id, party_of(author))
            _refuse_many(draft)
            row = Attachment(
                production=draft.production,
                draft=draft,
                kind=kind,
                media_type=content.media_type,
                name=safe_name(name),
                caption=_caption(caption),
                attached_by=author,
                attached_at=at,
            )
            _store(row, file, content, at)
            if kind == "evidence":
                row.record = _record(row, draft, record or {}, at)
            row.save(force_insert=True)
            _touch(draft, at)
    return row


def set_record(
    *, draft_id: str, author: User, at: datetime, attachment_id: str, record: Mapping[str, Any]
) -> Attachment:
    """Say anew what a piece of evidence says. Raises as `attach` does."""
    with transaction.atomic():
        draft = own_draft(draft_id, party_of(author))
        row = _attached(draft, attachment_id)
        if row.kind != Attachment.Kind.EVIDENCE:
            raise AttachmentError("A still says nothing; only evidence has a record.")
        row.record = _record(row, draft, record, at)
        row.save(update_fields=["record"])
        _touch(draft, at)
    return row


def set_caption(
    *, draft_id: str, author: User, at: datetime, attachment_id: str, caption: str
) -> Attachment:
    """Say anew what a file shows."""
    with transaction.atomic():
        draft = own_draft(draft_id, party_of(author))
        row = _attached(draft, attachment_id)
        row.caption = _caption(caption)
        row.save(update_fields=["caption"])
        _touch(draft, at)
    return row


def detach(*, draft_id: str, author: User, at: datetime, attachment_id: str) -> None:
    """Take a file off a draft; its content goes too when nothing else has it."""
    with transaction.atomic():
        draft = own_draft(draft_id, party_of(author))
        row = _attached(draft, attachment_id)
        files = (row.file_id, row.preview_id)
        row.delete()
        forget_files(files)
        _touch(draft, at)


def copy_attachments(rows: Iterable[Attachment], draft: Draft) -> None:
    """Carry files over to a draft; the content is not copied."""
    for each in rows:
        each.pk = Attachment._meta.pk.get_default()
        each.draft = draft
        each._state.adding = True
        each.save(force_insert=True)


def attachments_of(draft: Draft) -> list[Attachment]:
    """What is attached to a draft, in the order it came."""
    return list(draft.attached.select_related("file", "preview").order_by("attached_at", "id"))


def file_for(actor: Party, production: Production, attachment_id: str) -> Attachment | None:
    """An attachment for an author of its draft, or whoever may see the use that it belongs to."""
    rows = Attachment.objects.filter(production=production, id=attachment_id)
    row: Attachment | None = rows.select_related("file", "preview", "draft").first()
    if row is None:
        return None
    actions = actions_of(actor, production)
    if Action.SEE_USES in actions and row.versions.exists():
        return row
    mine = row.draft is not None and row.draft.authors.filter(id=actor.id).exists()
    return row if mine and Action.SEE_PRODUCTION in actions else None


def download_name(row: Attachment) -> str:
    """What a file is called when it leaves the server: code name, use and type, nothing else."""
    version = row.versions.select_related("use").order_by("number").first()
    middle = use_number(version.use.number) if version else "draft"
    name = f"{row.production.code_name}-{middle}-{row.id[:6]}.{EXTENSIONS[row.media_type]}"
    return safe_name(name).replace(" ", "-")


def _receive(file: IO[bytes], chunks: Iterable[bytes], most: int) -> None:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise AttachmentError(
                f"The file is larger than {most // 1_000_000} MB. Attach a smaller one."
            )
        file.write(chunk)
    if not size:
        raise AttachmentError("The file is empty. Choose another one.")


def _store(row: Attachment, file: IO[bytes], content: Content, at: datetime) -> None:
    row.file = _stored(file, row.production_id, at)
    if content.picture is not None:
        row.preview = _stored(BytesIO(content.picture.preview), row.production_id, at)
        row.width, row.height = content.picture.width, content.picture.height


def _stored(file: IO[bytes], scope: str, at: datetime) -> StoredFile:
    """The row of a file's content, locked, so that nobody ends it before it is referred to."""
    store = Store(settings.CLEARSLATE["storage"])
    while True:
        file.seek(0)
        chunks = iter(lambda: file.read(_IN_MEMORY), b"")
        row = store.put(chunks, scope=scope, at=at, most=max(MOST_BYTES.values()))
        locked: StoredFile | None = StoredFile.objects.select_for_update().filter(id=row.id).first()
        if locked is not None:
            return locked


def _record(
    row: Attachment, draft: Draft, given: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """The record of evidence as the facts have it, checked against the schema in force."""
    desk = desk_for(draft.production, at, draft=draft)
    said = {name: given[name] for name in RECORD_FIELDS if given.get(name) not in (None, "", [])}
    record = {
        "id": f"file-{row.id[:12]}",
        **said,
        "productions": [draft.production.slug],
        "sha256": row.file.sha256,
    }
    _check(record, schema_of(desk.rulebooks))
    own = [each for each in desk.facts.get("evidence", ()) if isinstance(each, Mapping)]
    if len([each for each in own if each.get("id") != record["id"]]) >= _MOST_EVIDENCE:
        raise AttachmentError(f"{_MOST_EVIDENCE} pieces of evidence are on file, and no more fit.")
    return record


def _check(record: Mapping[str, Any], schema: Schema) -> None:
    problems = [
        Problem("Say what it is, and whom or what it is about.", path=name)
        for name in ("kind", "subject")
        if name not in record
    ]
    try:
        read_facts({"clearslate": FACTS, "evidence": [record]}, "evidence", schema)
    except (DeclarationError, DocumentError) as error:
        problems += [
            Problem(
                each.message,
                path=each.path.removeprefix("evidence[0]").lstrip("."),
                suggestion=each.suggestion,
            )
            for each in error.problems
        ]
    if "from" in record and "to" in record and not problems and record["to"] <= record["from"]:
        problems.append(Problem("It ends before it begins. Correct one of the dates.", path="to"))
    if problems:
        raise DeclarationError(problems)


def _attached(draft: Draft, attachment_id: str) -> Attachment:
    row: Attachment | None = (
        draft.attached.select_related("file", "production").filter(id=attachment_id).first()
    )
    if row is None:
        raise UsesError("This file is no longer attached. The page shows what is.")
    return row


def _refuse_many(draft: Draft) -> None:
    if draft.attached.count() >= MOST_FILES:
        raise AttachmentError(f"{MOST_FILES} files are attached, and no more fit. Take one off.")


def _caption(text: str) -> str:
    words = safe_text(text)
    if len(words) > 200:
        raise AttachmentError("The caption has more than 200 characters. Shorten it.")
    return words


def safe_text(text: str) -> str:
    """A line of text without what cannot be seen or stored."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _touch(draft: Draft, at: datetime) -> None:
    """What is attached is part of what an author read, so the draft has a new revision."""
    draft.revision += 1
    draft.changed_at = at
    draft.save(update_fields=["revision", "changed_at"])
