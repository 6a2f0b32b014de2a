"""What is on file for a production: agreements, terms, consents and models."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.clearance.foreseeing import Foreseen, foresee_facts
from clearslate.flows.facts import file_facts
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.documents import to_yaml
from clearslate.productions.errors import ProductionsError, StaleError, UnchangedError
from clearslate.productions.filing import read_filing
from clearslate.productions.on_file import document_of, filings_of, sheet_of, tables_of
from clearslate.productions.packs import rulebooks_on
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.on_file import FactsForm
from clearslate.ui.forms.productions import say
from clearslate.ui.views.foreseen import Asked, ask_first
from clearslate.ui.views.productions import answer, done, posted, read_or_write


@require_safe
@production_page(Action.SEE_USES)
def on_file(visit: Visit) -> HttpResponse:
    """Every record on file, and what the filings changed."""
    sheet = sheet_of(visit.production)
    schema = schema_of(rulebooks_on(visit.production, visit.today))
    tables = tables_of(sheet, schema, visit.today)
    context = {
        "visit": visit,
        "sheet": sheet,
        "tables": tables,
        "records": sum(len(each.records) for each in tables),
        "filings": filings_of(visit.production),
        "may_file": visit.may(Action.FILE_FACTS),
        "may_export": visit.may(Action.EXPORT_USES),
    }
    return render(visit.request, "productions/on_file.html", context)


@read_or_write
@production_page(Action.FILE_FACTS)
def file(visit: Visit) -> HttpResponse:
    """File a facts/1 document, as a file or as text."""
    request = visit.request
    sheet = sheet_of(visit.production)
    form = FactsForm(
        posted(request), request.FILES or None, initial={"after": sheet.number if sheet else 0}
    )
    status = 200
    if form.is_valid():
        name, data = form.given()
        try:
            filed = read_filing(visit.production, visit.today, data, name)
            foreseen = foresee_facts(visit.production, filed.document, visit.at)
            if foreseen.reached and request.POST.get("seen") != filed.sha256:
                return _ask_first(visit, form, data, filed.sha256, foreseen)
            made = file_facts(
                actor=visit.party,
                at=visit.at,
                production=visit.production,
                data=data,
                name=name,
                after=form.cleaned_data["after"],
            )
        except UnchangedError as error:
            return done(visit, str(error), "on_file")
        except ProductionsError as error:
            say(form, error)
            status = 409 if isinstance(error, StaleError) else 422
        else:
            return done(visit, f"Filed as number {made.number}.", "on_file")
    return answer(
        request, "productions/facts_file.html", form, status=status, visit=visit, sheet=sheet
    )


def _ask_first(
    visit: Visit, form: FactsForm, data: bytes, sha256: str, foreseen: Foreseen
) -> HttpResponse:
    """Ask whether to file what would move uses; the document is sent again as it was."""
    slug = visit.production.slug
    asked = Asked(
        "File these facts",
        "File them",
        reverse("facts_file", args=[slug]),
        reverse("on_file", args=[slug]),
        {"after": str(form.cleaned_data["after"]), "seen": sha256},
        data.decode("utf-8-sig"),
    )
    return ask_first(visit, asked, foreseen)


@require_safe
@production_page(Action.EXPORT_USES)
def download(visit: Visit, sheet: int) -> HttpResponse:
    """A filing as a facts/1 document, for the command line or to file again."""
    row = sheet_of(visit.production, sheet)
    if row is None:
        raise Http404
    name = f"{visit.production.slug}-facts-{row.number}.yaml"
    return HttpResponse(
        to_yaml(document_of(visit.production, row)),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
