"""When matches were brought up to date and looked at, and whose turn it is."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0014_bias_audit_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MatchWatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("refreshed_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["refreshed_at"], name="matching_watch_due")]},
        ),
        RunSQLFile(__file__, "0015_match_watch"),
    ]
