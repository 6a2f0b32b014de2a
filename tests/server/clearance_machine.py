"""Random people do random things to random uses, and after every step three things must hold.

1. Nothing reads as cleared, as given the go-ahead or as noticed unless what the rules, facts and
   readings of now ask of it is there: this is asked of the core, and not of what the product noted.
2. Nobody did what the one table forbids, and nobody decided on what they declared.
3. The ledger explains the state of every use completely.
"""

from __future__ import annotations

import copy
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
)

from clearslate.accounts.parties import party_of
from clearslate.clearance.acts import acts_asked
from clearslate.clearance.asks import findings_key
from clearslate.clearance.conditions import Agreed
from clearslate.clearance.decided import GIVEN
from clearslate.clearance.holds import holds_of
from clearslate.clearance.judges import declarants
from clearslate.clearance.models import (
    Decision,
    LegalException,
    Line,
    Query,
    Result,
    Review,
    Suspension,
)
from clearslate.clearance.reasons import reasons_for
from clearslate.clearance.services.deciding import Verdict, decide
from clearslate.clearance.services.exceptions import end_exception, grant_exception
from clearslate.clearance.services.lines import answer_line
from clearslate.clearance.services.results import Seen, look_at_results
from clearslate.clearance.services.suspending import resume, suspend
from clearslate.clearance.services.talking import answer, ask
from clearslate.clearance.states import ALLOWED, moves_told
from clearslate.envelopes.models import Envelope
from clearslate.flows.standing import call_up, withdraw
from clearslate.productions.selectors import today_in
from clearslate.uses.models import Use
from clearslate.uses.reading import is_stale, reading
from clearslate.uses.stored import declared_in
from tests.server.clearance_around import Around, chance
from tests.server.clearance_oracle import (
    assessed_now,
    lifted,
    results_are_there,
    told_by_the_ledger,
)
from tests.server.deciding import APPROVAL, HOLD, NOTIFY
from tests.server.passing import entries_of

DECLARATIONS = (
    APPROVAL,
    NOTIFY,
    HOLD,
    "art-creature-design.yaml",
    "vfx-de-ageing-lead.yaml",
    "editorial-storm-plates-in-rough-cut.yaml",
)
GOOD = ("go_ahead", "cleared", "noticed")


class Machine(Around):
    """What people do with the uses of the production."""

    # What people do ---------------------------------------------------------------------------

    @rule(n=chance, who=chance)
    def submit(self, n: int, who: int) -> None:
        by = self.one([self.here.series.coordinator, self.here.people["department_lead"]], who)
        name = DECLARATIONS[n % len(DECLARATIONS)]
        self.trying("submit", by, lambda: self.here.series.submit(name, by=by, at=self.at))

    @precondition(lambda self: Use.objects.exists())
    @rule(n=chance, change=st.sampled_from(["words", "key", "shots", "temporary"]))
    def edit(self, n: int, change: str) -> None:
        use = self.one(self.uses(), n)
        document = copy.deepcopy(declared_in(use.versions.filter(cause__in=GIVEN).latest("number")))
        match change:
            case "words":
                document["use"]["purpose"] = f"In other words, {n}."
            case "key":
                for each in document.get("outputs") or ():
                    each["key_element"] = ["none", "main_character"][n % 2]
            case "shots":
                document["use"]["shots"] = [f"101_{place:04}" for place in range(n % 4 + 1)]
            case "temporary":
                for each in document.get("outputs") or ():
                    each["destination"] = ["temp_in_edit", "final_picture"][n % 2]
        self.trying(
            "submit",
            self.here.series.coordinator,
            lambda: self.here.series.submit(version_of=use, at=self.at, **document),
        )

    @precondition(lambda self: Review.objects.filter(state__in=["waiting", "paused"]).exists())
    @rule(
        n=chance,
        who=chance,
        right=st.booleans(),
        verdict=st.sampled_from(["approved", "approved", "conditions", "declined"]),
    )
    def decide(self, n: int, who: int, right: bool, verdict: str) -> None:
        review = self.one(
            Review.objects.filter(state__in=["waiting", "paused"]).order_by("opened_at", "area"), n
        )
        by = self.here.reviewers.get(review.area) if right else None
        by = by or self.one(self.people, who)
        kind = {"approved": "approve", "conditions": "conditions", "declined": "decline"}[verdict]
        reasons = [reasons_for(review.use, kind, review.area)[0].id]
        given = Verdict(
            verdict,
            reasons,
            conditions=(Agreed("human_recreation"),) if verdict == "conditions" else (),
            valid_until=None
            if verdict == "declined" or n % 3
            else self.at.date() + timedelta(days=n % 20 + 1),
        )
        was_stale = is_stale(review.use, today_in(review.use.production, self.at))
        done = self.trying(
            "decide",
            by,
            lambda: decide(
                actor=party_of(by),
                at=self.at,
                review_id=review.id,
                read=self.here.read(review),
                verdict=given,
            ),
        )
        assert not (done and was_stale)
        if done:
            assert by.id not in declarants(Use.objects.get(id=review.use_id))

    @precondition(lambda self: Use.objects.filter(state="in_review").exists())
    @rule(n=chance, conditions=st.booleans())
    def everybody_approves(self, n: int, conditions: bool) -> None:
        """Each area of a use, as its reviewer; a second rule sees to its result and its lines."""
        use = self.one(Use.objects.filter(state="in_review").order_by("number"), n)
        verdict = "conditions" if conditions else "approved"
        given = {"conditions": [Agreed("human_recreation")]} if conditions else {}
        for review in use.reviews.filter(state__in=["waiting", "paused"]):
            by = self.here.reviewers.get(review.area) or self.people[-1]
            self.trying(
                "decide",
                by,
                lambda area=review.area, by=by: self.here.decide(
                    use, area, verdict, by=by, at=self.at, **given
                ),
            )

    @precondition(lambda self: Use.objects.filter(state="go_ahead").exists())
    @rule(n=chance)
    def everything_is_looked_at(self, n: int) -> None:
        use = self.one(Use.objects.filter(state="go_ahead").order_by("number"), n)
        outputs = acts_asked(use, Decision.objects.filter(review__use=use, ended_at=None)).results
        maker, looker = self.here.series.coordinator, self.here.reviewers["final_output"]
        if outputs:
            self.trying("send", maker, lambda: self.here.send(use, *outputs, at=self.at))
            self.trying("look", looker, lambda: self.here.look(use, at=self.at))
        lawyer = self.here.people["platform_legal"]
        for line in use.lines.filter(closed_at=None, kind__in=["legal_review", "rights"]):
            self.trying(
                "line",
                lawyer,
                lambda line=line: answer_line(
                    actor=party_of(lawyer),
                    at=self.at,
                    line_id=line.id,
                    revision=line.revision,
                    response="agreed",
                ),
            )

    @precondition(lambda self: Review.objects.filter(state="waiting").exists())
    @rule(n=chance)
    def ask_something(self, n: int) -> None:
        review = self.one(Review.objects.filter(state="waiting").order_by("opened_at", "area"), n)
        by = self.here.reviewers.get(review.area)
        if by is not None:
            self.trying(
                "decide",
                by,
                lambda: ask(
                    actor=party_of(by),
                    at=self.at,
                    review_id=review.id,
                    read=self.here.read(review),
                    to=self.here.people["producer"],
                    text="Which plate is it?",
                ),
            )

    @precondition(lambda self: Query.objects.filter(answered_at=None, taken_back_at=None).exists())
    @rule(n=chance, who=chance)
    def answer_it(self, n: int, who: int) -> None:
        query = self.one(Query.objects.filter(answered_at=None, taken_back_at=None), n)
        by = self.one([query.to, self.one(self.people, who)], n)
        done = self.trying(
            "answer",
            by,
            lambda: answer(actor=party_of(by), at=self.at, query_id=query.id, text="The second."),
        )
        assert not done or by.id == query.to_id

    @precondition(lambda self: Use.objects.filter(state="go_ahead").exists())
    @rule(n=chance, who=chance, cleared=st.booleans())
    def result(self, n: int, who: int, cleared: bool) -> None:
        use = self.one(Use.objects.filter(state="go_ahead").order_by("number"), n)
        rows = list(Result.objects.filter(use=use, state="waiting"))
        if not rows:
            outputs = acts_asked(use, Decision.objects.filter(review__use=use)).results
            if outputs:
                self.trying(
                    "send",
                    self.here.series.coordinator,
                    lambda: self.here.send(use, *outputs, at=self.at),
                )
            return
        by = self.one([self.here.reviewers["final_output"], self.one(self.people, who)], n)
        seen = Seen(
            "none_found" if cleared else "found",
            "passed",
            cleared,
            human_input="By hand.",
            reasons=[reasons_for(use, "approve" if cleared else "send_back")[0].id],
        )
        self.trying(
            "look",
            by,
            lambda: look_at_results(
                actor=party_of(by),
                at=self.at,
                use=use,
                read=[(row.id, row.revision) for row in rows],
                seen=seen,
            ),
        )

    @precondition(lambda self: Line.objects.filter(closed_at=None, response="").exists())
    @rule(n=chance, who=chance, said=st.sampled_from(["agreed", "agreed", "not_agreed"]))
    def answer_a_line(self, n: int, who: int, said: str) -> None:
        line = self.one(
            Line.objects.filter(closed_at=None, response="").order_by("opened_at", "kind"), n
        )
        lawyer = self.here.people["platform_legal"]
        by = self.one([lawyer, lawyer, self.one(self.people, who)], n)
        self.trying(
            "line",
            by,
            lambda: answer_line(
                actor=party_of(by),
                at=self.at,
                line_id=line.id,
                revision=line.revision,
                response=said,
                note="As discussed.",
            ),
        )

    @precondition(lambda self: Use.objects.filter(state="on_hold").exists())
    @rule(n=chance, who=chance)
    def lift_a_part(self, n: int, who: int) -> None:
        use = self.one(Use.objects.filter(state="on_hold").order_by("number"), n)
        held = [each for each in holds_of(use, self.at.date()) if each.exception is None]
        reasons = reasons_for(use, "exception")
        if not held:
            return
        by = self.one([self.here.people["platform_legal"], self.one(self.people, who)], n)
        self.trying(
            "exception",
            by,
            lambda: grant_exception(
                actor=party_of(by),
                at=self.at,
                use=use,
                revision=use.revision,
                missing=held[0].held.key,
                reasons=[reasons[0].id],
                note="Agreed by phone.",
                until=self.at.date() + timedelta(days=n % 10 + 1),
            ),
        )

    @precondition(lambda self: LegalException.objects.filter(ended_at=None).exists())
    @rule(n=chance)
    def end_an_exception(self, n: int) -> None:
        row = self.one(LegalException.objects.filter(ended_at=None).order_by("at", "id"), n)
        lawyer = self.here.people["platform_legal"]
        self.trying(
            "exception",
            lawyer,
            lambda: end_exception(actor=party_of(lawyer), at=self.at, exception=row),
        )

    @precondition(lambda self: Use.objects.filter(state="noticed").exists())
    @rule(n=chance, who=chance)
    def call_one_up(self, n: int, who: int) -> None:
        use = self.one(Use.objects.filter(state="noticed").order_by("number"), n)
        by = self.one(self.people, who)
        self.trying(
            "call_up",
            by,
            lambda: call_up(
                actor=party_of(by), at=self.at, use=use, revision=use.revision, reason="Please."
            ),
        )

    @precondition(lambda self: Use.objects.exists())
    @rule(n=chance)
    def withdraw_one(self, n: int) -> None:
        if n % 3:
            return
        use = self.one(self.uses(), n)
        by = self.here.series.coordinator
        self.trying(
            "withdraw",
            by,
            lambda: withdraw(
                actor=party_of(by), at=self.at, use=use, revision=use.revision, reason="No more."
            ),
        )

    @precondition(lambda self: Use.objects.exists())
    @rule(n=chance, who=chance, everything=st.booleans())
    def suspend_something(self, n: int, who: int, everything: bool) -> None:
        if everything and n % 4:
            return
        by = self.one([self.here.people["producer"], self.one(self.people, who)], n)
        use = None if everything else self.one(self.uses(), n)
        self.trying(
            "suspend",
            by,
            lambda: suspend(
                actor=party_of(by),
                at=self.at,
                production=self.here.series.production,
                kind="strike",
                reason="Work is paused.",
                use=use,
            ),
        )

    @precondition(lambda self: Suspension.objects.filter(ended_at=None).exists())
    @rule(n=chance)
    def resume_something(self, n: int) -> None:
        row = self.one(Suspension.objects.filter(ended_at=None).order_by("at", "id"), n)
        by = self.here.people["producer"]
        self.trying(
            "suspend",
            by,
            lambda: resume(actor=party_of(by), at=self.at, suspension=row, reason="It is over."),
        )

    # What must hold ---------------------------------------------------------------------------

    @invariant()
    def nothing_reads_as_clear_without_a_valid_decision(self) -> None:
        if not hasattr(self, "here"):
            return
        today = today_in(self.here.series.production, self.at)
        for use in self.uses():
            reads = reading(use, today)
            if reads not in GOOD:
                continue
            case, now = assessed_now(use, self.at)
            if reads == "noticed" and use.under:
                envelope = Envelope.objects.get(id=use.under)
                assert envelope.ended_at is None
                assert envelope.to_day > today
                continue
            assert now.outcome != "hold" or lifted(use, now, today), f"U-{use.number} holds"
            if reads == "noticed":
                assert now.outcome == "notify", f"U-{use.number} is noticed, and is {now.outcome}"
            for area in {each.area for each in now.reviewers}:
                decision = Decision.objects.filter(
                    review__use=use, review__area=area, ended_at=None
                ).first()
                assert decision is not None, f"U-{use.number}: {area} did not decide"
                assert decision.approves
                assert decision.valid_until is None or decision.valid_until > today
                assert decision.findings_key == findings_key(case, now, area)
            if reads == "cleared":
                results_are_there(use)

    @invariant()
    def the_ledger_explains_every_state(self) -> None:
        if hasattr(self, "here"):
            told = told_by_the_ledger(self.here.series.production)
            uses = self.uses()
            assert told.states == {use.id: use.state for use in uses}
            assert told.versions == {use.id: use.versions_count for use in uses}
            stands = Decision.objects.filter(ended_at=None).values_list("id", "review__use")
            assert told.standing == dict(stands)
            assert set(moves_told(entries_of(self.here.series.production))) <= ALLOWED
