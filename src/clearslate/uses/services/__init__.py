"""Every act on a use, one file per act that people speak of."""
