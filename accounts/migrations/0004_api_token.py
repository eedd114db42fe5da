"""Bearer tokens of the JSON API, and results kept for a person (row security: sql/0004_api_token.sql)."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_company_plural")]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=60)),
                (
                    "prefix",
                    models.CharField(
                        editable=False, help_text="The first characters, to tell tokens apart.", max_length=12
                    ),
                ),
                ("secret_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("match:read", "Read the jobs that fit my resume"),
                                ("match:company", "Read the ranked candidates of my company’s jobs"),
                                ("train:admin", "Start training of the ranker and read its state"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("owner"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("revoked_at", None)),
                        name="accounts_apitoken_name_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scopes__contained_by", ["match:read", "match:company", "train:admin"]),
                            ("scopes__len__gte", 1),
                        ),
                        name="accounts_apitoken_scopes_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CachedResult",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("key", models.CharField(max_length=64)),
                ("value", models.BinaryField(help_text="JSON, compressed.")),
                (
                    "subject_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        help_text="The people whom the answer tells of.",
                        size=None,
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["subject_ids"], name="accounts_cachedresult_subject"
                    ),
                    models.Index(fields=["expires_at"], name="accounts_cachedresult_expires"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "key"), name="accounts_cachedresult_once")
                ],
            },
        ),
        RunSQLFile(__file__, "0004_api_token"),
    ]
