"""The addresses of papers: pages that print, and the same as files."""

from __future__ import annotations

from typing import Any

from django.urls import path

from clearslate.ui.views.papers import approval, index, log, notices, rules_card, status

_PRODUCTION = "p/<slug:slug>/"
_USE = f"{_PRODUCTION}uses/<int:number>/"
_STANDING = f"{_PRODUCTION}standing/<int:standing>/"

urlpatterns: list[Any] = [
    path(f"{_PRODUCTION}papers/", index.papers, name="papers"),
    path(f"{_PRODUCTION}rules-card/", rules_card.rules_card, name="rules_card"),
    path(f"{_PRODUCTION}rules-card.pdf", rules_card.rules_card_pdf, name="rules_card_pdf"),
    path(f"{_PRODUCTION}log/", log.log, name="clearance_log"),
    path(f"{_PRODUCTION}log.csv", log.log_csv, name="clearance_log_csv"),
    path(f"{_PRODUCTION}log.pdf", log.log_pdf, name="clearance_log_pdf"),
    path(f"{_PRODUCTION}cue-sheet/", log.cue_sheet, name="cue_sheet"),
    path(f"{_PRODUCTION}cue-sheet.csv", log.cue_sheet_csv, name="cue_sheet_csv"),
    path(f"{_PRODUCTION}cue-sheet.pdf", log.cue_sheet_pdf, name="cue_sheet_pdf"),
    path(f"{_PRODUCTION}status-sheet/", status.status, name="status_sheet"),
    path(f"{_PRODUCTION}status-sheet.pdf", status.status_pdf, name="status_sheet_pdf"),
    path(f"{_USE}approval/", approval.approval, name="approval"),
    path(f"{_USE}approval.pdf", approval.approval_pdf, name="approval_pdf"),
    path(f"{_USE}notices/", notices.notices, name="use_letters"),
    path(f"{_USE}notices.pdf", notices.notices_pdf, name="notices_pdf"),
    path(f"{_USE}notices.txt", notices.notices_text, name="notices_text"),
    path(f"{_STANDING}approval/", approval.standing_approval, name="standing_approval"),
    path(
        f"{_STANDING}approval.pdf",
        approval.standing_approval_pdf,
        name="standing_approval_pdf",
    ),
]
