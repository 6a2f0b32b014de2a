"""The reference page of the settings, from their table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from clearslate.config.values import SETTINGS
from tools.pages import REFERENCE, filled


def pages() -> dict[Path, str]:
    """The page, with its text."""
    return {REFERENCE / "settings.md": filled("settings.md", {"settings": _lines()})}


def _lines() -> Iterator[str]:
    for setting in SETTINGS:
        yield f"### {setting.name}\n"
        yield f"{setting.help}\n"
        yield f"- In the environment: `{setting.variable}`"
        if setting.default is None:
            yield "- Required"
        elif setting.default:
            yield f"- Without it: `{setting.default}`"
        example = setting.example
        code = example if example.startswith("the output") else f"`{example}`"
        yield f"- For example: {code}\n"
