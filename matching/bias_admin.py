"""Bias audits for staff: a list, the facts of each, and the report as its page."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from careercopilot.admin import ReadOnlyAdmin
from matching.bias_report import to_csv, to_html
from matching.models import BiasAudit
from matching.services.bias_audit import report_of


@admin.register(BiasAudit)
class BiasAuditAdmin(ReadOnlyAdmin):
    """Made by `manage.py bias_audit`; kept as they were made."""

    list_display = ["created_at", "source", "ranker_version", "people", "scores", "lowest", "flagged", "report"]
    list_filter = ["source", "ranker_version"]
    ordering = ["-created_at"]
    fields = [
        "created_at", "report", "source", "ranker_version", "since", "before", "job_count", "is_applicants", "file_name", "file_sha256",
        "people", "scores", "median", "least", "lowest", "flagged",
    ]  # fmt: skip
    readonly_fields = ["created_at", "report", "lowest"]

    @admin.display(description="Lowest ratio", ordering="lowest_ratio")
    def lowest(self, audit: BiasAudit) -> str:
        return "nothing to compare" if audit.lowest_ratio is None else f"{audit.lowest_ratio:.3f}"

    @admin.display(description="Report")
    def report(self, audit: BiasAudit) -> SafeString:
        page, values = (reverse(f"admin:matching_biasaudit_{name}", args=[audit.pk]) for name in ("report", "values"))
        return format_html('<a href="{}">Page</a> · <a href="{}">CSV</a>', page, values)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<uuid:pk>/report/", wrap(self.report_page), name="matching_biasaudit_report"),
            path("<uuid:pk>/values/", wrap(self.report_values), name="matching_biasaudit_values"),
        ]
        return own + super().get_urls()

    def report_page(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """The report as a page of its own."""
        return HttpResponse(to_html(report_of(self._found(request, pk)), standalone=False))

    def report_values(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """The report as a table of values."""
        text = to_csv(report_of(self._found(request, pk)))
        headers = {"Content-Disposition": 'attachment; filename="bias-audit.csv"'}
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)

    def _found(self, request: HttpRequest, pk: uuid.UUID) -> BiasAudit:
        audit: Any = self.get_object(request, str(pk))
        if audit is None or not self.has_view_permission(request, audit):
            raise Http404
        found: BiasAudit = audit
        return found
