"""`clearslate schema`: the JSON Schema of a document, with the fields of the packs in force."""

from __future__ import annotations

from pathlib import Path

import click

from clearslate.cli.options import pack_option


@click.command("schema", short_help="Print a JSON Schema for editors and programs.")
@click.argument("document", type=click.Choice(["declaration", "facts", "case", "assessment"]))
@pack_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
def schema(document: str, packs: tuple[str, ...], out: Path | None) -> None:
    """Print the JSON Schema of a DOCUMENT (draft 2020-12).

    An editor with a YAML extension completes and checks a declaration with it. Put this line first
    in the file: # yaml-language-server: $schema=declaration.schema.json
    """
    from clearslate.cli.output import say_document
    from clearslate.policy.assess.assess import schema_of
    from clearslate.policy.declaration.jsonschema import schema_text
    from clearslate.policy.library import rulebooks

    text = schema_text(document, schema_of(rulebooks(packs)))
    if out is None:
        say_document(text)
    else:
        out.write_text(text, encoding="utf-8")
