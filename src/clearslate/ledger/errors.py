"""What can go wrong in the ledger. A message says what, where and what to do."""

from __future__ import annotations


class LedgerError(Exception):
    """An entry cannot be appended, or a service kept no entry."""
