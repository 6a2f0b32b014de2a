"""Incidents and what was done about them."""
