"""What becomes of envelopes: given, opened and ended; shots registered and dropped inside them."""
