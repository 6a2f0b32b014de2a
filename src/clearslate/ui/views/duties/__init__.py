"""Duties, what is new for a person, and calendar feeds."""
