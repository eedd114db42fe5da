"""Blind review and notes of a company (policies: sql/0011_hiring.sql)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile

KEYS = [
    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
    ("created_at", models.DateTimeField(auto_now_add=True)),
    ("updated_at", models.DateTimeField(auto_now=True)),
]


def link(to: str, related_name: str = "+", **options: object) -> models.ForeignKey:
    """A key whose rows the database removes by itself."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.DO_NOTHING, related_name=related_name, to=to, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0010_skill_facts"),
        ("resumes", "0002_rls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewSwitch",
            fields=[
                *KEYS,
                (
                    "owner_name",
                    models.CharField(help_text="As it was then; the row outlives the account.", max_length=120),
                ),
                ("is_blind", models.BooleanField()),
                ("company", link("accounts.company")),
                ("job", link("matching.jobposting", "review_switches")),
                ("owner", link(settings.AUTH_USER_MODEL, db_constraint=False, help_text="Who turned it.")),
            ],
            options={"indexes": [models.Index(fields=["job", "-created_at"], name="matching_switch_newest")]},
        ),
        migrations.CreateModel(
            name="IdentityReveal",
            fields=[
                *KEYS,
                (
                    "revealed_by_name",
                    models.CharField(help_text="As it was then; the row outlives the account.", max_length=120),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("company", link("accounts.company")),
                ("job", link("matching.jobposting", "reveals")),
                ("owner", link(settings.AUTH_USER_MODEL)),
                ("revealed_by", link(settings.AUTH_USER_MODEL, db_constraint=False)),
                ("version", link("resumes.resumeversion", "reveals")),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "-created_at"], name="matching_reveal_owner")],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "owner", "revealed_by"), name="matching_reveal_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateNote",
            fields=[
                *KEYS,
                ("text", models.TextField(max_length=4000)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("candidate", link(settings.AUTH_USER_MODEL)),
                ("company", link("accounts.company")),
                ("job", link("matching.jobposting", "candidate_notes")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("version", link("resumes.resumeversion", "notes")),
            ],
            options={
                "indexes": [models.Index(fields=["job", "candidate", "created_at"], name="matching_note_candidate")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="matching_note_text")
                ],
            },
        ),
        RunSQLFile(__file__, "0011_hiring"),
    ]
