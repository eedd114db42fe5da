"""What a seeker wishes for; every field may be empty, and empty never counts against anyone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.scoping import OwnedModel, ScopedQuerySet


class TalentProfileQuerySet(ScopedQuerySet["TalentProfile"]):
    """The seeker's own row only."""


class TalentProfile(OwnedModel):
    """A seeker's wishes; one a person."""

    class Remote(models.TextChoices):
        ANY = "any", "No preference"
        REMOTE = "remote", "Remote"
        HYBRID = "hybrid", "Hybrid"
        ONSITE = "onsite", "On site"

    class Level(models.TextChoices):
        INTERN = "intern", "Intern"
        ENTRY = "entry", "Entry"
        MID = "mid", "Mid"
        SENIOR = "senior", "Senior"
        LEAD = "lead", "Lead"
        EXECUTIVE = "executive", "Executive"

    class Period(models.TextChoices):
        HOUR = "hour", "an hour"
        DAY = "day", "a day"
        WEEK = "week", "a week"
        MONTH = "month", "a month"
        YEAR = "year", "a year"

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="talent_profile")
    wanted_titles = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    remote_preference = models.CharField(max_length=6, choices=Remote, default=Remote.ANY)
    level = models.CharField(max_length=9, choices=Level, blank=True)
    salary_min = models.PositiveIntegerField(null=True, blank=True)
    salary_max = models.PositiveIntegerField(null=True, blank=True)
    salary_currency = models.CharField(max_length=3, blank=True)
    salary_period = models.CharField(max_length=5, choices=Period, default=Period.YEAR)
    goals = models.TextField(max_length=2000, blank=True)
    is_visible_to_companies = models.BooleanField(default=False)

    objects: ClassVar[TalentProfileQuerySet] = TalentProfileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(salary_min=None) | Q(salary_max=None) | Q(salary_max__gte=F("salary_min")),
                name="accounts_profile_salary_order",
            ),
            models.CheckConstraint(
                condition=Q(salary_min=None, salary_max=None) | ~Q(salary_currency=""),
                name="accounts_profile_salary_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"Wishes of {self.owner_id}"


class ProfilePlaceQuerySet(ScopedQuerySet["ProfilePlace"]):
    """The seeker's own rows only."""


class ProfilePlace(OwnedModel):
    """A place a seeker lives in or would work in."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    profile = models.ForeignKey(TalentProfile, on_delete=models.CASCADE, related_name="places")
    is_home = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    admin1 = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)

    objects: ClassVar[ProfilePlaceQuerySet] = ProfilePlaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "name", "admin1", "country"], name="accounts_profileplace_once"),
            models.UniqueConstraint(
                fields=["profile"], condition=Q(is_home=True), name="accounts_profileplace_one_home"
            ),
        ]

    def __str__(self) -> str:
        return self.name
