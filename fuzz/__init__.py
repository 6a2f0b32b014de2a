"""Hostile input for every reader, guided by coverage; README.md says what it found."""
