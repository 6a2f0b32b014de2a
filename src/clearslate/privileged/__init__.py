"""Privileged notes: kept apart, for the lawyers of one organisation alone."""
