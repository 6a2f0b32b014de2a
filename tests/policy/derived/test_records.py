"""Whether dated records cover a use: the first and last day, withdrawal, scope, and doubt."""

from datetime import date

import pytest

from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.derived import holds_until, relevant, resolve

HASH = "ab" * 32
ON = date(2026, 11, 24)
USE = {"work_from": "2026-11-01", "work_to": "2026-11-30", "shots": ["101_0010"]}
PERSON = {"who": "Mara Lind", "act": "replica", "aspects": ["face", "voice"]}
CONSENT = {
    "id": "C-1",
    "kind": "use_consent",
    "subject": "Mara Lind",
    "productions": ["HALCYON"],
    "acts": ["replica"],
    "aspects": ["face", "voice", "body"],
    "from": "2026-10-01",
    "sha256": HASH,
}


def resolved(declaration, facts=None):
    facts = {"production": {"id": "HALCYON"}, **(facts or {})}
    return resolve(declaration, facts, schema=core_schema(), switches={}, on=ON)


def consents(document, person=PERSON, use=USE):
    case = resolved({"use": use, "people": [person]}, {"evidence": [document]})
    return case["people"][0]


def test_a_consent_whose_scope_holds_the_use_is_on_file():
    assert consents(CONSENT)["use_consent"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Somebody Else"},
        {"kind": "replica_consent"},
        {"productions": ["ANOTHER"]},
        {"productions": "unknown"},
        {"acts": ["significant"]},
        {"acts": "unknown"},
        {"aspects": ["face"]},
        {"aspects": "unknown"},
        {"shots": ["101_0020"]},
        {"shots": "unknown"},
        {"from": "2026-11-02"},
        {"from": "unknown"},
        {"to": "2026-11-30"},
        {"to": "unknown"},
        {"withdrawn": "2026-11-20"},
        {"withdrawn": "unknown"},
        {"sha256": "a bare word"},
        {"sha256": "unknown"},
    ],
    ids=lambda change: " ".join(f"{key}={value}" for key, value in change.items()),
)
def test_a_consent_that_falls_short_or_is_not_sure_is_not_on_file(change):
    assert consents({**CONSENT, **change})["use_consent"] is False


@pytest.mark.parametrize("missing", ["productions", "acts", "aspects", "from", "sha256"])
def test_a_consent_without_its_scope_its_day_or_its_document_is_not_on_file(missing):
    document = {key: value for key, value in CONSENT.items() if key != missing}
    assert consents(document)["use_consent"] is False


@pytest.mark.parametrize(
    "change",
    [
        {"to": "2026-12-01"},
        {"from": "2026-11-01"},
        {"shots": ["101_0010", "101_0020"]},
        {"subject": " mara  LIND "},
        {"withdrawn": "2026-12-24"},
    ],
    ids=str,
)
def test_the_first_day_counts_and_the_end_does_not(change):
    assert consents({**CONSENT, **change})["use_consent"] is True


def test_an_accent_may_be_stored_in_one_sign_or_in_two():
    person = {**PERSON, "who": "Zo\u00eb Lind"}
    assert consents({**CONSENT, "subject": "zoe\u0308 Lind"}, person)["use_consent"] is True
    assert consents({**CONSENT, "subject": "Zoe Lind"}, person)["use_consent"] is False


@pytest.mark.parametrize("aspects", ["unknown", None, []])
def test_no_consent_covers_aspects_that_are_not_known(aspects):
    person = {**PERSON, "aspects": aspects}
    if aspects is None:
        del person["aspects"]
    assert consents(CONSENT, person)["use_consent"] is False


def test_a_declarant_cannot_claim_the_evidence():
    case = resolved({"use": USE, "people": [{**PERSON, "use_consent": "yes"}]})
    assert case["people"][0]["use_consent"] is False


def test_without_a_work_window_the_date_of_the_assessment_counts():
    assert consents({**CONSENT, "from": "2026-11-24"}, use={})["use_consent"] is True
    assert consents({**CONSENT, "from": "2026-11-25"}, use={})["use_consent"] is False


TOOL = {
    "name": "Throng 2",
    "version": "2.1",
    "tier": "enterprise",
    "plugins": [],
    "terms": "T-1",
}
TERMS = {
    "id": "T-1",
    "tool": "Throng 2",
    "version": "2.1",
    "tier": "enterprise",
    "technique": "generative",
    "stores": "no",
    "reuses": "no",
    "trains": "no",
    "secured": "yes",
    "agreement": "A-1",
    "read_by": "the VFX producer",
    "read_on": "2026-09-01",
    "from": "2026-09-01",
    "sha256": HASH,
}
AGREEMENT = {
    "id": "A-1",
    "kind": "enterprise",
    "onboarded": "yes",
    "from": "2026-01-01",
    "sha256": HASH,
}
VOUCHED = ("stores", "reuses", "trains", "secured", "terms_match")


def component(tool=TOOL, terms=TERMS, agreement=AGREEMENT):
    facts = {"terms": [terms], "agreements": [agreement]}
    return resolved({"use": USE, "components": [tool]}, facts)["components"][0]


def test_the_terms_on_file_answer_for_the_tool():
    tool = component()
    assert [tool[name] for name in VOUCHED] == [False, False, False, True, True]
    assert tool["technique"] == "generative"
    assert (tool["onboarded"], tool["agreement_lapsed"]) == (True, False)


def test_an_answer_that_the_terms_contradict_is_not_known():
    assert component({**TOOL, "stores": "yes"})["stores"] is None
    assert component({**TOOL, "stores": "no"})["stores"] is False


@pytest.mark.parametrize(
    ("terms", "agreement"),
    [
        ({}, {"to": "2026-11-30"}),
        ({}, {"to": "unknown"}),
        ({}, {"from": "2026-11-02"}),
        ({"to": "2026-11-15"}, {}),
        ({"from": "2026-11-15"}, {}),
    ],
)
def test_what_a_lapsed_agreement_vouched_for_is_not_known(terms, agreement):
    tool = component(terms={**TERMS, **terms}, agreement={**AGREEMENT, **agreement})
    assert [tool[name] for name in VOUCHED] == [None] * 5
    assert tool["agreement_lapsed"] is True
    assert tool["technique"] == "generative"


@pytest.mark.parametrize(
    ("change", "matches"),
    [
        ({"tier": "consumer"}, False),
        ({"version": "3.0"}, False),
        ({"plugins": ["Upscaler"]}, False),
        ({"tool": "Another tool"}, False),
        ({"plugins": "unknown"}, None),
        ({"plugins": []}, True),
        ({"read_by": None}, None),
        ({"tier": None}, None),
        ({"sha256": None}, None),
        ({"sha256": "a bare word"}, None),
    ],
)
def test_terms_match_compares_tool_version_tier_and_plugins(change, matches):
    terms = {key: value for key, value in {**TERMS, **change}.items() if value is not None}
    assert component(TOOL, terms)["terms_match"] is matches


@pytest.mark.parametrize("on_file", [None, [], ["Upscaler"]])
@pytest.mark.parametrize("declared", [None, "unknown"])
def test_plugins_that_nobody_has_named_match_no_terms(declared, on_file):
    tool, terms = dict(TOOL), dict(TERMS)
    for record, plugins in ((tool, declared), (terms, on_file)):
        record.pop("plugins", None)
        if plugins is not None:
            record["plugins"] = plugins
    assert component(tool, terms)["terms_match"] is None


@pytest.mark.parametrize("sha256", [None, "unknown", "a bare word"])
def test_an_agreement_without_its_document_proves_no_onboarding(sha256):
    agreement = {key: value for key, value in AGREEMENT.items() if key != "sha256"}
    if sha256 is not None:
        agreement["sha256"] = sha256
    assert component(agreement=agreement)["onboarded"] is None


@pytest.mark.parametrize(
    ("model", "record", "reused"),
    [
        ({"used_as": "this_production", "made_for": "HALCYON"}, {}, False),
        ({"used_as": "this_production", "made_for": "OLDER"}, {}, True),
        ({"used_as": "another_production"}, {}, True),
        ({"used_as": "pitch_or_concept", "made_for": "HALCYON"}, {}, True),
        ({"used_as": "this_production"}, {}, None),
        ({"used_as": "unknown", "made_for": "HALCYON"}, {}, None),
        # A declarant's own word takes no model out of the production it is on file for.
        ({"used_as": "this_production", "made_for": "HALCYON", "record": "M-1"}, {}, True),
        ({"used_as": "this_production", "made_for": " halcyon"}, {}, False),
        ({"used_as": "this_production", "record": "M-1"}, {"made_for": "HALCYON"}, False),
        ({"used_as": "this_production", "record": "M-1"}, {}, True),
    ],
)
def test_a_model_is_reused_when_it_serves_another_title_or_a_pitch(model, record, reused):
    facts = {"models_on_file": [{"id": "M-1", "made_for": "OLDER", **record}]}
    assert resolved({"models": [model]}, facts)["models"][0]["reused"] is reused


def test_reuse_needs_the_consent_of_every_party_on_record():
    model = {"name": "Mara face", "record": "M-1", "used_as": "another_production"}
    record = {"id": "M-1", "performer": "Mara Lind", "parties": ["Mara Lind", "Parallel Yard"]}
    consent = {**CONSENT, "kind": "reuse_consent", "parties": ["Mara Lind", "Parallel Yard"]}

    def agreed(**change):
        facts = {"models_on_file": [record], "evidence": [{**consent, **change}]}
        return resolved({"use": USE, "models": [model]}, facts)["models"][0]["all_parties_consent"]

    assert agreed() is True
    assert agreed(parties=["Mara Lind"]) is False
    assert agreed(productions=["OLDER"]) is False
    model["performer"] = "Mara Lind"
    assert agreed() is True
    model["performer"] = "Somebody Else"
    assert agreed() is False


def test_every_displaced_craft_needs_its_agreement():
    crafts = [{"name": "Matte painter"}, {"name": "Storyboard artist"}]
    painter = {**CONSENT, "kind": "labour_agreement", "subject": "Matte painter"}
    board = {**CONSENT, "kind": "labour_inapplicability", "subject": "Storyboard artist"}

    def agreed(*documents, crafts=crafts):
        case = resolved({"use": USE, "crafts": crafts}, {"evidence": list(documents)})
        return case["use"]["labour_agreement"]

    assert agreed(painter, board) is True
    assert agreed(painter) is False
    assert agreed(painter, board, crafts=[]) is False
    assert agreed(painter, board, crafts="unknown") is False


def test_holds_until_is_the_first_later_day_on_which_a_record_changes():
    facts = {
        "evidence": [{**CONSENT, "to": "2027-02-01"}],
        "agreements": [{**AGREEMENT, "to": "2027-01-01"}],
        "terms": [TERMS],
    }

    def until(declaration, facts, *read):
        return holds_until(relevant(declaration, facts), read, schema=core_schema(), on=ON)

    declaration = {"components": [TOOL], "people": [PERSON]}
    assert until(declaration, facts) == date(2027, 1, 1)
    assert until({"people": [PERSON]}, facts) == date(2027, 2, 1)
    assert until({}, facts) is None
    assert until(declaration, {}) is None
    later = date(2026, 12, 1).toordinal()
    assert until(declaration, facts, later, None) == date(2026, 12, 1)


def test_only_records_that_can_count_are_dependencies():
    other = {**CONSENT, "id": "C-2", "subject": "Somebody Else"}
    record = {"id": "M-1", "performer": "Somebody Else"}
    facts = {
        "production": {"id": "HALCYON"},
        "evidence": [CONSENT, other],
        "agreements": [AGREEMENT, {**AGREEMENT, "id": "A-2"}],
        "terms": [TERMS, {**TERMS, "id": "T-2"}],
        "models_on_file": [record],
    }

    def ids(**declaration):
        return [entry["id"] for _, entry in relevant(declaration, facts)]

    assert ids() == ["HALCYON"]
    assert ids(people=[PERSON]) == ["HALCYON", "C-1"]
    assert ids(components=[TOOL]) == ["HALCYON", "A-1", "T-1"]
    assert ids(components=[{"agreement": "A-2"}]) == ["HALCYON", "A-2"]
    assert ids(models=[{"record": "M-1"}]) == ["HALCYON", "M-1", "C-2"]
    assert ids(models=[{"rights_holders": ["mara lind"]}]) == ["HALCYON", "C-1"]
    assert ids(people="unknown", models=[{"rights_holders": "unknown"}]) == ["HALCYON"]


@pytest.mark.parametrize(
    ("used_as", "used_for", "named", "agreed"),
    [
        ("pitch_or_concept", "Spin-off", "Spin-off", True),
        ("pitch_or_concept", "Spin-off", "HALCYON", False),
        ("pitch_or_concept", "HALCYON", "HALCYON", False),
        ("pitch_or_concept", None, "HALCYON", False),
        ("another_production", "NEXT", "NEXT", True),
        ("another_production", "NEXT", "HALCYON", False),
        ("this_production", "NEXT", "NEXT", False),
        ("this_production", "NEXT", "HALCYON", True),
    ],
)
def test_a_consent_to_reuse_names_what_the_model_serves(used_as, used_for, named, agreed):
    model = {"record": "M-1", "used_as": used_as} | ({"used_for": used_for} if used_for else {})
    facts = {
        "models_on_file": [{"id": "M-1", "performer": "Mara Lind", "parties": ["Mara Lind"]}],
        "evidence": [
            {
                **CONSENT,
                "kind": "reuse_consent",
                "productions": [named],
                "parties": ["Mara Lind"],
            }
        ],
    }
    case = resolved({"use": USE, "models": [model]}, facts)
    assert case["models"][0]["all_parties_consent"] is agreed
