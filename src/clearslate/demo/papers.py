"""Papers on file for the demo: consents, agreements, terms. Each PDF says that it is fictional.

The same record gives the same bytes, so that its hash is that of a document which exists.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

TITLES = {
    "anonymity_consent": "Consent to be kept anonymous",
    "disclosure_plan": "Decision: how the audience is told",
    "guild_compliance": "Statement of compliance with the guild's terms",
    "incidental_statement": "Statement: incidental background",
    "input_clearance": "Clearance of material as input",
    "labour_agreement": "Agreement on displaced work",
    "labour_inapplicability": "Statement: no work is displaced",
    "reference_rights": "Permission to refer to a work",
    "replica_consent": "Consent to a digital replica",
    "reuse_consent": "Consent to use a talent model again",
    "training_rights": "Licence to train",
    "use_consent": "Consent to a change of a performance",
    "vendor_passport": "A vendor's passport",
    "enterprise": "Enterprise agreement",
    "own": "Agreement of the production",
    "terms": "Terms of a tool, as read",
}
"""By the kind of a record; a kind without a title is written as it stands."""

_BODY = {
    "use_consent": "I have been told what will be done, to which shots, and why. I agree to "
    "exactly that. I may give notice of withdrawal at any time; new work then stops at once.",
    "replica_consent": "I agree that a digital replica of me is made for this production. "
    "Every use of it needs my consent to that use.",
    "reuse_consent": "All parties to the first agreement agree that the model is used for this "
    "production, too.",
    "training_rights": "The material named here may be used to train or tune a model for this "
    "production, and for nothing else.",
    "labour_agreement": "The parties have agreed what is paid, and who is asked first, where "
    "this work takes the place of people who would have been engaged.",
    "anonymity_consent": "I agree to appear so that nobody can know me. What I said stays as I "
    "said it.",
    "vendor_passport": "The vendor states which tools it works with, on which terms, and who "
    "answers for them. It is renewed when one of them changes.",
    "terms": "The terms below were read on the day that is named, and copied word for word.",
}
_SHOWN = {
    "subject": "About",
    "party": "With",
    "tool": "Tool",
    "version": "Version",
    "tier": "Tier",
    "productions": "Productions",
    "acts": "What is done",
    "aspects": "Aspects",
    "shots": "Shots",
    "parties": "Parties",
    "stores": "Stores input",
    "reuses": "Reuses input",
    "trains": "Trains on input",
    "secured": "Secured",
    "agreement": "Agreement",
    "read_by": "Read by",
    "read_on": "Read on",
    "from": "In force from",
    "to": "No longer in force on",
    "withdrawn": "Withdrawn on",
}


def paper(record: Mapping[str, Any]) -> bytes:
    """The document behind a record of the facts, as a PDF of one page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, pageCompression=0)
    kind = str(record.get("kind", "terms"))
    title = TITLES.get(kind, kind.replace("_", " ").capitalize())
    canvas.setTitle(f"{title}: {record['id']}")
    canvas.setAuthor("Fictional")
    wide, high = A4
    canvas.setFillGray(0.14)
    canvas.rect(0, high - 34 * mm, wide, 34 * mm, stroke=0, fill=1)
    canvas.setFillGray(0.96)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(22 * mm, high - 14 * mm, f"FICTIONAL   {record['id']}")
    canvas.setFont("Helvetica", 19)
    canvas.drawString(22 * mm, high - 25 * mm, title)
    canvas.setFillGray(0.1)
    y = _paragraph(canvas, _BODY.get(kind, "This document states what follows."), high - 50 * mm)
    y -= 8 * mm
    for label, value in _lines(record):
        canvas.setFont("Helvetica", 9)
        canvas.setFillGray(0.4)
        canvas.drawString(22 * mm, y, label)
        canvas.setFont("Helvetica", 11)
        canvas.setFillGray(0.1)
        canvas.drawString(70 * mm, y, value)
        y -= 7.5 * mm
    _foot(canvas, record)
    canvas.save()
    return file.getvalue()


def on_paper(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with the hash of its document."""
    return {**record, "sha256": hashlib.sha256(paper(record)).hexdigest()}


def _lines(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, label in _SHOWN.items():
        if key in record:
            value = record[key]
            items = value if isinstance(value, list) else [value]
            yield label, ", ".join(str(each).replace("_", " ") for each in items)


def _paragraph(canvas: Canvas, words: str, y: float) -> float:
    canvas.setFont("Helvetica", 11)
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if canvas.stringWidth(longer, "Helvetica", 11) > 165 * mm:
            canvas.drawString(22 * mm, y, line)
            y -= 6 * mm
            line = word
        else:
            line = longer
    canvas.drawString(22 * mm, y, line)
    return y


def _foot(canvas: Canvas, record: Mapping[str, Any]) -> None:
    """A line to sign on, and that nothing of this is real."""
    canvas.setLineWidth(0.5)
    canvas.line(22 * mm, 52 * mm, 92 * mm, 52 * mm)
    canvas.setFont("Helvetica-Oblique", 15)
    signed = record.get("subject") or record.get("party") or record.get("read_by", "")
    canvas.drawString(24 * mm, 54 * mm, str(signed))
    canvas.setFont("Helvetica", 8)
    canvas.setFillGray(0.4)
    canvas.drawString(22 * mm, 47 * mm, "Signed")
    canvas.drawString(
        22 * mm,
        18 * mm,
        "Fictional: made for a demonstration. People, companies, tools and titles are invented.",
    )
