"""Carries out the acts of the story, each at its instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.demo.answers import changes_of, changes_to
from clearslate.demo.deciding import HANDLERS, Ground, assess_again
from clearslate.demo.filing import Papers
from clearslate.demo.papers import TITLES, paper
from clearslate.demo.stills import still
from clearslate.demo.story import Story
from clearslate.flows.facts import file_facts
from clearslate.flows.standing import call_up, withdraw
from clearslate.flows.submitting import submit
from clearslate.ledger.parties import Party
from clearslate.policy.declaration.check import DECLARATION
from clearslate.productions.models import Production
from clearslate.uses import drafts, starting
from clearslate.uses.asked import Asked
from clearslate.uses.attachments import RECORD_FIELDS, attach, attachments_of, detach
from clearslate.uses.changes import Change
from clearslate.uses.colleagues import COLLEAGUE, token_of
from clearslate.uses.models import Draft, Use
from clearslate.uses.services.authors import add_author
from clearslate.uses.services.questions import answer_question, ask_question
from clearslate.uses.services.views import share_view
from clearslate.uses.views import keep_view

Act = Mapping[str, Any]

_PAGE = "demo"


class Acting:
    """Who and what there is so far, by the names of the story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.papers = Papers(story)
        self.people: dict[str, User] = {}
        self.productions: dict[str, Production] = {}
        self.uses: dict[str, Use] = {}

    def carry_out(self) -> None:
        """Every act, in the order of their instants."""
        for act in sorted(self.story.acts, key=self._instant):
            self._act(act)

    def _instant(self, act: Act) -> datetime:
        return self.story.instant(act["at"], act.get("in", "series"))

    def _act(self, act: Act) -> None:
        kinds: dict[str, Callable[[Act], None]] = {
            "file": self._file,
            "again": self._again,
            "declare": self._declare,
            "call_up": self._call_up,
            "withdraw": self._withdraw,
            "draft": self._draft,
            "view": self._view,
        }
        for kind, carry in kinds.items():
            if kind in act:
                carry(act)
                return
        ground = Ground(self.people, self.productions, self.uses)
        next(handle for kind, handle in HANDLERS.items() if kind in act)(
            ground, act, self._instant(act)
        )

    def _call_up(self, act: Act) -> None:
        use = self.uses[act["call_up"]]
        self.uses[act["call_up"]] = call_up(
            actor=party_of(self.people[act["by"]]),
            at=self._instant(act),
            use=use,
            revision=Use.objects.get(id=use.id).revision,
            reason=act["reason"],
        )

    def _withdraw(self, act: Act) -> None:
        use = self.uses[act["withdraw"]]
        self.uses[act["withdraw"]] = withdraw(
            actor=party_of(self.people[act["by"]]),
            at=self._instant(act),
            use=use,
            revision=Use.objects.get(id=use.id).revision,
            reason=act["reason"],
        )

    def _view(self, act: Act) -> None:
        user = self.people[act["by"]]
        view = keep_view(
            user=user,
            production=self.productions["series"],
            name=act["view"],
            asked=Asked.read_text(act["query"]),
        )
        if act.get("shared") == "yes":
            share_view(actor=party_of(user), at=self._instant(act), view_id=view.id)

    def _file(self, act: Act) -> None:
        at = self._instant(act)
        file_facts(
            actor=party_of(self.people[act["by"]]),
            at=at,
            production=self.productions[act.get("in", "series")],
            data=self.papers.on_file(at.date(), only=act.get("only", ())),
        )
        assess_again(self.productions[act.get("in", "series")], at + timedelta(minutes=1))

    def _declare(self, act: Act) -> None:
        production = self.productions[act.get("in", "series")]
        draft = drafts.start(
            author=self.people[act["by"]],
            production=production,
            at=self._instant(act) - timedelta(minutes=20),
            document=self._document(act["declare"]),
        )
        self._finish(act, draft)

    def _again(self, act: Act) -> None:
        author = self.people[act["by"]]
        at = self._instant(act) - timedelta(minutes=20)
        draft = starting.start_version(author=author, use=self.uses[act["again"]], at=at)
        for each in attachments_of(draft):
            detach(draft_id=draft.id, author=author, at=at, attachment_id=each.id)
        if "declare" in act:
            changes = changes_to(self._document(act["declare"]), draft.document)
            self._keep(draft, author, at, changes)
        self._finish(act, draft)

    def _draft(self, act: Act) -> None:
        """Leave a draft as it is, with what waits in it."""
        author, at = self.people[act["by"]], self._instant(act)
        document = self._document(act["draft"])
        for part in act.get("without", ()):
            document.pop(part, None)
        draft = drafts.start(
            author=author,
            production=self.productions[act.get("in", "series")],
            at=at,
            document=document,
        )
        self._keep(draft, author, at, changes_of(act.get("change", {})))
        for other in act.get("with", ()):
            user = self.people[other]
            add_author(actor=party_of(author), at=at, draft_id=draft.id, user=user)
        if "collide" in act:
            self._collide(act["collide"], draft, at)
        if "ask" in act:
            self._ask(act["ask"], draft, author, at)

    def _collide(self, given: Act, draft: Draft, at: datetime) -> None:
        """Two answer one question, and neither page shows what the other answered."""
        draft.refresh_from_db()
        for order, name in enumerate(("first", "second")):
            said = given[name]
            kept = drafts.keep(
                draft_id=draft.id,
                author=self.people[said["by"]],
                at=at + timedelta(minutes=order),
                base=draft.revision,
                page=name,
                changes=changes_of({given["path"]: said["value"]}),
            )
            if kept.problems or len(kept.collisions) != order:
                raise RuntimeError(f"{given}: {kept.problems}")

    def _ask(self, given: Act, draft: Draft, author: User, at: datetime) -> None:
        """Ask a colleague one question, who answers by the link."""
        question = ask_question(
            actor=party_of(author),
            at=at,
            draft_id=draft.id,
            path=given["path"],
            recipient=self.people[given["of"]].email,
        )
        answer_question(
            actor=Party(COLLEAGUE, question.id),
            at=at + timedelta(hours=2),
            token=token_of(question.id),
            value=given["reply"],
            note=given["note"],
        )

    def _document(self, name: str) -> dict[str, Any]:
        return {**self.story.document(name), "clearslate": DECLARATION}

    def _finish(self, act: Act, draft: Draft) -> None:
        """Answer, attach and submit."""
        at = self._instant(act)
        author = self.people[act["by"]]
        changes = changes_of(act.get("change", {}))
        self._keep(draft, author, at - timedelta(minutes=15), changes)
        self._attach(act, draft, author, at - timedelta(minutes=5))
        draft.refresh_from_db()
        use = submit(actor=party_of(author), at=at, draft_id=draft.id, revision=draft.revision)
        self.uses[act.get("key") or act.get("again") or act["declare"]] = use

    def _keep(self, draft: Draft, author: User, at: datetime, changes: list[Change]) -> None:
        """Answer as a page would. Raises `RuntimeError` for a story that does not fit the rules."""
        if not changes:
            return
        draft.refresh_from_db()
        kept = drafts.keep(
            draft_id=draft.id,
            author=author,
            at=at,
            base=draft.revision,
            page=_PAGE,
            changes=changes,
        )
        if kept.problems or kept.collisions:
            raise RuntimeError(f"{draft.document.get('use')}: {kept.problems}{kept.collisions}")

    def _attach(self, act: Act, draft: Draft, author: User, at: datetime) -> None:
        for place, picture in enumerate(act.get("pictures", ())):
            attach(
                draft_id=draft.id,
                author=author,
                at=at + timedelta(seconds=place),  # shown in the order they came
                chunks=[_drawn(picture, act, draft.production.code_name)],
                name=_file_name(picture),
                kind="still",
                caption=picture["caption"],
            )
        for name in act.get("evidence", ()):
            record = self.papers.record(name)
            attach(
                draft_id=draft.id,
                author=author,
                at=at,
                chunks=[paper(record)],
                name=f"{name}.pdf",
                kind="evidence",
                caption=TITLES.get(record["kind"], ""),
                record={field: record[field] for field in RECORD_FIELDS if field in record},
            )


_OF_THE_PICTURE = ("scene", "caption", "shot", "timecode", "seed")


def _drawn(picture: Mapping[str, Any], act: Act, code_name: str) -> bytes:
    """The frame that a picture of the story asks for."""
    options = {name: value for name, value in picture.items() if name not in _OF_THE_PICTURE}
    seed = picture.get("seed") or act.get("key") or act.get("declare") or act["again"]
    burn = " ".join(filter(None, (code_name, picture.get("shot", ""))))
    timecode = picture.get("timecode", "")
    return still(picture["scene"], options, seed=seed, burn=burn, timecode=timecode)


def _file_name(picture: Mapping[str, Any]) -> str:
    return f"{picture.get('shot') or picture['scene']}.png"
