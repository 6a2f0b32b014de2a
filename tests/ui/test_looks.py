"""The style sheets: enough contrast in both themes, small, and nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clearslate.ui import contrast

FOLDER = Path(contrast.__file__).parent / "static" / "ui"
SHARED = ("tokens.css", "base.css", "components.css", "print.css")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_has_the_contrast_it_needs(theme: str) -> None:
    measured = [each for each in contrast.colours(theme) if each.ratio is not None]
    assert len(measured) == len(contrast.USES)
    low = [each for each in measured if each.ratio is not None and each.ratio < each.needed]
    assert low == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast.ratio("#ffffff", "#777777") == contrast.ratio("#777777", "#ffffff")


def test_the_style_sheets_stay_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in SHARED) <= 31_000


def test_the_faces_stay_small() -> None:
    first = ("slate", "reading", "mono")
    assert sum((FOLDER / "fonts" / f"{name}.woff2").stat().st_size for name in first) <= 40_000
    assert sum(path.stat().st_size for path in (FOLDER / "fonts").glob("*.woff2")) <= 60_000
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "fonts" / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_name_no_colour_but_those_of_the_tokens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "://" not in text
    assert "@import" not in text
    if path.name not in ("tokens.css", "print.css"):
        assert re.findall(r"#[0-9a-f]{3,8}\b(?![^{}]*\{)", text) == []


def test_every_token_that_is_used_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.css"))
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used <= set(re.findall(r"(--[\w-]+):", text))


#: What the content security policy would refuse. Data in a script element is no script.
REFUSED = re.compile(
    r"""\sstyle=|\son[a-z]+=|<style|hx-on|<script(?![^>]*\s(?:src=|type="application/json"))"""
)


def test_templates_hold_nothing_that_the_policy_refuses() -> None:
    templates = sorted((FOLDER.parents[1] / "templates").rglob("*.html"))
    assert templates
    assert [path.name for path in templates if REFUSED.search(path.read_text("utf-8"))] == []
