"""Envelopes: what kind of work an approval covers, and standing approvals given ahead of it."""
