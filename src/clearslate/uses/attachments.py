"""Stills and evidence of a draft. Attaching to a draft is no act, so nothing goes to the ledger.

A file is checked by its content before it is stored. What is stored is what came, byte for byte;
pages show a small picture that is made here and holds nothing but the picture.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db import transaction

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action
from clearslate.kit.models import StoredFile
from clearslate.ledger.parties import Party
from clearslate.productions.access import actions_of
from clearslate.productions.models import Production
from clearslate.uses.contents import EXTENSIONS, Content, evidence, safe_name, still
from clearslate.uses.drafts import own_draft
from clearslate.uses.entries import use_number
from clearslate.uses.errors import AttachmentError, UsesError
from clearslate.uses.files import forget_files
from clearslate.uses.models import Attachment, Draft
from clearslate.uses.records import RECORD_FIELDS, record_of
from clearslate.uses.storing import IN_MEMORY, MOST_BYTES, receive, store

__all__ = [
    "MOST_BYTES",
    "MOST_FILES",
    "RECORD_FIELDS",
    "attach",
    "attachments_of",
    "copy_attachments",
    "detach",
    "download_name",
    "file_for",
    "safe_text",
    "set_caption",
    "set_record",
]

MOST_FILES = 60
"""Attached to one draft."""


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
    with problems (their paths are among `RECORD_FIELDS`), `UsesError` where the draft is gone.
    """
    if kind not in MOST_BYTES:
        raise AttachmentError("A file is attached as a still or as evidence.")
    with transaction.atomic():
        draft = own_draft(draft_id, party_of(author))
        _refuse_many(draft)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        receive(file, chunks, MOST_BYTES[kind])
        content = still(file) if kind == "still" else evidence(file)
        row = Attachment(
            kind=kind,
            media_type=content.media_type,
            name=safe_name(name),
            caption=_caption(caption),
            attached_by=author,
            attached_at=at,
        )
        coming = _Coming(row, draft.id, draft.production_id, file, content, record or {})
        while not _attach(coming):
            pass
    return row


@dataclass(frozen=True)
class _Coming:
    """A file that was looked into and is about to be attached."""

    row: Attachment
    draft_id: str
    scope: str
    file: IO[bytes]
    content: Content
    record: Mapping[str, Any]


def set_record(
    *, draft_id: str, author: User, at: datetime, attachment_id: str, record: Mapping[str, Any]
) -> Attachment:
    """Say anew what a piece of evidence says. Raises as `attach` does."""
    with transaction.atomic():
        draft = own_draft(draft_id, party_of(author))
        row = _attached(draft, attachment_id)
        if row.kind != Attachment.Kind.EVIDENCE:
            raise AttachmentError("A still says nothing; only evidence has a record.")
        row.record = record_of(row, draft, record, at)
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
    """What a file is called when it leaves the server: code name, use and type, nothing else.

    Of letters and digits that every system and every header knows.
    """
    version = row.versions.select_related("use").order_by("number").first()
    middle = use_number(version.use.number) if version else "draft"
    plain = unicodedata.normalize("NFKD", row.production.code_name).encode("ascii", "ignore")
    head = re.sub(r"[^A-Za-z0-9]+", "-", plain.decode()).strip("-") or row.production.slug
    return f"{head}-{middle}-{row.id[:6]}.{EXTENSIONS[row.media_type]}"


def _attach(coming: _Coming) -> bool:
    """Store the content, then attach it; False where somebody ended its row in between.

    Writing a large file takes a while, so it comes before the transaction in which nobody else can
    answer. What is stored and not attached ends at once, or by the chore after a crash.
    """
    ids = _store(coming)
    try:
        with transaction.atomic():
            return _attach_stored(coming, ids)
    except BaseException:
        with transaction.atomic():
            forget_files(ids)
        raise


def _store(coming: _Coming) -> list[str]:
    """The ids of the stored file and, of a picture, of its preview."""
    at = coming.row.attached_at
    stored = [store(coming.file, coming.scope, at)]
    picture = coming.content.picture
    if picture is not None:
        stored.append(store(BytesIO(picture.preview), coming.scope, at))
        coming.row.width, coming.row.height = picture.width, picture.height
    return [each.id for each in stored]


def _attach_stored(coming: _Coming, ids: list[str]) -> bool:
    row, at = coming.row, coming.row.attached_at
    draft = own_draft(coming.draft_id, party_of(row.attached_by))
    _refuse_many(draft)
    locked = StoredFile.objects.select_for_update().filter(id__in=ids).order_by("id")
    held = {each.id: each for each in locked}
    if held.keys() != set(ids):
        return False
    row.production, row.draft = draft.production, draft
    row.file = held[ids[0]]
    row.preview = held[ids[1]] if len(ids) > 1 else None
    if row.kind == Attachment.Kind.EVIDENCE:
        row.record = record_of(row, draft, coming.record, at)
    row.save(force_insert=True)
    _touch(draft, at)
    return True


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
