"""The uses that were noticed under a standing approval."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Q

from clearslate.envelopes.models import Envelope
from clearslate.productions.models import Production
from clearslate.uses.models import State, Use


def under(envelope: Envelope) -> Any:
    """The uses that are noticed under a standing approval, as a query."""
    return Use.objects.filter(
        production=envelope.production_id, state=State.NOTICED, under=envelope.id
    )


def counts_under(production: Production) -> Counter[str]:
    """How many uses are noticed under each standing approval of a production, by its id."""
    rows = Use.objects.filter(production=production, state=State.NOTICED).exclude(under="")
    return Counter(rows.values_list("under", flat=True))


def lapse_under(envelope: Envelope, today: date) -> int:
    """Let the uses under a standing approval lapse on a day; how many did not before."""
    later = Q(valid_until=None) | Q(valid_until__gt=today)
    return int(under(envelope).filter(later, frozen_at=None).update(valid_until=today))
