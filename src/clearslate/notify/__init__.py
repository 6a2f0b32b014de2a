"""Turns rows of the outbox into mail."""
