"""The lines beside the written approval: what was shown, when, and the answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.clearance.entries import LINE_ANSWERED, LINE_OPENED, LINE_SHOWN
from clearslate.clearance.errors import ClearanceError, NotYoursError, StaleError
from clearslate.clearance.judges import declarants
from clearslate.clearance.lines import ANSWERED_BY, ASKED_BY_A_PERSON, RECORDED, open_line_of
from clearslate.clearance.locking import locked_use
from clearslate.clearance.models import Line
from clearslate.clearance.settling import settle
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party
from clearslate.ledger.services import append
from clearslate.productions.access import actions_of, require
from clearslate.productions.selectors import people_with
from clearslate.record.entry import EntryType
from clearslate.uses.attachments import safe_text
from clearslate.uses.models import Attachment, State, Use

MOST_SHOWN = 1000
MOST_NOTE = 1000


@service(LINE_OPENED)
def open_line(*, actor: Party, at: datetime, use: Use, kind: str) -> Line:
    """Ask for a legal review, a rights clearance or a consultation that no rule calls for.

    Raises `ClearanceError` where one is open already, or the use has ended.
    """
    row = locked_use(use.id)
    held = actions_of(actor, row.production)
    if not held & {Action.DECIDE, Action.REVIEW_LEGALLY, Action.CLEAR_RIGHTS}:
        require(actor, Action.DECIDE, row.production)
    if kind not in Line.Kind.values:
        raise ClearanceError("There is no such line. Choose one from the list.")
    if row.state in (State.WITHDRAWN, State.DECLINED, State.NOT_A_USE):
        raise ClearanceError("Nothing is asked of this use any more.")
    if row.lines.filter(kind=kind, closed_at=None).exists():
        raise ClearanceError("This is asked for already. Its line stands on the page.")
    line = open_line_of(row, kind, key=ASKED_BY_A_PERSON, at=at)
    _tell(LINE_OPENED, row, line, actor, at, {})
    settle(row, actor=actor, at=at)
    return line


@service(LINE_SHOWN)
def show(
    *,
    actor: Party,
    at: datetime,
    line_id: str,
    revision: int,
    shown: str,
    files: Sequence[str] = (),
) -> Line:
    """Note what was shown to whoever is consulted; `files` are ids of stills and evidence.

    Raises `StaleError` where somebody was here since, `ClearanceError` for nothing shown.
    """
    line, use = _locked(line_id, revision)
    held = actions_of(actor, use.production)
    if Action.DECLARE not in held:
        require(actor, ANSWERED_BY[line.kind], use.production)
    words = safe_text(shown)
    if not words or len(words) > MOST_SHOWN:
        raise ClearanceError(f"Say what was shown, in 1 to {MOST_SHOWN} characters.")
    rows = Attachment.objects.filter(
        id__in=files, versions__use=use, production=use.production
    ).distinct()
    if rows.count() != len(set(files)):
        raise ClearanceError("One of the files is no longer there. Choose among those shown.")
    line.shown, line.shown_by_id, line.shown_at = words, actor.id, at
    _save(line)
    line.shown_files.set(rows)
    hashes = sorted(rows.values_list("file__sha256", flat=True))
    _tell(LINE_SHOWN, use, line, actor, at, {"shown": words, "files": hashes})
    return line


@service(LINE_ANSWERED)
def answer_line(
    *,
    actor: Party,
    at: datetime,
    line_id: str,
    revision: int,
    response: str,
    note: str = "",
    answered_by: User | None = None,
) -> Line:
    """Answer a line, or note the answer that the director or labour relations gave.

    A legal review and a rights clearance are answered by whoever keeps them, and by nobody who
    declared the use. Raises `NotYoursError`, `StaleError` and `ClearanceError`.
    """
    line, use = _locked(line_id, revision)
    needed = ANSWERED_BY[line.kind]
    own = needed in actions_of(actor, use.production)
    if own and answered_by is None:
        responder = actor.id
    else:
        responder = _on_record(actor, use, line, answered_by)
    if line.kind not in RECORDED and actor.id in declarants(use):
        raise NotYoursError("Nobody answers this for what they declared themselves.")
    if response not in Line.Response.values:
        raise ClearanceError("Choose one of the answers.")
    words = safe_text(note)
    if len(words) > MOST_NOTE:
        raise ClearanceError(f"The note has more than {MOST_NOTE} characters. Shorten it.")
    if response in ("with_changes", "not_agreed") and not words:
        raise ClearanceError("Say what should change, or why not, in a sentence.")
    version = use.versions.get(number=use.versions_count)
    line.response, line.note, line.responded_at = response, words, at
    line.responded_by_id = responder
    line.recorded_by_id = None if responder == actor.id else actor.id
    line.version, line.case_sha256 = version.number, version.case_sha256
    _save(line)
    said: dict[str, object] = {
        "note": words,
        "case": version.case_sha256,
        "answered_by": str(User.objects.get(id=responder)),
    }
    _tell(LINE_ANSWERED, use, line, actor, at, said, response=response)
    settle(use, actor=actor, at=at)
    return line


def _on_record(actor: Party, use: Use, line: Line, answered_by: User | None) -> str:
    """Whose answer somebody else writes down: only of those who are consulted, and by name."""
    if line.kind not in RECORDED:
        raise NotYoursError("Only whoever keeps this line answers it.")
    require(actor, Action.DECLARE, use.production)
    people = {each.id for each in people_with(use.production, ANSWERED_BY[line.kind])}
    if answered_by is None or answered_by.id not in people:
        raise ClearanceError("Choose whose answer it was.")
    return str(answered_by.id)


def _locked(line_id: str, revision: int) -> tuple[Line, Use]:
    use_id = Line.objects.filter(id=line_id).values_list("use_id", flat=True).first()
    if use_id is None:
        raise ClearanceError("There is no such line.")
    use = locked_use(use_id)
    line: Line = Line.objects.select_for_update().get(id=line_id)
    if line.closed_at is not None or line.revision != revision:
        raise StaleError("Somebody was here since you read it. Look at what stands now.")
    if use.state == State.WITHDRAWN:
        raise StaleError("The use was withdrawn. There is nothing left to answer.")
    return line, use


def _save(line: Line) -> None:
    line.revision += 1
    line.save()


def _tell(
    kind: EntryType,
    use: Use,
    line: Line,
    actor: Party,
    at: datetime,
    commit: dict[str, object],
    **body: str,
) -> None:
    append(
        kind,
        actor=actor,
        subject=Party("use", use.id),
        at=at,
        scope=use.production_id,
        body={"line": line.id, "kind": line.kind, "version": use.versions_count, **body},
        commit=commit,
    )
