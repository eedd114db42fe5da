"""What tokens cost, how much may be spent, and what is held and spent."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import and_
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.scoping import NOBODY, OwnedModel, ScopedQuerySet
from aiplatform.pricing import usd

CLASSES = ("input", "cache_read", "cache_write", "output", "reasoning")


class ModelPrice(OwnedModel):
    """USD a million tokens of each class, from a day on. What a call cost was copied to its record; this may be corrected."""

    provider = models.CharField(max_length=40)
    pattern = models.CharField(max_length=120, help_text="A model's name; with * at its end, all that begin so.")
    from_date = models.DateField()
    above_tokens = models.PositiveIntegerField(
        default=0, help_text="For requests whose prompt has more tokens than this; vendors ask more for long ones."
    )
    input = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    cache_read = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    cache_write = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    output = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    reasoning = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    source = models.CharField(max_length=300, help_text="Where it was read, and when.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "pattern", "from_date", "above_tokens"],
                name="aiplatform_price_once",
                violation_error_message="There is a price of this model, day and length of prompt already.",
            ),
            models.CheckConstraint(
                condition=Q(pattern__regex=r"^[^*]+\*?$"),
                name="aiplatform_price_pattern",
                violation_error_message="Write a model's name; * may stand at its end only.",
            ),
            models.CheckConstraint(
                condition=reduce(and_, (Q((f"{name}__isnull", True)) | Q((f"{name}__gte", 0)) for name in CLASSES)),
                name="aiplatform_price_not_negative",
                violation_error_message="A price is not negative.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.pattern} from {self.from_date}"


class Budget(OwnedModel):
    """How much may be spent in a day or month: in all, or by each (or one) person, company or capability."""

    class Scope(models.TextChoices):
        ALL = "all", "Everything"
        USER = "user", "Person"
        COMPANY = "company", "Company"
        CAPABILITY = "capability", "Capability"

    class Period(models.TextChoices):
        DAY = "day", "Day (UTC)"
        MONTH = "month", "Month (UTC)"

    scope = models.CharField(max_length=10, choices=Scope)
    key = models.CharField(max_length=80, blank=True, help_text="Which one; empty: each that has no budget of its own.")
    period = models.CharField(max_length=5, choices=Period)
    cap_usd = models.DecimalField(max_digits=12, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "key", "period"],
                name="aiplatform_budget_once",
                violation_error_message="There is a budget of this kind already; change that one.",
            ),
            models.CheckConstraint(
                condition=Q(cap_usd__gte=0),
                name="aiplatform_budget_cap",
                violation_error_message="A cap is not negative; 0 allows no call.",
            ),
            models.CheckConstraint(
                condition=~Q(scope="all") | Q(key=""),
                name="aiplatform_budget_all",
                violation_error_message="A budget of everything is for nobody in particular.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limits}, {usd(self.cap_usd)} a {self.period}"

    @property
    def limits(self) -> str:
        """What it limits, in words."""
        if self.scope == self.Scope.ALL:
            return self.Scope.ALL.label
        return f"{self.get_scope_display()} {self.key}" if self.key else f"Each {self.get_scope_display().lower()}"


class BudgetUse(OwnedModel):
    """What is held and what is spent of one budget in one day or month, by one person, company or capability."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="uses")
    key = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField()
    reserved_usd = models.DecimalField(max_digits=18, decimal_places=8, default=0)
    spent_usd = models.DecimalField(max_digits=18, decimal_places=8, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "key", "starts_on"], name="aiplatform_use_once"),
            models.CheckConstraint(
                condition=Q(reserved_usd__gte=0) & Q(spent_usd__gte=0), name="aiplatform_use_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} from {self.starts_on}: {usd(self.spent_usd)}"


class BudgetAlert(OwnedModel):
    """A budget reached a share of its cap: 50, 80 or 100 %, once each in its day or month."""

    use = models.ForeignKey(BudgetUse, on_delete=models.CASCADE, related_name="alerts")
    level = models.PositiveSmallIntegerField()
    cap_usd = models.DecimalField(max_digits=12, decimal_places=4)
    spent_usd = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use", "level"], name="aiplatform_alert_once"),
            models.CheckConstraint(condition=Q(level__in=[50, 80, 100]), name="aiplatform_alert_level"),
        ]

    def __str__(self) -> str:
        return f"{self.level} %"


class ReservationQuerySet(ScopedQuerySet["Reservation"]):
    """A person reads their own (policy `_select`); only functions of the database write them."""

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=NOBODY)


class Reservation(OwnedModel):
    """Money held for one call, until its cost is known."""

    class State(models.TextChoices):
        HELD = "held", "Held"
        SETTLED = "settled", "Settled"
        RELEASED = "released", "Released"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        help_text="Who asked; null for commands of staff. The database removes the row with the person.",
    )
    company_id = models.UUIDField(null=True)
    capability = models.CharField(max_length=80)
    amount_usd = models.DecimalField(max_digits=18, decimal_places=8)
    cost_usd = models.DecimalField(max_digits=18, decimal_places=8, null=True, help_text="Null: not known.")
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    use_ids = ArrayField(models.UUIDField(), default=list)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[ReservationQuerySet] = ReservationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="aiplatform_reservation_owner"),
            models.Index(fields=["created_at"], condition=Q(state="held"), name="aiplatform_reservation_held"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_usd__gte=0), name="aiplatform_reservation_amount"),
            models.CheckConstraint(
                condition=Q(state="held", closed_at__isnull=True) | (~Q(state="held") & Q(closed_at__isnull=False)),
                name="aiplatform_reservation_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{usd(self.amount_usd)}, {self.state}"
