"""What a person confirmed or denied, and the view of skill gaps."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0009_ranker_version"),
        ("resumes", "0003_ats_score"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="talentvector",
            name="facts",
            field=models.BinaryField(help_text="Packed, with the person's answers taken into account."),
        ),
        migrations.AddField(
            model_name="talentvector",
            name="claims",
            field=models.JSONField(help_text="Skills as the resume alone tells them; null: not kept yet.", null=True),
        ),
        migrations.AddField(
            model_name="talentvector",
            name="answers",
            field=models.JSONField(
                default=list, help_text="The answers about skills that the facts take into account."
            ),
        ),
        migrations.CreateModel(
            name="SkillFact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("skill_key", models.CharField(max_length=160)),
                ("skill_label", models.CharField(max_length=300)),
                (
                    "answer",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("cannot_say", "Cannot say")], max_length=10),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, help_text="The dated entry where it was used, in words.", max_length=300
                    ),
                ),
                ("years", models.FloatField(blank=True, null=True)),
                ("quote", models.CharField(blank=True, max_length=400)),
                ("job_title", models.CharField(blank=True, help_text="Kept when the job goes.", max_length=200)),
                ("answered_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ask_again_on",
                    models.DateField(blank=True, help_text="For cannot say: not asked before.", null=True),
                ),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+", to="matching.jobposting",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="skill_facts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+", to="resumes.resumeversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(withdrawn_at=None), fields=("owner", "skill_key"), name="matching_skillfact_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(answer="yes") | Q(place="", years=None, quote="", version=None),
                        name="matching_skillfact_detail",
                    ),
                    models.CheckConstraint(
                        condition=Q(years=None) | Q(years__gt=0, years__lte=70), name="matching_skillfact_years"
                    ),
                    models.CheckConstraint(
                        condition=Q(answer="cannot_say", ask_again_on__isnull=False)
                        | (~Q(answer="cannot_say") & Q(ask_again_on=None)),
                        name="matching_skillfact_ask_again",
                    ),
                ],
            },
        ),
        RunSQLFile(__file__, "0010_skill_facts"),
    ]  # fmt: skip
