"""The review page of a use: what the decision needs, the decision itself, and what was said."""
