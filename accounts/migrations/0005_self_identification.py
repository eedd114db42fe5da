"""What people say of themselves for the bias audit, out of the matching role's reach (sql/0005_self_identification.sql)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_api_token")]

    operations = [
        migrations.CreateModel(
            name="SelfIdentification",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("female", "Female"),
                            ("male", "Male"),
                            ("other", "Non-binary or another"),
                            ("undisclosed", "I prefer not to say"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "race_ethnicity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hispanic", "Hispanic or Latino"),
                            ("white", "White"),
                            ("black", "Black or African American"),
                            ("asian", "Asian"),
                            ("native", "American Indian or Alaska Native"),
                            ("pacific", "Native Hawaiian or other Pacific Islander"),
                            ("several", "Two or more races"),
                            ("undisclosed", "I prefer not to say"),
                        ],
                        max_length=12,
                    ),
                ),
                ("consent", models.CharField(help_text="Which wording the person agreed to.", max_length=20)),
                (
                    "owner",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["", "female", "male", "other", "undisclosed"])),
                        name="accounts_selfid_sex",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "race_ethnicity__in",
                                [
                                    "",
                                    "hispanic",
                                    "white",
                                    "black",
                                    "asian",
                                    "native",
                                    "pacific",
                                    "several",
                                    "undisclosed",
                                ],
                            )
                        ),
                        name="accounts_selfid_race",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("race_ethnicity", ""), ("sex", ""), _negated=True),
                        name="accounts_selfid_says_something",
                    ),
                ],
            },
        ),
        RunSQLFile(__file__, "0005_self_identification"),
    ]
