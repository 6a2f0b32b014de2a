"""A production with those who handle incidents, for the tests of incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.incidents.log import log_of
from clearslate.incidents.models import Incident
from clearslate.incidents.services.reporting import Report, report_incident
from clearslate.ledger import selectors
from clearslate.uses.models import Use
from tests.server.databases import made_once
from tests.server.series import AT, HOLD, Series, series

ALL = "/p/saltbox-s2/incidents/"
REPORT = f"{ALL}report/"
ONE = f"{ALL}1/"
WORD = "quillonite"
"""A word that stands nowhere but in a report."""
WHAT = f"Twelve pages with the {WORD} twist.\nPasted by mistake <b>today</b>."


@dataclass
class Handled:
    """A use on hold, an editor who reports, and those who handle it."""

    made: Series
    use: Use
    eddy: User
    """An editor."""
    sana: User
    """Security."""
    vera: User
    """Production legal."""

    def report(self, by: User | None = None, **changes: object) -> Incident:
        given = {
            "kind": "unreleased",
            "what": WHAT,
            "tool": "Chatterbox",
            "still_there": "unknown",
            "noticed_on": date(2026, 11, 24),
            "noticed_by": "Eddy Marsh",
            "use": self.use,
        }
        return report_incident(
            actor=party_of(by or self.eddy),
            at=AT,
            production=self.made.production,
            given=Report(**{**given, **changes}),  # type: ignore[arg-type]
        )

    def told(self) -> list[str]:
        """What the log of incidents tells."""
        lines = selectors.history(log_of(self.made.production), limit=1000)
        return [line.sentence for line in lines]


@made_once
def handled() -> Handled:
    made = series()
    use = made.submit(HOLD)
    eddy = made.member("editor", "eddy@example.org", name="Eddy Marsh")
    sana = made.member("security", "sana@example.org", name="Sana Ito")
    vera = made.member("production_legal", "vera@example.org", name="Vera Lunt")
    return Handled(made, use, eddy, sana, vera)


def typed(**changes: object) -> dict[str, object]:
    """What the form of a report would send."""
    return {
        "kind": "unreleased",
        "what": WHAT,
        "tool": "Chatterbox",
        "still_there": "unknown",
        "noticed_on": "2026-11-24",
        "noticed_by": "Eddy Marsh",
        "use": "U-001",
        **changes,
    }
