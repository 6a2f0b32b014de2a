"""The engines: one meaning, several ways to compute it.

The interpreter is the meaning and the explainer; compiled Python answers for the live path. Both
give the same hits and bounds for every resolved case.
"""
