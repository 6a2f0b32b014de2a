"""What can go wrong with people and organisations. A message says what to do."""

from __future__ import annotations


class AccountsError(Exception):
    """A person or an organisation cannot be added as asked."""
