"""The pages of standing approvals and of registered shots, as people use them."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clearslate.envelopes.models import Envelope, Registered
from clearslate.envelopes.selectors import envelope_for
from clearslate.uses.models import Use
from tests.server import people
from tests.server.declaring import Form
from tests.server.envelopes import (
    CRAFT,
    contact_of,
    give,
    in_days,
    noticed_under,
    register,
    with_go_ahead,
)
from tests.server.series import AT, HOLD, Series, plain, series, text

pytestmark = pytest.mark.usefixtures("database")

LIST = "/p/saltbox-s2/standing/"
NEW = f"{LIST}new/"
SHOTS = "/p/saltbox-s2/uses/1/shots/"


@pytest.fixture
def made(time_machine: Any) -> Series:
    time_machine.move_to(AT)
    return series()


@pytest.fixture
def ines(client: Client, made: Series) -> Client:
    """The browser of a coordinator, who declares."""
    client.force_login(made.coordinator)
    return client


@pytest.fixture
def dana(made: Series) -> Client:
    """The browser of the contact, who has just signed in."""
    browser = Client()
    people.sign_in(browser, contact_of(made))
    return browser


def fields(client: Client, address: str, form: str = "give") -> dict[str, list[str]]:
    """What the form of a page would send."""
    found = Form(client.get(address).content.decode(), form)
    boxes = {name for name, kind in found.asked.items() if kind == "checkbox"}
    # A box that is ticked and has no value of its own is sent as “on”.
    return {
        name: ["on"] if name in boxes and values == [""] else values
        for name, values in found.fields.items()
    }


def problems(answer: Any) -> list[str]:
    """The lines of the error summary."""
    page = answer.content.decode()
    found = re.search(r'<div class="errors".*?</div>', page, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[0]) if found else []
    return [plain(each).replace(" :", ":", 1) for each in lines]


# Standing approvals ------------------------------------------------------------------------------


def test_the_craft_list_is_offered_first_and_given_in_one_decision(dana: Client) -> None:
    page = text(dana, LIST)
    assert "No standing approval is in force." in page
    assert "Offered first: the show's craft list" in page
    offered = fields(dana, f"{NEW}?from=craft_list")
    assert offered["title"] == ["Craft list"]
    assert offered["covers"] == ["sensitive", "proprietary", "likeness_in", "final"]
    assert (offered["from_day"], offered["to_day"]) == (["2026-11-24"], ["2027-11-24"])
    answer = dana.post(NEW, offered, follow=True)
    assert problems(answer) == []
    assert answer.redirect_chain == [(f"{LIST}1/", 302)]
    page = plain(answer.content.decode())
    assert "SA-01 is given." in page
    assert "Given by Dana Whitlock" in page
    row = Envelope.objects.get()
    assert (row.origin, row.covers_finals, row.scope.craft_only) == ("craft_list", True, True)
    assert "Offered first" not in text(dana, LIST)


def test_one_of_ones_own_is_given_with_everything_it_can_say(dana: Client) -> None:
    given = fields(dana, NEW) | {
        "title": "Clean-up of the harbour",
        "media": ["picture"],
        "techniques": ["assistive", "generative"],
        "departments": ["vfx"],
        "destinations": ["final_picture"],
        "covers_finals": "on",
        "tools": "Smoothplate, denoise; 9; studio\r\n\r\n Rigaway ; ;indie",
        "by": "named",
        "vendors": "Larkspire VFX\r\n  Parallel   Yard ",
        "covers": ["final", "sensitive"],
        "most_shots": "60",
        "most_seconds": "240.5",
        "kept_out": ["minors", "foreground"],
        "kept_out_words": "The logbook",
        "to_day": "2027-05-01",
        "note": "Agreed with post.",
    }
    answer = dana.post(NEW, given)
    assert answer.status_code == 302, problems(answer)
    page = text(dana, f"{LIST}1/")
    for said in (
        "Smoothplate, denoise, 9, studio Rigaway, indie",
        "In-house Larkspire VFX Parallel Yard",
        "0 of 60 shots 60 left",
        "0 of 240.5 seconds 240.5 left",
        "No minors Nothing in the foreground The logbook",
        "Covered: a result may stay in without a look at each",
        "Something AI-made in a final deliverable A4 P4 F2 M2",
        "Agreed with post.",
    ):
        assert said in page
    assert text(dana, LIST).count("Clean-up of the harbour") == 1


WRONG = [
    ({"title": " "}, "Title: Give it a title: the kind of work in a few words."),
    ({"media": []}, "Media: Say which media it covers."),
    (
        {"media": ["smell"]},
        "Media: Select a valid choice. smell is not one of the available choices.",
    ),
    ({"covers": ["replica"]}, "Findings it covers: Select a valid choice."),
    ({"covers_finals": []}, "It covers finals: A result may end up in a final."),
    ({"tools": ";9"}, "Tools: Line 1: write a name; a version; a tier."),
    ({"tools": "A\nB;1;2;3"}, "Tools: Line 2: write a name; a version; a tier."),
    ({"by": "named"}, "Vendors: Name the vendors, one in each line."),
    ({"by": "x"}, "Who may do it: Select a valid choice."),
    ({"most_shots": "many"}, "At most so many shots: Enter a whole number."),
    ({"most_shots": "0"}, "At most so many shots: Write a number from 1 to 100,000"),
    ({"most_seconds": "4,5"}, "At most so many seconds: Write seconds like 90 or 4.5"),
    ({"from_day": "2026-11-23"}, "From: It is given ahead, so it begins today or later."),
    ({"to_day": "2026-11-24"}, "Until: It ends before it begins. Choose a later day."),
    ({"to_day": "0001-01-01"}, "Until: Write a day from"),
    ({"to_day": "never"}, "Until: Enter a valid date."),
    ({"origin": "elsewhere"}, "Select a valid choice."),
    ({"title": "a\0b"}, "Title: Null characters are not allowed."),
]


def test_what_is_wrong_is_said_by_its_field(dana: Client) -> None:
    offered = fields(dana, f"{NEW}?from=craft_list")
    for changes, said in WRONG:
        answer = dana.post(NEW, offered | changes)
        assert answer.status_code == 422, said
        assert any(each.startswith(said) for each in problems(answer)), (said, problems(answer))
    assert not Envelope.objects.exists()


def test_a_post_without_anything_is_answered_in_words(dana: Client) -> None:
    answer = dana.post(NEW)
    assert answer.status_code == 422
    assert len(problems(answer)) == 9


def test_giving_and_ending_ask_who_it_is_unless_that_was_shown_lately(
    dana: Client, time_machine: Any
) -> None:
    offered = fields(dana, f"{NEW}?from=craft_list")
    time_machine.move_to(AT + timedelta(minutes=20))
    answer = dana.post(NEW, offered)
    assert "/account/reauthenticate/" in answer.headers["Location"]
    assert not Envelope.objects.exists()
    dana.post(answer.headers["Location"], {"password": people.PASSWORD}, follow=True)
    assert Envelope.objects.get().number == 1
    time_machine.move_to(AT + timedelta(minutes=60))
    answer = dana.post(f"{LIST}1/end/", {"reason": "The tool has new terms"})
    assert "/account/reauthenticate/" in answer.headers["Location"]
    assert Envelope.objects.get().ended_at is None


def test_the_list_shows_what_where_how_much_until_when_by_whom_and_why(
    ines: Client, made: Series
) -> None:
    given = give(made, most_shots=5, title="Rig <b>removal</b>")
    noticed_under(made, given)
    register(made, given, "4 v1")
    give(made, from_day=in_days(3))
    page = text(ines, LIST)
    assert "1 standing approval is in force." in page
    assert "SA-01 Rig <b>removal</b> in force" in page
    assert "4 of 5 shots 1 left" in page
    assert "Any department: moving picture, still image and sound, voice or music" in page
    assert "SA-02 Craft list to come" in page
    assert "A4 P4 F2 M2 D1 K2 M6" in page
    markup = ines.get(LIST).content.decode()
    assert "<b>removal" not in markup
    assert 'class="level is-near"' in markup
    assert 'style="' not in markup


def test_ending_lets_its_uses_lapse_and_says_so(dana: Client, made: Series) -> None:
    given = give(made)
    noticed_under(made, given)
    assert "1 use is noticed under it. It lapses at once" in text(dana, f"{LIST}1/end/")
    for reason in ("", "   ", "x" * 401):
        answer = dana.post(f"{LIST}1/end/", {"reason": reason})
        assert answer.status_code == 422
        assert problems(answer)[0].startswith("Reason:")
    assert dana.post(f"{LIST}1/end/", {"reason": "New terms"}).status_code == 302
    page = text(dana, f"{LIST}1/")
    assert "Dana Whitlock ended it" in page
    assert "New terms" in page
    assert dana.post(f"{LIST}1/end/", {"reason": "Again"}).status_code == 409
    assert "SA-01 has ended already" in text(dana, f"{LIST}1/end/")
    assert Use.objects.get().valid_until == AT.date()


def test_an_empty_list_teaches_whoever_may_not_give_one(ines: Client) -> None:
    page = text(ines, LIST)
    assert "No standing approval was given yet" in page
    assert "The platform contact or platform legal gives one." in page


def test_history_tells_of_them_and_can_be_narrowed_to_them(ines: Client, made: Series) -> None:
    give(made)
    page = text(ines, "/p/saltbox-s2/history/?kind=envelopes")
    assert "Dana Whitlock gave the standing approval SA-01" in page
    assert "submitted" not in page


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_what_is_not_there_is_no_page(dana: Client, made: Series, number: str) -> None:
    give(made)
    for page in ("", "end/"):
        assert dana.get(f"{LIST}{number}/{page}").status_code == 404


def test_nothing_of_another_production_is_reached(dana: Client, made: Series) -> None:
    other = series("harbour", code_name="Harbour")
    give(other)
    give(other)
    foreign = register(other, Envelope.objects.get(number=2), "1 v1").registered[0]
    give(made)
    assert dana.get(f"{LIST}2/").status_code == 404
    browser = Client()
    browser.force_login(made.coordinator)
    assert browser.get("/p/harbour/standing/").status_code == 404
    browser.post(f"{LIST}1/shots/drop/", {"row": [foreign.id]})
    foreign.refresh_from_db()
    assert foreign.dropped_at is None


# Shots -------------------------------------------------------------------------------------------


def test_many_lines_are_registered_at_once(ines: Client, made: Series) -> None:
    use = with_go_ahead(made, most_shots=5)
    assert "No shot is registered yet" in text(ines, SHOTS)
    page = ines.get(f"{SHOTS}register/").content.decode()
    assert "201_0010\n201_0020" in html.unescape(page)  # what the declaration lists
    answer = ines.post(
        f"{SHOTS}register/",
        {"lines": "101_0010 v003 4.5\r\n101_0020, v001\r\n101_0010;v004;4"},
        follow=True,
    )
    assert answer.redirect_chain == [(SHOTS, 302)]
    page = plain(answer.content.decode())
    assert "3 versions registered." in page
    assert "2 of 5 shots 3 left" in page
    assert "101_0010 v003 4.5 Ines Okoro" in page
    answer = ines.post(f"{SHOTS}register/", {"lines": "101_0010 v003\n101_0030 v1"}, follow=True)
    assert "1 version registered. 1 was there already." in plain(answer.content.decode())
    assert envelope_for(use) is not None


def test_a_csv_file_is_registered(ines: Client, made: Series) -> None:
    with_go_ahead(made)
    file = SimpleUploadedFile(
        "shots.csv", "\ufeffVersion;Shot;Seconds;Note\r\nv1;101_0010;4;=1+1\r\n".encode()
    )
    assert ines.post(f"{SHOTS}register/", {"file": file}).status_code == 302
    row = Registered.objects.get()
    assert (row.shot, row.version, row.seconds) == ("101_0010", "v1", "4")


REFUSED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["Shots: Write at least one shot, or choose a file."]),
    ({"lines": " \n "}, ["Shots: Write at least one shot, or choose a file."]),
    (
        {"lines": "1 v1\n1 v1\n2,v1,x"},
        [
            "Shots: Line 2: It repeats line 1. Leave one of them out.",
            "Shots: Line 3: “x” are no seconds. Write a number like 4 or 4.5.",
        ],
    ),
    (
        {"lines": "1\n2\n3\n4"},
        ["Shots: That would be 4 of 3 shots; 3 are left. Nothing was registered."],
    ),
    (
        {"lines": "1\u202e"},
        ["Shots: Line 1: The shot holds a character that cannot be seen. Type it anew."],
    ),
    (
        {"lines": "<script>" + "x" * 200},
        ["Shots: Line 1: The shot has more than 120 characters. Shorten it."],
    ),
]


def test_lines_that_cannot_be_registered_are_named(ines: Client, made: Series) -> None:
    with_go_ahead(made)
    for sent, said in REFUSED:
        answer = ines.post(f"{SHOTS}register/", sent)
        assert (answer.status_code, problems(answer)) == (422, said)
    assert not Registered.objects.exists()


def test_files_that_cannot_be_read_are_named(ines: Client, made: Series) -> None:
    with_go_ahead(made)
    for data, said in (
        (b"\xff\xfe1\0", "Or a CSV file: The file is not in UTF-8. Export it as CSV in UTF-8."),
        (b"x" * 600_000, "Or a CSV file: The file has more than 500,000 bytes."),
        (b"shot\n", "Or a CSV file: There is no shot in it."),
        (b"", "Or a CSV file: The submitted file is empty."),
    ):
        file = SimpleUploadedFile("a.csv", data)
        answer = ines.post(f"{SHOTS}register/", {"file": file})
        assert answer.status_code == 422
        assert problems(answer)[0].startswith(said)
    both = {"file": SimpleUploadedFile("a.csv", b"1"), "lines": "2"}
    assert problems(ines.post(f"{SHOTS}register/", both)) == [
        "Shots: Give lines or a file, not both."
    ]


def test_more_than_the_ceiling_leads_to_a_new_version(ines: Client, made: Series) -> None:
    with_go_ahead(made)
    answer = ines.post(f"{SHOTS}register/", {"lines": "1\n2\n3\n4"})
    page = answer.content.decode()
    assert 'action="/p/saltbox-s2/uses/1/new-version/"' in page
    assert "1\n2\n3\n4" in page
    given = give(made, most_shots=4)
    use = noticed_under(made, given)
    answer = ines.post(f"/p/saltbox-s2/uses/{use.number}/shots/register/", {"lines": "1\n2"})
    assert "ask whoever gives standing approvals" in answer.content.decode()


def test_versions_are_dropped_and_stay_on_record(ines: Client, made: Series) -> None:
    own = envelope_for(with_go_ahead(made))
    assert own is not None
    first, _ = register(made, own, "1 v1", "2 v1").registered
    answer = ines.post(f"{SHOTS}drop/", {"row": [first.id]}, follow=True)
    page = plain(answer.content.decode())
    assert "1 version dropped." in page
    assert "Dropped: 1 version" in page
    for row in ([first.id], [], ["x"], ["1" * 30], ["-1"], ["٣"]):
        answer = ines.post(f"{SHOTS}drop/", {"row": row}, follow=True)
        assert "Choose what to drop." in plain(answer.content.decode())
    assert ines.get(f"{SHOTS}drop/").status_code == 405


def test_a_use_without_a_go_ahead_has_nothing_to_register_inside(
    ines: Client, made: Series
) -> None:
    made.submit(HOLD)
    for page in (SHOTS, f"{SHOTS}register/"):
        assert "Nothing can be registered yet" in text(ines, page)
    answer = ines.post(f"{SHOTS}register/", {"lines": "1"})
    assert "Nothing can be registered yet" in answer.content.decode()
    assert not Registered.objects.exists()


def test_a_use_that_needs_approval_is_told_why_no_standing_approval_covers_it(
    ines: Client, made: Series
) -> None:
    give(made, covers=("final", "sensitive"))
    made.submit(CRAFT)
    page = text(ines, SHOTS)
    assert "Why it does not fit SA-01" in page
    assert "“A real face or voice goes in” (Night dailies) is a finding that SA-01 does not" in page
    give(made)
    assert "It fits SA-02" in text(ines, SHOTS)


def test_the_page_of_a_use_names_what_it_is_noticed_under(ines: Client, made: Series) -> None:
    given = give(made, most_shots=4)
    use = noticed_under(made, given)
    assert use.number == 1
    page = text(ines, "/p/saltbox-s2/uses/1/")
    assert "Noticed under a standing approval: nothing to decide" in page
    assert "It fits SA-01, Craft list , which holds until" in page
    assert "By rule it needs approval, and a standing approval gives that ahead." in page
    assert "Somebody must approve it" not in page
    assert "3 shots are registered under SA-01" in page
    assert "3 of 4 shots 1 left" in page


def test_a_use_that_may_not_go_on_says_so(ines: Client, made: Series) -> None:
    use = with_go_ahead(made)
    Use.objects.filter(id=use.id).update(suspended=True)
    assert "The work of U-001 may not go on now" in text(ines, SHOTS)
    assert "Register these shots" not in text(ines, f"{SHOTS}register/")
    answer = ines.post(f"{SHOTS}register/", {"lines": "1"})
    assert answer.status_code == 409


def test_whoever_does_not_declare_reads_and_changes_nothing(made: Series) -> None:
    own = envelope_for(with_go_ahead(made))
    assert own is not None
    (row,) = register(made, own, "1 v1").registered
    browser = Client()
    browser.force_login(made.member("auditor", "auditor@example.org", name="Uta"))
    page = browser.get(SHOTS).content.decode()
    assert "Register shots" not in page
    assert 'type="checkbox"' not in page
    assert browser.get(f"{SHOTS}register/").status_code == 404
    assert browser.post(f"{SHOTS}drop/", {"row": [row.id]}).status_code == 404


def test_shots_under_a_standing_approval_name_their_use_or_none(ines: Client, made: Series) -> None:
    given = give(made, kept_out=("minors",))
    use = noticed_under(made, given)
    page = text(ines, f"{LIST}1/shots/")
    assert "No child or young person under 18 can be seen or heard." in page
    ines.post(f"{LIST}1/shots/", {"lines": "204_0010 v1"})
    ines.post(f"/p/saltbox-s2/uses/{use.number}/shots/register/", {"lines": "203_0610 v1"})
    page = text(ines, f"{LIST}1/")
    assert re.search(r"203_0610 v1 . U-001 Ines Okoro", page)
    assert re.search(r"204_0010 v1 . not known yet Ines Okoro", page)
    row = Registered.objects.get(shot="204_0010")
    answer = ines.post(f"{LIST}1/shots/drop/", {"row": [row.id]}, follow=True)
    assert "1 version dropped." in plain(answer.content.decode())


def test_hidden_characters_of_titles_and_notes_are_shown(dana: Client, made: Series) -> None:
    give(made)
    Envelope.objects.update(title="Safe\u202eelif", note="a\u200bb")
    page = text(dana, f"{LIST}1/")
    assert "Safe<U+202E>elif" in page
    assert "a<U+200B>b" in page
    assert "<U+202E>" in text(dana, LIST)
