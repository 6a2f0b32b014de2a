"""The result of a use: what was sent, who looked at it, and the lines beside the approval."""
