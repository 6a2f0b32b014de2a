"""Fuzzes the whole way of a declaration, a facts file or a case: from bytes to every page.

Any bytes give an assessment, or an error of the policy core with complete problems. The same bytes
give the same assessment, the case that is written out gives it again, both engines agree on it,
and no name acts on a terminal, on Markdown or on an HTML page.
"""

from __future__ import annotations

from fuzz import pages
from fuzz.common import ROOT, Target, instrumented

with instrumented(
    "clearslate.policy.declaration",
    "clearslate.policy.derived",
    "clearslate.policy.assess",
    "clearslate.policy.render",
    "clearslate.policy.intake",
    "clearslate.policy.case",
):
    from clearslate.policy import intake
    from clearslate.policy.assess.assess import Assessor, schema_of
    from clearslate.policy.assess.assessment import Assessment
    from clearslate.policy.case import Case
    from clearslate.policy.documents import to_json, to_yaml
    from clearslate.policy.engine.compiled import Compiled
    from clearslate.policy.engine.interpreter import Interpreter
    from clearslate.policy.errors import CaseError, DocumentError, PolicyError
    from clearslate.policy.library import rulebooks
    from clearslate.policy.render import (
        escape,
        html,
        markdown,
        report,
        terminal,
        terminal_table,
    )
    from clearslate.policy.render.table import row_of
    from clearslate.policy.ways import ways
    from clearslate.record import canonical_bytes
    from fuzz import world

BOOKS = rulebooks([ROOT / "examples" / "house"])
SCHEMA = schema_of(BOOKS)
FACTS = world.example_facts(SCHEMA)
DECLARED = world.example_documents(SCHEMA)[0]
ENGINES = [
    (Interpreter(book.loaded.pack), Compiled(book.loaded.pack)) for book in BOOKS
]  # fmt: skip
#: In an input, these words stand for the hashes of the packs, which change with every edit of them.
HASHES = {
    b"{platform}": BOOKS[0].loaded.pack.sha256.encode(),
    b"{house}": BOOKS[1].loaded.pack.sha256.encode(),
}


def check(data: bytes) -> None:
    """Reads the bytes; whatever can be assessed is assessed."""
    for word, digest in HASHES.items():
        data = data.replace(word, digest)
    try:
        given = intake.read(data, "-", SCHEMA)
    except PolicyError as error:
        world.complete(error)
        if len(data) % 4 == 0:
            refused(error)
        return
    tried = [(DECLARED, given)] if given.kind == "facts" else [(given, None), (given, FACTS)]
    for declared, facts in tried:
        try:
            case = intake.case_of(declared, BOOKS, on=world.DAY, facts=facts)
        except CaseError as error:
            world.complete(error, placed=False)
            continue
        assessed(case)
        return


def refused(error: PolicyError) -> None:
    """What is wrong with a file can stand in a report, and acts on nothing there."""
    problems = tuple(map(str, error.problems))
    for problem in problems:
        pages.plain_text(escape.terminal(problem))
    entry = report.Entry(row_of("a <b> c.yaml", None), None, problems=problems)
    whole = pages.Page(report.render([entry]))
    assert whole.used <= KNOWN, whole.used - KNOWN


def assessed(case: Case) -> None:
    """A case has one assessment, wherever and however often it is assessed."""
    assessor = Assessor(case.rulebooks)
    assessment = assessor.assess(case)
    document = canonical_bytes(assessment.as_json())
    assert assessment.canonical == document
    assert assessor.assess(case).canonical == document
    resolved = assessor.resolve(case)
    for oracle, engine in ENGINES:
        assert engine.bounds(resolved) == oracle.bounds(resolved)
        assert engine.hits(resolved) == oracle.hits(resolved)
    comes_back(case, assessment)
    rendered(case, assessment)


def comes_back(case: Case, assessment: Assessment) -> None:
    """The case written out and read again gives the same bytes."""
    for write, name in ((to_yaml, "case.yaml"), (to_json, "case.json")):
        try:
            text = write(case.document)
        except DocumentError:  # larger when written out than a document may be
            continue
        given = intake.read(text.encode(), name, SCHEMA)
        again = intake.case_of(given, BOOKS, on=world.DAY)
        assert again.sha256 == case.sha256
        assert Assessor(again.rulebooks).assess(again).sha256 == assessment.sha256


def rendered(case: Case, assessment: Assessment) -> None:
    """Every page of an assessment, checked."""
    found = ways(case) if len(case.canonical) % 8 == 0 else None
    for width in (40, 88):
        text = terminal.render(assessment, case=case, ways=found, width=width)
        pages.plain_text(text)
        assert max(terminal.columns(line) for line in text.splitlines()) <= width
    assert terminal.render(assessment, colour=True)
    pages.markdown(markdown.render(assessment, case=case, ways=found))
    row = row_of("a <b> c.yaml", assessment)
    pages.plain_text(terminal_table.render([row]))
    pages.markdown(markdown.table([row]))
    page = pages.Page(html.render(assessment, case=case, ways=found))
    assert page.title == escape.one_line(assessment.title or "A use without a title")
    assert page.used <= KNOWN, page.used - KNOWN
    whole = pages.Page(report.render([report.Entry(row, assessment, case, found)]))
    assert whole.used <= KNOWN, whole.used - KNOWN


def known() -> set[tuple[str, ...]]:
    """Every tag that the pages of harmless declarations use, with its attributes."""
    found: set[tuple[str, ...]] = set()
    for path in [*world.text_files(world.SERIES), None]:
        data = path.read_bytes() if path else b"clearslate: declaration/1\n"
        if not data.lstrip().startswith(b"clearslate: declaration"):
            continue
        given = intake.read(data, "x", SCHEMA)
        facts = None if "facts" in given.document else FACTS
        case = intake.case_of(given, BOOKS, on=world.DAY, facts=facts)
        assessment = Assessor(case.rulebooks).assess(case)
        found |= pages.Page(html.render(assessment, case=case)).used
        entry = report.Entry(row_of("x", assessment), assessment, case)
        found |= pages.Page(report.render([entry])).used
    entry = report.Entry(row_of("x", None), None, problems=("x",))
    found |= pages.Page(report.render([entry])).used
    return found


KNOWN = known()
TARGET = Target(
    "declaration",
    check,
    seeds=[
        "examples/series",
        "examples/house/sea-song-for-the-opening.yaml",
        "fuzz/seeds/declaration",
    ],
    longest=4096,
)

if __name__ == "__main__":
    TARGET.main()
