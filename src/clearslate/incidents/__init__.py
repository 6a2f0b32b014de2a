"""Incidents: something went into a tool that should not have."""
