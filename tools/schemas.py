"""The published JSON Schemas: the contract of every document, for editors and other programs."""

from __future__ import annotations

import json
from pathlib import Path

from clearslate.policy.declaration.jsonschema import schema_text
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.ways.jsonschema import ways_schema

FOLDER = Path(__file__).parents[1] / "schemas"
DOCUMENTS = ("declaration", "facts", "case", "assessment")


def pages() -> dict[Path, str]:
    """Each schema's file, with its text."""
    schema = shipped_pack().schema
    texts = {name: schema_text(name, schema) for name in DOCUMENTS}
    texts["ways"] = json.dumps(ways_schema(), ensure_ascii=False, indent=2) + "\n"
    return {FOLDER / f"{name}.schema.json": text for name, text in texts.items()}
