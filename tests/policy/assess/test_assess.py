"""What an assessment says of a case: outcome, interval, reasons, gaps, duties and their dates."""

from dataclasses import replace
from datetime import date

import pytest

from clearslate.policy.assess import Assessor, assess
from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.errors import CaseError
from tests.policy.assess.small import HASH, PACK, case, rulebook

TEMPORARY = {"name": "Board", "destination": "development"}
FINAL = {"name": "Crowd", "destination": "final_picture", "replaced_by": "2026-12-10"}
REPLICA = {"who": "Mara", "act": "replica", "aspects": ["face"], "exception": "none"}
CONSENT = {
    "id": "C-1", "kind": "use_consent", "subject": "Mara", "productions": ["HALCYON"],
    "acts": ["replica"], "aspects": ["face"], "from": "2026-01-01", "to": "2026-12-24",
    "sha256": HASH,
}  # fmt: skip
ON_FILE = {"production": {"id": "HALCYON"}, "evidence": [CONSENT]}


@pytest.fixture
def loaded(tmp_path):
    return rulebook(tmp_path)


def test_it_works(loaded):
    result = assess(case(loaded, {"outputs": [FINAL], "people": [], "use": {"begun": "no"}}))
    assert result.outcome == "approval"
    assert result.interval == ("approval", "approval")
    [finding] = result.findings
    assert finding.because == "“Crowd” goes to the final picture."
    assert finding.fix == "Keep “Crowd” temporary."
    assert (finding.rule, finding.subject, finding.path) == ("final", "Crowd", "outputs[0]")
    assert ("outputs[0].destination", "Where it ends up", "The final picture") in [
        (answer.path, answer.title, answer.words) for answer in finding.answers
    ]
    assert finding.cite == ("A1",)
    assert [(each.id, each.state) for each in result.principles] == [
        ("P1", "not_met"), ("P2", "met"), ("P3", "met"),
    ]  # fmt: skip
    assert [(each.area, each.reviewer, each.days) for each in result.reviewers] == [
        ("final", "platform contact", 2)
    ]
    assert [(each.id, each.subjects) for each in result.conditions] == [("human", ("Crowd",))]
    assert [(each.id, each.due, each.text) for each in result.duties] == [
        ("tell", "2026-12-08", "Tell the contact of “Crowd”.")
    ]


def test_when_everything_is_settled_and_nothing_fires_the_contact_is_informed(loaded):
    result = assess(case(loaded, {"outputs": [TEMPORARY], "people": []}))
    assert (result.outcome, result.findings, result.unanswered) == ("notify", (), ())


@pytest.mark.parametrize("number", [1, 3])
def test_one_finding_for_each_subject_by_name(loaded, number):
    people = [{**REPLICA, "who": f"Person {n}"} for n in range(number)]
    result = assess(case(loaded, {"outputs": [TEMPORARY], "people": people}))
    assert [finding.subject for finding in result.findings] == [
        f"Person {n}" for n in range(number)
    ]


def test_missing_evidence_is_a_hold_and_evidence_lifts_it(loaded):
    declaration = {"outputs": [TEMPORARY], "people": [REPLICA]}
    without = assess(case(loaded, declaration))
    assert (without.outcome, without.interval) == ("hold", ("hold", "hold"))
    assert [(each.evidence, each.subject, each.who) for each in without.missing] == [
        ("person.use_consent", "Mara", "the agent")
    ]
    with_it = assess(case(loaded, declaration, facts=ON_FILE))
    assert (with_it.outcome, with_it.missing) == ("approval", ())
    assert with_it.findings[0].on_file == ("Consent to this use",)
    assert with_it.holds_until == "2026-12-24"


def test_an_exception_lifts_the_need_only_when_it_is_certain(loaded):
    def outcome(exception):
        person = {key: value for key, value in REPLICA.items() if key != "exception"}
        person |= {"exception": exception} if exception else {}
        result = assess(case(loaded, {"outputs": [TEMPORARY], "people": [person]}))
        return result.outcome, result.interval

    assert outcome("safety") == ("approval", ("approval", "approval"))
    assert outcome("none") == ("hold", ("hold", "hold"))
    assert outcome("unknown") == ("hold", ("approval", "hold"))
    assert outcome(None) == ("hold", ("approval", "hold"))


def test_doubt_acts_as_approval_and_may_reach_hold(loaded):
    person = {**REPLICA, "act": "unknown"}
    result = assess(case(loaded, {"outputs": [TEMPORARY], "people": [person]}))
    assert (result.outcome, result.interval) == ("approval", ("notify", "hold"))
    [finding] = result.findings
    assert (finding.certain, finding.outcome, finding.at_worst) == (False, "approval", "hold")
    assert finding.because == "It is not known what is done with Mara."
    assert [(each.path, each.state, each.who) for each in finding.unknown] == [
        ("people[0].act", "not_sure", "the agent")
    ]


@pytest.mark.parametrize(
    ("people", "outcome", "state"),
    [
        ("unknown", "approval", "not_sure"),
        (None, "approval", "not_answered"),
        ([], "notify", None),
    ],
)
def test_unknown_missing_and_empty_stay_three_different_things(loaded, people, outcome, state):
    declaration = {"outputs": [TEMPORARY]} | ({} if people is None else {"people": people})
    result = assess(case(loaded, declaration))
    assert result.outcome == outcome
    states = [(each.path, each.state) for each in result.unanswered]
    assert states == ([("people", state)] if state else [])
    assert [finding.path for finding in result.findings] == (["people"] if state else [])


def test_a_blank_declaration_and_one_with_every_list_empty(loaded):
    blank = assess(case(loaded, {}))
    assert (blank.outcome, blank.interval) == ("approval", ("notify", "hold"))
    assert {each.path for each in blank.unanswered} == {"outputs", "people"}
    empty = assess(case(loaded, {"outputs": [], "people": [], "components": []}))
    assert (empty.outcome, empty.interval) == ("approval", ("notify", "approval"))
    assert [each.path for each in empty.unanswered] == ["outputs"]


def test_a_switch_changes_the_reading_and_is_named(loaded):
    output = {**FINAL, "position": "background"}
    strict = assess(case(loaded, {"outputs": [output], "people": []}))
    assert (strict.outcome, strict.findings[0].switches) == ("approval", (("S1", "strict"),))
    relaxed = assess(case(loaded, {"outputs": [output], "people": []}, switches={"S1": "relaxed"}))
    assert (relaxed.outcome, relaxed.switches) == ("notify", (("S1", "relaxed"),))


def test_no_use_of_generative_ai_has_a_reason_and_no_outcome(loaded):
    result = assess(case(loaded, {"components": [{"technique": "not_ai"}], "outputs": [FINAL]}))
    assert (result.outcome, result.not_a_use, result.findings) == (None, "No AI at all.", ())


def test_a_duty_without_a_known_date_says_so_and_a_late_declaration_is_ordinary(loaded):
    output = {key: value for key, value in FINAL.items() if key != "replaced_by"}
    result = assess(case(loaded, {"outputs": [output], "people": [], "use": {"begun": "yes"}}))
    assert [(each.id, each.due) for each in result.duties] == [
        ("tell", None), ("late", "2026-11-24"),
    ]  # fmt: skip


def test_the_same_case_gives_the_same_bytes_and_another_case_others(loaded):
    declaration = {"outputs": [FINAL], "people": [REPLICA]}
    one, two = assess(case(loaded, declaration)), assess(case(loaded, declaration))
    assert one.canonical == two.canonical
    assert one.case == case(loaded, declaration).sha256
    other = assess(case(loaded, declaration, on=date(2026, 11, 25)))
    assert other.case != one.case


def test_an_advisory_pack_shows_its_findings_and_leaves_the_outcome(loaded, tmp_path):
    stricter = PACK.replace("urn:test:small", "urn:test:house").replace(
        'output.destination == "final_picture" and not', 'output.destination != "pitch" and not'
    )
    house = rulebook(tmp_path, stricter)
    declaration = {"clearslate": "declaration/1", "outputs": [TEMPORARY], "people": []}

    def outcome(*, adopted):
        rulebooks = [Rulebook(loaded), Rulebook(house, adopted, "The policy owner")]
        on = date(2026, 11, 24)
        return assess(make_case(declaration, rulebooks=rulebooks, on=on))

    advisory = outcome(adopted=False)
    assert advisory.outcome == "notify"
    assert [finding.pack for finding in advisory.findings] == ["urn:test:house"]
    assert advisory.reviewers == ()
    assert outcome(adopted=True).outcome == "approval"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"switches": {"S2": "strict"}}, "There is no switch “S2”"),
        ({"switches": {"S1": "relax"}}, "Did you mean “relaxed”?"),
        ({"on": date(2027, 1, 1)}, "and not on 2027-01-01"),
        ({"on": date(2025, 12, 31)}, "in force from 2026-01-01"),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(loaded, options, message):
    with pytest.raises(CaseError) as refusal:
        case(loaded, {}, **options)
    assert message in str(refusal.value)


def test_a_reference_to_nothing_on_file_is_refused(loaded):
    with pytest.raises(CaseError) as refusal:
        case(loaded, {"components": [{"terms": "T-1"}]}, facts={"terms": [{"id": "T-11"}]})
    assert "components[0].terms" in str(refusal.value)
    assert "Did you mean “T-11”?" in str(refusal.value)


@pytest.mark.parametrize("part", ["agreements", "terms", "evidence", "models_on_file"])
def test_two_records_of_one_id_are_refused(loaded, part):
    with pytest.raises(CaseError) as refusal:
        case(loaded, {}, facts={part: [{"id": "A"}, {"id": "B"}, {"id": "A"}]})
    assert f"facts.{part}[2].id" in str(refusal.value)
    assert f"first as facts.{part}[0]" in str(refusal.value)
    assert case(loaded, {}, facts={part: [{"id": "unknown"}, {"id": "unknown"}, {}, {}]})


def test_an_assessor_serves_many_cases(loaded):
    assessor = Assessor([Rulebook(loaded)])
    first = case(loaded, {"outputs": [FINAL], "people": []})
    assert assessor.assess(first) == assess(first)
    assert replace(first) == first


def test_no_use_is_what_every_adopted_rulebook_says(loaded, tmp_path):
    gate = PACK[PACK.index("not_a_use:") : PACK.index("cards:")]
    text = PACK.replace("urn:test:small", "urn:test:house").replace(gate, "")
    for field in ("components", "component.technique"):
        text = text.replace(f"{{field: {field},", f"{{field: {field}, for: notice,")
    house = rulebook(tmp_path, text)
    declaration = {
        "clearslate": "declaration/1",
        "components": [{"technique": "not_ai"}],
        "outputs": [FINAL],
        "people": [],
    }

    def outcome(*, adopted):
        rulebooks = [Rulebook(loaded), Rulebook(house, adopted, "The policy owner")]
        return assess(make_case(declaration, rulebooks=rulebooks, on=date(2026, 11, 24))).outcome

    assert outcome(adopted=False) is None
    assert outcome(adopted=True) == "approval"
