"""Which line is kept by whom, and how one is opened."""

from __future__ import annotations

from datetime import datetime

from clearslate.accounts.permissions import Action
from clearslate.clearance.models import Line
from clearslate.uses.models import Use

ANSWERED_BY = {
    str(Line.Kind.LEGAL_REVIEW): Action.REVIEW_LEGALLY,
    str(Line.Kind.RIGHTS_CLEARANCE): Action.CLEAR_RIGHTS,
    str(Line.Kind.DIRECTOR): Action.SPEAK_AS_DIRECTOR,
    str(Line.Kind.LABOUR): Action.SPEAK_FOR_LABOUR,
}

RECORDED = frozenset({str(Line.Kind.DIRECTOR), str(Line.Kind.LABOUR)})
"""Kinds whose answer may be given in a room and be written down by somebody else."""


ASKED_BY_A_PERSON = ""
"""The key of a line that no finding calls for."""


def open_line_of(use: Use, kind: str, *, key: str, at: datetime) -> Line:
    """A new line of a use; `key` is the hash of the findings that call for it."""
    line: Line = Line.objects.create(
        use=use,
        kind=kind,
        version=use.versions_count,
        findings_key=key,
        opened_at=at,
    )
    return line
