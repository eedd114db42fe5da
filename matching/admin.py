"""Loaded jobs for staff."""

from __future__ import annotations

from django.contrib import admin

from careercopilot.admin import ReadOnlyAdmin
from matching.bias_admin import BiasAuditAdmin
from matching.models import JobPosting
from matching.ranker_admin import RankerVersionAdmin

__all__ = ["BiasAuditAdmin", "JobPostingAdmin", "RankerVersionAdmin"]


@admin.register(JobPosting)
class JobPostingAdmin(ReadOnlyAdmin):
    """Published postings; loaded ones are changed by loading them again."""

    list_display = ["title", "company_name", "place_text", "source", "status", "is_rankable", "posted_on"]
    list_filter = ["source", "status", "is_rankable", "is_demo"]
    search_fields = ["title", "company_name"]
    ordering = ["-created_at"]
