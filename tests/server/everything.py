"""A production that has something of everything, and how to name each thing in an address."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta

from PIL import Image

from clearslate.clearance.models import (
    AfterDelivery,
    LegalException,
    Line,
    Query,
    Result,
    ResultBatch,
    Review,
)
from clearslate.clearance.results import hold_still
from clearslate.clearance.services.standing_in import set_away
from clearslate.clearance.services.suspending import suspend
from clearslate.duties.models import Duty
from clearslate.envelopes.services.standing import give_standing
from clearslate.flows.submitting import submit
from clearslate.incidents.evidence import Upload
from clearslate.incidents.services.reporting import Report, report_incident
from clearslate.incidents.services.steps import Answered, ask_for_deletion, record_answer
from clearslate.privileged import notes
from clearslate.productions.services.facts import file_facts
from clearslate.productions.services.gates import pass_gate
from clearslate.productions.services.members import Place, add_member
from clearslate.productions.services.packs import shelve_pack
from clearslate.uses import drafts
from clearslate.uses.attachments import attach
from clearslate.uses.models import SavedView, Use
from tests.docs.world import declaration
from tests.server.envelopes import wanted
from tests.server.productions import AT, World, world
from tests.server.test_productions_facts import FACTS
from tests.server.test_productions_uploads import zipped


@dataclass
class Made:
    """A production that has something of everything, and how to name it in an address."""

    here: World
    arguments: dict[str, object] = field(default_factory=dict)


def _beside(here: World, use: Use) -> dict[str, object]:
    """A line, an exception and a result: each with the name of its parameter."""
    coordinator, lawyer = here.people["coordinator"], here.people["platform_legal"]
    line = Line.objects.create(
        use=use, kind="director", version=2, findings_key="0" * 64, opened_at=AT
    )
    exception = LegalException.objects.create(
        use=use,
        evidence="person.use_consent",
        version=2,
        case_sha256="0" * 64,
        note="It follows.",
        until=AT.date() + timedelta(days=2),
        granted_by=lawyer,
        at=AT,
    )
    batch = ResultBatch.objects.create(
        use=use, number=1, version=2, sent_by=coordinator, sent_at=AT
    )
    held = hold_still([_picture()], name="a.png", scope=here.production.id, at=AT)
    result = Result.objects.create(
        batch=batch,
        use=use,
        output="Images",
        sha256=held.file.sha256,
        file=held.file,
        preview=held.preview,
    )
    return {
        "line_id": line.id,
        "exception_id": exception.id,
        "result_id": result.id,
    }


def made() -> Made:
    """A production with a draft, a use of two versions, facts, a pack at hand and a view."""
    here = world()
    add_member(
        actor=here.root,
        at=AT,
        production=here.production,
        user=here.people["policy_owner"],
        place=Place(here.role("auditor")),
    )
    sheet = file_facts(actor=here.root, at=AT, production=here.production, data=FACTS)
    author = here.people["coordinator"]
    use = None
    for _ in range(2):
        draft = drafts.start(
            author=author,
            production=here.production,
            at=AT,
            document=declaration("development-mood-board.yaml"),
            use=use,
        )
        use = submit(
            actor=here.party("coordinator"), at=AT, draft_id=draft.id, revision=draft.revision
        )
    draft = drafts.start(author=author, production=here.production, at=AT)
    still = attach(
        draft_id=draft.id, author=author, at=AT, chunks=[_picture()], name="a.png", kind="still"
    )
    paper = attach(
        draft_id=draft.id,
        author=author,
        at=AT,
        chunks=[b"Agreed."],
        name="a.txt",
        kind="evidence",
        record={"kind": "guild_compliance", "subject": "The guild"},
    )
    for each in (still, paper):
        each.versions.add(use.versions.get(number=2))
    review = Review.objects.create(
        use=use, area="talent", version=2, findings_key="0" * 64, opened_at=AT
    )
    query = Query.objects.create(
        review=review, version=2, asked_by=author, to=author, text="Who?", asked_at=AT
    )
    # A draft is seen by its authors only. Here everybody is one, so that only the role decides.
    draft.authors.set(here.people.values())
    house = shelve_pack(
        actor=here.root, at=AT, production=here.production, name="house.zip", data=zipped()
    )
    gates = {
        kind: pass_gate(
            actor=here.party("post_supervisor"),
            at=AT,
            production=here.production,
            episode=None,
            kind=kind,
            number=1,
        )
        for kind in ("picture_lock", "delivery")
    }
    view = SavedView.objects.create(
        production=here.production, user=author, name="Mine", query="", shared=True
    )
    standing = give_standing(
        actor=here.party("platform_contact"), at=AT, production=here.production, wanted=wanted()
    )
    return Made(
        here,
        {
            "slug": here.production.slug,
            "number": use.number,
            "draft_id": draft.id,
            "attachment_id": still.id,
            "paper_id": paper.id,
            "query_id": query.id,
            **_beside(here, use),
            "view_id": view.id,
            "member": here.member("director").id,
            "role": here.role("director").id,
            "sha256": house.sha256,
            "switch": "S1",
            "episode": 0,
            "gate_kind": "turnover",
            "gate": gates["picture_lock"].id,
            "delivery": gates["delivery"].id,
            "sheet": sheet.number,
            "standing": standing.number,
            **_of_lawyers(here, use),
            **_of_time(here, use),
        },
    )


def _of_lawyers(here: World, use: Use) -> dict[str, object]:
    """A privileged note, and an incident with a request for deletion that was answered."""
    lawyer = here.people["production_legal"]
    notes.switch(user=lawyer, at=AT, production=here.production, on=True)
    note = notes.write(user=lawyer, at=AT, use=use, text="Read the agreement first.")
    incident = report_incident(
        actor=here.party("coordinator"),
        at=AT,
        production=here.production,
        given=Report("personal", "A list of names.", "A chat", "yes", AT.date(), "Ana", use),
    )
    asked = ask_for_deletion(
        actor=here.party("security"),
        at=AT,
        incident=incident,
        revision=1,
        asked_of="The vendor",
        asked_on=AT.date(),
    )
    answered = record_answer(
        actor=here.party("security"),
        at=AT,
        incident=incident,
        revision=2,
        request=asked,
        given=Answered(AT.date(), "confirmed", "", Upload("a.png", [_picture()])),
    )
    return {
        "note_id": note.id,
        "incident": incident.number,
        "deletion": asked.id,
        "answer": answered.id,
        "audience": "legal",
        "duty_id": Duty.objects.filter(use=use).first().id,
    }


def _of_time(here: World, use: Use) -> dict[str, object]:
    """A suspension, something that changed after delivery, and somebody who is away."""
    suspension = suspend(
        actor=here.party("producer"),
        at=AT,
        production=here.production,
        use=use,
        kind="strike",
        reason="The writers walked out.",
    )
    item = AfterDelivery.objects.create(use=use, because="facts", at=AT, last_at=AT)
    away = set_away(
        actor=here.party("reviewer"),
        at=AT,
        production=here.production,
        delegate=here.people["platform_contact"],
        from_day=AT.date(),
        to_day=AT.date() + timedelta(days=7),
    )
    return {"suspension": suspension.id, "item": item.id, "away_id": away.id}


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 36)).save(file, "PNG")
    return file.getvalue()
