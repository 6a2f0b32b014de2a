"""A letter as a draft on a sheet: what is still to be written is marked, and it says who checks."""

from __future__ import annotations

from clearslate.policy.notices import Draft
from clearslate.ui.access import Visit
from clearslate.ui.papers.sheet import MADE_BY, Cell, Letter, Sheet
from clearslate.ui.papers.words import made
from clearslate.uses.entries import use_number
from clearslate.uses.models import Use

CHECK = "Draft. Labour relations or a lawyer checks it before it goes. Nothing is sent from here."
_GRADES = {
    "primary": "read in the agreement itself",
    "secondary": "read in summaries",
    "unverified": "not verified",
}


def letter_sheet(visit: Visit, use: Use, draft: Draft) -> Sheet:
    """One letter."""
    grade = _GRADES.get(draft.grade, draft.grade)
    certain = () if draft.certain else ("The duty may still fall away: an answer is open.",)
    return Sheet(
        kind="Letter, as a draft",
        name=f"{use_number(use.number)}, draft",
        production=visit.production.code_name,
        made=made(visit),
        title=draft.title,
        cells=(
            Cell("Use", use_number(use.number)),
            *((Cell("About", draft.subject),) if draft.subject else ()),
            Cell("Due", draft.due),
        ),
        warning=CHECK,
        lines=(
            draft.check,
            f"Rests on: {draft.rests_on} ({grade})",
            "What stands in brackets is still to be written.",
            *certain,
        ),
        parts=(Letter(draft.body),),
        made_by=f"Draft. {MADE_BY}",
    )
