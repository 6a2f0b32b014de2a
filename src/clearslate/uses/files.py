"""Stored files of uses: their rows end when nothing refers to them any more.

The content of a row that ended is removed by the sweep of the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from clearslate.kit.models import StoredFile
from clearslate.kit.storage import GRACE


def forget_files(ids: Iterable[str | None]) -> int:
    """End the rows of those files that nothing refers to. Returns how many, in a transaction.

    The rows are locked first: whoever attaches the same content waits, and stores it anew.
    """
    wanted = {each for each in ids if each}
    locked = StoredFile.objects.select_for_update().filter(id__in=wanted).order_by("id")
    held = list(locked.values_list("id", flat=True))
    ended, _ = StoredFile.objects.filter(id__in=list(_unused().filter(id__in=held))).delete()
    return int(ended)


def end_unused(*, at: datetime) -> int:
    """End the rows that a process left which was killed between storing and attaching."""
    old = list(_unused().filter(stored_at__lt=at - GRACE)[:1000])
    with transaction.atomic():
        return forget_files(old)


def _unused() -> Any:
    """The ids of stored files that no row of any kind refers to."""
    rows = StoredFile.objects.all()
    for each in StoredFile._meta.get_fields(include_hidden=True):
        if each.one_to_many:
            of = {f"{each.field.name}_id": OuterRef("pk")}
            rows = rows.filter(~Exists(each.related_model.objects.filter(**of)))
    return rows.values_list("id", flat=True)
