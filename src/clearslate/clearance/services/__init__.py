"""Every change of clearance: each a service that appends its entry to the ledger."""
