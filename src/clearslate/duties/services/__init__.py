"""Every change of duties: each a service that appends its entry to the ledger."""
