"""Results are sent as shots finish, and looked at by somebody who did not make them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from clearslate.accounts.permissions import Action
from clearslate.clearance.acts import final_outputs
from clearslate.clearance.entries import RESULTS_LOOKED_AT, RESULTS_SENT
from clearslate.clearance.errors import ClearanceError, NotYoursError, StaleError
from clearslate.clearance.judges import declarants
from clearslate.clearance.locking import locked_use
from clearslate.clearance.mailing import write_to
from clearslate.clearance.models import Result, ResultBatch, ResultLook
from clearslate.clearance.reasons import chosen, reasons_for
from clearslate.clearance.results import HeldFile, human_input_asked, results_key
from clearslate.clearance.settling import settle
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import require
from clearslate.productions.selectors import people_with, today_in
from clearslate.record.formats import DIGEST
from clearslate.uses.attachments import safe_text
from clearslate.uses.models import Attachment, State, Use
from clearslate.uses.reading import is_stale

MOST_RESULTS = 60
"""Sent together."""

MOST_NOTE = 400
MOST_HUMAN = 600
_OPEN = (State.IN_REVIEW, State.GO_AHEAD, State.CLEARED)
_SHOT = re.compile(r"[\w.\-/ ]{0,60}")


@dataclass(frozen=True)
class Sent:
    """One frame or clip: a still that was stored, or the hash of a file that stays where it is."""

    output: str
    shot: str = ""
    shot_version: str = ""
    file: HeldFile | None = None
    sha256: str = ""
    name: str = ""


@dataclass(frozen=True)
class Seen:
    """How somebody looked at results."""

    resemblance: str
    quality: str
    cleared: bool
    human_input: str = ""
    human_evidence: str = ""
    """The id of an attached file that shows it; may be empty."""
    reasons: Sequence[str] = ()
    note: str = ""


@service(RESULTS_SENT)
def send_results(
    *, actor: Party, at: datetime, use: Use, items: Sequence[Sent], note: str = ""
) -> ResultBatch:
    """Send results to be looked at. A newer one of an output and shot replaces the older.

    Raises `ClearanceError` where there is nothing to send, or a use that has no final output.
    """
    row = locked_use(use.id)
    require(actor, Action.DECLARE, row.production)
    if row.state not in _OPEN or row.frozen_at is not None:
        raise StaleError("Results are sent for a use that is in review or has its go-ahead.")
    if not 0 < len(items) <= MOST_RESULTS:
        raise ClearanceError(f"Send 1 to {MOST_RESULTS} results at a time.")
    words = safe_text(note)
    if len(words) > MOST_NOTE:
        raise ClearanceError(f"The note has more than {MOST_NOTE} characters. Shorten it.")
    outputs = final_outputs(row)
    if not outputs:
        raise ClearanceError("Nothing of this use is final, so no result has to be looked at.")
    last = row.batches.aggregate(last=Max("number"))["last"] or 0
    batch: ResultBatch = ResultBatch.objects.create(
        use=row,
        number=last + 1,
        version=row.versions_count,
        note=words,
        sent_by_id=actor.id,
        sent_at=at,
    )
    made = [_result(row, batch, each, outputs) for each in items]
    for each in made:
        older = row.results.filter(output=each.output, shot=each.shot)
        older.exclude(state=Result.State.REPLACED).update(state=Result.State.REPLACED)
    Result.objects.bulk_create(made)
    append(
        RESULTS_SENT,
        actor=actor,
        subject=Party("use", row.id),
        at=at,
        scope=row.production_id,
        body={"version": row.versions_count, "batch": batch.number, "count": len(made)},
        commit={"sha256s": sorted(each.sha256 for each in made)},
    )
    _tell_lookers(row, actor, at)
    settle(row, actor=actor, at=at)
    return batch


@service(RESULTS_LOOKED_AT)
def look_at_results(
    *, actor: Party, at: datetime, use: Use, read: Sequence[tuple[str, int]], seen: Seen
) -> list[ResultLook]:
    """Clear results that wait, or send them back; `read` are ids and revisions as they were read.

    Raises `NotYoursError` for whoever declared the use or sent them, `StaleError` where one of
    them has changed, `ClearanceError` where the look is not whole.
    """
    row = locked_use(use.id)
    require(actor, Action.LOOK_AT_RESULTS, row.production)
    rows = _as_read(row, actor, read, at)
    _check(row, seen)
    reasons = chosen(seen.reasons, reasons_for(row, "approve" if seen.cleared else "send_back"))
    version = row.versions.get(number=row.versions_count)
    evidence = _evidence(row, seen.human_evidence)
    key = results_key(row)
    looks = [
        ResultLook(
            result=each,
            sha256=each.sha256,
            version=version.number,
            case_sha256=version.case_sha256,
            findings_key=key,
            resemblance=seen.resemblance,
            quality=seen.quality,
            human_input=safe_text(seen.human_input),
            human_evidence=evidence,
            cleared=seen.cleared,
            reasons=reasons,
            note=safe_text(seen.note),
            by_id=actor.id,
            at=at,
        )
        for each in rows
    ]
    ResultLook.objects.bulk_create(looks)
    for each in rows:
        each.state = Result.State.CLEARED if seen.cleared else Result.State.SENT_BACK
        each.revision += 1
        each.save(update_fields=["state", "revision"])
    append(
        RESULTS_LOOKED_AT,
        actor=actor,
        subject=Party("use", row.id),
        at=at,
        scope=row.production_id,
        body={"version": version.number, "count": len(rows), "cleared": seen.cleared},
        commit={
            "sha256s": sorted(each.sha256 for each in rows),
            "case": version.case_sha256,
            "resemblance": seen.resemblance,
            "quality": seen.quality,
            "human_input": safe_text(seen.human_input),
            "reasons": reasons,
            "note": safe_text(seen.note),
        },
    )
    settle(row, actor=actor, at=at)
    _tell_declarant(row, at)
    return looks


def _result(use: Use, batch: ResultBatch, item: Sent, outputs: Sequence[str]) -> Result:
    if item.output not in outputs:
        raise ClearanceError(f"“{item.output[:60]}” is no final output of this use.")
    shot, version = safe_text(item.shot), safe_text(item.shot_version)
    if not _SHOT.fullmatch(shot) or len(version) > 20:
        raise ClearanceError("A shot has at most 60 letters and digits, its version at most 20.")
    if item.file is not None:
        return Result(
            batch=batch,
            use=use,
            output=item.output,
            shot=shot,
            shot_version=version,
            sha256=item.file.file.sha256,
            media_type=item.file.media_type,
            name=item.file.name,
            file=item.file.file,
            preview=item.file.preview,
        )
    sha256 = item.sha256.strip().lower()
    if not DIGEST.fullmatch(sha256) or sha256 == hashlib.sha256(b"").hexdigest():
        raise ClearanceError("Send a still, or the SHA-256 of the clip in 64 hexadecimal digits.")
    return Result(
        batch=batch,
        use=use,
        output=item.output,
        shot=shot,
        shot_version=version,
        sha256=sha256,
        name=safe_text(item.name)[:120],
    )


def _as_read(use: Use, actor: Party, read: Sequence[tuple[str, int]], at: datetime) -> list[Result]:
    """The results that were read, locked, if they still wait as they did."""
    moves = use.state in _OPEN and not use.suspended and use.frozen_at is None
    if not moves or is_stale(use, today_in(use.production, at)):
        raise StaleError("This use has changed since you read it. Look at it again.")
    revisions = dict(read)
    if not 0 < len(revisions) <= MOST_RESULTS:
        raise ClearanceError(f"Choose 1 to {MOST_RESULTS} results.")
    locked = Result.objects.select_for_update(of=("self",)).select_related("batch")
    rows = list(locked.filter(id__in=revisions, use=use).order_by("id"))
    waiting = Result.State.WAITING
    if len(rows) != len(revisions) or any(
        each.state != waiting or each.revision != revisions[each.id] for each in rows
    ):
        raise StaleError("One of these was replaced or looked at since. Look at what waits now.")
    if actor.id in declarants(use) or any(each.batch.sent_by_id == actor.id for each in rows):
        raise NotYoursError("Somebody who did not declare or send it has to look at a result.")
    return rows


def _check(use: Use, seen: Seen) -> None:
    """Refuse a look that leaves something out, or clears what it found wrong."""
    if seen.resemblance not in ResultLook.Resemblance.values:
        raise ClearanceError("Say whether you found a likeness of a person or a work.")
    if seen.quality not in ResultLook.Quality.values:
        raise ClearanceError("Say whether the quality test was passed.")
    if len(safe_text(seen.note)) > MOST_NOTE or len(safe_text(seen.human_input)) > MOST_HUMAN:
        raise ClearanceError(f"Keep the note to {MOST_NOTE} characters, the rest to {MOST_HUMAN}.")
    if not seen.cleared:
        return
    if seen.resemblance == "found" or seen.quality == "failed":
        raise ClearanceError("Send back what shows a likeness or fails the quality test.")
    if human_input_asked(use) and not safe_text(seen.human_input):
        raise ClearanceError("Say what people made or shaped in it: a condition asks for that.")


def _evidence(use: Use, attachment_id: str) -> Attachment | None:
    if not attachment_id:
        return None
    row: Attachment | None = Attachment.objects.filter(
        id=attachment_id, versions__use=use, production=use.production
    ).first()
    if row is None:
        raise ClearanceError("The file that shows human input is no longer there.")
    return row


def _tell_lookers(use: Use, actor: Party, at: datetime) -> None:
    """Tell whoever may look at results, other than those who made them."""
    makers = {actor.id, *declarants(use)}
    for person in people_with(use.production, Action.LOOK_AT_RESULTS):
        if person.id not in makers:
            write_to("results_sent", person.email, use, at)


def _tell_declarant(use: Use, at: datetime) -> None:
    if use.declared_by.is_active:
        write_to("results_looked_at", use.declared_by.email, use, at)
