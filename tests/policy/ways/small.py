"""A small rulebook with one rule for each kind of change, and a case that meets most of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from clearslate.policy.case import Case, Rulebook, make_case
from clearslate.policy.pack import Loaded, load_pack

ON = date(2026, 11, 24)
HASH = "ab" * 32

PACK = """\
format: pack/1
urn: urn:test:ways
title: A rulebook to find ways in
publisher: Nobody
version: "1"
in_force: {from: 2026-01-01}
licence: Apache-2.0
languages: [en]
sources: [{title: A source, date: "2026-01-01", grade: secondary}]
rows: {A1: One}
principles: []
areas: [{id: all, title: All, reviewer: the reviewer, days: 2}]
evidence:
  person.use_consent: {title: Consent to this use, who: the agent}
  person.guild_compliance: {title: Guild notice or agreement, who: labour relations}
  output.disclosure_plan: {title: Decision how the audience is told, who: standards}
rules:
  - {id: final, title: Final output, for_each: output, outcome: approval, when: output.is_final}
  - {id: presented, title: Presented as fact, for_each: output, outcome: approval,
     when: output.fabricates and output.presented_as_fact,
     needs: [{evidence: output.disclosure_plan}]}
  - {id: stores, title: The tool stores, for_each: component, outcome: approval,
     when: component.stores}
  - {id: tier, title: Terms of another tier, for_each: component, outcome: approval,
     when: not component.terms_match}
  - {id: unsecured, title: No secured environment, for_each: component, outcome: approval,
     when: not component.secured}
  - {id: reference, title: Somebody's work, for_each: reference, outcome: approval,
     when: 'reference.kind not in ("public_domain", "own")'}
  - {id: refused, title: The holder refused, for_each: reference, outcome: hold,
     when: 'reference.rights == "refused"'}
  - {id: replica, title: A replica, for_each: person, outcome: approval,
     when: 'person.act in ("replica", "significant")',
     needs: [{evidence: person.use_consent, unless: 'person.exception == "safety"'},
             {evidence: person.guild_compliance, unless: 'person.guild == "none"'}]}
  - {id: reuse, title: Reuse of a model, for_each: model, outcome: approval, when: model.reused}
definitions:
  output:
    is_final:
      means: 'output.destination in ("in_camera", "final_picture", "final_sound", "final_text",
        "marketing_published")'
not_a_use:
  when: 'all(c.technique == "not_ai" for c in components)'
  because: No generative AI.
cards:
  - card: everything
    title: Everything
    questions:
      - {field: outputs, nature: fact, mandatory: yes, nonempty: yes}
      - {field: output.name, nature: choice, for: notice}
      - {field: output.destination, nature: choice, mandatory: yes}
      - {field: output.fabricates, nature: fact, mandatory: yes}
      - {field: output.presented_as_fact, nature: choice, mandatory: yes, when: output.fabricates}
      - {field: components, nature: choice, mandatory: yes, nonempty: yes}
      - {field: component.technique, nature: fact, mandatory: yes}
      - {field: component.stores, nature: fact, mandatory: yes}
      - {field: component.terms_match, nature: evidence, mandatory: yes}
      - {field: component.secured, nature: choice, mandatory: yes}
      - {field: references, nature: choice, mandatory: yes}
      - {field: reference.kind, nature: fact, mandatory: yes}
      - {field: reference.rights, nature: evidence}
      - {field: people, nature: choice, mandatory: yes}
      - {field: person.who, nature: fact, for: notice}
      - {field: person.act, nature: choice, mandatory: yes}
      - {field: person.aspects, nature: choice}
      - {field: person.exception, nature: fact, when: 'person.act in ("replica", "significant")'}
      - {field: person.guild, nature: fact, mandatory: yes, when: 'person.act == "replica"'}
      - {field: models, nature: choice, mandatory: yes}
      - {field: model.made_for, nature: fact}
      - {field: model.record, nature: fact, for: notice}
      - {field: model.used_as, nature: choice}
      - {field: use.shots, nature: fact}
"""
_RULE = (
    "area: all, because: It is so., unsure: It may be so., fix: Mend it., basis: ours, cite: [A1]"
)
_QUESTION = "ask: a, why: b, who: the one who knows"

HARMLESS: dict[str, Any] = {
    "outputs": [{"name": "Board", "destination": "development", "fabricates": "no"}],
    "components": [
        {
            "name": "Imago", "technique": "generative", "stores": "no", "terms_match": "yes",
            "secured": "yes",
        }
    ],
    "references": [],
    "people": [],
    "models": [],
}  # fmt: skip


def rulebook(folder: Any) -> Loaded:
    text = PACK.replace("{id: ", f"{{{_RULE}, id: ", 99).replace(
        "{field: ", f"{{{_QUESTION}, field: "
    )
    # The area is no rule.
    text = text.replace(f"{{{_RULE}, id: all, ", "{id: all, ")
    path = folder / "ways.yaml"
    path.write_text(text, encoding="utf-8")
    return load_pack(path)


def case(loaded: Loaded, *, facts: dict[str, Any] | None = None, **parts: Any) -> Case:
    """A harmless case with some parts otherwise; None leaves a part out."""
    declared = {name: part for name, part in {**HARMLESS, **parts}.items() if part is not None}
    return make_case(
        {"clearslate": "declaration/1", **declared},
        rulebooks=[Rulebook(loaded)],
        on=ON,
        facts=facts,
    )
