"""Colour for terminals. It only adds to word and shape; without it nothing is lost."""

from __future__ import annotations

_RESET = "\x1b[0m"
#: Signs in the eight basic colours, which every terminal's own theme keeps legible.
_COLOURS = {
    "hold": "\x1b[1;31m",
    "error": "\x1b[1;31m",
    "approval": "\x1b[33m",
    "notify": "\x1b[34m",
    "met": "\x1b[32m",
    "not_met": "\x1b[31m",
    "not_sure": "\x1b[33m",
}


class Paint:
    """Paints text that is already harmless, or leaves it as it is."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def bold(self, text: str) -> str:
        """A heading."""
        return self._with("\x1b[1m", text)

    def dim(self, text: str) -> str:
        """What stands beside the point."""
        return self._with("\x1b[2m", text)

    def sign(self, text: str, name: str) -> str:
        """A verdict or an answer in its colour."""
        return self._with(_COLOURS.get(name, ""), text)

    def verdict(self, text: str, name: str) -> str:
        """The headline; only a hold is solid."""
        solid = "\x1b[7m" if name == "hold" else "\x1b[1m"
        return self._with(solid + _COLOURS.get(name, ""), f" {text} " if name == "hold" else text)

    def _with(self, code: str, text: str) -> str:
        return f"{code}{text}{_RESET}" if self.on and code and text.strip() else text
