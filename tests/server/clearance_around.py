"""One production with everybody on it, time that runs forwards, and facts that change."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action
from clearslate.clearance.errors import ClearanceError
from clearslate.clearance.reassessing import assess_next
from clearslate.flows.facts import file_facts
from clearslate.ledger.models import Entry
from clearslate.policy.errors import CaseError
from clearslate.productions.access import actions_of
from clearslate.productions.errors import NotAllowedError, ProductionsError
from clearslate.productions.facts import filed_facts
from clearslate.productions.selectors import today_in
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Use
from clearslate.uses.reading import is_stale
from tests.docs.world import facts
from tests.server.deciding import AT, Deciding, deciding

REFUSED = (ClearanceError, UsesError, NotAllowedError, CaseError)
NEEDED = {
    "decide": Action.DECIDE,
    "look": Action.LOOK_AT_RESULTS,
    "suspend": Action.SUSPEND,
    "exception": Action.GRANT_EXCEPTIONS,
    "facts": Action.FILE_FACTS,
    "call_up": Action.CALL_UP,
}
chance = st.integers(0, 1_000_000)


class Around(RuleBasedStateMachine):
    """One production, everybody who works on it, and what happens around them."""

    here: Deciding

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.at = AT

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.here = deciding()
        self.people: list[User] = [
            self.here.series.coordinator,
            *self.here.reviewers.values(),
            *self.here.people.values(),
            self.here.series.production.members.get(role__key="platform_contact").user,
        ]

    # Choosing ---------------------------------------------------------------------------------

    def uses(self) -> list[Use]:
        return list(Use.objects.order_by("number"))

    def one(self, rows: Any, n: int) -> Any:
        rows = list(rows)
        return rows[n % len(rows)] if rows else None

    def trying(self, what: str, who: User, act: Any) -> bool:
        """Do something; what is refused leaves no trace, and what is done was allowed."""
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                act()
        except REFUSED:
            assert Entry.objects.count() == before
            return False
        needed = NEEDED.get(what)
        if needed is not None:
            held = actions_of(party_of(who), self.here.series.production)
            assert needed in held, f"{who} did {what}"
        return True

    # What happens around them -----------------------------------------------------------------

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(n=chance, how=st.sampled_from(["drop", "end", "back"]))
    def facts_change(self, n: int, how: str) -> None:
        production = self.here.series.production
        filed = copy.deepcopy(dict(filed_facts(production)))
        filed.pop("production", None)
        kind = ("terms", "agreements", "evidence", "models_on_file")[n % 4]
        rows = filed.get(kind) or []
        if rows and how == "drop":
            rows.pop(n % len(rows))
        elif rows and how == "end":
            rows[n % len(rows)]["to"] = (self.at.date() + timedelta(days=n % 30 - 15)).isoformat()
        else:
            filed = {key: value for key, value in facts().items() if key != "production"}
        by = self.here.people["production_legal"]
        document = {"clearslate": "facts/1"} | filed
        try:
            with transaction.atomic():
                file_facts(actor=party_of(by), at=self.at, production=production, data=document)
        except ProductionsError:
            return  # the very same facts, or a date that ends before it begins

    @rule()
    def the_worker_runs(self) -> None:
        after = ""
        while taken := assess_next(self.here.series.production.id, after, at=self.at):
            after = taken[-1]
        today = today_in(self.here.series.production, self.at)
        assert not any(is_stale(use, today) for use in self.uses())
