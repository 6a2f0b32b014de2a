"""The inbox: what waits for whoever decides, and deciding several of a kind together."""
