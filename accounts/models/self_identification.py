"""What a person says of themselves for the bias audit. Kept where nothing that ranks can read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.scoping import OwnedModel


class SelfIdentification(OwnedModel):
    """One person's answers, given freely; an empty one is not told.

    The model describes the table for migrations. No role that serves may query it (sql/0005_self_identification.sql):
    a person's own row goes through `accounts.self_identification`, the audit gets counts alone.
    """

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"
        OTHER = "other", "Non-binary or another"
        UNDISCLOSED = "undisclosed", "I prefer not to say"

    class RaceEthnicity(models.TextChoices):
        """The categories of the United States' EEO-1 report, which New York City's Local Law 144 uses."""

        HISPANIC = "hispanic", "Hispanic or Latino"
        WHITE = "white", "White"
        BLACK = "black", "Black or African American"
        ASIAN = "asian", "Asian"
        NATIVE = "native", "American Indian or Alaska Native"
        PACIFIC = "pacific", "Native Hawaiian or other Pacific Islander"
        SEVERAL = "several", "Two or more races"
        UNDISCLOSED = "undisclosed", "I prefer not to say"

    owner = models.OneToOneField(
        # Removed by the database when the person is: the product's own role could not look for the row.
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    sex = models.CharField(max_length=12, choices=Sex, blank=True)
    race_ethnicity = models.CharField(max_length=12, choices=RaceEthnicity, blank=True)
    consent = models.CharField(max_length=20, help_text="Which wording the person agreed to.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sex__in=["", "female", "male", "other", "undisclosed"]), name="accounts_selfid_sex"
            ),
            models.CheckConstraint(
                condition=Q(
                    race_ethnicity__in=[
                        "", "hispanic", "white", "black", "asian", "native", "pacific", "several", "undisclosed",
                    ]
                ),
                name="accounts_selfid_race",
            ),
            models.CheckConstraint(condition=~Q(sex="", race_ethnicity=""), name="accounts_selfid_says_something"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Answers of {self.owner_id}"
