"""`clearslate policy`: show, check and test; proofs and `init` have tests of their own."""

from __future__ import annotations

import shutil
import sys
from html import unescape
from pathlib import Path

import pytest

from clearslate.policy.pack.load import shipped_pack
from tests.cli.running import HOUSE, run
from tests.policy.assess.small import PACK

RULES = shipped_pack().pack.rules


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(PACK, encoding="utf-8")
    return path


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copytree(HOUSE, tmp_path / "house")
    return tmp_path / "house"


class TestShow:
    def test_every_rule_stands_there_with_its_citation(self) -> None:
        page = unescape(run("policy", "show", "--format", "html").out)
        for rule in RULES:
            assert f"<p>{rule.title}</p>" in page
            assert f">{', '.join(rule.cite)}</div>" in page
        out = " ".join(run("policy", "show").out.split())
        assert "On hold without: consent that covers this use" in out
        assert "{" not in out

    def test_html(self) -> None:
        out = run("policy", "show", "--format", "html").out
        assert out.startswith("<!doctype html>")
        assert out.count("<li>") > len(RULES)

    @pytest.mark.parametrize("form", ["text", "html"])
    @pytest.mark.parametrize("department", ["vfx", "art", "music"])
    def test_a_card_has_three_columns(self, department: str, form: str) -> None:
        result = run("policy", "show", "--card", department, "--format", form)
        assert result.code == 0
        for title in ("Free to use, with notice", "Needs approval", "Needs evidence"):
            assert title in result.out

    def test_a_card_shows_real_cases_of_the_department(self) -> None:
        out = run("policy", "show", "--card", "vfx").out
        assert "Stadium crowd" in out
        assert "Mood board" not in out

    def test_json_holds_the_whole_rulebook(self) -> None:
        document = run("policy", "show", "--format", "json").json
        assert document["sha256"] == shipped_pack().pack.sha256
        assert [rule["id"] for rule in document["rules"]] == [rule.id for rule in RULES]
        assert [each["id"] for each in document["switches"]] == ["S1", "S2", "S3", "S4"]

    def test_json_holds_the_columns_of_a_card(self) -> None:
        document = run("policy", "show", "--card", "vfx", "--format", "json").json
        assert [each["outcome"] for each in document["columns"]] == ["notify", "approval", "hold"]
        assert "Stadium crowd" in str(document["columns"])

    @pytest.mark.parametrize("arguments", [("show", "nowhere"), ("show", "--card", "vxf"),
                                           ("test", "nowhere")])  # fmt: skip
    def test_json_says_what_stood_in_its_way(self, arguments: tuple[str, ...]) -> None:
        result = run("policy", *arguments, "--format", "json")
        assert result.code == 2
        assert result.json["problems"]

    def test_an_unknown_department(self) -> None:
        result = run("policy", "show", "--card", "vxf")
        assert result.code == 2
        assert "Did you mean “vfx”?" in result.err

    def test_a_pack_from_a_file(self, small: Path) -> None:
        assert "A digital replica" in run("policy", "show", small).out


class TestCheck:
    def test_it_works(self) -> None:
        result = run("policy", "check", "platform")
        assert result.code == 0
        assert "nothing is wrong" in result.out

    def test_the_papers_are_checked_as_well(self, house: Path) -> None:
        (house / "rules-card.yaml").write_text("rules_card: {vxf: {}}\n", encoding="utf-8")
        result = run("policy", "check", house)
        assert result.code == 1
        assert "rules-card.yaml:1" in result.err
        assert "Did you mean “vfx”?" in result.err

    def test_everything_wrong_comes_at_once_with_line_and_suggestion(self, small: Path) -> None:
        text = PACK.replace("output.destination ==", "output.destinatoin ==")
        text = text.replace("cite: [B1]", "cite: [B9]").replace("area: talent", "area: talnet")
        small.write_text(text, encoding="utf-8")
        result = run("policy", "check", small)
        assert result.code == 1
        assert "Did you mean “destination”?" in result.err
        assert "There is no row “B9”" in result.err
        assert "Did you mean “talent”?" in result.err
        lines = result.err.splitlines()
        assert all(line.startswith("small.yaml:") for line in lines[:-1])
        assert lines[-1] == f"{len(lines) - 1} problems."

    def test_a_rule_without_its_three_examples(self, small: Path) -> None:
        document = run("policy", "check", small, "--format", "json").json
        assert not document["ok"]
        messages = [(each["path"], each["message"]) for each in document["problems"]]
        for words in ("certainly holds", "does not hold", "is not certain"):
            message = f"The rule has no example in which it {words}."
            assert ("rules[replica]", message) in messages
        assert document["problems"][0]["line"]

    def test_an_example_that_is_no_declaration(self, house: Path) -> None:
        examples = next((house / "examples").glob("*.yaml"))
        text = examples.read_text(encoding="utf-8")
        broken = text.replace("use.house.agreed: no", "use.house.agred: no")
        assert broken != text
        examples.write_text(broken, encoding="utf-8")
        result = run("policy", "check", house)
        assert result.code == 1
        assert "use.house.agred" in result.err
        assert "Did you mean “agreed”?" in result.err

    def test_a_house_pack_that_tightens_is_proved(self) -> None:
        result = run("policy", "check", HOUSE)
        assert result.code == 0
        assert "only tightens" in result.out

    def test_a_house_pack_that_loosens_is_refused(self, house: Path) -> None:
        text = (
            "rules:\n"
            "  - {id: personal, title: Personal data goes in, area: data, for_each: input,"
            " when: 'input.personal_data and use.begun', outcome: approval,"
            " because: a, unsure: b, fix: c, duties: [least_data], basis: ours, cite: [D2, A4]}\n"
        )
        (house / "rules").mkdir(exist_ok=True)
        (house / "rules" / "looser.yaml").write_text(text, encoding="utf-8")
        result = run("policy", "check", house)
        assert result.code == 1
        assert "may only add and tighten" in result.err
        assert "clearslate policy prove" in result.err

    def test_without_the_solver_it_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "z3", None)
        result = run("policy", "check", HOUSE)
        assert result.code == 2
        assert "pip install 'clearslate[prove]'" in result.err
        assert "nothing is wrong" not in result.out


class TestTest:
    def test_it_works(self) -> None:
        result = run("policy", "test")
        assert result.code == 0
        assert "examples as expected." in result.out

    def test_a_house_pack(self) -> None:
        assert run("policy", "test", HOUSE).code == 0

    def test_what_comes_out_otherwise_is_told_by_example(self, house: Path) -> None:
        for path in (house / "examples").iterdir():
            text = path.read_text(encoding="utf-8").replace("outcome: notify", "outcome: hold")
            path.write_text(text, encoding="utf-8")
        result = run("policy", "test", house)
        assert result.code == 1
        assert "expected: hold" in result.out
        assert "found:    notify" in result.out
        document = run("policy", "test", house, "--format", "json").json
        assert not document["ok"]
        assert {each["what"] for each in document["differences"]} == {"outcome"}

    def test_examples_that_cannot_be_read(self, house: Path) -> None:
        (house / "examples" / "x.yaml").write_text(
            "examples: [{id: x, title: t, why: w, base: nowhere, expect: {outcome: notfy}}]\n",
            encoding="utf-8",
        )
        result = run("policy", "test", house)
        assert result.code == 2
        assert "There is no base “nowhere”" in result.err
        assert "Did you mean “notify”?" in result.err


@pytest.mark.parametrize("command", ["show", "check", "test"])
def test_a_pack_that_is_not_there(command: str, tmp_path: Path) -> None:
    result = run("policy", command, tmp_path / "nothing")
    assert result.code in (1, 2)
    assert "There is no pack at" in result.err
