"""The interview in a terminal: what is shown, what is typed, and the file it ends in."""
