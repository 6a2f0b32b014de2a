"""What is done about an incident: stopped, asked to be deleted, answered, told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from clearslate.incidents.audiences import audiences_of
from clearslate.incidents.changing import (
    MOST_TEXT,
    changed,
    checked,
    flaws_of_day,
    flaws_of_text,
    keep_entry,
    send_letters,
    to_handle,
    written,
)
from clearslate.incidents.entries import (
    DELETION_ANSWERED,
    DELETION_ASKED,
    INCIDENT_STOPPED,
    INCIDENT_TOLD,
)
from clearslate.incidents.errors import refuse
from clearslate.incidents.evidence import Upload, stored
from clearslate.incidents.models import Answer, Incident, Request, Stop, Telling
from clearslate.ledger.acts import service
from clearslate.ledger.parties import Party


@service(INCIDENT_STOPPED)
def stop_incident(
    *,
    actor: Party,
    at: datetime,
    incident: Incident,
    revision: int,
    what: str,
    suspended: bool = False,
) -> Stop:
    """Record what was stopped; `suspended` says that the flow suspended the use with it."""
    row = to_handle(actor, incident, revision)
    words = written(what)
    checked(flaws_of_text("what", words, MOST_TEXT))
    stop: Stop = Stop.objects.create(
        incident=row, by_id=actor.id, at=at, what=words, suspended=suspended
    )
    changed(row)
    keep_entry(
        INCIDENT_STOPPED,
        actor=actor,
        at=at,
        row=row,
        content={"what": words},
        body={"suspended": suspended},
    )
    return stop


@service(DELETION_ASKED)
def ask_for_deletion(
    *,
    actor: Party,
    at: datetime,
    incident: Incident,
    revision: int,
    asked_of: str,
    asked_on: date,
    words: str = "",
) -> Request:
    """Record that whoever runs the tool was asked to delete what went in."""
    row = to_handle(actor, incident, revision)
    whom, said = written(asked_of), written(words)
    checked(
        flaws_of_text("asked_of", whom, 120),
        flaws_of_text("words", said, MOST_TEXT, needed=False),
        flaws_of_day("asked_on", asked_on, row.production, at),
    )
    request: Request = Request.objects.create(
        incident=row, by_id=actor.id, at=at, asked_of=whom, asked_on=asked_on, words=said
    )
    changed(row)
    keep_entry(
        DELETION_ASKED,
        actor=actor,
        at=at,
        row=row,
        content={"asked_of": whom, "asked_on": asked_on.isoformat(), "words": said},
    )
    return request


@dataclass(frozen=True)
class Answered:
    """What was answered to a request, with a file where one came with it."""

    answered_on: date
    deleted: str
    words: str = ""
    evidence: Upload | None = None


@service(DELETION_ANSWERED)
def record_answer(
    *,
    actor: Party,
    at: datetime,
    incident: Incident,
    revision: int,
    request: Request,
    given: Answered,
) -> Answer:
    """Record the answer to a request for deletion. A later answer stands beside it."""
    row = to_handle(actor, incident, revision)
    said = written(given.words)
    checked(
        flaws_of_text("words", said, MOST_TEXT, needed=False),
        flaws_of_day("answered_on", given.answered_on, row.production, at),
        [("deleted", "Choose what they answered.")]
        if given.deleted not in Answer.Deleted.values
        else [],
    )
    if request.incident_id != row.id:
        refuse([("deleted", "This request belongs to another incident.")])
    evidence = stored(given.evidence, row.production, at) if given.evidence else None
    answer: Answer = Answer.objects.create(
        incident=row,
        by_id=actor.id,
        at=at,
        request=request,
        answered_on=given.answered_on,
        deleted=given.deleted,
        words=said,
        file=evidence.file if evidence else None,
        file_name=evidence.name if evidence else "",
        media_type=evidence.media_type if evidence else "",
    )
    changed(row)
    keep_entry(
        DELETION_ANSWERED,
        actor=actor,
        at=at,
        row=row,
        content={
            "answered_on": given.answered_on.isoformat(),
            "words": said,
            "file": evidence.file.sha256 if evidence else "",
        },
        body={"deleted": given.deleted, "evidence": evidence is not None},
    )
    return answer


@service(INCIDENT_TOLD)
def tell_of_incident(
    *,
    actor: Party,
    at: datetime,
    incident: Incident,
    revision: int,
    audience: str,
    people: Collection[str] = (),
    otherwise: str = "",
) -> Telling:
    """Tell security or legal: people who handle incidents by mail, others in another way.

    The letter holds a code name, a number and a link, so it goes only to who may open the link.
    """
    row = to_handle(actor, incident, revision)
    words = written(otherwise)
    known = {each.id: each for each in audiences_of(row.production).get(audience, [])}
    unknown = set(people) - set(known)
    checked(
        flaws_of_text("otherwise", words, 400, needed=False),
        [("people", "Choose people of the list.")] if unknown else [],
        [] if people or words else [("people", "Choose somebody, or say who was told and how.")],
    )
    ids = sorted(set(people))
    telling: Telling = Telling.objects.create(
        incident=row, by_id=actor.id, at=at, audience=audience, people=ids, otherwise=words
    )
    send_letters(row, [known[each] for each in ids], at)
    changed(row)
    keep_entry(
        INCIDENT_TOLD,
        actor=actor,
        at=at,
        row=row,
        content={"people": " ".join(ids), "otherwise": words},
        body={"audience": audience, "people": len(ids), "otherwise": bool(words)},
    )
    return telling
