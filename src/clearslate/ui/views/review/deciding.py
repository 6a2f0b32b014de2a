"""What is done on the review page: decide for one's areas, or ask. A page that is opened does not.

What was read comes back with the form. Where it is no longer what is there, nothing is done: the
page says what changed, and keeps the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action
from clearslate.clearance.conditions import KINDS
from clearslate.clearance.errors import ClearanceError, NotYoursError, StaleError
from clearslate.clearance.inbox import next_of
from clearslate.clearance.locking import Read, as_read
from clearslate.clearance.looks import Looked
from clearslate.clearance.services.deciding import Verdict, decide_alike
from clearslate.clearance.services.talking import ask
from clearslate.policy.render.words import listed
from clearslate.productions.selectors import people_with
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.review import ASK, DecisionForm, last_day, with_rows
from clearslate.ui.seen import seen
from clearslate.ui.views.review.areas import standing_of, verdict_words
from clearslate.ui.views.review.bench import Bench, bench_or_404, reads_in
from clearslate.ui.views.review.beside import changed_since
from clearslate.ui.views.review.page import Stale, answer
from clearslate.ui.views.review.panel import form_of, why_nothing
from clearslate.ui.views.use.finding import use_or_404
from clearslate.uses.entries import use_number
from clearslate.uses.models import Use

_LINES = ("more", "remove", "again")
"""Buttons that only change how many lines for conditions there are."""


@require_http_methods(["GET", "HEAD", "POST"])
@production_page(Action.SEE_USES)
def review(visit: Visit, number: int) -> HttpResponse:
    """What there is to decide on a use; or the decision."""
    bench = bench_or_404(visit, _use(visit, number))
    return _sent(bench) if visit.request.method == "POST" else answer(bench)


def _sent(bench: Bench) -> HttpResponse:
    post = bench.visit.request.POST
    reads = reads_in(post, post.getlist("read"))
    try:
        _still_there(bench, reads, _chosen(post))
    except StaleError as error:
        return _stale(bench, str(error))
    if any(each in post for each in _LINES):
        form = form_of(bench, with_rows(post))
        form.errors.clear()
        return answer(bench, form)
    form = form_of(bench, post)
    if not form.is_valid():
        return answer(bench, form, status=422)
    if form.cleaned_data["verdict"] == ASK:
        return _ask(bench, form, reads)
    return _decide(bench.visit, bench, form, reads)


def _chosen(post: Any) -> list[str]:
    """The reviews that are decided, or asked about."""
    if post.get("verdict") != ASK:
        return list(post.getlist("area"))
    return [post["about"]] if post.get("about") else []


def _still_there(bench: Bench, reads: Mapping[str, Read], chosen: list[str]) -> None:
    """Raise `StaleError` unless what was read is still what there is to decide.

    The services look again, under lock. This one comes first, so that whoever has nothing left
    to decide is told so, and not that a field is wrong.
    """
    if nothing := why_nothing(bench):
        raise StaleError(nothing)
    for each in chosen or list(reads):
        asked = bench.by_review.get(each)
        if asked is None or each not in reads:
            raise StaleError("An area that you read is not asked any more. Look at what is.")
        as_read(asked.review, bench.use, reads[each], bench.visit.at)


@confirmed_identity
def _decide(
    visit: Visit, bench: Bench, form: DecisionForm, reads: Mapping[str, Read]
) -> HttpResponse:
    given = form.cleaned_data
    verdict = Verdict(
        given["verdict"],
        form.reasons,
        note=given["note"] or "",
        conditions=form.conditions,
        valid_until=last_day(form),
    )
    mine = {each: reads[each] for each in given["area"]}
    try:
        made = decide_alike(actor=visit.party, at=visit.at, reads=mine, verdict=verdict)
    except (StaleError, NotYoursError) as error:
        return _stale(_again(bench), str(error))
    except ClearanceError as error:
        form.add_error(None, str(error))
        return answer(bench, form, status=422)
    titles = [each.title for each in bench.mine if each.id in mine]
    words = verdict_words(made[0].verdict, len(made[0].conditions))
    return _onwards(bench, f"{words} for {listed(titles)}")


def _ask(bench: Bench, form: DecisionForm, reads: Mapping[str, Read]) -> HttpResponse:
    visit, given = bench.visit, form.cleaned_data
    review = given["about"] or bench.mine[0].id
    people = people_with(visit.production, Action.SEE_USES)
    to = next((each for each in people if each.id == given["to"]), None)
    try:
        if to is None or review not in reads:
            raise ClearanceError("Choose somebody else who sees uses here.")
        ask(
            actor=visit.party,
            at=visit.at,
            review_id=review,
            read=reads[review],
            to=to,
            text=given["question"],
        )
    except (StaleError, NotYoursError) as error:
        return _stale(_again(bench), str(error))
    except ClearanceError as error:
        form.add_error("question", str(error))
        return answer(bench, form, status=422)
    return _onwards(bench, f"{to} is asked. The clock stops until the answer")


def _onwards(bench: Bench, done: str) -> HttpResponse:
    """To what is left here, then to what is to be decided next; with a line that leads back."""
    visit, use = bench.visit, bench.use
    here = reverse("review", args=[visit.production.slug, use.number])
    said = f"{use_number(use.number)}: {seen(done)}."
    messages.success(visit.request, format_html('<a href="{}">{}</a>', here, said))
    fresh = _again(bench)
    if any(not each.asked.queries for each in fresh.mine) and not why_nothing(fresh):
        return HttpResponseRedirect(here)
    following = next_of(visit.party, visit.production, visit.at, after=use.id)
    if following is None:
        return HttpResponseRedirect(reverse("inbox", args=[visit.production.slug]))
    address = reverse("review", args=[visit.production.slug, following.number])
    return HttpResponseRedirect(address)


def _stale(bench: Bench, message: str) -> HttpResponse:
    """The page as it is now, with what changed; what was written stays in its fields."""
    post = bench.visit.request.POST
    older = next(iter(reads_in(post, post.getlist("read")).values()), None)
    newest = int(bench.use.versions_count)
    since = None
    if older is not None and 0 < older.version < newest:
        since = changed_since(bench, Looked(older.version, bench.version.submitted_at))
    gone = why_nothing(bench)
    stale = Stale(
        message=message,
        since=since,
        lines=list(_meanwhile(bench, post.getlist("read"))),
        words=list(_written(post)) if gone else (),
    )
    form = None if gone else form_of(bench, with_rows(post))
    return answer(bench, form, stale=stale, status=409)


def _meanwhile(bench: Bench, read: list[str]) -> Iterator[str]:
    """What became of the areas that were read."""
    for each in read:
        review, _, revision = each.partition(":")
        asked = bench.by_review.get(review)
        if asked is None or str(asked.review.revision) == revision:
            continue
        standing = standing_of(asked, False, bench.visit.today)
        who = f", {asked.decision.by}" if asked.decision is not None else ""
        yield str(seen(f"{bench.title(asked.area)}: {standing.words}{who}."))


def _written(post: Any) -> Iterator[tuple[str, str]]:
    """The words of a form that has no place any more."""
    for name, label in (("note", "Factual note"), ("question", "Question")):
        if post.get(name, "").strip():
            yield label, post[name][:2000]
    for name, kind in post.items():
        head, _, place = name.partition("_")
        value = post.get(f"value_{place}", "").strip()
        if head == "kind" and value:
            yield KINDS.get(kind, "Condition"), value[:2000]


def _again(bench: Bench) -> Bench:
    """The same bench, read anew."""
    return bench_or_404(bench.visit, _use(bench.visit, bench.use.number))


def _use(visit: Visit, number: int) -> Use:
    use = use_or_404(visit, number)
    use.production = visit.production
    return use
