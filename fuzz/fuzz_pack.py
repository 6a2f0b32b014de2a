"""Fuzzes the pack loader with real packs that are edited in their structure and in their text.

An edited pack loads, or is refused with complete problems: file, line and a sentence. A loaded one
assesses declarations, in both engines alike, and what it says can be rendered.
"""

from __future__ import annotations

import functools

from fuzz.common import Target, instrumented

with instrumented("clearslate.policy.pack"):
    from clearslate.policy import intake
    from clearslate.policy.assess.assess import Assessor
    from clearslate.policy.case import CaseError, Rulebook
    from clearslate.policy.documents import to_yaml
    from clearslate.policy.errors import DocumentError, PackError
    from clearslate.policy.pack.exercise import run_examples
    from clearslate.policy.pack.load import Loaded, load_pack, shipped_pack
    from clearslate.policy.pack.papers import read_papers
    from clearslate.policy.render import html, markdown, terminal
    from fuzz import rulebooks, world
    from fuzz.edits import Bytes, edited

GIVEN = world.example_documents(shipped_pack().schema)
FACTS = world.example_facts(shipped_pack().schema)


def check(data: bytes) -> None:
    """The first byte picks a pack, the next ones cut its texts; the rest edits its structure."""
    source = Bytes(data)
    base = source.of(rulebooks.bases())
    cuts = [source.below(65_536) for _ in range(3 * source.below(3))]
    files = {}
    for name, document in edited(base, source).items():
        try:
            files[str(name)] = written(name, document)
        except DocumentError as error:
            world.complete(error, placed=False)
            return
    for begin, length, to in zip(cuts[::3], cuts[1::3], cuts[2::3], strict=True):
        cut(files, begin, length, to)
    try:
        loaded = load_pack(rulebooks.Memory(files))  # type: ignore[arg-type]
    except (PackError, DocumentError) as error:
        world.complete(error)
        return
    assesses(loaded)


def written(name: object, document: object) -> bytes:
    """A document as YAML; that of one which no edit has touched is kept."""
    for base in rulebooks.bases():
        if base.get(name) == document:
            return unchanged(name, rulebooks.bases().index(base))
    return to_yaml(document).encode()


@functools.cache
def unchanged(name: object, base: int) -> bytes:
    """A document of a pack as it is."""
    return to_yaml(rulebooks.bases()[base][str(name)]).encode()


def cut(files: dict[str, bytes], begin: int, length: int, to: int) -> None:
    """Take a piece out of one file; every other time, put it in somewhere else."""
    if not files:
        return
    name = sorted(files)[begin % len(files)]
    text = files[name]
    at = begin % (len(text) + 1)
    piece = text[at : at + length % 256]
    if length % 2:
        text = text[:at] + text[at + len(piece) :]
    place = to % (len(text) + 1)
    files[name] = text[:place] + piece + text[place:] if length % 4 else text


def assesses(loaded: Loaded) -> None:
    """A loaded pack gives assessments that can be shown."""
    books = (Rulebook(loaded),)
    assessor = Assessor(books)
    resolved = []
    for given in GIVEN:
        try:
            case = intake.case_of(given, books, on=world.DAY, facts=FACTS)
        except CaseError as error:
            world.complete(error, placed=False)
            continue
        assessment = assessor.assess(case)
        for medium in (html, markdown) if resolved else (terminal,):
            assert medium.render(assessment, case=case)
        resolved.append(assessor.resolve(case))
    if loaded.base is None:  # a house pack holds all rules of its base, which takes long to compile
        world.engines_agree(loaded.pack, resolved)
    for later in (run_examples, read_papers):
        try:
            later(loaded)
        except PackError as error:
            world.complete(error)


TARGET = Target(
    "pack",
    check,
    seeds=[],
    longest=48,
    made=[
        bytes([number, number % 3, *range(number, number + 14)])
        for number in range(2 * len(rulebooks.bases()))
    ],
)

if __name__ == "__main__":
    TARGET.main()
