"""Prices and budgets for staff. A corrected price is for calls to come: what a call cost was copied to its record."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib import admin, messages
from django.db.models import (
    Case,
    Count,
    DateField,
    DecimalField,
    F,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Company, User
from aiplatform.forms import BudgetForm
from aiplatform.models import Budget, BudgetAlert, BudgetUse, ModelPrice
from aiplatform.pricing import usd
from careercopilot.admin import ReadOnlyAdmin

AMOUNT = DecimalField(max_digits=18, decimal_places=8)
NONE = Value(Decimal(0), output_field=AMOUNT)


def _named(model: type[Model], field: str) -> Subquery:
    """The name of the person or company whose id is a budget's key."""
    rows = model._default_manager.annotate(id_text=Cast("pk", TextField())).filter(id_text=OuterRef("key"))
    return Subquery(rows.values_list(Cast(field, TextField()))[:1], output_field=TextField())


def _share(used: Decimal, cap: Decimal) -> SafeString | str:
    """A bar with its number; a cap of nothing has no share."""
    if cap <= 0:
        return "nothing may be spent"
    share = float(used / cap)
    words = "under 1%" if 0 < share < 0.01 else f"{share:.0%}"
    return format_html('<progress max="100" value="{}"></progress> {}', round(min(share, 1.0) * 100), words)


@admin.register(ModelPrice)
class ModelPriceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """USD a million tokens, by model and day; which of them calls of today are priced with."""

    list_display = [
        "names", "prompts", "usd_input", "usd_cache_read", "usd_cache_write", "usd_output", "usd_reasoning", "since", "source",
    ]  # fmt: skip
    list_filter = ["provider"]
    actions = None
    search_fields = ["pattern"]
    ordering = ["provider", "pattern", "above_tokens", "-from_date", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelPrice]:
        """Each with the day of the price in force for the same model and size of prompt."""
        same = ModelPrice.objects.filter(
            provider=OuterRef("provider"), pattern=OuterRef("pattern"), above_tokens=OuterRef("above_tokens")
        )
        newest = same.filter(from_date__lte=_today()).order_by("-from_date").values("from_date")[:1]
        found: QuerySet[ModelPrice] = super().get_queryset(request)
        return found.annotate(in_force=Subquery(newest, output_field=DateField()))

    def save_model(self, request: HttpRequest, obj: ModelPrice, form: Any, change: bool) -> None:
        """Kept as given; what a missing price means is said."""
        super().save_model(request, obj, form, change)
        for name, words in WITHOUT.items():
            bound = {"cache_read": obj.input, "reasoning": obj.output}.get(name, Decimal(0))
            if getattr(obj, name) is None and bound is not None:
                messages.warning(request, words)

    @admin.display(description="Model", ordering="pattern")
    def names(self, row: ModelPrice) -> str:
        return row.pattern

    @admin.display(description="For prompts", ordering="above_tokens")
    def prompts(self, row: ModelPrice) -> str:
        return f"above {row.above_tokens:,} tokens" if row.above_tokens else "of any length"

    @admin.display(description="Since", ordering="from_date")
    def since(self, row: Any) -> str:
        day = f"{row.from_date:%d %b %Y}"
        if row.from_date > _today():
            return f"{day}, to come"
        return day if row.from_date == row.in_force else f"{day}, replaced"

    @admin.display(description="Input, $ per 1M", ordering="input")
    def usd_input(self, row: ModelPrice) -> str:
        return _price(row.input)

    @admin.display(description="Cache read", ordering="cache_read")
    def usd_cache_read(self, row: ModelPrice) -> str:
        return _price(row.cache_read, row.input)

    @admin.display(description="Cache write", ordering="cache_write")
    def usd_cache_write(self, row: ModelPrice) -> str:
        return _price(row.cache_write)

    @admin.display(description="Output", ordering="output")
    def usd_output(self, row: ModelPrice) -> str:
        return _price(row.output)

    @admin.display(description="Reasoning", ordering="reasoning")
    def usd_reasoning(self, row: ModelPrice) -> str:
        return _price(row.reasoning, row.output)


def _price(value: Decimal | None, bound: Decimal | None = None) -> str:
    """A price without empty decimals, or the bound that stands in its place; without both a call that uses the class has no known
    cost."""
    if value is None:
        return "not known" if bound is None else f"at most {bound.normalize():f}"
    return f"{value.normalize():f}"


# What staff are told when a price is kept without one of these.
WITHOUT = {
    "input": "Without a price of input, calls of this model have no known cost.",
    "output": "Without a price of output, calls of this model have no known cost.",
    "cache_read": "Cache reads have no price: they are counted at that of input, an upper bound.",
    "cache_write": "Cache writes have no price: a call that writes to the cache has no known cost.",
    "reasoning": "Reasoning has no price: it is counted at that of output, an upper bound.",
}


def _today() -> dt.date:
    return timezone.now().astimezone(dt.UTC).date()


@admin.register(Budget)
class BudgetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Caps in USD, and where each stands in the running day or month."""

    actions = None
    form = BudgetForm
    list_display = ["limits", "period", "cap", "spent", "held", "left", "share"]
    list_filter = ["scope", "period"]
    ordering = ["scope", "key", "period", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Budget]:
        """Each with what is used of it now: in all, and by the one who used most."""
        today = _today()
        now = Q(period="day", uses__starts_on=today) | Q(period="month", uses__starts_on=today.replace(day=1))
        used = F("uses__spent_usd") + F("uses__reserved_usd")
        found: QuerySet[Budget] = super().get_queryset(request)
        return found.annotate(
            spent_now=Coalesce(Sum("uses__spent_usd", filter=now), NONE),
            held_now=Coalesce(Sum("uses__reserved_usd", filter=now), NONE),
            most_now=Coalesce(Max(used, filter=now, output_field=AMOUNT), NONE),
            users_now=Count("uses", filter=now),
            whose=Case(
                When(scope=Budget.Scope.USER, then=_named(User, "email")),
                When(scope=Budget.Scope.COMPANY, then=_named(Company, "name")),
                default=Value(""),
                output_field=TextField(),
            ),
        )

    @admin.display(description="What it limits", ordering="scope")
    def limits(self, row: Any) -> str:
        if row.scope in (Budget.Scope.USER, Budget.Scope.COMPANY) and row.key:
            return f"{row.get_scope_display()} {row.whose or f'{row.key}, who is gone'}"
        return str(row.limits)

    @admin.display(description="Cap", ordering="cap_usd")
    def cap(self, row: Budget) -> str:
        return usd(row.cap_usd)

    @admin.display(description="Spent", ordering="spent_now")
    def spent(self, row: Any) -> str:
        by = f" by {row.users_now}" if not row.key and row.scope != Budget.Scope.ALL and row.users_now else ""
        return f"{usd(row.spent_now)}{by}"

    @admin.display(description="Held", ordering="held_now")
    def held(self, row: Any) -> str:
        return usd(row.held_now)

    @admin.display(description="Left")
    def left(self, row: Any) -> str:
        """Of a cap for each, what is left to the one who used most."""
        least = " at least" if not row.key and row.scope != Budget.Scope.ALL and row.users_now > 1 else ""
        return f"{usd(max(row.cap_usd - row.most_now, Decimal(0)))}{least}"

    @admin.display(description="Share of the cap", ordering="most_now")
    def share(self, row: Any) -> SafeString | str:
        return _share(row.most_now, row.cap_usd)


@admin.register(BudgetUse)
class BudgetUseAdmin(ReadOnlyAdmin):
    """What is held and spent of each budget."""

    list_display = ["starts_on", "budget", "key", "spent", "held", "left", "share"]
    list_filter = ["budget__scope", "budget__period"]
    list_select_related = ["budget"]
    search_fields = ["key"]
    ordering = ["-starts_on", "-spent_usd", "pk"]

    @admin.display(description="Spent", ordering="spent_usd")
    def spent(self, row: BudgetUse) -> str:
        return usd(row.spent_usd)

    @admin.display(description="Held", ordering="reserved_usd")
    def held(self, row: BudgetUse) -> str:
        return usd(row.reserved_usd)

    @admin.display(description="Left")
    def left(self, row: BudgetUse) -> str:
        return usd(max(row.budget.cap_usd - row.spent_usd - row.reserved_usd, Decimal(0)))

    @admin.display(description="Share of the cap")
    def share(self, row: BudgetUse) -> SafeString | str:
        return _share(row.spent_usd + row.reserved_usd, row.budget.cap_usd)


@admin.register(BudgetAlert)
class BudgetAlertAdmin(ReadOnlyAdmin):
    """Budgets that reached 50, 80 or 100 %."""

    list_display = ["created_at", "budget", "use", "level", "spent", "cap"]
    list_filter = ["level"]
    list_select_related = ["use__budget"]
    ordering = ["-created_at", "pk"]

    @admin.display(description="Spent", ordering="spent_usd")
    def spent(self, row: BudgetAlert) -> str:
        return usd(row.spent_usd)

    @admin.display(description="Cap", ordering="cap_usd")
    def cap(self, row: BudgetAlert) -> str:
        return usd(row.cap_usd)

    @admin.display(description="Budget")
    def budget(self, row: BudgetAlert) -> str:
        return str(row.use.budget)
