"""The clearance log and the cue sheet: what they tell, for whom, in each medium."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clearslate.accounts.parties import party_of
from clearslate.clearance.acts import acts_asked
from clearslate.clearance.conditions import Agreed
from clearslate.clearance.models import Decision
from clearslate.clearance.services.lines import answer_line
from clearslate.uses.models import Use
from tests.docs.world import declaration
from tests.server import people
from tests.server.deciding import APPROVAL, AT, HOLD, NOTIFY, Deciding, deciding
from tests.server.pdftext import read
from tests.server.series import SLUG

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def here() -> Deciding:
    return deciding()


def client_of(user: object) -> Client:
    client = Client()
    people.sign_in(client, user)
    return client


def cleared(here: Deciding) -> Use:
    """A use that is cleared with a label."""
    use = here.series.submit(APPROVAL)
    for area in use.areas:
        here.decide(use, area, "conditions", conditions=[Agreed("label", "Made with AI")])
    use = Use.objects.get(id=use.id)
    here.send(use, *acts_asked(use, Decision.objects.filter(review__use=use)).results)
    use = here.look(use)

    for line in use.lines.filter(kind__in=["legal_review", "rights"], closed_at=None):
        answer_line(
            actor=party_of(here.people["platform_legal"]),
            at=AT,
            line_id=line.id,
            revision=line.revision,
            response="agreed",
        )
    use.refresh_from_db()
    assert use.state == "cleared"
    return use


def rows(client: Client, name: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{reverse(name, args=[SLUG])}{query}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_log_says_who_decided_and_cleared_what(here: Deciding) -> None:
    use = cleared(here)
    here.series.submit(HOLD)
    client = client_of(here.people["producer"])
    page = client.get(reverse("clearance_log", args=[SLUG])).content.decode()
    assert "Labelled on screen: “Made with AI”." in page
    assert "data reviewer" in page
    first, second = rows(client, "clearance_log_csv")
    assert first["Number"] == "U-001"
    assert first["State"] == "cleared"
    assert "final_output reviewer" in first["Results cleared"]
    assert first["Case"] == use.versions.get().case_sha256
    assert second["Decided"] == ""
    assert len(rows(client, "clearance_log_csv", "?state=cleared")) == 1
    pdf = client.get(reverse("clearance_log_pdf", args=[SLUG]))
    assert "U-001" in read(pdf.content).text


def test_the_cue_sheet_tells_what_is_cleared_from_what_is_not_yet(here: Deciding) -> None:
    cleared(here)
    here.series.submit(APPROVAL)
    here.series.submit(NOTIFY)
    client = client_of(here.people["post_supervisor"])
    found = rows(client, "cue_sheet_csv")
    assert [each["Use"] for each in found] == ["U-001", "U-002"]
    assert found[0]["Cleared"] == "cleared"
    assert found[0]["Human input"] == "Repainted by hand."
    assert found[0]["Label or credit"] == "Labelled on screen: “Made with AI”."
    assert found[1]["Cleared"].startswith("not cleared yet")
    page = client.get(reverse("cue_sheet", args=[SLUG])).content.decode()
    assert "Not cleared yet" in page
    assert client.get(reverse("cue_sheet_pdf", args=[SLUG])).status_code == 200


def test_what_reads_as_lapsed_is_not_cleared(here: Deciding) -> None:
    use = cleared(here)
    Use.objects.filter(id=use.id).update(stale_since=AT)
    client = client_of(here.people["post_supervisor"])
    assert "not cleared yet" in rows(client, "cue_sheet_csv")[0]["Cleared"]


def test_formulas_and_markup_stay_words(here: Deciding) -> None:
    document = declaration(APPROVAL)
    document["use"] = {**document["use"], "title": "=HYPERLINK(1)<script>"}
    here.series.submit(APPROVAL, **document)
    client = client_of(here.people["producer"])
    assert rows(client, "clearance_log_csv")[0]["Title"].startswith("'=")
    page = client.get(reverse("clearance_log", args=[SLUG])).content.decode()
    assert "<script>" not in page.partition("<main")[2]


def test_the_number_of_queries_does_not_grow(here: Deciding) -> None:
    client = client_of(here.people["producer"])
    counts = []
    for more in (1, 5):
        for _ in range(more):
            here.series.submit(APPROVAL)
        client.get(reverse("cue_sheet", args=[SLUG]))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("cue_sheet", args=[SLUG]))
        counts.append(len(found))
    assert counts[0] == counts[1]
