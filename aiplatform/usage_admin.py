"""AI use for staff: what calls cost and how they went, by day, capability, version, person and model, down to the call."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from aiplatform.charts import bars
from aiplatform.models import AIRequest
from aiplatform.queries import usage

SPANS = {"7": "7 days", "30": "30 days", "90": "90 days"}
FILTERS = ("capability", "version", "owner")


def usage_page(request: HttpRequest) -> HttpResponse:
    """The dashboard; its filters are in the address, so that a view of it can be sent to a colleague."""
    if not request.user.has_perm("aiplatform.view_airequest"):
        raise PermissionDenied
    days = request.GET.get("days", "30")
    days = days if days in SPANS else "30"
    until = timezone.now()
    midnight = until.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    scope = usage.Scope(
        since=midnight - dt.timedelta(days=int(days) - 1),
        until=until,
        capability=request.GET.get("capability", ""),
        version=_key(request.GET.get("version", "")),
        owner=_key(request.GET.get("owner", "")),
        people=request.GET.get("calls") != "all",
    )
    series = usage.by_day(scope)
    context = {
        **admin.site.each_context(request),
        "title": "AI use",
        "opts": AIRequest._meta,
        "spans": SPANS,
        "days": days,
        "scope": scope,
        "total": usage.total(scope),
        "series": series,
        "groups": [
            (name, words, usage.grouped(scope, name), _link(request, name))
            for name, (words, _, _) in usage.GROUPS.items()
        ],
        "cost_plot": _plot(series, "Cost by day in USD", _cost, "USD"),
        "calls_plot": _plot(series, "Calls by day", _calls, "calls"),
        "is_narrowed": any(request.GET.get(name) for name in FILTERS),
    }
    return TemplateResponse(request, "admin/aiplatform/usage.html", context)


def _cost(day: usage.Day) -> float:
    return float(day.cost_usd)


def _calls(day: usage.Day) -> float:
    return float(day.calls)


def _plot(series: list[usage.Day], title: str, value: Callable[[usage.Day], float], unit: str) -> SafeString:
    rows = [(f"{day.date:%-d %b}", value(day), f"{day.date:%-d %B %Y}: {value(day):.6g} {unit}") for day in series]
    return mark_safe(bars(rows, title=title))  # noqa: S308  (our own drawing: every word in it was escaped)


def _link(request: HttpRequest, group: str) -> str:
    """The address that a group's name leads to, its key to be added; empty where there is nothing further to see."""
    parameter = {"capability": "capability", "version": "version", "person": "owner"}.get(group, "")
    if not parameter:
        return ""
    kept = {name: value for name, value in request.GET.items() if name in {*FILTERS, "days", "calls"} - {parameter}}
    return f"?{urlencode(kept)}{'&' if kept else ''}{parameter}="


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
