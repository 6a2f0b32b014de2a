"""Clearance: what escalated is decided area by area, and the result is looked at."""
