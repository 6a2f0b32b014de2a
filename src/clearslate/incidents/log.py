"""The log of a production's incidents: one of its own, beside the log of the production.

Places of a log count without a gap. In the production's own log an entry that is shown to a few
would be a gap to all others, or a place that their proofs could not leave out. So incidents have a
log that only those read who handle them. See docs/decisions/0014-incident-log.md.
"""

from __future__ import annotations

from clearslate.kit.ids import derived_id
from clearslate.productions.models import Production


def log_of(production: Production) -> str:
    """The scope of the log of a production's incidents, and of the files that belong to them."""
    return derived_id("incidents", production.id)
