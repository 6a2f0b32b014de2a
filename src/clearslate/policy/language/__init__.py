"""The condition language: parsed and typed once, and its meaning in three values."""
