"""Reports of the bias audit, and the function that counts for it (sql/0012_bias_audit.sql)."""

import uuid

from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    # The function reads accounts_selfidentification.
    dependencies = [("matching", "0011_hiring"), ("accounts", "0005_self_identification")]

    operations = [
        migrations.CreateModel(
            name='BiasAudit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('source', models.CharField(choices=[('stored', 'Scores kept here'), ('file', 'A file of scores')], max_length=6)),
                ('ranker_version', models.CharField(blank=True, help_text='Empty: scores of every version.', max_length=80)),
                ('since', models.DateTimeField(null=True)),
                ('before', models.DateTimeField(null=True)),
                ('job_count', models.PositiveIntegerField(default=0, help_text='0: all jobs.')),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('people', models.PositiveIntegerField()),
                ('scores', models.PositiveIntegerField()),
                ('median', models.FloatField()),
                ('least', models.PositiveSmallIntegerField(help_text='Groups of fewer people are compared with nobody.')),
                ('lowest_ratio', models.FloatField(help_text='Over all compared groups; null: nothing to compare.', null=True)),
                ('flagged', models.PositiveSmallIntegerField(help_text='Compared groups with a ratio under 0.80.')),
                ('tables', models.JSONField(help_text='By sex, by race or ethnicity, by both.')),
            ],
            options={
                'verbose_name': 'bias audit',
                'constraints': [models.CheckConstraint(condition=models.Q(('people__lte', models.F('scores'))), name='matching_biasaudit_people')],
            },
        ),
        RunSQLFile(__file__, "0012_bias_audit"),
    ]
