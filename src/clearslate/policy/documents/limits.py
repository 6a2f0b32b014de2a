"""How large a document and its parts may be.

The caps bound memory and time for any input, hostile ones included. They lie far above what a
person writes; the bounds of single fields are in `packs/declaration/fields.yaml`.
"""

from __future__ import annotations

MAX_BYTES = 1_000_000
"""Largest document, in bytes."""

MAX_DEPTH = 32
"""Most lists and groups inside each other, the outermost counted as 1."""

MAX_NODES = 50_000
"""Most keys and values in one document."""

MAX_TEXT = 10_000
"""Longest text, in characters."""

MAX_KEY = 120
"""Longest key, in characters. YAML readers give up on a key of more than 1,024."""

MAX_INTEGER = 2**53 - 1
"""Largest integer that every JSON reader keeps exactly (RFC 7493, section 2.2)."""

MAX_PROBLEMS = 100
"""Most problems reported for one document; the rest are counted."""

TOO_DEEP = f"More than {MAX_DEPTH} lists and groups stand inside each other."
