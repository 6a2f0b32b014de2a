"""What can go wrong with people and organisations. A message says what to do.

AccountsError
├── NotAllowedError   the actor may not do this
└── InvitationError   an invitation is unknown, used, revoked or too old
"""

from __future__ import annotations


class AccountsError(Exception):
    """A person or an organisation cannot be added or changed as asked."""


class NotAllowedError(AccountsError):
    """The actor does not hold the office that this needs."""


class InvitationError(AccountsError):
    """An invitation cannot be accepted; `reason` is `unknown`, `used`, `revoked` or `expired`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(SAID[reason])


SAID = {
    "unknown": "There is no such invitation. Check that the whole link was copied.",
    "used": "This invitation was used already. Sign in with your e-mail address and password.",
    "revoked": "This invitation was taken back. Ask whoever invited you for another.",
    "expired": "This invitation is too old. Ask whoever invited you for another.",
}
