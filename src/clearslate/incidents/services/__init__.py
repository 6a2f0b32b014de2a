"""Every change of incidents: each a service that appends its entry to the ledger."""
