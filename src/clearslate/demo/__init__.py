"""The demo: a fictional production, built by the product's own services."""
