"""The demo as a command: in a browser, or in the terminal."""
