"""Everything that can be wrong with a pack is reported when it is loaded, with line and remedy."""

import pytest

from clearslate.policy.errors import PackError
from clearslate.policy.pack import load_pack

GOOD = """\
format: pack/1
urn: urn:test:pack
title: A test pack
publisher: Nobody
version: "1"
in_force: {from: 2026-01-01}
licence: Apache-2.0
languages: [en]
sources:
  - {title: A source, date: "2026-01-01", grade: secondary}
rows: {A1: Row one}
principles: [{id: P1, title: The first}]
areas: [{id: data, title: Data, reviewer: security, days: 3}]
switches:
  - {id: S1, title: A switch, why: open, values: {strict: a, relaxed: b}, default: strict}
evidence:
  person.use_consent: {title: Consent to this use, who: the agent}
conditions:
  careful: {title: Careful, text: Take care.}
definitions:
  output: {is_final: {means: 'output.destination == "final_picture"'}}
rules:
  - id: final
    title: Final
    area: data
    principle: P1
    for_each: output
    when: output.is_final
    outcome: approval
    because: "“{output.name}” goes to {output.destination}."
    unsure: It is not known where “{output.name}” goes.
    fix: Keep it temporary.
    conditions: [careful]
    duties: [tell]
    basis: report
    cite: [A1]
duties:
  - id: tell
    text: Tell the contact.
    owner: coordinator
    due: {on: use.work_from, days: -2, words: two days before work begins}
    cite: [A1]
cards:
  - card: where
    title: Where it goes
    lists: outputs
    questions:
      - field: outputs
        ask: What comes out?
        why: It decides.
        who: you
        nature: fact
        mandatory: yes
        nonempty: yes
      - field: output.destination
        ask: Where does it go?
        why: It decides.
        who: the editor
        nature: choice
        mandatory: yes
      - field: use.work_from
        ask: When does work begin?
        why: A duty falls due.
        who: you
        nature: fact
"""

UNSERVED = "      - {field: use.title, ask: a, why: b, who: c, nature: fact}\n"


def load(tmp_path, text):
    path = tmp_path / "pack.yaml"
    path.write_text(text, encoding="utf-8")
    return load_pack(path)


def test_the_good_pack_loads_and_derives_its_guards(tmp_path):
    pack = load(tmp_path, GOOD).pack
    assert [rule.id for rule in pack.rules] == ["final"]
    assert [(guard.part, guard.field, guard.nonempty) for guard in pack.guards] == [
        ("outputs", None, True),
        ("outputs", "destination", False),
    ]
    assert pack.warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        (
            "when: output.is_final",
            "when: output.is_finale",
            "rules[final].when",
            "Did you mean “is_final”?",
        ),
        (
            "when: output.is_final",
            'when: output.position == "foregound"',
            "rules[final].when",
            "Did you mean “foreground”?",
        ),
        (
            "when: output.is_final",
            "when: output.seconds == output.name",
            "rules[final].when",
            "are unlike",
        ),
        (
            "when: output.is_final",
            "when: any(x == 1 for x in output.name)",
            "rules[final].when",
            "holds one value, not several",
        ),
        ("    cite: [A1]\nduties", "duties", "rules[final].cite", "cites at least one row"),
        ("cite: [A1]\nduties", "cite: [A9]\nduties", "rules[final].cite", "There is no row “A9”"),
        ("area: data", "area: dta", "rules[final].area", "Did you mean “data”?"),
        ("outcome: approval", "outcome: aproval", "rules[final].outcome", "Did you mean “approval”?"),  # noqa: E501
        ("for_each: output", "for_each: outputs", "rules[final].for_each", "Did you mean “output”?"),  # noqa: E501
        ("{output.destination}", "{output.destinaton}", "because", "Did you mean “destination”?"),
        ("{output.destination}", "{destination}", "because", "is no place here"),
        ("conditions: [careful]", "conditions: [carefull]", "rules[final]", "Did you mean “careful”?"),  # noqa: E501
        ("duties: [tell]", "duties: [tel]", "rules[final].duties", "Did you mean “tell”?"),
        ("on: use.work_from", "on: use.work_form", "duties[tell].due.on", "use.work_from"),
        ("    fix: Keep it temporary.\n", "", "rules[final].fix", "This text is missing."),
        ("    fix:", "    fixx: 1\n    fix:", "rules[final].fixx", "There is no such key"),
        ("version: \"1\"", "version: 1", "version", "A text is needed"),
        ("default: strict", "default: strickt", "switches[S1].default", "Did you mean “strict”?"),
        ("grade: secondary", "grade: second", "sources", "Did you mean “secondary”?"),
        ("field: output.destination", "field: output.destinaton", "cards[where]", "Did you mean"),
        ("nature: choice", "nature: choise", "cards[where]", "Did you mean “choice”?"),
        ("person.use_consent:", "person.use_consents:", "evidence", "Did you mean"),
        ("'output.destination ==", "'output.destinatio ==", "definitions.output", "Did you mean"),
    ],
)  # fmt: skip  # one mistake a line
def test_each_mistake_is_reported_with_its_line_and_remedy(tmp_path, old, new, path, message):
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    with pytest.raises(PackError) as refusal:
        load(tmp_path, text)
    problems = refusal.value.problems
    assert any(path in problem.path and message in str(problem) for problem in problems), problems
    assert all(problem.line for problem in problems)
    assert all(problem.file == "pack.yaml" for problem in problems)


def test_all_mistakes_are_reported_at_once(tmp_path):
    text = GOOD.replace("area: data", "area: dta").replace("nature: choice", "nature: choise")
    text = text.replace("is_final\n", "is_fnal\n")
    with pytest.raises(PackError) as refusal:
        load(tmp_path, text)
    assert len(refusal.value.problems) == 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "when: output.is_final",
            "when: output.is_final and output.fabricates",
            "The rule reads outputs.fabricates, and no question asks for it.",
        ),
        (
            "field: output.destination",
            "field: output.gates",
            "The rule reads outputs.destination, and no question asks for it.",
        ),
        (
            "      - field: use.work_from",
            UNSERVED + "      - field: use.work_from",
            "No rule or duty reads this answer.",
        ),
        (
            "        nature: fact\n        mandatory: yes\n        nonempty: yes\n",
            "        nature: fact\n",
            "the question what is in “outputs” is not. Make that one mandatory too.",
        ),
        ("    conditions: [careful]\n", "", "No rule asks for this condition."),
        ("    duties: [tell]\n", "", "No rule brings this duty"),
        (
            "    basis: report",
            "    overlaps: [{rule: finl, reason: x}]\n    basis: report",
            "“final”",
        ),
        ("person.use_consent", "person.replica_consent", None),
    ],
)
def test_what_is_wrong_with_the_pack_as_a_whole(tmp_path, old, new, message):
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if message is None:
        load(tmp_path, text)
        return
    with pytest.raises(PackError) as refusal:
        load(tmp_path, text)
    assert message in str(refusal.value)


def test_a_field_for_the_notice_needs_no_rule(tmp_path):
    extra = "      - {field: use.title, ask: a, why: b, who: c, nature: fact, for: notice}\n"
    assert load(tmp_path, GOOD + extra).pack.cards[0].questions[-1].for_notice


def test_evidence_without_words_is_refused(tmp_path):
    text = GOOD.replace("for_each: output\n", "for_each: person\n", 1)
    text = text.replace("when: output.is_final", 'when: person.act == "replica"')
    text = text.replace("{output.name}", "{person.who}").replace(" {output.destination}", " it")
    text = text.replace(
        "    basis: report", "    needs: [{evidence: person.use_consent}]\n    basis: report"
    )
    text = text.replace("person.use_consent: {", "person.replica_consent: {")
    with pytest.raises(PackError) as refusal:
        load(tmp_path, text)
    assert "no words for person.use_consent" in str(refusal.value)


@pytest.mark.parametrize(
    ("condition", "warned"),
    [
        ('output.position != "background" and (output.position == "background" or output.fabricates)', True),  # noqa: E501
        ('output.key_element == "none" or output.key_element != "none"', True),
        ('output.position != "background" and output.fabricates', False),
        ('output.position == "background" or (output.position == "foreground" and output.fabricates)', False),  # noqa: E501
    ],
)  # fmt: skip  # one mistake a line
def test_a_repeated_field_that_loses_certainty_is_a_warning(tmp_path, condition, warned):
    asked = "".join(
        f"      - {{field: output.{name}, ask: a, why: b, who: c, nature: fact}}\n"
        for name in ("position", "fabricates", "key_element")
    )
    text = GOOD.replace("when: output.is_final", f"when: '{condition}'") + asked
    for name in ("position", "fabricates", "key_element", "destination"):
        if f"output.{name}" not in condition:
            text = text.replace(
                f"field: output.{name}, ask", f"field: output.{name}, for: notice, ask"
            )
    text = text.replace(
        "field: output.destination\n", "field: output.destination\n        for: notice\n"
    )
    warnings = load(tmp_path, text).pack.warnings
    assert bool(warnings) is warned
    assert all("repeats a field" in warning for warning in warnings)


def test_no_pack_at_all(tmp_path):
    with pytest.raises(PackError) as refusal:
        load_pack(tmp_path)
    assert "There is no pack here" in str(refusal.value)
