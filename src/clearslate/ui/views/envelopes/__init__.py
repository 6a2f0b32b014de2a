"""Views of envelopes: standing approvals, and the shots registered inside."""
