"""The template tags: a shape always has its word, and nothing given is taken for markup."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django import forms
from django.template import Context, engines

from clearslate.policy.render.words import SIGNS
from clearslate.ui import contrast, dates, shapes
from clearslate.ui.context import initials

EVIL = "<script>alert('1')</script>"
ESCAPED = "&lt;script&gt;"

WORDS = {
    "notify": "notify",
    "noticed": "noticed",
    "approval": "needs approval",
    "in_review": "in review",
    "go_ahead": "go-ahead",
    "hold": "on hold",
    "cleared": "cleared",
    "conditions": "cleared with conditions",
    "lapsed": "lapsed",
    "declined": "declined",
    "suspended": "suspended",
    "withdrawn": "withdrawn",
    "draft": "draft",
    "not_a_use": "not a use",
}
BOXED = {"approval", "in_review", "hold", "lapsed"}


def rendered(text: str, **context: object) -> str:
    return engines["django"].from_string(text).template.render(Context(context))


def test_it_works() -> None:
    found = rendered('{% verdict "hold" as_box=True %}')
    assert found.startswith('<span class="verdict hold is-hold box"><svg class="shape"')
    assert found.endswith("<span>on hold</span></span>")


def test_every_verdict_has_a_word_a_shape_and_a_tone_of_the_tokens() -> None:
    assert {name: sign.word for name, sign in shapes.VERDICTS.items()} == WORDS
    assert {name for name, sign in shapes.VERDICTS.items() if sign.boxed} == BOXED
    for name, sign in {**shapes.VERDICTS, **shapes.MARKS}.items():
        assert 'aria-hidden="true"' in sign.drawing, name
        assert sign.tone == "plain" or sign.tone in contrast.tokens(), name


def test_no_two_verdicts_look_alike_without_their_colour() -> None:
    drawings = [sign.drawing for sign in shapes.VERDICTS.values()]
    assert len(set(drawings)) == len(drawings)


def test_the_words_are_those_of_the_assessment() -> None:
    for name in ("notify", "approval", "hold", "not_a_use"):
        assert shapes.VERDICTS[name].word == SIGNS[name].word
    for name in ("met", "not_met", "not_sure"):
        assert shapes.MARKS[name].word == SIGNS[name].word


@pytest.mark.parametrize("name", sorted(WORDS))
def test_only_where_a_person_is_needed_a_verdict_is_boxed(name: str) -> None:
    quiet = rendered("{% verdict name %}", name=name)
    boxed = rendered("{% verdict name as_box=True %}", name=name)
    assert " box" not in quiet
    assert (" box" in boxed) == (name in BOXED)
    assert f"<span>{WORDS[name]}</span>" in quiet


def test_another_word_is_escaped() -> None:
    assert ESCAPED in rendered('{% verdict "cleared" word=word %}', word=EVIL)
    assert ESCAPED in rendered('{% mark "met" word=word %}', word=EVIL)


def test_a_name_that_is_no_verdict_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        rendered('{% verdict "fine" %}')


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        (
            ("approval", "hold", "hold"),
            ["no longer possible", "at least", "at most, and as it stands"],
        ),
        (("notify", "approval", "hold"), ["at least", "as it stands", "at most"]),
        (
            ("notify", "notify", "approval"),
            ["at least, and as it stands", "at most", "out of reach"],
        ),
        (("approval", "approval", "approval"), ["no longer possible", "settled", "out of reach"]),
    ],
)
def test_bounds_say_what_is_still_possible(ends: tuple[str, ...], says: list[str]) -> None:
    low, now, high = ends
    found = rendered("{% bounds low now high %}", low=low, now=now, high=high)
    assert re.findall(r"</b><span>([^<]*)</span>", found) == says
    named = re.findall(r'<li class="([^"]*)">.*?<b>([^<]*)</b>', found)
    assert [word for classes, word in named if "now" in classes.split()] == [WORDS[now]]
    assert len([1 for classes, _ in named if "joined" in classes.split()]) == (
        len([1 for classes, _ in named if "possible" in classes.split()]) - 1
    )


def test_a_board_has_one_heading_and_escapes_what_it_is_given() -> None:
    cells = [("Use", EVIL), {"label": "Shots", "value": "103_0410", "mono": True, "note": EVIL}]
    found = rendered("{% board cells %}", cells=cells)
    assert found.count("<h1>") == 1
    assert "<script>" not in found
    assert found.count(ESCAPED) == 2
    answered = rendered('{% board cells answer=answer sticks="open" %}', cells=cells, answer=EVIL)
    assert answered.count("<h1>") == 1
    assert answered.count("sticks open") == 1
    assert "<script>" not in answered
    assert "<h1>" not in rendered("{% board cells heading=False %}", cells=cells)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 5, 12), "Tue 12 May"),
        (date(2026, 6, 9), "Tue 9 Jun"),
        (date(2026, 6, 10), "10 Jun"),
        (date(2026, 4, 14), "Tue 14 Apr"),
        (date(2026, 4, 13), "13 Apr"),
        (date(2027, 5, 12), "12 May 2027"),
    ],
)
def test_the_weekday_stands_inside_four_weeks(day: date, words: str) -> None:
    assert dates.words(day, date(2026, 5, 12)) == words


def test_a_near_date_in_the_next_year_still_says_its_weekday() -> None:
    assert dates.words(date(2027, 1, 2), date(2026, 12, 28)) == "Sat 2 Jan"


def test_dates_and_instants_are_machine_readable() -> None:
    at = datetime(2026, 5, 20, 9, 40, 30, tzinfo=UTC)
    with time_machine.travel(datetime(2026, 5, 12, tzinfo=UTC), tick=False):
        assert rendered("{{ at|stamp }}", at=at) == (
            '<time datetime="2026-05-20T09:40:30+00:00">Wed 20 May, 09:40</time>'
        )
        assert rendered("{% day at %}", at=at.date()) == (
            '<time datetime="2026-05-20">Wed 20 May</time>'
        )
    assert rendered("[{{ at|day }}{{ at|stamp }}]", at=None) == "[]"


class Form(forms.Form):
    shots = forms.CharField(label=EVIL, help_text="As in the cut.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", EVIL)], widget=forms.RadioSelect)
    note = forms.CharField(required=False)
    mine = forms.BooleanField(required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        raise forms.ValidationError("Say one thing or the other.")


def test_a_field_ties_help_and_error_to_its_input() -> None:
    form = Form({"shots": "", "kind": "x"})
    found = rendered("{% field form.shots %}", form=form)
    assert 'aria-describedby="id_shots_help id_shots_error"' in found
    assert '<p class="help" id="id_shots_help">As in the cut.</p>' in found
    assert 'id="id_shots_error"' in found
    assert 'aria-invalid="true"' in found
    assert 'for="id_shots"' in found
    assert "<script>" not in found


def test_a_group_of_choices_is_a_fieldset_whose_labels_hold_their_inputs() -> None:
    found = rendered("{% field form.kind %}", form=Form({"kind": "x"}))
    assert found.startswith('<fieldset class="field wrong" aria-describedby="id_kind_error">')
    assert found.count('<label class="choice" for="id_kind_') == 2
    assert "<script>" not in found
    assert '<div class="choices list">' in rendered('{% field form.kind "list" %}', form=Form())


def test_other_kinds_of_fields() -> None:
    assert "optional" in rendered("{% field form.note %}", form=Form())
    assert 'type="checkbox"' in rendered("{% field form.mine %}", form=Form())
    assert rendered("{% field form.key %}", form=Form()).startswith('<input type="hidden"')


def test_the_error_summary_leads_to_the_fields() -> None:
    form = Form({"shots": "", "kind": "x"})
    found = rendered("{% error_summary form %}", form=form)
    assert "3 answers need another look" in found
    assert '<a href="#id_shots">' in found
    assert '<a href="#id_kind_0">' in found
    assert "<li>Say one thing or the other.</li>" in found
    assert "<script>" not in found
    assert rendered("{% error_summary form %}", form=Form()) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Tove Lindhagen", "TL"),
        ("Amaury Delacourt Finn", "AF"),
        ("Cher", "C"),
        ("casimir.holt@example.org", "CH"),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
