"""Measurements: one script per claim, each runnable alone as `python -m benchmarks.NAME`."""
