"""A small rulebook in one file, with every kind of thing an assessment can hold."""

from datetime import date
from typing import Any

from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.pack import Loaded, load_pack

HASH = "ab" * 32
ON = date(2026, 11, 24)

PACK = """\
format: pack/1
urn: urn:test:small
title: A small rulebook
publisher: Nobody
version: "1"
in_force: {from: 2026-01-01, to: 2027-01-01}
licence: Apache-2.0
languages: [en]
sources: [{title: A source, date: "2026-01-01", grade: secondary}]
rows: {A1: One, B1: Two}
principles: [{id: P1, title: The first}, {id: P2, title: The second}, {id: P3, title: The third}]
areas:
  - {id: talent, title: Talent, reviewer: talent legal, days: 3}
  - {id: final, title: Final output, reviewer: platform contact, days: 2}
switches:
  - {id: S1, title: Background, why: open, values: {strict: a, relaxed: b}, default: strict}
evidence:
  person.use_consent: {title: Consent to this use, who: the agent}
conditions: {human: {title: Human input, text: A person finishes it.}}
rules:
  - id: final
    title: A final deliverable
    area: final
    principle: P1
    for_each: output
    when: 'output.destination == "final_picture" and not
      (switch.S1 == "relaxed" and output.position == "background")'
    outcome: approval
    because: "“{output.name}” goes to {output.destination}."
    unsure: It is not known where “{output.name}” goes.
    fix: Keep “{output.name}” temporary.
    conditions: [human]
    duties: [tell]
    basis: report
    cite: [A1]
  - id: replica
    title: A digital replica
    area: talent
    principle: P2
    for_each: person
    when: person.act == "replica"
    outcome: approval
    because: "{person.who} does what {person.who} did not do."
    unsure: It is not known what is done with {person.who}.
    fix: Film {person.who} instead.
    needs: [{evidence: person.use_consent, unless: 'person.exception == "safety"'}]
    basis: page
    cite: [B1]
duties:
  - {id: tell, text: "Tell the contact of “{output.name}”.", owner: coordinator, for_each: output,
     due: {on: output.replaced_by, days: -2, words: two days before}, cite: [A1]}
  - {id: late, text: Say why work began early., owner: producer, when: use.begun,
     due: {on: today, words: today}, cite: [A1]}
not_a_use: {when: 'any(c.technique == "not_ai" for c in components)', because: No AI at all.}
cards:
  - card: everything
    title: Everything
    questions:
      - {field: outputs, ask: a, why: b, who: you, nature: fact, mandatory: yes, nonempty: yes}
      - {field: people, ask: a, why: b, who: you, nature: fact, mandatory: yes}
      - {field: components, ask: a, why: b, who: you, nature: fact}
      - {field: component.technique, ask: a, why: b, who: you, nature: fact}
      - {field: output.destination, ask: a, why: b, who: the editor, nature: choice}
      - {field: output.position, ask: a, why: b, who: you, nature: fact}
      - {field: output.replaced_by, ask: a, why: b, who: you, nature: choice}
      - {field: use.begun, ask: a, why: b, who: you, nature: fact}
      - {field: use.shots, ask: a, why: b, who: you, nature: fact}
      - {field: person.act, ask: a, why: b, who: the agent, nature: choice}
      - {field: person.aspects, ask: a, why: b, who: you, nature: fact}
      - {field: person.exception, ask: a, why: b, who: you, nature: fact}
"""


def rulebook(folder: Any, text: str = PACK) -> Loaded:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return load_pack(path)


def case(loaded: Loaded, declaration: dict[str, Any], **options: Any) -> Case:
    options = {"on": ON, **options}
    return make_case(
        {"clearslate": "declaration/1", **declaration}, rulebooks=[Rulebook(loaded)], **options
    )
