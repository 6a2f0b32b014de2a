"""The command line: it turns arguments into calls, results into text, and decides nothing."""
