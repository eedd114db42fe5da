"""What became of shown matches (sql/0008_feedback.sql)."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0007_score_record"),
        ("accounts", "0002_rls"),
        ("resumes", "0002_rls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchFeedback',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('shown', 'Shown'), ('opened', 'Opened'), ('saved', 'Saved'), ('applied', 'Applied'), ('dismissed', 'Dismissed'), ('contacted', 'Contacted'), ('rejected', 'Rejected'), ('hired', 'Hired')], max_length=9)),
                ('reason', models.CharField(blank=True, max_length=10)),
                ('at', models.DateTimeField()),
                ('position', models.PositiveIntegerField(help_text='Place in the list, from 1; of shown rows only.', null=True)),
                ('propensity', models.FloatField(help_text='Assumed chance that a card at this place is looked at.', null=True)),
                ('score', models.PositiveSmallIntegerField(null=True)),
                ('ranker_version', models.CharField(blank=True, max_length=80)),
                ('features', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(null=True), null=True, size=None)),
                ('traits', models.JSONField(default=dict, help_text='Level, remote, country, asked skills, source of the resume.')),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.company')),
                ('job', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='matching.jobposting')),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='resumes.resumeversion')),
            ],
            options={
                'indexes': [models.Index(fields=['-at'], name='matching_feedback_recent'), models.Index(fields=['job', 'version'], name='matching_feedback_pair')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'job', 'kind'), name='matching_feedback_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'shown'), ('position__gte', 1), ('propensity__gt', 0), ('propensity__lte', 1)), models.Q(models.Q(('kind', 'shown'), _negated=True), ('position', None), ('propensity', None)), _connector='OR'), name='matching_feedback_position'), models.CheckConstraint(condition=models.Q(('kind', 'dismissed'), models.Q(('kind', 'rejected'), models.Q(('reason', ''), _negated=True)), models.Q(('reason', ''), models.Q(('kind', 'rejected'), _negated=True)), _connector='OR'), name='matching_feedback_reason')],
            },
        ),
        RunSQLFile(__file__, "0008_feedback"),
    ]
