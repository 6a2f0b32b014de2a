"""Keeping a view of the table under a name; renaming, sharing and dropping it."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from clearslate.accounts.permissions import Action
from clearslate.productions.errors import NotAllowedError
from clearslate.ui.access import Visit, production_page
from clearslate.uses.asked import Asked
from clearslate.uses.errors import UsesError
from clearslate.uses.models import SavedView
from clearslate.uses.services.views import share_view, unshare_view
from clearslate.uses.views import drop_view, keep_view, rename_view, view_of, views_of


class ViewForm(forms.Form):
    """The name of a view, and the question it keeps."""

    name = forms.CharField(label="Name", max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)


@require_http_methods(["GET", "HEAD", "POST"])
@production_page(Action.SEE_USES)
def saved_views(visit: Visit) -> HttpResponse:
    """The views there are, and a form to keep the one that somebody came from."""
    if visit.request.method != "POST":
        asked = Asked.read(dict(visit.request.GET.lists()))
        return _page(visit, ViewForm(initial={"query": asked.query()}))
    form = ViewForm(visit.request.POST)
    if form.is_valid():
        asked = Asked.read_text(form.cleaned_data["query"])
        try:
            keep_view(
                user=visit.user,
                production=visit.production,
                name=form.cleaned_data["name"],
                asked=asked,
            )
        except UsesError as error:
            form.add_error("name", str(error))
        else:
            return HttpResponseRedirect(f"{_table(visit)}?{asked.query()}")
    return _page(visit, form, status=422)


@require_POST
@production_page(Action.SEE_USES)
def saved_view(visit: Visit, view_id: int) -> HttpResponse:
    """Rename, share, take back or drop a view."""
    view = view_of(visit.party, visit.production, view_id)
    if view is None:
        raise Http404
    act = visit.request.POST.get("act", "")
    try:
        _carry_out(visit, view, act)
    except (UsesError, NotAllowedError) as error:
        return _page(visit, ViewForm(), status=422, problem=str(error))
    return HttpResponseRedirect(reverse("saved_views", args=[visit.production.slug]))


def _carry_out(visit: Visit, view: SavedView, act: str) -> None:
    match act:
        case "rename":
            rename_view(user=visit.user, view=view, name=visit.request.POST.get("name", ""))
        case "drop":
            drop_view(user=visit.user, view=view)
        case "share":
            share_view(actor=visit.party, at=visit.at, view_id=view.pk)
        case "unshare":
            unshare_view(actor=visit.party, at=visit.at, view_id=view.pk)
        case _:
            raise UsesError("Choose what to do with the view.")


def _table(visit: Visit) -> str:
    return reverse("uses", args=[visit.production.slug])


def _page(visit: Visit, form: ViewForm, *, status: int = 200, problem: str = "") -> HttpResponse:
    context = {
        "production": visit.production,
        "form": form,
        "problem": problem,
        "saved": views_of(visit.party, visit.production),
        "me": visit.user,
        "may_share": visit.may(Action.SHARE_VIEWS),
        "filters": form["query"].value() or "",
    }
    return render(visit.request, "home/views.html", context, status=status)
