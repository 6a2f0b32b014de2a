"""Reviews, decisions, questions, lines, results, exceptions and suspensions."""
