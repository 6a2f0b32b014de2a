"""Duties: what somebody must do by a date, who is reminded of it, and the calendar feed."""
