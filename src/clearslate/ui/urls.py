"""Which address leads to which page: one module per noun, listed here."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
