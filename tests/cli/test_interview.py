"""The interview at a terminal, driven through its standard input."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clearslate.policy.documents import plain, read_text
from tests.cli.running import Outcome, run

ITSELF = [sys.executable, "-c", "from clearslate.cli.main import main; main()"]
ON = ("--on", "2026-11-24")

FACTS = """\
clearslate: facts/1
production: {id: harbour-s1, code_name: Lantern, picture_lock: 2027-03-12}
terms:
  - {id: terms-ideograph, tool: Ideograph, version: "3.1", tier: Enterprise, plugins: [],
     technique: generative, stores: no, reuses: no, trains: no, secured: yes, read_by: A reader,
     read_on: 2026-09-14, from: 2026-01-01,
     sha256: 2a4caed8c381492ca4fcd62fb8eecc83269e420b283f962fb434c999f53a2131}
"""

USE = [
    "Mood board",
    "Images that show a mood",
    "art",
    "2",
    "1",
    "0",
    "n",
    "2026-12-01",
    "2026-12-18",
]
TOOLS = ["1", "1", "0"]
OUTPUT = ["", "1"]
PROMPT = ["1", "", "1", "1", "n", "n"]
#: People, references, taken for real, done otherwise, key element, resemblance; then the end.
REST = ["0", "0", "n", "n", "2", "1", "1", ""]
MOOD_BOARD = [*USE, *TOOLS, *OUTPUT, *PROMPT, *REST]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "facts.yaml").write_text(FACTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def talk(*lines: str, arguments: tuple[str, ...] = ("mood.yaml",)) -> Outcome:
    typed = "".join(f"{line}\n" for line in lines)
    return run("interview", *arguments, "--facts", "facts.yaml", *ON, stdin=typed)


def written(place: Path, name: str = "mood.yaml") -> dict[str, object]:
    document = plain(read_text((place / name).read_bytes(), name=name))
    assert isinstance(document, dict)
    return document


def test_a_harmless_use_ends_in_a_file_and_notify(place: Path) -> None:
    told = talk(*MOOD_BOARD)
    assert told.code == 0, told.err
    assert told.out.count("── ") >= 10
    assert "◎ [notify] ────── ◇ needs approval ────── ■! on hold" in told.out
    assert "Nobody has to approve" in told.out
    assert "The declaration is saved in mood.yaml." in told.out
    again = run("assess", "mood.yaml", "--facts", "facts.yaml", *ON, "--format", "json")
    assert again.json["outcome"] == "notify"


def test_the_interval_is_there_in_words_and_shape_as_one_answers(place: Path) -> None:
    told = talk(*USE)
    assert "◎ notify ====== ◇ [needs approval] ====== ■! on hold" in told.out
    assert "Still possible: notify, needs approval, on hold" in told.out


def test_a_narrow_screen_shows_the_outcomes_below_each_other(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clearslate.cli.output.width", lambda: 40)
    told = talk(*USE)
    assert "  = ◎ notify\n  = ◇ [needs approval]\n  = ■! on hold\n" in told.out
    asked = [line for line in told.out.splitlines()[:-1] if "> " not in line]
    assert max(map(len, asked)) <= 40


def test_every_question_says_why_its_nature_and_who_would_know(place: Path) -> None:
    told = talk()
    assert "The title heads the notice" in told.out
    assert "A choice. Who would know: you." in told.out


def test_the_end_of_input_saves_and_says_how_to_go_on(place: Path) -> None:
    told = talk(*USE)
    assert told.code == 0
    assert "Saved in mood.yaml, not finished." in told.out
    assert "clearslate interview mood.yaml --facts facts.yaml --on 2026-11-24" in told.out
    assert written(place)["use"]["title"] == "Mood board"  # type: ignore[index]
    resumed = talk(*TOOLS, *OUTPUT, *PROMPT, *REST)
    assert "Continuing mood.yaml." in resumed.out
    assert "What shall this use be called?" not in resumed.out
    assert "Nobody has to approve" in resumed.out


def test_quitting_saves_and_quitting_at_once_saves_nothing(place: Path) -> None:
    assert "There is nothing new to save." in talk("q").out
    assert not (place / "mood.yaml").exists()
    assert "Saved in mood.yaml" in talk("Mood board", "q").out
    assert (place / "mood.yaml").exists()


def test_asking_first_stores_nothing(place: Path) -> None:
    told = talk(*MOOD_BOARD, arguments=("--ask-first",))
    assert "Nobody has to approve" in told.out
    assert "nothing was stored" in told.out
    stopped = talk("Mood board", "s", "q", arguments=("--ask-first",))
    assert "nothing is stored" in stopped.out
    assert "Nothing was stored" in stopped.out
    assert [path.name for path in place.iterdir()] == ["facts.yaml"]


def test_asking_first_leaves_the_file_it_starts_from_alone(place: Path) -> None:
    talk("Mood board", "q")
    before = (place / "mood.yaml").read_bytes()
    talk("Another purpose", "q", arguments=("mood.yaml", "--ask-first"))
    assert (place / "mood.yaml").read_bytes() == before


def test_saving_on_the_way_goes_on(place: Path) -> None:
    told = talk("Mood board", "s", "Images")
    assert told.out.count("Saved in mood.yaml") == 2
    assert written(place)["use"] == {"title": "Mood board", "purpose": "Images"}


def test_a_new_declaration_gets_a_name_that_is_free(place: Path) -> None:
    (place / "declaration.yaml").write_text("kept")
    told = talk("Mood board", arguments=())
    assert "The answers will be saved in declaration-2.yaml." in told.out
    assert (place / "declaration.yaml").read_text() == "kept"
    assert (place / "declaration-2.yaml").exists()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_terminal_that_closes_loses_no_answer(place: Path, name: str) -> None:
    with subprocess.Popen(
        [*ITSELF, "interview", "mood.yaml", *ON],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        process.stdin.write("Mood board\n")
        process.stdin.flush()
        assert any("what is it for?" in line for line in process.stdout)
        process.send_signal(getattr(signal, name))
        process.communicate(timeout=60)
    assert written(place)["use"] == {"title": "Mood board"}


def test_back_takes_the_last_answer_back(place: Path) -> None:
    talk("Moood board", "b", "Mood board", "q")
    assert written(place)["use"] == {"title": "Mood board"}
    assert "This is the first answer" in talk("b").out


def test_an_earlier_card_can_be_revised_and_enter_keeps_an_answer(place: Path) -> None:
    kept = ["", "", "", "", "", "", "", ""]
    told = talk(*USE, "r", "1", "New title", *kept, "q")
    assert "Answered: Mood board" in told.out
    assert written(place)["use"]["title"] == "New title"  # type: ignore[index]
    assert written(place)["use"]["department"] == "art"  # type: ignore[index]


def test_a_revised_checklist_keeps_the_answers_of_the_lines_that_stay(place: Path) -> None:
    talk(*USE, *TOOLS, *OUTPUT, *PROMPT, "r", "5", "1, 3", "", "Plates", "q")
    inputs = written(place)["inputs"]
    assert isinstance(inputs, list)
    assert inputs[0]["likeness"] == "no"
    assert inputs[1] == {"name": "Plates", "kind": "footage"}


def test_what_is_no_longer_asked_is_taken_back_and_said(place: Path) -> None:
    talk(*USE, *TOOLS, "", "3", "2027-01-15")
    told = talk("r", "4", "", "", "1", "q")
    assert "No longer asked, and taken back: “Replaced by”." in told.out


def test_not_sure_says_what_it_does(place: Path) -> None:
    told = talk(*USE, *TOOLS, "", "u")
    assert "Not sure is never read as a yes" in told.out
    assert written(place)["outputs"] == [{"name": "Mood board", "destination": "unknown"}]


def test_everything_not_sure_ends_in_an_assessment(place: Path) -> None:
    told = talk(*["u"] * 60, "")
    assert "No further answer can matter" in told.out
    assert "Needs approval" in told.out


def test_a_line_of_a_checklist_can_be_not_sure(place: Path) -> None:
    talk(*USE, *TOOLS, *OUTPUT, *PROMPT, "0", "u2, 7", "Moby-Dick (1851)", "q")
    references = written(place)["references"]
    assert isinstance(references, list)
    assert [each["kind"] for each in references] == ["unknown", "public_domain"]


def test_the_question_mark_explains_and_names_what_waits(place: Path) -> None:
    told = talk(*USE, *TOOLS, "", "?")
    assert "What is photographed on an LED wall is final" in told.out
    assert "Waiting for this answer: “" in told.out


def test_one_letter_can_be_an_answer_in_quotes(place: Path) -> None:
    talk('"q"', "q")
    assert written(place)["use"] == {"title": "q"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("99", "There is no choice 99. Type a number from 1 to 12."),
        ("vfxx", "Did you mean “vfx”?"),
        ("so", "Sound"),
        ("", "Type an answer, u for not sure"),
    ],
)
def test_a_choice_that_is_none_is_asked_again(place: Path, typed: str, said: str) -> None:
    told = talk("Mood board", "Images", typed, "art", "q")
    assert said in " ".join(told.out.split())
    assert written(place)["use"]["department"] in ("art", "sound")  # type: ignore[index]


def test_a_day_that_is_none_is_asked_again(place: Path) -> None:
    told = talk(*USE[:7], "2026-02-30", "tomorrow", "2026-12-01", "q")
    assert "there is no such day" in told.out
    assert "a date such as 2026-11-24" in told.out
    assert written(place)["use"]["work_from"] == "2026-12-01"  # type: ignore[index]


def test_a_list_that_needs_one_refuses_none(place: Path) -> None:
    assert "At least one is needed." in talk(*USE, "0", "q").out


def test_what_a_file_holds_cannot_act_on_the_terminal(place: Path) -> None:
    (place / "mood.yaml").write_text(
        'clearslate: declaration/1\ncomponents:\n  - name: "a\\u202Eb\\u200Bc"\n'
    )
    told = talk(*USE, "u")
    assert "a<U+202E>b<U+200B>c" in told.out
    assert "\u202e" not in told.out


def test_bytes_of_another_encoding_are_asked_again(place: Path) -> None:
    told = run("interview", "mood.yaml", *ON, stdin=b"M\xfcller\nMueller\nq\n")
    assert "not in the encoding of this terminal" in told.out
    assert written(place)["use"] == {"title": "Mueller"}


def test_a_file_that_is_no_declaration_is_refused_and_left_alone(place: Path) -> None:
    (place / "mood.yaml").write_text("clearslate: declaration/1\nuse: {titel: x}\n")
    told = talk("x")
    assert told.code == 2
    assert "mood.yaml:2" in told.err
    assert "Did you mean “title”?" in told.err
    assert "titel" in (place / "mood.yaml").read_text()


def test_comments_that_will_be_lost_are_announced(place: Path) -> None:
    (place / "mood.yaml").write_text("# mine\nclearslate: declaration/1\n")
    assert "The comments in that file are not kept" in talk("q").out
    assert "# mine" in (place / "mood.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mood.yaml", "--switch", "S9=relaxed"), "There is no switch “S9”."),
        (("mood.yaml", "--switch", "S1"), "Write it like S1=relaxed."),
        (("mood.yaml", "--adopted-by", "Ada Holt"), "Name one with --pack"),
        (("mood.yaml", "--pack", "nowhere"), "There is no pack at “nowhere”"),
        (("mood.yaml", "--on", "24.11.2026"), "Write it like 2026-11-24."),
    ],
)
def test_wrong_options_are_said_in_clear_words(
    place: Path, arguments: tuple[str, ...], said: str
) -> None:
    told = run("interview", *arguments, stdin="")
    assert told.code == 2
    assert said in told.err


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_asked(place: Path) -> None:
    told = talk("Mood board", "q", arguments=("nowhere/mood.yaml",))
    assert told.code == 2
    assert "nowhere" in told.err
    assert "What shall this use be called?" not in told.out


def test_answers_that_cannot_be_saved_are_shown(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("clearslate.cli.interviewing.files.save", full)
    told = talk("Mood board", "s", "Images", "q")
    assert "It cannot be saved: No space left" in told.out
    assert "purpose: Images" in told.out
    assert told.code == 2


@pytest.mark.parametrize("no", ["no", "n", "Nobody", "0"])
def test_no_is_an_answer_to_a_question_for_names(place: Path, no: str) -> None:
    talk(*USE, *TOOLS, *OUTPUT, *PROMPT, no, no, "q")
    assert written(place)["people"] == written(place)["references"] == []


def test_yes_names_nobody(place: Path) -> None:
    told = talk(*USE, *TOOLS, *OUTPUT, *PROMPT, "yes", '"Yes"', "q")
    assert "Type the names, with “;” between them, or 0 for none." in told.out
    assert written(place)["people"] == [{"who": "Yes"}]


@pytest.mark.parametrize("words", ["u", "not sure", "Unknown"])
def test_not_sure_can_be_written_out(place: Path, words: str) -> None:
    talk(words, "q")
    assert written(place)["use"] == {"title": "unknown"}


def test_the_name_of_a_line_is_offered_and_need_not_be_known(place: Path) -> None:
    told = talk(*USE, *TOOLS, *OUTPUT, "1", "u", "q")
    assert "name, or Enter for “Prompt”" in told.out
    assert written(place)["inputs"] == [{"name": "Prompt", "kind": "prompt"}]


def test_at_the_end_other_words_are_told_what_is_left_to_type(place: Path) -> None:
    told = talk(*MOOD_BOARD[:-1], "y", "")
    assert "Press Enter for the assessment, b to go back" in told.out
    assert "Nobody has to approve" in told.out


def test_json_stays_json(place: Path) -> None:
    talk("Mood board", "q", arguments=("mood.json",))
    assert (place / "mood.json").read_text().startswith("{")
    assert written(place, "mood.json")["use"] == {"title": "Mood board"}
