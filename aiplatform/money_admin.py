"""Prices and budgets for staff. A corrected price is for calls to come: what a call cost was copied to its record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from aiplatform.models import Budget, BudgetAlert, BudgetUse, ModelPrice
from careercopilot.admin import ReadOnlyAdmin


@admin.register(ModelPrice)
class ModelPriceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """USD a million tokens, by model and day."""

    list_display = ["provider", "pattern", "from_date", "above_tokens", "input", "cache_read", "output", "source"]
    list_filter = ["provider"]
    search_fields = ["pattern"]
    ordering = ["provider", "pattern", "-from_date", "above_tokens", "pk"]


@admin.register(Budget)
class BudgetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Caps in USD."""

    list_display = ["scope", "key", "period", "cap_usd"]
    list_filter = ["scope", "period"]
    ordering = ["scope", "key", "period", "pk"]


@admin.register(BudgetUse)
class BudgetUseAdmin(ReadOnlyAdmin):
    """What is held and spent of each budget."""

    list_display = ["starts_on", "budget", "key", "spent_usd", "reserved_usd", "share"]
    list_filter = ["budget__scope"]
    list_select_related = ["budget"]
    search_fields = ["key"]
    ordering = ["-starts_on", "-spent_usd", "pk"]

    @admin.display(description="Share of the cap")
    def share(self, row: BudgetUse) -> str:
        cap = row.budget.cap_usd
        return f"{(row.spent_usd + row.reserved_usd) / cap:.0%}" if cap > Decimal(0) else "no cap to share"


@admin.register(BudgetAlert)
class BudgetAlertAdmin(ReadOnlyAdmin):
    """Budgets that reached 50, 80 or 100 %."""

    list_display = ["created_at", "use", "level", "spent_usd", "cap_usd"]
    list_filter = ["level"]
    ordering = ["-created_at", "pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("use")
