"""The golden corpus: cases with the assessment each gives, which no change may alter in silence.

It keeps its own copy of the pack, so that a new rule does not touch it: what it holds in place is
what the engine makes of rules. `python -m tools.golden` writes the results anew after `SEMANTICS`
was raised, and refuses to where it was not. `--anew` also takes the pack and the cases anew, which
is right only before a release.
"""

from __future__ import annotations

import copy
import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clearslate import packs
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.assess.assessment import SEMANTICS
from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.library import case
from clearslate.policy.pack.examples import read_examples
from clearslate.policy.pack.exercise import case_of_example
from clearslate.policy.pack.load import Loaded, load_pack, shipped_pack
from clearslate.record import sha256_hex

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "golden"
PACK = FOLDER / "pack"
CORPUS = FOLDER / "corpus.json"
SERIES = ROOT / "examples" / "series"
DAY = "2026-11-24"

#: Declarations that mutations start from: one of each kind, the richest ones.
STARTS = (
    "development-mood-board",
    "vfx-de-ageing-lead",
    "vfx-flood-three-steps-vendor",
    "documentary-witness-kept-anonymous",
)
#: Fields whose loss is tried one by one, in every item of their list.
TRIED = {
    "outputs": ("destination", "key_element", "position", "fabricates"),
    "components": ("technique", "stores", "terms"),
    "inputs": ("owner", "sensitivity"),
    "people": ("act", "aspects", "exception"),
}


def cases(loaded: Loaded) -> dict[str, Case]:
    """Every case by its name: pack examples and flips, the series, and mutations of it."""
    books = (Rulebook(loaded),)
    found = {each.id: case_of_example(each, books) for each in read_examples(shipped_pack())}
    for path in sorted(SERIES.glob("*.yaml")):
        if path.stem not in ("facts", "demo"):
            made = case(path, on=DAY, facts=SERIES / "facts.yaml")
            found[path.stem] = _under(made, books)
    for start in STARTS:
        for name, declaration in mutations(found[start].declaration):
            found[f"{start}: {name}"] = make_case(
                declaration, rulebooks=books, on=date.fromisoformat(DAY), facts=found[start].facts
            )
    distinct = {made.sha256: name for name, made in reversed(found.items())}
    return {name: found[name] for name in sorted(distinct.values())}


def _under(made: Case, books: tuple[Rulebook, ...]) -> Case:
    return make_case(
        made.declaration, rulebooks=books, on=made.date, facts=made.facts, switches=made.switches
    )


def mutations(declaration: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The declaration with each part missing, unknown or empty, and with single answers lost."""
    parts = [part for part in declaration if part != "clearslate"]
    for part in parts:
        yield f"without {part}", {key: value for key, value in declaration.items() if key != part}
        if part != "use":
            yield f"{part} unknown", {**declaration, part: "unknown"}
            if part not in ("outputs", "components"):
                yield f"{part} empty", {**declaration, part: []}
    for part, fields in TRIED.items():
        for index, item in enumerate(declaration.get(part, ())):
            for field in fields:
                if field in item:
                    changed = copy.deepcopy(dict(declaration))
                    changed[part][index][field] = "unknown"
                    yield f"{part}[{index}].{field} unknown", changed


def results(made: Iterable[Case]) -> Iterator[dict[str, str | None]]:
    """What each case gives: its outcome and the hash of its assessment."""
    assessor: Assessor | None = None
    for each in made:
        assessor = assessor or Assessor(each.rulebooks)
        assessment = assessor.assess(each)
        yield {"outcome": assessment.outcome, "sha256": assessment.sha256}


def stored(loaded: Loaded) -> dict[str, tuple[Case, dict[str, str | None]]]:
    """The cases of the corpus by name, each with what it gave."""
    corpus = json.loads(CORPUS.read_text(encoding="utf-8"))
    books = (Rulebook(loaded),)
    found: dict[str, tuple[Case, dict[str, str | None]]] = {}
    for entry in corpus["cases"]:
        declaration, facts = (
            {name: corpus["parts"][key] for name, key in entry[group].items()}
            for group in ("declaration", "facts")
        )
        made = make_case(
            {"clearslate": "declaration/1", **declaration},
            rulebooks=books,
            on=date.fromisoformat(entry["date"]),
            facts=facts,
            switches=entry["switches"],
        )
        found[entry["name"]] = (made, {key: entry[key] for key in ("outcome", "sha256")})
    return found


def recorded_semantics() -> int:
    """The semantics number that the corpus was written under."""
    number: int = json.loads(CORPUS.read_text(encoding="utf-8"))["semantics"]
    return number


def text(made: Mapping[str, Case]) -> str:
    """The corpus as it is stored: each part of a declaration once, a line for each case."""
    parts: dict[str, Any] = {}
    lines: list[str] = []
    for (name, each), result in zip(made.items(), results(made.values()), strict=True):
        entry: dict[str, Any] = {"name": name, "date": each.date.isoformat()}
        defaults = {s.id: s.default for book in each.rulebooks for s in book.loaded.pack.switches}
        chosen = {key: value for key, value in each.switches.items() if defaults[key] != value}
        entry["switches"] = chosen
        for group, document in (("declaration", each.declaration), ("facts", each.facts)):
            entry[group] = {
                key: _kept(value, parts) for key, value in document.items() if key != "clearslate"
            }
        lines.append(_line({**entry, **result}))
    shown = [f"{json.dumps(key)}:{_line(value)}" for key, value in sorted(parts.items())]
    return (
        f'{{"semantics":{SEMANTICS},\n"parts":{{\n' + ",\n".join(shown) + "\n},\n"
        '"cases":[\n' + ",\n".join(lines) + "\n]}\n"
    )


def _kept(value: Any, parts: dict[str, Any]) -> str:
    key = sha256_hex(value)[:12]
    parts[key] = value
    return key


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def copy_pack() -> None:
    """Copy the platform pack, without its examples, beside the corpus."""
    shutil.rmtree(PACK, ignore_errors=True)
    source = Path(str(packs.folder("platform")))
    shutil.copytree(source, PACK, ignore=shutil.ignore_patterns("examples"))


def main(arguments: list[str]) -> int:
    """Write the corpus; 1 where results changed and the semantics number did not."""
    if "--anew" in arguments:
        copy_pack()
        made = cases(load_pack(PACK))
    else:
        before = stored(load_pack(PACK))
        made = {name: each for name, (each, _) in before.items()}
        now = dict(zip(made, results(made.values()), strict=True))
        changed = [name for name, (_, result) in before.items() if now[name] != result]
        if changed and recorded_semantics() == SEMANTICS:
            print(
                f"{len(changed)} assessments changed; raise SEMANTICS:", *changed[:10], sep="\n  "
            )
            return 1
    CORPUS.write_text(text(made), encoding="utf-8")
    print(f"golden: {len(made)} cases, semantics {SEMANTICS}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
