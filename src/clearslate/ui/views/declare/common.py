"""What every page of declaring gives its layout."""

from __future__ import annotations

from typing import Any

from clearslate.ui.access import Visit


def layout(visit: Visit, current: str) -> dict[str, Any]:
    """The bar of a production's page."""
    production = visit.production
    return {
        "production": {
            "title": production.code_name,
            "subtitle": production.title,
            "url": f"/p/{production.slug}/",
        },
        "current": current,
    }
