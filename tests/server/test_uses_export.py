"""`clearslate use export`: the case of a use, which the command line assesses to the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clearslate.flows.submitting import submit
from clearslate.policy.documents import plain, read_text
from clearslate.record import canonical_bytes
from clearslate.uses import starting
from clearslate.uses.changes import Change
from tests.server import processes
from tests.server.databases import Database
from tests.server.uses_world import AT, make_world


@pytest.mark.slow
def test_it_works(database: Database, tmp_path: Path) -> None:
    world = make_world()
    use = world.submit()
    draft = starting.start_version(author=world.ana, use=use, at=AT)
    world.keep(draft, world.ana, "a", 1, Change("answer", "use.title", "Second"))
    submit(actor=world.party(world.ana), at=AT, draft_id=draft.id, revision=2)

    def run(*arguments: str) -> tuple[int, str]:
        return processes.command(*arguments, environment=database.environment)

    path = tmp_path / "case.json"
    code, said = run("use", "export", "lantern", "U-001", "--format", "json", "-o", str(path))
    assert (code, said.startswith("Made with “")) == (0, True)
    first, second = use.versions.select_related("assessment")
    assert canonical_bytes(json.loads(path.read_text(encoding="utf-8"))) == bytes(second.case)
    code, said = run("use", "export", "LANTERN", "1", "--version", "1")
    assert code == 0
    text = said[: said.index("Made with “")]
    assert canonical_bytes(plain(read_text(text.encode(), name="x"))) == bytes(first.case)
    code, said = run("assess", str(path), "--format", "json", "--fail-on", "hold")
    assert code == 0
    found, _ = json.JSONDecoder().raw_decode(said)
    assert found["sha256"] == second.assessment_id
    for wrong, words in [
        (["nowhere", "1"], "There are: lantern."),
        (["lantern", "2"], "There is no use “2” in Lantern"),
        (["lantern", "x"], "There is no use “x”"),
        (["lantern", "1", "--version", "3"], "There is no version 3; there are 2."),
    ]:
        code, said = run("use", "export", *wrong)
        assert (code, words in said, "Traceback" in said) == (2, True, False)
