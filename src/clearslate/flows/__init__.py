"""Flows: what touches several nouns at once, one function each, in one transaction."""
