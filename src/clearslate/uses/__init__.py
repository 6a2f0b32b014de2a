"""Uses: drafts that are answered, what is submitted of them, and what became of it."""
