"""Duties, reminders and calendar feeds."""
