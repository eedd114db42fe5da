"""Rankers for staff: the list, the evidence for each, two side by side, and the buttons that promote, go back and train."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from careercopilot.admin import ReadOnlyAdmin
from careercopilot.errors import DomainError
from matching import rankers
from matching.models import RankerVersion
from matching.plots import calibration_plot, importance_plot
from matching.services import training
from matching.services.rankers import promote, rollback

FIGURES = (("ndcg10", "NDCG@10"), ("spearman", "Rank correlation"), ("mae", "Mean error, points"))
LIST = "admin:matching_rankerversion_changelist"


def _safe(svg: str) -> SafeString:
    """Our own drawing: every word in it was escaped when it was made."""
    return mark_safe(svg)  # noqa: S308


class ScoresNow(admin.SimpleListFilter):
    """The one ranker in use, whatever its state: the shipped one scores where no other is active."""

    title = "what scores now"
    parameter_name = "scores"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", "Scores now")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RankerVersion]) -> QuerySet[RankerVersion]:
        return queryset.filter(version=rankers.current().version) if self.value() else queryset


@admin.register(RankerVersion)
class RankerVersionAdmin(ReadOnlyAdmin):
    """Nothing of a ranker can be changed here but which one scores."""

    list_display = ["version", "state", "origin", "gain", "verdict", "created_at", "promoted_at"]
    list_filter = [ScoresNow, "state", "origin"]
    search_fields = ["version"]
    ordering = ["-created_at", "pk"]
    change_list_template = "admin/matching/rankerversion/list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return RankerVersion.objects.light()

    @admin.display(description="Gain in NDCG@10")
    def gain(self, row: RankerVersion) -> str:
        found = row.held_out.get("ndcg10")
        return f"{found['gain']:+.3f} ({found['low']:+.3f} to {found['high']:+.3f})" if found else "not compared"

    @admin.display(description="Found against it")
    def verdict(self, row: RankerVersion) -> str:
        return " ".join(row.refusals) or "nothing"

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "matching_rankerversion"
        own = [
            path("comparison/", wrap(self.comparison), name=f"{name}_comparison"),
            path("training/", wrap(self.training), name=f"{name}_training"),
            path("rollback/", wrap(self.rollback), name=f"{name}_rollback"),
            path("<uuid:pk>/promotion/", wrap(self.promotion), name=f"{name}_promotion"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        versions = RankerVersion.objects.order_by("-created_at", "pk").values_list("version", flat=True)
        more = {"training": training.status(), "current": rankers.current(), "versions": list(versions[:100])}
        return super().changelist_view(request, {**(extra_context or {}), **more, "may_act": self._may_act(request)})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The evidence for one ranker."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = get_object_or_404(RankerVersion.objects.defer("model_text"), pk=self._key(object_id))
        context = {**self.admin_site.each_context(request), **evidence(row), "title": row.version}
        context |= {"opts": self.model._meta, "may_act": self._may_act(request), "current": rankers.current()}
        return TemplateResponse(request, "admin/matching/rankerversion/detail.html", context)

    def comparison(self, request: HttpRequest) -> HttpResponse:
        """Two rankers side by side: figures, importance, calibration."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = RankerVersion.objects.defer("model_text")
        pair = [get_object_or_404(rows, version=request.GET.get(side, "")) for side in ("a", "b")]
        context = {**self.admin_site.each_context(request), "title": "Two rankers", "opts": self.model._meta}
        context |= {"pair": [evidence(row) for row in pair], "features": side_by_side(*pair)}
        return TemplateResponse(request, "admin/matching/rankerversion/comparison.html", context)

    def promotion(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Promote this ranker, or say what was found against it."""
        version = get_object_or_404(RankerVersion.objects.light(), pk=pk).version

        def act() -> str:
            promote(version, by=request.user, at=timezone.now(), note=request.POST.get("note", ""))  # type: ignore[arg-type]
            return f"{version} scores from now on."

        return self._act(request, act)

    def rollback(self, request: HttpRequest) -> HttpResponse:
        """Go back to the ranker that was active before."""

        def act() -> str:
            row = rollback(by=request.user, at=timezone.now(), note=request.POST.get("note", ""))  # type: ignore[arg-type]
            return f"{row.version if row else 'The shipped ranker'} scores from now on."

        return self._act(request, act)

    def training(self, request: HttpRequest) -> HttpResponse:
        """Start a training from feedback."""

        def act() -> str:
            training.trigger(request.user, force="force" in request.POST)  # type: ignore[arg-type]
            return "The training waits for the worker. This page shows how it stands."

        return self._act(request, act)

    def _act(self, request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
        if request.method != "POST" or not self._may_act(request):
            raise PermissionDenied
        try:
            messages.success(request, act())
        except DomainError as error:
            messages.error(request, error.message)
        return redirect(LIST)

    def _may_act(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("matching.change_rankerversion"))

    @staticmethod
    def _key(object_id: str) -> uuid.UUID | None:
        try:
            return uuid.UUID(object_id)
        except ValueError:
            return None


def evidence(row: RankerVersion) -> dict[str, Any]:
    """Everything that the page of a ranker shows of it, ready to be written down."""
    figures = [(words, row.held_out[name]) for name, words in FIGURES if name in row.held_out]
    plots = [
        (name, _safe(calibration_plot(bins, name)), bins)
        for name, bins in (
            ("made-up talents", row.calibration.get("synthetic")),
            ("people", row.calibration.get("feedback")),
        )
        if bins
    ]
    return {
        "row": row,
        "figures": figures,
        "people": row.held_out.get("people"),
        "synthetic": row.metrics.get("synthetic"),
        "samples": row.metrics.get("samples"),
        "swaps": row.metrics.get("swaps", {}),
        "slices": row.slices,
        "shipped_figures": shipped_figures(row),
        "calibration": plots,
        "importance": _safe(importance_plot(row.importance)) if row.importance else "",
        "importance_rows": row.importance,
        "beeswarm": _safe(row.plots.get("beeswarm", "")),
        "plot_source": {"shap": "shap"}.get(row.plots.get("source", ""), "LightGBM"),
        "plot_difference": row.plots.get("difference"),
        "shap_png": row.plots.get("png", ""),
    }


def shipped_figures(row: RankerVersion) -> list[tuple[str, float | None, float | None]]:
    """(figure, of the rules, of the ranker) on held-out made-up talents, as they came with the shipped ranker; empty for others."""
    found = row.meta.get("held_out", {}) if row.origin == RankerVersion.Origin.SHIPPED else {}
    ours, rules = found.get("ranker", {}), found.get("fallback", {})
    return [(words, rules.get(name), ours.get(name)) for name, words in FIGURES if name in ours]


def side_by_side(one: RankerVersion, two: RankerVersion) -> list[tuple[str, float | None, float | None]]:
    """(feature, mean points by the first, by the second), those that differ most first; None where one lacks it."""
    points = [{item["feature"]: item["points"] for item in row.importance} for row in (one, two)]
    names = sorted(set(points[0]) | set(points[1]))
    rows = [(name, points[0].get(name), points[1].get(name)) for name in names]
    return sorted(rows, key=lambda row: (-abs((row[1] or 0) - (row[2] or 0)), row[0]))
