"""Each stored score stays on record (sql/0007_score_record.sql)."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


def link(to: str, *, null: bool = False) -> models.ForeignKey:
    """A key whose constraint is in the SQL file."""
    return models.ForeignKey(
        db_constraint=False, null=null, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=to
    )


SOURCES = [("ranker", "Ranker"), ("fallback", "Fallback")]
REASONS = [
    ("first", "First score"),
    ("resume", "Another version of the resume"),
    ("talent", "Wishes, answers or what is read from the resume"),
    ("posting", "The posting changed"),
    ("ranker", "Another ranker"),
    ("again", "Scored again, nothing changed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0006_match_writers"),
        ("accounts", "0002_rls"),
        ("resumes", "0002_rls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "match",
            "ranker_sha256",
            models.CharField(
                blank=True, default="", help_text="Of the ranker's text; empty for the rules.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="ScoreRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("match_id", models.UUIDField(help_text="The match that held this score; it may be gone.")),
                ("job_title", models.CharField(help_text="Kept for when the posting is gone.", max_length=200)),
                ("score", models.PositiveSmallIntegerField()),
                ("raw", models.FloatField()),
                ("baseline", models.FloatField()),
                ("source", models.CharField(choices=SOURCES, max_length=8)),
                ("ranker_version", models.CharField(max_length=80)),
                (
                    "ranker_sha256",
                    models.CharField(blank=True, help_text="Of the ranker's text; empty for the rules.", max_length=64),
                ),
                ("inputs_sha256", models.CharField(help_text="Of both sides, as the match has it.", max_length=64)),
                (
                    "talent_sha256",
                    models.CharField(help_text="Of version, wishes, answers, encoder and taxonomy.", max_length=64),
                ),
                ("job_sha256", models.CharField(help_text="Of the posting.", max_length=64)),
                (
                    "features",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.FloatField(null=True), default=list, size=None
                    ),
                ),
                ("contributions", models.JSONField(default=dict)),
                ("subscores", models.JSONField(default=dict)),
                ("scored_at", models.DateTimeField()),
                ("reason", models.CharField(choices=REASONS, max_length=7)),
                ("previous_score", models.PositiveSmallIntegerField(null=True)),
                ("company", link("accounts.company", null=True)),
                ("job", link("matching.jobposting", null=True)),
                ("owner", link(settings.AUTH_USER_MODEL)),
                ("version", link("resumes.resumeversion")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "job", "-created_at"], name="matching_record_history"),
                    models.Index(fields=["match_id", "-created_at"], name="matching_record_match"),
                    models.Index(fields=["scored_at"], name="matching_record_age"),
                ]
            },
        ),
        RunSQLFile(__file__, "0007_score_record"),
    ]
