"""The settings of an installation, and where Django finds them, its addresses and its server."""
