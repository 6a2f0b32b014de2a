"""Privileged notes through their pages: who keeps them, how they change, and how they go."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import escape

from clearslate.accounts.permissions import ROLES
from clearslate.policy.render.escape import one_line
from clearslate.privileged import notes
from clearslate.privileged.errors import PrivilegedError
from clearslate.privileged.models import Keeping, Note, Wording
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Membership
from tests.server import people
from tests.server.lawyers import NOTES, TEXT, USE, WORD, Lawyers, address, join, lawyers, signed_in
from tests.server.series import AT, HOLD, plain, series, text

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def here() -> Lawyers:
    return lawyers()


@pytest.fixture
def vera(here: Lawyers) -> Client:
    return signed_in(here.vera)


def note_page(note: Note) -> str:
    return f"{NOTES}{note.id}/"


def test_a_lawyer_switches_them_on_and_writes_one(here: Lawyers, vera: Client) -> None:
    assert f'href="{NOTES}"' in vera.get(USE).content.decode()
    page = text(vera, NOTES)
    assert "They are off for" in page
    assert "Keep the note" not in page
    assert vera.post(address("privileged"), {"on": "yes"}).status_code == 302
    answer = vera.post(NOTES, {"text": TEXT, "revision": 0})
    note = Note.objects.get()
    assert answer.headers["Location"] == f"{NOTES}#note-{note.id}"
    page = vera.get(NOTES).content.decode()
    assert f"Counsel thinks: {WORD} exposure, and &lt;b&gt;no&lt;/b&gt; more.\nSecond line." in page
    assert "Vera Lunt" in page


def test_the_page_says_what_a_label_cannot_do(vera: Client) -> None:
    for page in (NOTES, address("privileged")):
        said = text(vera, page)
        assert "A label does not create privilege." in said
        assert "Keep legal advice apart from facts." in said


def test_off_by_default_and_each_organisation_for_itself(here: Lawyers, vera: Client) -> None:
    assert not Keeping.objects.exists()
    answer = vera.post(NOTES, {"text": TEXT, "revision": 0})
    assert answer.status_code == 422
    assert "are off for your organisation" in plain(answer.content.decode())
    notes.switch(user=here.piper, at=AT, production=here.made.production, on=True)
    assert vera.post(NOTES, {"text": TEXT, "revision": 0}).status_code == 422
    assert not Note.objects.exists()
    vera.post(address("privileged"), {"on": "yes"})
    assert vera.post(NOTES, {"text": TEXT, "revision": 0}).status_code == 302
    assert "On for Home of coordinator@saltbox-s2.example" in text(vera, address("privileged"))


def test_a_colleague_reads_and_the_other_side_does_not(here: Lawyers) -> None:
    note = here.write()
    assert WORD in text(signed_in(here.paul), NOTES)
    piper = signed_in(here.piper)
    assert WORD not in piper.get(NOTES).content.decode()
    assert "has no note here" in text(piper, address("privileged"))
    for page in (note_page(note), f"{note_page(note)}remove/"):
        assert piper.get(page).status_code == 404
        sent = {"text": "Mine now.", "revision": 1, "sure": "on"}
        assert piper.post(page, sent).status_code == 404
    assert Note.objects.count() == Wording.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in ROLES if "legal" not in role])
def test_to_anybody_else_the_pages_do_not_exist(here: Lawyers, role: str) -> None:
    note = here.write()
    user = here.made.member(role, f"{role}@example.org", name="Nell Other")
    client = signed_in(user)
    nowhere = client.get("/p/saltbox-s2/nowhere/").content
    for page in (NOTES, note_page(note), f"{note_page(note)}remove/", address("privileged")):
        answer = client.get(page)
        assert answer.status_code == 404
        assert answer.content == nowhere
        assert client.post(page, {"text": "x", "on": "yes", "revision": 1}).status_code == 404
    assert "rivileged notes" not in client.get(USE).content.decode()
    with pytest.raises(NotAllowedError):
        notes.write(user=user, at=AT, use=here.use, text="x")


def test_who_has_roles_on_both_sides_reads_one_side_only(here: Lawyers) -> None:
    here.write(by=here.piper, text="Of the platform.")
    here.write(text="Of the company.")
    join(here.made, here.vera, "platform_legal")
    page = text(signed_in(here.vera), NOTES)
    assert "Of the company." in page
    assert "Of the platform." not in page


def test_who_is_no_longer_a_lawyer_here_reads_nothing(here: Lawyers, vera: Client) -> None:
    here.write()
    Membership.objects.filter(user=here.vera).update(ended_at=AT)
    assert vera.get(NOTES).status_code == 404
    join(here.made, here.vera, "editor")
    assert vera.get(USE).status_code == 200
    assert vera.get(NOTES).status_code == 404
    with pytest.raises(NotAllowedError):
        notes.switch(user=here.vera, at=AT, production=here.made.production, on=False)


def test_who_moves_to_another_organisation_leaves_the_notes_behind(
    here: Lawyers, vera: Client
) -> None:
    note = here.write()
    here.vera.organisation = here.piper.organisation
    here.vera.save()
    assert WORD not in text(vera, NOTES)
    assert vera.get(note_page(note)).status_code == 404
    # The row of a person that was read before does not say what they belong to now.
    stale = here.paul
    type(stale).objects.filter(id=stale.id).update(organisation=here.piper.organisation)
    with pytest.raises(PrivilegedError):
        notes.amend(user=stale, at=AT, note=note, use=here.use, revision=1, text="Mine.")


def test_notes_of_another_use_or_production_are_not_found(here: Lawyers, vera: Client) -> None:
    note = here.write()
    here.made.submit(HOLD)
    assert vera.get(f"/p/saltbox-s2/uses/2/privileged/{note.id}/").status_code == 404
    assert vera.get(f"{NOTES}{'a' * 26}/").status_code == 404
    assert vera.get(f"{NOTES}%00/").status_code == 404
    assert vera.get("/p/saltbox-s2/uses/9/privileged/").status_code == 404
    other = series("harrow-s1", code_name="Harrow")
    other.submit(HOLD)
    join(other, here.vera, "production_legal")
    assert WORD not in text(vera, "/p/harrow-s1/uses/1/privileged/")
    assert vera.get(f"/p/harrow-s1/uses/1/privileged/{note.id}/").status_code == 404


def test_amending_keeps_the_older_wording(here: Lawyers, vera: Client) -> None:
    note = here.write()
    paul = signed_in(here.paul)
    form = paul.get(note_page(note)).context["form"]
    assert form.initial == {"text": TEXT, "revision": 1}
    answer = paul.post(note_page(note), {"text": "Less of it.", "revision": 1})
    assert answer.headers["Location"] == f"{NOTES}#note-{note.id}"
    page = text(vera, note_page(note))
    assert "wording 2, by Paul Osei" in page
    assert "Less of it." in page
    assert "Wording 1, by Vera Lunt" in page
    assert WORD in page
    assert "amended by Paul Osei" in text(vera, NOTES)
    assert WORD not in text(vera, NOTES)


def test_two_who_amend_at_once(here: Lawyers, vera: Client) -> None:
    note = here.write()
    signed_in(here.paul).post(note_page(note), {"text": "Faster.", "revision": 1})
    answer = vera.post(note_page(note), {"text": "Slower.", "revision": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A colleague amended this note since you read it." in page
    assert "Faster." in page
    assert ">\nSlower.</textarea>" in page
    assert 'name="revision" value="2"' in page
    assert vera.post(note_page(note), {"text": "Slower.", "revision": 2}).status_code == 302
    assert [each.text for each in note.wordings.all()] == [TEXT, "Faster.", "Slower."]


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 20_001, "a\0b"])
def test_what_cannot_be_a_note(here: Lawyers, vera: Client, words: str) -> None:
    note = here.write()
    for page in (NOTES, note_page(note)):
        answer = vera.post(page, {"text": words, "revision": 1})
        assert answer.status_code == 422
        assert 'href="#id_text"' in answer.content.decode()
    assert Wording.objects.count() == 1


def test_the_same_words_are_no_amendment(here: Lawyers, vera: Client) -> None:
    note = here.write()
    answer = vera.post(note_page(note), {"text": f" {TEXT}\r\n", "revision": 1})
    assert answer.status_code == 422
    assert "exactly this already" in plain(answer.content.decode())


def test_characters_that_hide_are_shown(here: Lawyers, vera: Client) -> None:
    here.write(text="Pay\u202e!on")
    page = vera.get(NOTES).content.decode()
    assert "\u202e" not in page
    assert escape(one_line("Pay\u202e!on")) in page


def test_its_author_removes_it_for_good(here: Lawyers, vera: Client) -> None:
    note = here.write()
    notes.amend(user=here.paul, at=AT, note=note, use=here.use, revision=1, text="Less of it.")
    page = f"{note_page(note)}remove/"
    assert "Only Vera Lunt, who wrote it, removes this note." in text(signed_in(here.paul), page)
    refused = signed_in(here.paul).post(page, {"sure": "on", "revision": 2})
    assert refused.status_code == 422
    assert vera.post(page, {"revision": 2}).status_code == 422
    stale = vera.post(page, {"sure": "on", "revision": 1})
    assert stale.status_code == 409
    assert "amended this note since" in stale.content.decode()
    assert vera.post(page, {"sure": "on", "revision": 2}).headers["Location"] == NOTES
    assert not Note.objects.exists()
    assert not Wording.objects.exists()
    assert vera.get(note_page(note)).status_code == 404
    assert vera.post(page, {"sure": "on", "revision": 2}).status_code == 404


def test_colleagues_remove_what_its_author_left_behind(here: Lawyers) -> None:
    note = here.write()
    Membership.objects.filter(user=here.vera).update(ended_at=AT)
    answer = signed_in(here.paul).post(
        f"{note_page(note)}remove/", {"sure": "on", "revision": note.revision}
    )
    assert answer.status_code == 302
    assert not Note.objects.exists()


def test_removed_words_are_in_no_file_of_the_database(here: Lawyers, database) -> None:
    if database.vendor != "sqlite":
        pytest.skip("PostgreSQL overwrites when it vacuums")
    path = Path(connection.settings_dict["NAME"])

    def found() -> bool:
        connection.close()  # the last connection that closes folds the log into the file
        return any(WORD.encode() in each.read_bytes() for each in path.parent.glob(f"{path.name}*"))

    note = here.write()
    assert found()
    notes.remove(user=here.vera, note=note, use=here.use, revision=1)
    assert not found()


def test_switched_off_they_are_read_and_removed_but_not_written(
    here: Lawyers, vera: Client
) -> None:
    note = here.write()
    assert vera.post(address("privileged"), {"on": "no"}).status_code == 302
    assert WORD in text(vera, NOTES)
    assert "can be read and removed" in text(vera, note_page(note))
    assert vera.post(NOTES, {"text": "More.", "revision": 0}).status_code == 422
    assert vera.post(note_page(note), {"text": "More.", "revision": 1}).status_code == 422
    assert vera.post(address("privileged"), {"on": "maybe"}).status_code == 422
    sent = {"sure": "on", "revision": 1}
    assert vera.post(f"{note_page(note)}remove/", sent).status_code == 302


def test_in_an_archived_production_they_are_read_only(here: Lawyers, vera: Client) -> None:
    note = here.write()
    production = here.made.production
    production.archived_at = AT + timedelta(days=1)
    production.save()
    for page in (NOTES, note_page(note), f"{note_page(note)}remove/"):
        said = text(vera, page)
        assert WORD in said
        assert "This production is archived." in said
    sent = {"text": "More.", "revision": 1, "sure": "on", "on": "no"}
    for page in (NOTES, note_page(note), f"{note_page(note)}remove/", address("privileged")):
        assert vera.post(page, sent).status_code == 404
    assert Wording.objects.get().text == TEXT
    assert Keeping.objects.get().on


def test_the_page_says_who_reads_them(here: Lawyers, vera: Client) -> None:
    page = text(vera, NOTES)
    assert "Vera Lunt (you)" in page
    assert "Paul Osei" in page
    assert "Piper Quill" not in page


def test_the_list_of_uses_with_notes(here: Lawyers, vera: Client) -> None:
    here.write()
    here.write(text="Another.")
    page = vera.get(address("privileged"))
    ((noted,), *_) = [page.context["noted"]]
    assert (noted.use.number, noted.count) == (1, 2)


def test_no_cache_keeps_the_pages(here: Lawyers, vera: Client) -> None:
    note = here.write()
    for page in (NOTES, note_page(note), f"{note_page(note)}remove/", address("privileged")):
        assert vera.get(page).headers["Cache-Control"] == "private, no-store"


def test_who_is_not_signed_in_is_led_there(here: Lawyers, client: Client) -> None:
    here.write()
    assert client.get(NOTES).headers["Location"].startswith("/account/login/")


def test_somebody_of_the_organisation_outside_of_the_production(here: Lawyers) -> None:
    here.write()
    outside = people.person("o@example.org", of=here.vera.organisation, name="Otto Far")
    assert signed_in(outside).get(NOTES).status_code == 404
