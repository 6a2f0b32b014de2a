"""Incidents: reporting one, and handling it."""
