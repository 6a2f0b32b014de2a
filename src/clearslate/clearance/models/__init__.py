"""Rows of clearance: what is asked of whom, what they decided, and what was looked at."""

from clearslate.clearance.models.after import AfterDelivery
from clearslate.clearance.models.decisions import Carried, Decision
from clearslate.clearance.models.lines import LegalException, Line
from clearslate.clearance.models.moves import Moved
from clearslate.clearance.models.people import Away, Look
from clearslate.clearance.models.results import Result, ResultBatch, ResultLook
from clearslate.clearance.models.reviews import Query, Remark, Review
from clearslate.clearance.models.suspensions import Suspension

__all__ = [
    "AfterDelivery",
    "Away",
    "Carried",
    "Decision",
    "LegalException",
    "Line",
    "Look",
    "Moved",
    "Query",
    "Remark",
    "Result",
    "ResultBatch",
    "ResultLook",
    "Review",
    "Suspension",
]
