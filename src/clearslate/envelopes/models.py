"""Envelopes, standing approvals, and the shots registered inside them."""
