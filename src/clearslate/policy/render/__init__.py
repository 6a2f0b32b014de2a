"""Assessments, rulebooks and cards for people: one outline, and a renderer for each medium."""
