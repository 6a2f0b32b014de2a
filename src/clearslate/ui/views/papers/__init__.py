"""Papers of a production: pages that print, and the same as files."""
