"""Reading a document of facts, exactly as the command line would."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from clearslate.policy import intake
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.declaration.check import DECLARATION
from clearslate.policy.errors import PolicyError
from clearslate.productions.errors import ProductionsError
from clearslate.productions.models import Production
from clearslate.productions.packs import rulebooks_on, switches_on
from clearslate.record import sha256_hex


class Filed(NamedTuple):
    """A document of facts without its part on the production, and its hash."""

    document: dict[str, Any]
    sha256: str


def read_filing(
    production: Production, day: date, data: bytes | dict[str, Any], name: str
) -> Filed:
    """A facts/1 document that fits the schema in force, and in itself.

    Raises `ProductionsError` with every problem and its place.
    """
    books = rulebooks_on(production, day)
    schema = schema_of(books)
    try:
        given = intake.read_facts(data, name, schema)
        empty = intake.read({"clearslate": DECLARATION}, "declaration", schema)
        # A reference that leads nowhere, or an id given twice, would refuse every case.
        intake.case_of(empty, books, on=day, facts=given, switches=switches_on(production, day))
    except PolicyError as error:
        problems = [("document", str(problem)) for problem in error.problems]
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise ProductionsError(f"The facts have {count}. Nothing was filed.", problems) from None
    document = {key: value for key, value in given.document.items() if key != "production"}
    return Filed(document, sha256_hex(document))
