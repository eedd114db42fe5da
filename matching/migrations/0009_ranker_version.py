"""Rankers with their evidence, one active (sql/0009_ranker_version.sql)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0008_feedback"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RankerVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.CharField(max_length=80, unique=True)),
                ('state', models.CharField(choices=[('active', 'Active'), ('candidate', 'Candidate'), ('retired', 'Retired'), ('standby', 'Shipped')], default='candidate', max_length=9)),
                ('origin', models.CharField(choices=[('shipped', 'Came with the software'), ('feedback', 'Trained on synthetic pairs and feedback')], max_length=8)),
                ('compared_with', models.CharField(blank=True, help_text='The version that scored at that time.', max_length=80)),
                ('sha256', models.CharField(help_text='Of model_text.', max_length=64)),
                ('model_text', models.TextField()),
                ('features', models.JSONField(help_text='Names in the order of the columns.')),
                ('meta', models.JSONField(help_text='What lies beside the model in ranker.json; ranges and baseline among it.')),
                ('parameters', models.JSONField(default=dict)),
                ('data_sha256', models.CharField(blank=True, help_text='Of every training row and its target.', max_length=64)),
                ('metrics', models.JSONField(default=dict, help_text='Old and new on held-out people, with intervals.')),
                ('slices', models.JSONField(default=list)),
                ('calibration', models.JSONField(default=dict)),
                ('importance', models.JSONField(default=list)),
                ('plots', models.JSONField(default=dict, help_text='SVG made at training time.')),
                ('refusals', models.JSONField(default=list, help_text='Why it may not be promoted, in words; empty: it may.')),
                ('run_id', models.UUIDField(help_text='The run that trained it; runs are removed in time.', null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('promoted_at', models.DateTimeField(null=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('promoted_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('retired_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('state',), name='matching_ranker_one_active'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['active', 'retired']), _negated=True), ('promoted_at__isnull', False), _connector='OR'), name='matching_ranker_promoted_at')],
            },
        ),
        RunSQLFile(__file__, "0009_ranker_version"),
    ]
