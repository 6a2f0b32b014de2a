"""Appending to a log. Nothing else writes entries."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Max, Q

from clearslate.ledger import acts
from clearslate.ledger.errors import LedgerError
from clearslate.ledger.models import Entry, Log, Opening, Pseudonym
from clearslate.ledger.parties import Party
from clearslate.ledger.registry import is_registered
from clearslate.record import commitment
from clearslate.record.canonical import canonical_bytes
from clearslate.record.commitment import SALT_BYTES
from clearslate.record.entry import Entry as Content
from clearslate.record.entry import EntryType, entry_bytes

INSTALLATION = Log.INSTALLATION


def append(
    kind: EntryType,
    *,
    actor: Party,
    subject: Party,
    at: datetime,
    scope: str = INSTALLATION,
    body: Mapping[str, str | int | bool | Party] | None = None,
    commit: Mapping[str, object] | None = None,
) -> int:
    """Append one entry to the log of a production, in the caller's transaction.

    A `Party` in the body becomes its pseudonym in this log; a value of `commit` is kept apart, and
    the entry holds its salted commitment. Returns the place of the entry.
    Raises `LedgerError` outside a transaction, `EntryError` for what the type does not allow.
    """
    if not connection.in_atomic_block:
        raise LedgerError(f"{kind.name} is appended outside of a transaction. Open one around it.")
    if not is_registered(kind):
        raise LedgerError(f"{kind.name} {kind.version} is not registered. Do so in `entries`.")
    log = _locked(scope)
    salts = {name: secrets.token_bytes(SALT_BYTES) for name in commit or {}}
    named = [actor, subject, *(each for each in (body or {}).values() if isinstance(each, Party))]
    pseudonyms = _pseudonyms(log, named)
    content = Content(
        kind.name,
        kind.version,
        at.replace(microsecond=0),
        pseudonyms[actor],
        pseudonyms[subject],
        {
            name: pseudonyms[value] if isinstance(value, Party) else value
            for name, value in (body or {}).items()
        },
        {name: commitment(salts[name], value) for name, value in (commit or {}).items()},
    )
    data = entry_bytes(kind, content)
    last = log.entries.aggregate(last=Max("index"))["last"]
    row = Entry.objects.create(
        log=log,
        index=0 if last is None else last + 1,
        type=kind.name,
        type_v=kind.version,
        at=content.at,
        subject=content.subject,
        canonical=data,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    Opening.objects.bulk_create(
        Opening(entry=row, field=name, salt=salts[name], value=canonical_bytes(value))
        for name, value in (commit or {}).items()
    )
    acts.appended(kind)
    return int(row.index)


def _locked(scope: str) -> Log:
    """The log of a scope, made when it is first used, locked until the transaction ends.

    PostgreSQL locks the row. On SQLite the transaction has been the only writer since it began.
    """
    log: Log | None = Log.objects.select_for_update().filter(scope=scope).first()
    if log is None:
        Log.objects.get_or_create(scope=scope)
        log = Log.objects.select_for_update().get(scope=scope)
    return log


def _pseudonyms(log: Log, parties: Sequence[Party]) -> dict[Party, str]:
    """The pseudonyms of some parties in a log, which is locked; made for those that have none."""
    wanted = Q()
    for party in parties:
        wanted |= Q(kind=party.kind, party=party.id)
    rows = Pseudonym.objects.filter(wanted, log=log)
    found = {Party(row.kind, row.party): str(row.value) for row in rows}
    for party in parties:
        if party not in found:
            row, _ = Pseudonym.objects.get_or_create(log=log, kind=party.kind, party=party.id)
            found[party] = str(row.value)
    return found
