"""What the server needs and no noun owns: clock, ids, outbox, jobs, storage, rate limits."""
