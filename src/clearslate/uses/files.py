"""Stored files of uses: their rows end when nothing refers to them any more.

The content of a row that ended is removed by the sweep of the store.
"""

from __future__ import annotations

from collections.abc import Iterable

from clearslate.kit.models import StoredFile


def forget_files(ids: Iterable[str | None]) -> int:
    """End the rows of those files that nothing refers to. Returns how many, in a transaction.

    The rows are locked first: whoever attaches the same content waits, and stores it anew.
    """
    wanted = {each for each in ids if each}
    ended = 0
    for row in StoredFile.objects.select_for_update().filter(id__in=wanted).order_by("id"):
        if not _referred_to(row):
            row.delete()
            ended += 1
    return ended


def _referred_to(row: StoredFile) -> bool:
    relations = StoredFile._meta.get_fields(include_hidden=True)
    return any(
        each.related_model.objects.filter(**{each.field.name: row}).exists()
        for each in relations
        if each.one_to_many
    )
