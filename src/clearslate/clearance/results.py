"""What results hang on: the stills as they are stored, and which findings ask for a look."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from tempfile import SpooledTemporaryFile

from clearslate.clearance.acts import packs_of
from clearslate.clearance.asks import newest
from clearslate.clearance.conditions import agreed
from clearslate.clearance.models import Decision, Result
from clearslate.kit.models import StoredFile
from clearslate.record import sha256_hex
from clearslate.uses.contents import safe_name, still
from clearslate.uses.models import Use
from clearslate.uses.storing import IN_MEMORY, MOST_BYTES, receive, store


@dataclass(frozen=True)
class HeldFile:
    """A still that is in the store and belongs to no row yet; a chore ends it if none comes."""

    file: StoredFile
    preview: StoredFile
    media_type: str
    name: str


def hold_still(chunks: Iterable[bytes], *, name: str, scope: str, at: datetime) -> HeldFile:
    """Store a still for a production. Raises `AttachmentError` for anything else."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        receive(file, chunks, MOST_BYTES["still"])
        content = still(file)
        preview = content.picture.preview if content.picture else b""
        return HeldFile(
            store(file, scope, at),
            store(BytesIO(preview), scope, at),
            content.media_type,
            safe_name(name),
        )


def results_key(use: Use) -> str:
    """A hash of the findings that ask for a look at the result, without the records behind them.

    A look that was taken under other findings asks to be taken again; other terms of a tool do
    not change what was seen.
    """
    assessment = newest(use)
    asking = {
        each.id
        for pack in packs_of(assessment)
        for each in pack.conditions
        if each.line == "result"
    }
    told = [
        [each["rule"], each["path"], each["subject"], each["certain"], each["answers"]]
        for each in assessment["findings"]
        if asking.intersection(each["conditions"])
    ]
    return sha256_hex(json.loads(json.dumps(told)))


def look_again(use: Use) -> None:
    """Let results wait again that were cleared under findings other than those there are now."""
    key = results_key(use)
    for row in use.results.filter(state=Result.State.CLEARED).prefetch_related("looks"):
        last = max(row.looks.all(), key=lambda look: (look.at, look.id))
        if last.findings_key != key:
            row.state = Result.State.WAITING
            row.revision += 1
            row.save(update_fields=["state", "revision"])


def human_input_asked(use: Use) -> bool:
    """Whether a condition asks to show what people made or shaped."""
    assessment = newest(use)
    named = {each["id"] for each in assessment["conditions"]}
    decisions = Decision.objects.filter(review__use=use, ended_at=None)
    for decision in decisions:
        for each in agreed(decision.conditions):
            if each.kind == "human_recreation":
                return True
            if each.kind == "pack":
                named.add(each.value)
    return any(
        each.human_input and each.id in named
        for pack in packs_of(assessment)
        for each in pack.conditions
    )
