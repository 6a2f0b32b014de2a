"""Standing approvals of a production: the list, and one with what is under it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.envelopes.craft_list import craft_list
from clearslate.envelopes.holding import IN_FORCE
from clearslate.envelopes.models import Envelope
from clearslate.envelopes.selectors import (
    Standing,
    dropped_from,
    has_craft_list,
    last_delivery,
    registered_in,
    standing_list,
    standing_numbered,
    standing_shown,
    uses_under,
)
from clearslate.policy.render.words import count
from clearslate.productions.packs import rulebooks_on
from clearslate.ui.access import Visit, production_page
from clearslate.ui.envelopes import SIGNS, bar, cites_of, covered, kind_of_work, lines_of, words
from clearslate.ui.seen import seen


@require_safe
@production_page(Action.SEE_USES)
def listing(visit: Visit) -> HttpResponse:
    """Every standing approval, those in force first."""
    rulebooks = rulebooks_on(visit.production, visit.today)
    rows = standing_list(visit.party, visit.production, visit.today)
    in_force = sum(each.stands == IN_FORCE for each in rows)
    may_give = visit.may(Action.GIVE_STANDING)
    offered = None
    if may_give and not has_craft_list(visit.production, visit.today):
        offered = craft_list(rulebooks, visit.today, last_delivery(visit.production))
    context = {
        "visit": visit,
        "rows": [_row(each, rulebooks) for each in rows],
        "answer": _answer(in_force),
        "cells": [
            ("Uses noticed under them", sum(each.uses for each in rows)),
            ("Shots registered", sum(each.shots for each in rows)),
        ],
        "offered": offered,
        "may_give": may_give,
    }
    return render(visit.request, "envelopes/list.html", context)


@require_safe
@production_page(Action.SEE_USES)
def page(visit: Visit, standing: int) -> HttpResponse:
    """One standing approval: what it covers, how far it is used, and the uses under it."""
    row = standing_or_404(visit, standing)
    context = frame(visit, row) | {
        "uses": [(use, seen(use.title)) for use in uses_under(visit.party, row)],
        "registered": seen_rows(registered_in(row)),
        "dropped": seen_rows(dropped_from(row)),
        "note": seen(row.note),
        "lines": seen(lines_of(row.scope)),
        "findings": covered(row.scope, rulebooks_on(visit.production, visit.today)),
    }
    return render(visit.request, "envelopes/standing.html", context)


def standing_or_404(visit: Visit, number: int) -> Envelope:
    """The standing approval at an address, or “there is no such page”."""
    row = standing_numbered(visit.party, visit.production, number)
    if row is None:
        raise Http404
    return row


def frame(visit: Visit, row: Envelope) -> dict[str, Any]:
    """The context that the pages of one standing approval share."""
    shown = standing_shown(row, visit.today)
    sign, word = SIGNS[shown.stands]
    in_force = shown.stands == IN_FORCE
    return {
        "visit": visit,
        "envelope": row,
        "shown": shown,
        "title": seen(row.title),
        "sign": sign,
        "word": word,
        "in_force": in_force,
        "levels": [(level, bar(level)) for level in shown.levels],
        "may_end": visit.may(Action.GIVE_STANDING) and shown.stands in (IN_FORCE, "to_come"),
        "may_register": visit.may(Action.DECLARE),
        "cells": [
            {"label": f"Standing approval {shown.called}", "value": seen(row.title)},
            {"label": "It is", "value": word, "sign": sign},
            {"label": "Noticed under it", "value": count(shown.uses, "use")},
            {"label": "Registered", "value": count(shown.shots, "shot")},
        ],
    }


def seen_rows(rows: list[Any]) -> list[dict[str, Any]]:
    """Versions of shots as a table shows them."""
    return [
        {
            "id": row.id,
            "shot": seen(row.shot),
            "version": seen(row.version),
            "seconds": row.seconds,
            "use": row.use,
            "by": row.registered_by,
            "at": row.registered_at,
            "dropped_by": row.dropped_by,
            "dropped_at": row.dropped_at,
        }
        for row in rows
    ]


def _row(each: Standing, rulebooks: Any) -> dict[str, Any]:
    scope = each.envelope.scope
    sign, word = SIGNS[each.stands]
    return {
        "envelope": each.envelope,
        "called": each.called,
        "title": seen(each.envelope.title),
        "sign": sign,
        "word": word,
        "open": each.stands == IN_FORCE,
        "what": kind_of_work(scope),
        "where": words("destination", scope.destinations),
        "finals": scope.covers_finals,
        "levels": [(level, bar(level)) for level in each.levels],
        "shots": each.shots,
        "uses": each.uses,
        "cites": cites_of(covered(scope, rulebooks)),
    }


def _answer(in_force: int) -> str:
    if not in_force:
        return "No standing approval is in force."
    return f"{count(in_force, 'standing approval')} {'is' if in_force == 1 else 'are'} in force."
