"""Notes among the lawyers of one organisation."""
