"""The case and the assessment of a version, as files that the command line reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.policy.documents import to_yaml
from clearslate.policy.render.build import outline
from clearslate.policy.render.outline import Section
from clearslate.policy.render.words import ORDER, day
from clearslate.policy.ways import ways
from clearslate.productions.selectors import today_in
from clearslate.ui.access import Visit, production_page
from clearslate.ui.assessment import purpose_of
from clearslate.ui.views.use.behind import parts_of
from clearslate.ui.views.use.finding import frame, stored_or_404, use_or_404, version_asked
from clearslate.ui.views.use.stands import how_made, stands_of
from clearslate.uses.desk import assessor_of
from clearslate.uses.entries import use_number
from clearslate.uses.errors import DamagedError
from clearslate.uses.models import Use
from clearslate.uses.selectors import case_document
from clearslate.uses.stored import Stored

_Write = Callable[[Visit, Use, Stored], HttpResponse]


def export(write: _Write) -> Callable[..., HttpResponse]:
    """Make a page that gives a version as a file; for what is damaged it says so, with 409."""

    @require_safe
    @production_page(Action.EXPORT_USES)
    @wraps(write)
    def answer(visit: Visit, number: int) -> HttpResponse:
        use = use_or_404(visit, number)
        asked = version_asked(visit, use)
        try:
            found = stored_or_404(use, asked)
        except DamagedError as error:
            context = frame(visit, use) | {"asked": asked, "problem": str(error)}
            context["cells"] = [(context["number"], context["title"])]
            return render(visit.request, "use/damaged.html", context, status=409)
        return write(visit, use, found)

    return answer


@export
def case_json(visit: Visit, use: Use, found: Stored) -> HttpResponse:
    """The very bytes that were kept: their SHA-256 is the hash of the case."""
    return _file(visit, use, found, "case.json", bytes(found.version.case), "application/json")


@export
def case_yaml(visit: Visit, use: Use, found: Stored) -> HttpResponse:
    """The case in the order in which people read it; it gives the same assessment."""
    text = to_yaml(case_document(found.version))
    return _file(visit, use, found, "case.yaml", text.encode(), "application/yaml")


@export
def assessment_json(visit: Visit, use: Use, found: Stored) -> HttpResponse:
    """The very bytes of the assessment: their SHA-256 is its hash."""
    data = bytes(found.version.assessment.canonical)
    return _file(visit, use, found, "assessment.json", data, "application/json")


@export
def assessment_pdf(visit: Visit, use: Use, found: Stored) -> HttpResponse:
    """The assessment on paper, with what would lower its outcome; without stills."""
    # Setting a page loads the library and the faces, which nothing else needs.
    from clearslate.ui.pdf import Paper, write

    version = found.version
    made = how_made(version)
    lower = None
    if found.assessment.outcome not in (None, ORDER[0]):
        lower = ways(found.case, assessor_of(found.case.rulebooks))
    on = today_in(visit.production, version.submitted_at)
    said, sections = _standing(visit, use, found)
    page = outline(found.assessment, case=found.case, ways=lower)
    paper = Paper(
        name=f"{use_number(use.number)}, version {version.number}",
        production=visit.production.code_name,
        outline=page._replace(sections=(*sections, *page.sections)),
        lines=(
            *((purpose,) if (purpose := purpose_of(found.case)) else ()),
            f"{made[0].upper()}{made[1:]}, {day(on.isoformat())}.",
            said,
        ),
    )
    return _file(visit, use, found, "assessment.pdf", write(paper), "application/pdf")


def _standing(visit: Visit, use: Use, found: Stored) -> tuple[str, list[Section]]:
    """How the use stands today in words, and what it stands on; an old version was replaced."""
    if found.version.number != use.versions_count:
        return f"Replaced: version {use.versions_count} is the newest.", []
    stands = stands_of(visit, use, found, lambda on: day(on.isoformat()))
    head = stands.head("")
    means = f" {head.means}" if head.means else ""
    said = f"On {day(visit.today.isoformat())}: {head.words[0].lower()}{head.words[1:]}.{means}"
    return said, [part.section for part in parts_of(stands)]


def _file(
    visit: Visit, use: Use, found: Stored, ending: str, data: bytes, media_type: str
) -> HttpResponse:
    name = file_name(visit.production.slug, use.number, found.version.number, ending)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if media_type != "application/pdf":
        media_type = f"{media_type}; charset=utf-8"
    return HttpResponse(data, content_type=media_type, headers=headers)


def file_name(slug: str, number: int, version: int, ending: str) -> str:
    """What a file of a version is called: `saltbox-u-042-v2.case.json`."""
    return f"{slug}-{use_number(number).lower()}-v{version}.{ending}"
