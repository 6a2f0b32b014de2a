"""What the ledger keeps about messages, and how it is told."""

from __future__ import annotations

from clearslate.ledger.registry import Told, register
from clearslate.record.entry import EntryType

TEST_SENT = EntryType("message.tested", 1, {}, ("recipient",))


def _test_sent(told: Told) -> str:
    return f"{told.actor} had a test message sent to {told.values['recipient']}."


register(TEST_SENT, _test_sent)
