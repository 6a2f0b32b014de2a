"""Versions of uses as they were submitted: read back from their bytes, never assessed again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from clearslate.policy.assess.assessment import Assessment as Assessed
from clearslate.policy.assess.reading import pinned, read_assessment, read_case
from clearslate.policy.case import Case
from clearslate.policy.errors import PolicyError
from clearslate.policy.pack.load import Loaded
from clearslate.productions.models import KeptPack
from clearslate.productions.packs import kept_pack
from clearslate.uses.entries import use_number
from clearslate.uses.errors import DamagedError
from clearslate.uses.models import Attachment, Use, UseVersion


@dataclass(frozen=True)
class Stored:
    """A version with what its bytes say."""

    version: UseVersion
    case: Case
    assessment: Assessed


def versions_of(use: Use) -> list[UseVersion]:
    """Every version of a use, the newest first, without the bytes of their cases."""
    rows = use.versions.defer("case", "assessment__canonical")
    return list(rows.select_related("submitted_by", "assessment").order_by("-number"))


def stored(use: Use, number: int) -> Stored | None:
    """A version of a use, read back; None where there is none of that number.

    Raises `DamagedError` where the bytes that are kept are not those that were submitted.
    """
    rows = use.versions.select_related("submitted_by", "assessment")
    version: UseVersion | None = rows.filter(number=number).first()
    return None if version is None else read_back(use, version)


def case_hash(use: Use, number: int) -> str:
    """The hash of the case of a version; empty where there is none of that number."""
    rows = use.versions.filter(number=number).values_list("case_sha256", flat=True)
    return str(rows.first() or "")


def read_back(use: Use, version: UseVersion) -> Stored:
    """A version with its case and assessment. Raises `DamagedError` as `stored` does."""
    case_bytes = bytes(version.case)
    row = version.assessment
    assessment_bytes = bytes(row.canonical)
    name = f"{use_number(use.number)}, version {version.number}"
    if hashlib.sha256(case_bytes).hexdigest() != version.case_sha256:
        raise _damaged(f"the case of {name}", f"uses_useversion, id {version.pk}")
    if hashlib.sha256(assessment_bytes).hexdigest() != row.sha256:
        raise _damaged(f"the assessment of {name}", f"uses_assessment, sha256 {row.sha256}")
    try:
        packs = {sha256: _pack(sha256) for sha256 in pinned(case_bytes)}
        case = read_case(case_bytes, packs)
        assessed = read_assessment(assessment_bytes)
    except PolicyError as error:
        raise DamagedError(
            f"{name} cannot be shown. {error} Its bytes are whole, so nothing is lost:"
            " the version of Clearslate that wrote them reads them."
        ) from None
    if assessed.case != case.sha256:
        raise _damaged(f"the assessment of {name}", f"uses_useversion, id {version.pk}")
    return Stored(version, case, assessed)


def declared_in(version: UseVersion) -> dict[str, Any]:
    """What a version declared. Raises `DamagedError` where its bytes are not what was written."""
    data = bytes(version.case)
    if hashlib.sha256(data).hexdigest() != version.case_sha256:
        raise DamagedError(
            "What is kept of this use is not what was written."
            f" Restore this row from a backup: uses_useversion, id {version.pk}."
        )
    declaration: dict[str, Any] = json.loads(data)["declaration"]
    return declaration


def attached_to(version: UseVersion) -> list[Attachment]:
    """The stills and documents that were submitted with a version, in the order they came."""
    rows = version.attached.select_related("file", "preview", "attached_by")
    return list(rows.order_by("attached_at", "name", "id"))


def attached_of(use: Use, attachment_id: str) -> Attachment | None:
    """A file that was submitted with any version of a use, or None."""
    rows = Attachment.objects.filter(id=attachment_id, versions__use=use)
    found: Attachment | None = rows.select_related("file", "preview").first()
    return found


def _pack(sha256: str) -> Loaded:
    """A pack as it was used, checked to be that very one."""
    try:
        found = kept_pack(sha256)
    except (KeptPack.DoesNotExist, PolicyError, LookupError, TypeError, ValueError):
        found = None
    if found is None or found.pack.sha256 != sha256:
        raise _damaged("a rulebook", f"productions_keptpack, sha256 {sha256}")
    return found


def _damaged(what: str, row: str) -> DamagedError:
    return DamagedError(
        f"What is kept of {what} is not what was written."
        f" Restore this row from a backup: {row}. Nothing else is touched by it."
    )
