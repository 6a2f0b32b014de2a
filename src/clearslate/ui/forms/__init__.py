"""What forms send, read into values that services take."""
