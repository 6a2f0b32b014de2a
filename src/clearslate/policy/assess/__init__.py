"""Assessing a case: the verdict, its reasons, and what would settle what is open."""

from clearslate.policy.assess.assess import Assessor, assess
from clearslate.policy.assess.assessment import Assessment, Finding

__all__ = ["Assessment", "Assessor", "Finding", "assess"]
