"""Health: the process answers. Readiness: it can do its work; each part says why not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clearslate.kit import checks
from clearslate.kit.clock import system_clock


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, its tables are current and a worker is at work; else 503."""
    found = {check.name: check.state for check in checks.readiness(system_clock())}
    status = 503 if "failed" in found.values() else 200
    return JsonResponse({"ready": status == 200, "checks": found}, status=status)
