"""`clearslate assess`: what goes in, what comes out, and the exit code."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from clearslate.policy.library import case
from tests.cli.running import (
    APPROVAL,
    FACTS,
    HOLD,
    HOUSE,
    NOT_A_USE,
    NOTIFY,
    ON,
    SERIES,
    assess,
    run,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one declaration of each outcome, the facts, and things to leave alone."""
    for path in (NOTIFY, APPROVAL, HOLD, NOT_A_USE, SERIES / "facts.yaml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "notes.txt").write_text("no declaration", encoding="utf-8")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.yaml").write_text("nor: this", encoding="utf-8")
    return tmp_path


def test_it_works() -> None:
    result = assess(HOLD)
    assert result.code == 1
    assert "On hold: evidence missing" in result.out
    assert "What is missing" in result.out
    assert "T2, T3, N5" in result.out
    assert "Made by rule, not by a lawyer." in result.out
    assert "\x1b" not in result.out
    assert result.err == ""


@pytest.mark.parametrize(
    ("path", "bar", "code"),
    [
        (NOTIFY, None, 0), (APPROVAL, None, 0), (HOLD, None, 1), (NOT_A_USE, None, 0),
        (NOTIFY, "approval", 0), (APPROVAL, "approval", 1), (HOLD, "approval", 1),
        (NOT_A_USE, "approval", 0), (HOLD, "never", 0), (APPROVAL, "hold", 0),
    ],
)  # fmt: skip
def test_the_exit_code_says_whether_to_stop(path: Path, bar: str | None, code: int) -> None:
    assert assess(path, *(("--fail-on", bar) if bar else ())).code == code


class TestJson:
    def test_one_file_is_one_object_with_its_assessment(self) -> None:
        result = assess(APPROVAL, "--format", "json")
        document = result.json
        assert document["file"] == str(APPROVAL)
        assert document["outcome"] == "approval"
        assert document["clearslate"] == "assessment/1"
        assert document["findings"]
        assert re.fullmatch("[0-9a-f]{64}", document["sha256"])
        assert "ways" not in document

    def test_not_a_use_is_null_with_its_reason(self) -> None:
        document = assess(NOT_A_USE, "--format", "json").json
        assert document["outcome"] is None
        assert "No step uses generative AI" in document["not_a_use"]

    def test_a_folder_is_an_array_even_with_one_file(self, tmp_path: Path) -> None:
        shutil.copy(NOTIFY, tmp_path)
        (only,) = assess(tmp_path, "--format", "json").json
        assert only["outcome"] == "notify"

    def test_several_are_an_array_in_their_order(self) -> None:
        documents = assess(HOLD, NOTIFY, "--format", "json").json
        assert [each["outcome"] for each in documents] == ["hold", "notify"]
        assert [each["file"] for each in documents] == [str(HOLD), str(NOTIFY)]

    def test_ways_come_when_asked_for(self) -> None:
        document = assess(HOLD, "--format", "json", "--ways").json
        assert document["ways"]["clearslate"] == "ways/1"
        assert [target["to"] for target in document["ways"]["targets"]] == ["approval", "notify"]

    def test_the_same_file_gives_the_same_bytes(self) -> None:
        assert assess(HOLD, "--format", "json").out == assess(HOLD, "--format", "json").out


class TestInputs:
    def test_a_folder_takes_declarations_and_says_what_it_skips(self, folder: Path) -> None:
        result = assess(folder, "--format", "json")
        outcomes = {Path(each["file"]).name: each["outcome"] for each in result.json}
        assert outcomes == {
            APPROVAL.name: "approval", HOLD.name: "hold",
            NOTIFY.name: "notify", NOT_A_USE.name: None,
        }  # fmt: skip
        assert "facts.yaml: skipped, because it holds facts/1" in result.err

    def test_a_folder_below_is_found_too(self, folder: Path) -> None:
        (folder / "deep" / "er").mkdir(parents=True)
        shutil.move(folder / NOTIFY.name, folder / "deep" / "er")
        names = [each["file"] for each in assess(folder, "--format", "json").json]
        assert str(folder / "deep" / "er" / NOTIFY.name) in names

    def test_a_file_without_a_header_is_reported_and_not_skipped(self, folder: Path) -> None:
        (folder / "stray.yaml").write_text("use: {}\n", encoding="utf-8")
        result = assess(folder, "--format", "json")
        stray = next(each for each in result.json if each["file"].endswith("stray.yaml"))
        assert "outcome" not in stray
        assert "does not say what it is" in stray["problems"][0]["message"]
        assert result.code == 2

    def test_a_pattern_that_no_shell_expanded(self, folder: Path) -> None:
        result = assess(folder / "vfx-*.yaml", "--format", "json")
        assert len(result.json) == 2

    def test_a_file_named_twice_is_assessed_once(self) -> None:
        assert len(assess(NOTIFY, NOTIFY, "--format", "json").json) == 1

    @pytest.mark.parametrize("name", ["missing.yaml", "*.nothing"])
    def test_what_is_not_there(self, tmp_path: Path, name: str) -> None:
        result = assess(tmp_path / name)
        assert result.code == 2
        assert "There is no such file." in result.err

    def test_a_near_name_is_suggested(self) -> None:
        result = assess(SERIES / "development-mood-bord.yaml")
        assert "Did you mean “development-mood-board.yaml”?" in result.err

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        result = assess(tmp_path)
        assert result.code == 2
        assert "nothing to assess" in result.err

    @pytest.mark.parametrize("form", ["yaml", "json"])
    def test_standard_input(self, form: str) -> None:
        text = NOTIFY.read_text(encoding="utf-8")
        if form == "json":
            text = json.dumps(case(NOTIFY, on="2026-11-24", facts=FACTS[1]).declaration)
        document = assess("-", "--format", "json", stdin=text).json
        assert (document["file"], document["outcome"]) == ("-", "notify")

    def test_facts_given_as_a_declaration(self) -> None:
        result = run("assess", *ON, SERIES / "facts.yaml")
        assert result.code == 2
        assert "Give it with --facts" in result.err

    def test_a_declaration_given_as_facts(self) -> None:
        result = run("assess", *ON, NOTIFY, "--facts", NOTIFY)
        assert result.code == 2
        assert "Facts are needed here" in result.err

    def test_references_without_the_facts_name_their_line(self) -> None:
        result = run("assess", *ON, NOTIFY)
        assert result.code == 2
        assert re.search(rf"{re.escape(str(NOTIFY))}:\d+:\d+: components\[0\]\.", result.err)


class TestAmongMany:
    def test_an_unreadable_file_is_reported_in_its_place(self, folder: Path) -> None:
        bad = folder / "e-bad.yaml"
        bad.write_bytes(b"clearslate: declaration/1\nuse: {titel: x, title: 1.5}\n")
        result = assess(folder, "--format", "json", "--fail-on", "approval")
        names = [Path(each["file"]).name for each in result.json]
        assert names == sorted(names)
        entry = result.json[names.index("e-bad.yaml")]
        assert entry["error"]
        assert entry["problems"][0]["line"] == 2
        assert result.code == 2, "could not do the job wins over findings"

    def test_the_table_says_so_too(self, folder: Path) -> None:
        (folder / "e-bad.yaml").write_bytes(b"\xff\xfe")
        result = assess(folder)
        assert "not read" in result.out
        assert "1 file could not be read." in " ".join(result.out.split())
        assert "UTF-16" in result.err
        assert result.code == 2

    def test_a_table_counts_and_names(self, folder: Path) -> None:
        out = assess(folder).out
        assert "4 declarations assessed: 1 on hold, 1 needs approval, 1 notify, 1 not a use." in out
        row = next(line for line in out.splitlines() if HOLD.name[:20] in line)
        assert "■! on hold" in row
        assert "data, rights" in row
        assert "Findings" not in out


class TestOptions:
    def test_a_switch_changes_a_reading(self) -> None:
        path = SERIES / "vfx-fall-from-the-gallery.yaml"
        assert assess(path, "--format", "json").json["outcome"] == "approval"
        strict = assess(path, "--format", "json", "--switch", "S4=strict")
        assert strict.json["outcome"] == "hold"
        assert strict.json["switches"]["S4"] == "strict"

    @pytest.mark.parametrize(
        ("switch", "said"), [("S9=strict", "no switch “S9”"), ("S1=lax", "no reading of S1")]
    )
    def test_an_unknown_switch(self, switch: str, said: str) -> None:
        result = assess(NOTIFY, "--switch", switch)
        assert result.code == 2
        assert said in result.err

    def test_the_date_decides_what_is_in_force(self) -> None:
        before = run("assess", NOTIFY, *FACTS, "--on", "2025-01-01")
        assert before.code == 2
        assert "in force from 2025-08-26" in before.err
        assert assess(NOTIFY, "--format", "json").json["date"] == "2026-11-24"

    def test_an_added_pack_is_advisory(self) -> None:
        plain = assess(NOTIFY, "--format", "json").json
        document = assess(NOTIFY, "--pack", HOUSE, "--format", "json").json
        assert document["outcome"] == plain["outcome"]
        assert [pack["standing"] for pack in document["packs"]] == ["adopted", "advisory"]
        rules = [(each["rule"], each["path"]) for each in document["findings"]]
        assert len(rules) == len(set(rules)), "what both packs say stands once"

    def test_an_adopted_house_pack_replaces_what_it_extends(self) -> None:
        document = assess(
            NOTIFY, "--pack", HOUSE, "--adopted-by", "Ada Holt", "--format", "json"
        ).json
        assert [pack["standing"] for pack in document["packs"]] == ["adopted"]
        assert document["packs"][0]["urn"] == "urn:vannick:pack:house"
        assert document["outcome"] == "approval"

    def test_advisory_findings_stand_apart(self) -> None:
        out = assess(NOTIFY, "--pack", HOUSE).out
        assert "Advisory: House rules of Vannick Productions" in out
        assert "leave the outcome as it is" in " ".join(out.split())

    def test_one_switch_has_one_reading(self) -> None:
        result = assess(NOTIFY, "--switch", "S1=relaxed", "--switch", "S1=strict")
        assert result.code == 2
        assert "“S1” cannot be both relaxed and strict." in result.err

    def test_an_unknown_pack(self) -> None:
        result = assess(NOTIFY, "--pack", "platfrom")
        assert result.code == 2
        assert "Did you mean “platform”?" in result.err

    @pytest.mark.parametrize(("form", "begins"), [("markdown", "# "), ("html", "<!doctype html>")])
    def test_forms(self, folder: Path, form: str, begins: str) -> None:
        assert assess(HOLD, "--format", form).out.startswith(begins)
        assert assess(folder, "--format", form).out.startswith(begins.replace("# ", "| use"))

    def test_ways_in_words(self) -> None:
        out = assess(HOLD, "--ways").out
        assert "What would lower it ─" in out
        assert "Put on file:" in out


class TestCases:
    def written(self, folder: Path, **changes: object) -> Path:
        made = case(HOLD, on="2026-11-24", facts=FACTS[1], switches={"S1": "relaxed"})
        path = folder / "case.json"
        path.write_text(json.dumps({**made.document, **changes}), encoding="utf-8")
        return path

    def test_a_case_is_assessed_as_it_is_pinned(self, tmp_path: Path) -> None:
        made = case(HOLD, on="2026-11-24", facts=FACTS[1], switches={"S1": "relaxed"})
        path = self.written(tmp_path)
        result = run("assess", path, "--on", "2030-01-01", "--format", "json")
        document = result.json
        assert document["case"] == made.sha256
        assert document["date"] == "2026-11-24"
        assert document["switches"]["S1"] == "relaxed"
        assert "assessed as pinned, for 2026-11-24" in result.err

    def test_a_case_of_another_pack_is_refused(self, tmp_path: Path) -> None:
        made = case(HOLD, on="2026-11-24", facts=FACTS[1])
        pin = {**made.document["packs"][0], "sha256": "0" * 64}
        result = run("assess", self.written(tmp_path, packs=[pin]))
        assert result.code == 2
        assert "packs[0].sha256" in result.err
        assert "Give the pack it was made with by --pack" in result.err

    def test_a_case_of_a_pack_that_is_not_here(self, tmp_path: Path) -> None:
        pin = {"urn": "urn:nobody", "version": "1", "sha256": "0" * 64}
        result = run("assess", self.written(tmp_path, packs=[pin]))
        assert result.code == 2
        assert "urn:nobody" in result.err

    def test_an_advisory_pin_stays_advisory(self, tmp_path: Path) -> None:
        made = case(NOTIFY, on="2026-11-24", facts=FACTS[1], packs=[HOUSE])
        path = tmp_path / "case.json"
        path.write_text(json.dumps(made.document), encoding="utf-8")
        document = run("assess", path, "--pack", HOUSE, "--format", "json").json
        assert document["case"] == made.sha256
        assert document["outcome"] == "notify"


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[7m" in assess(HOLD).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in assess(HOLD).out
