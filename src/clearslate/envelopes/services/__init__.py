"""Every change of envelopes: each a service that appends its entry to the ledger."""
