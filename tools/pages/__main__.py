"""Writes every page of the documentation that is made from the source."""

from __future__ import annotations

from tools import (
    commands,
    coverage,
    permissions,
    picture,
    reference,
    schemas,
    sentences,
    settings,
    states,
)

SOURCES = (
    *(reference, coverage, commands, permissions, picture, schemas, sentences, settings),
    states,
)
for source in SOURCES:
    for path, text in source.pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
