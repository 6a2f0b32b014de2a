"""Where in a text a character stands, as an editor shows it."""

from __future__ import annotations

import re
from bisect import bisect_right

_BREAK = re.compile("\r\n?|\n")


class Places:
    """Lines and columns of one text, both counted from 1; columns count characters."""

    def __init__(self, text: str) -> None:
        self._begins = [0, *(found.end() for found in _BREAK.finditer(text))]

    def of(self, index: int) -> tuple[int, int]:
        """Line and column of the character at an index."""
        line = bisect_right(self._begins, index)
        return line, index - self._begins[line - 1] + 1
