"""The page of a use: everything that was declared and found, as it was kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearslate.accounts.models import User
from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.render.build import outline
from clearslate.productions.models import PackInForce, Role, SwitchSetting
from clearslate.uses.models import Use, UseVersion
from clearslate.uses.stored import stored
from tests.server import people
from tests.server.series import (
    APPROVAL,
    AT,
    HOLD,
    NOT_A_USE,
    NOTIFY,
    URL,
    Series,
    in_force,
    other_pack,
    picture,
    plain,
    series,
    series_use,
    text,
)

pytestmark = pytest.mark.usefixtures("database")

UNSURE = "editorial-everything-not-sure.yaml"
MISSING = "editorial-visual-adr-new-line.yaml"
FILES = ("case.json", "case.yaml", "assessment.json", "assessment.pdf")


@pytest.fixture
def made() -> Series:
    return series()


@pytest.fixture
def ines(client: Client, made: Series) -> Client:
    """The coordinator's browser."""
    client.force_login(made.coordinator)
    return client


def squeezed(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        (NOTIFY, "Noticed"),
        (APPROVAL, "In review: needs approval"),
        (MISSING, "On hold: evidence missing"),
        (NOT_A_USE, "Not a use of generative AI"),
    ],
)
def test_it_works(ines: Client, made: Series, name: str, headline: str) -> None:
    use = made.submit(name)
    said = text(ines)
    assert f"Use U-001, version 1 {use.title}" in said
    assert headline in said
    assert "Made by rule, not by a lawyer." in said
    assert "Declared by Ines Okoro" in said


@pytest.mark.parametrize("name", [NOTIFY, APPROVAL, HOLD, MISSING, UNSURE, NOT_A_USE])
def test_everything_in_the_assessment_is_on_the_page(ines: Client, made: Series, name: str) -> None:
    use = made.submit(name)
    found = stored(use, 1)
    assert found is not None
    said = text(ines)
    page = outline(found.assessment, case=found.case)
    for section in page.sections:
        for item in section.items if section.name not in ("declared", "findings") else ():
            assert squeezed(item.text) in said, (section.name, item)
            for note in item.notes:
                assert squeezed(note.text) in said, (section.name, note)
    for finding in found.assessment.findings:
        waits = not finding.certain and "[" not in finding.path and finding.path != "use"
        assert squeezed(finding.title if waits else finding.because) in said
        for answer in finding.answers:
            assert squeezed(f"“{answer.words}” {answer.title}") in said
        for row in finding.cite:
            assert f" {row} " in said
    for part in found.case.declaration.values():
        for item in part if isinstance(part, list) else [part]:
            for value in item.values() if isinstance(item, dict) else ():
                if isinstance(value, str) and " " in value:
                    assert squeezed(value) in said
    for digest in (use.versions.get().case_sha256, use.versions.get().assessment_id):
        assert digest in said


def test_the_board_says_who_where_and_when(ines: Client, made: Series) -> None:
    declared = {"use": {**series_use(), "shots": ["101_0010", "101_0020", "102_0100"]}}
    made.submit(APPROVAL, **declared)
    said = text(ines)
    assert "Declared by Ines Okoro, " in said
    assert "3 shots 101_0010 to 102_0100 episodes 101, 102" in said
    assert "Work window" in said
    assert "101 locks " in said


def test_a_use_without_an_episode_belongs_to_the_last_lock(ines: Client, made: Series) -> None:
    made.submit(APPROVAL)
    assert "Last picture lock 19 Mar 2027" in text(ines)


def test_who_has_it(ines: Client, made: Series) -> None:
    made.member("reviewer", "a@example.org", name="Amaury Finn", areas=("talent", "rights"))
    made.submit(HOLD)
    said = text(ines)
    assert re.search(r"Who has it .*Amaury Finn: (rights and talent|talent and rights)", said)
    assert "Dana Whitlock: " in said
    made.submit(MISSING)
    assert re.search(
        r"Who has it Ines Okoro, to file \d documents?", text(ines, "/p/saltbox-s2/uses/2/")
    )


def test_what_no_longer_holds_says_so(ines: Client, made: Series, time_machine) -> None:
    time_machine.move_to(AT)
    made.submit(NOTIFY)
    until = UseVersion.objects.get().assessment.holds_until
    assert until is not None
    ines.force_login(made.coordinator)
    assert "assessed again" not in text(ines)
    time_machine.move_to(AT.replace(year=until.year, month=until.month, day=until.day))
    ines.force_login(made.coordinator)
    said = text(ines)
    assert "To be assessed again" in said
    assert "It is to be assessed again, because a date was reached." in said
    assert "Held until" in said
    assert "Who has it assessed again by itself" in said
    assert "nothing to decide" not in said


def test_nobody_decides_on_what_they_declared(ines: Client, made: Series) -> None:
    lena = made.member("reviewer", "l@example.org", name="Lena Roth", areas=("talent",))
    role = Role.objects.get(production=made.production, key="reviewer")
    role.actions = [*role.actions, "declare"]
    role.save()
    made.submit(HOLD, by=lena)
    said = text(ines)
    assert "Lena Roth: " not in said
    assert re.search(r"nobody is named yet: [^.]*talent", said)


def test_pictures_come_first_and_none_leaves_no_hole(ines: Client, made: Series) -> None:
    made.submit(APPROVAL)
    assert 'class="stills' not in ines.get(URL).content.decode()
    files = [
        {
            "chunks": [picture(colour)],
            "name": f"{caption}.png",
            "kind": "still",
            "caption": caption,
        }
        for colour, caption in (
            ("#345", "Plate, as filmed, 01:22:04:11"),
            ("#543", "Test frame <b>v003</b>"),
        )
    ]
    made.submit(HOLD, files=files)
    page = ines.get("/p/saltbox-s2/uses/2/").content.decode()
    assert page.index('class="stills') < page.index('class="answer"') < page.index('id="findings"')
    assert "<span>Plate, as filmed</span><code>01:22:04:11</code>" in page
    assert "Test frame &lt;b&gt;v003&lt;/b&gt;" in page
    for source in re.findall(r'<img src="([^"]+)"', page):
        answer = ines.get(source)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("image/")
        answer.close()
    assert "no-print" in re.search(r'<div class="stills[^"]*"', page)[0]
    printed = ines.get("/p/saltbox-s2/uses/2/?stills=1").content.decode()
    assert "no-print" not in re.search(r'<div class="stills[^"]*"', printed)[0]


def test_attached_evidence_is_listed_with_its_hash(ines: Client, made: Series) -> None:
    made.submit(
        MISSING,
        files=[
            {
                "chunks": [b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"],
                "name": "consent.pdf",
                "kind": "evidence",
                "caption": "Consent, signed",
                "record": {"kind": "use_consent", "subject": "Somebody", "from": "2026-01-01"},
            }
        ],
    )
    row = Use.objects.get().versions.get().attached.get()
    page = ines.get(URL).content.decode()
    assert f"/p/saltbox-s2/files/{row.id}/" in page
    assert f'title="{row.file.sha256}"' in page
    assert "Consent, signed" in page


def test_every_cited_row_is_explained(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    page = ines.get(URL).content.decode()
    cited = set(re.findall(r'href="#(cite-[^"]+)"', page))
    assert len(cited) > 5
    assert cited <= set(re.findall(r'id="(cite-[^"]+)"', page))


def test_a_reading_that_was_chosen_is_named(ines: Client, made: Series) -> None:
    SwitchSetting.objects.create(
        production=made.production,
        switch="S1",
        value="relaxed",
        from_day=AT.date(),
        set_at=AT - timedelta(hours=1),
    )
    made.submit(APPROVAL)
    said = text(ines)
    assert "Incidental background in a final:" in said
    assert "In place of: strict" in said


def test_an_advisory_pack_is_told_apart(ines: Client, made: Series) -> None:
    pack = other_pack(urn="urn:test:advice", title="A second opinion", row="Said otherwise")
    in_force(made, pack, "advisory")
    made.submit(HOLD)
    said = text(ines)
    assert "Advisory: A second opinion" in said
    assert "Its findings leave the outcome as it is." in said


def test_an_old_version_keeps_the_words_of_its_rulebook(ines: Client, made: Series) -> None:
    old = other_pack(urn=shipped_pack().pack.urn, title="The rules of old", row="Words of old")
    in_force(made, old, "adopted")
    use = made.submit(HOLD)
    PackInForce.objects.filter(pack=old).delete()
    made.submit(HOLD, version_of=use, at=AT + timedelta(hours=1))
    newest, before = text(ines), text(ines, f"{URL}?version=1")
    assert "The rules of old" not in newest
    assert "The rules of old, version" in before
    assert "Words of old" in before
    assert ", submitted by Ines Okoro. It was replaced" in before
    assert "Where it stood" in before


def test_each_version_is_shown_as_it_was(ines: Client, made: Series) -> None:
    use = made.submit(HOLD)
    made.submit(NOTIFY, version_of=use, at=AT + timedelta(hours=1))
    newest, before = text(ines), text(ines, f"{URL}?version=1")
    assert "Where it stands Noticed" in newest
    assert "Where it stood In review: needs approval" in before
    assert newest.count("Use U-001, version 2") == 1
    assert "see version 2, the newest" in before
    assert "Withdraw it" in newest
    assert "Withdraw it" not in before


NOWHERE = (
    "uses/2/",
    "uses/0/",
    f"uses/{10**30}/",
    *(
        f"uses/1/{page}?version={asked}"
        for page in ("", "ways/", "case.json", "assessment.pdf")
        for asked in ("0", "2", "x", "-1", "", "٣", "1.0", "9" * 30)
    ),
    "uses/1/changes/?from=1&to=1",
    "uses/1/changes/?from=2&to=1",
    "uses/1/changes/?from=x",
    "uses/1/changes/?from=1&to=7",
)


def test_what_does_not_exist_is_not_found(ines: Client, made: Series) -> None:
    made.submit(NOTIFY)
    found = [path for path in NOWHERE if ines.get(f"/p/saltbox-s2/{path}").status_code != 404]
    assert found == []


PAGES = ("", "ways/", "changes/", "history/", "call-up/", "withdraw/", "foot.css", *FILES)


def test_a_use_of_another_production_does_not_exist(client: Client, made: Series) -> None:
    use = made.submit(NOTIFY)
    made.submit(NOTIFY, version_of=use, at=AT + timedelta(minutes=1))
    other = series("harrow-s1", code_name="Harrow")
    client.force_login(other.coordinator)
    for page in PAGES:
        assert client.get(f"{URL}{page}").status_code == 404
        assert client.get(f"/p/harrow-s1/uses/1/{page}").status_code == 404
    assert client.post(f"{URL}new-version/").status_code == 404


def test_every_page_sends_who_is_not_signed_in_to_sign_in(client: Client, made: Series) -> None:
    made.submit(NOTIFY)
    for page in PAGES:
        answer = client.get(f"{URL}{page}")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/login/?next=")


def test_pages_to_read_take_no_post(ines: Client, made: Series) -> None:
    made.submit(NOTIFY)
    for page in ("", "ways/", "changes/", "history/", "foot.css", *FILES):
        assert ines.post(f"{URL}{page}").status_code == 405


def test_queries_do_not_depend_on_findings_or_versions(ines: Client, made: Series) -> None:
    small = made.submit(APPROVAL)
    large = made.submit(UNSURE)
    for hour in range(1, 6):
        made.submit(UNSURE, version_of=large, at=AT + timedelta(hours=hour))
    counts = [queries(ines, f"/p/saltbox-s2/uses/{use.number}/") for use in (small, large)]
    assert counts[0] == counts[1] <= 36
    for page in ("changes/", "history/", "assessment.pdf"):
        assert queries(ines, f"/p/saltbox-s2/uses/{large.number}/{page}") <= 26


def queries(client: Client, address: str) -> int:
    client.get(address)  # what is kept between requests is there
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_foot_of_a_printed_page_names_its_case(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    answer = ines.get(f"{URL}foot.css?version=1")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    style = answer.content.decode()
    assert UseVersion.objects.get().case_sha256[:32] in style
    assert "Made by rule, not by a lawyer." in style
    assert f'href="{URL}foot.css?version=1" media="print"' in ines.get(URL).content.decode()
    assert "Case" not in ines.get(f"{URL}foot.css?version=9").content.decode()


def test_ways_come_in_a_second_request(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    page = ines.get(URL).content.decode()
    assert f'hx-get="{URL}ways/?version=1"' in page
    whole = ines.get(f"{URL}ways/?version=1").content.decode()
    assert "<main" in whole
    part = ines.get(f"{URL}ways/?version=1", headers={"HX-Request": "true"}).content.decode()
    assert "<main" not in part
    assert plain(part) in plain(whole)
    made.submit(NOTIFY)
    second = "/p/saltbox-s2/uses/2/"
    assert "ways/" not in ines.get(second).content.decode()
    assert "There is no lower outcome." in text(ines, f"{second}ways/")


def test_what_changed_is_told_answer_by_answer(ines: Client, made: Series) -> None:
    use = made.submit(APPROVAL)
    made.submit(HOLD, version_of=use, at=AT + timedelta(hours=1))
    said = text(ines, f"{URL}changes/?from=1&to=2")
    old, new = (stored(use, number) for number in (1, 2))
    assert old is not None
    assert new is not None
    for each in (old, new):
        assert each.case.declaration["use"]["title"] in said
    assert "Short title" in said
    assert f'href="{URL}changes/?from=1&amp;to=2"' in ines.get(URL).content.decode()


def test_the_newest_and_one_alike_say_so(ines: Client, made: Series) -> None:
    use = made.submit(APPROVAL)
    made.submit(APPROVAL, version_of=use, at=AT)
    assert "Nothing differs: version 2 says what version 1 said." in text(ines, f"{URL}changes/")


def member(made: Series, role: str, email: str = "m@example.org") -> User:
    return made.member(role, email, name="Mira Lind")


def test_an_auditor_reads_and_can_do_nothing(client: Client, made: Series) -> None:
    made.submit(NOTIFY)
    client.force_login(member(made, "auditor"))
    page = client.get(URL).content.decode()
    for word in ("New version", "Withdraw it", "Call it up", "Declare one like this"):
        assert word not in page
    assert client.get(f"{URL}call-up/").status_code == 404
    assert client.get(f"{URL}withdraw/").status_code == 404
    assert client.post(f"{URL}new-version/").status_code == 404


def test_signing_in_leads_back_to_the_page(client: Client, made: Series) -> None:
    made.submit(NOTIFY)
    people.sign_in(client, made.coordinator)
    assert client.get(URL).status_code == 200
