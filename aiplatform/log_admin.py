"""The record of AI calls for staff: read only, with what was said as long as it is kept."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from aiplatform.models import AIRequest, Promotion
from aiplatform.queries import log
from aiplatform.queries.calls import OVER_BUDGET
from careercopilot.admin import ReadOnlyAdmin


@admin.register(AIRequest)
class AIRequestAdmin(ReadOnlyAdmin):
    """Calls, the newest first; each opens with its attempts, its cost and its words."""

    list_display = ["created_at", "capability", "version", "owner", "outcome", "cost", "model"]
    list_filter = ["capability", "provider"]
    list_select_related = ["prompt_version__prompt", "owner"]
    search_fields = ["id", "web_request_id", "subject_id"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "pk"]
    show_full_result_count = False
    change_list_template = "admin/aiplatform/request/list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("responses")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """The dashboard leads here with a person or a version chosen."""
        return lookup in ("owner__id__exact", "prompt_version__id__exact") or super().lookup_allowed(
            lookup, value, request
        )

    @admin.display(description="Version")
    def version(self, row: AIRequest) -> str:
        return str(row.prompt_version.number) if row.prompt_version else "none"

    @admin.display(description="Outcome")
    def outcome(self, row: AIRequest) -> str:
        last = max(row.responses.all(), key=lambda one: one.attempt, default=None)
        if last is None:
            return "Began, no answer on record"
        state = "Over budget" if last.finish_reason == OVER_BUDGET else last.get_state_display()
        return f"{state}. {last.get_served_display()}"

    @admin.display(description="Cost, USD")
    def cost(self, row: AIRequest) -> str:
        known = [one.cost_usd for one in row.responses.all()]
        return "not known" if None in known or not known else f"{sum(known):.6f}"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One call with its attempts and words."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            said = log.said(uuid.UUID(object_id))
        except ValueError as error:
            raise Http404 from error
        if said is None:
            raise Http404
        context = {**self.admin_site.each_context(request), "title": str(said.request), "opts": self.model._meta}
        return TemplateResponse(request, "admin/aiplatform/request/detail.html", {**context, "said": said})


@admin.register(Promotion)
class PromotionAdmin(ReadOnlyAdmin):
    """Every change of what is in production."""

    list_display = ["at", "prompt", "kind", "version", "from_version", "by", "second_approver", "reason"]
    list_filter = ["kind"]
    list_select_related = ["prompt", "version__prompt", "from_version__prompt", "by", "second_approver"]
    search_fields = ["prompt__key", "reason"]
    ordering = ["-at", "pk"]
