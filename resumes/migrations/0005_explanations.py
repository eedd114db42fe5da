"""Advice, suggestions and explanations (sql/0005_explanations.sql)."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_self_identification'),
        ('resumes', '0004_texts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Advice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('capability', models.CharField(max_length=40)),
                ('about_kind', models.CharField(blank=True, help_text='entry, section or job; empty: all of it.', max_length=10)),
                ('about', models.CharField(blank=True, help_text='A path in the version, or the key of a posting.', max_length=120)),
                ('about_label', models.CharField(blank=True, max_length=200)),
                ('notes', models.TextField(blank=True, help_text='What the person noted for this question.')),
                ('with_model', models.BooleanField(default=False, help_text='Whether a model was to be asked.')),
                ('state', models.CharField(choices=[('working', 'Being made'), ('done', 'Done'), ('failed', 'Not made')], default='working', max_length=8)),
                ('source', models.CharField(choices=[('model', 'By a model'), ('deterministic', 'By rules')], default='deterministic', max_length=13)),
                ('why', models.CharField(blank=True, help_text='Why no model answered; for people.', max_length=500)),
                ('model', models.CharField(blank=True, max_length=120)),
                ('value', models.JSONField(default=dict, help_text="The capability's output, or its sections so far.")),
                ('request_id', models.UUIDField(help_text='The call on record.', null=True)),
                ('cost_usd', models.DecimalField(decimal_places=8, help_text='Null: not known.', max_digits=18, null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.run')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='advice', to='resumes.resumeversion')),
            ],
            options={
                'verbose_name_plural': 'advice',
            },
        ),
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('subject', models.CharField(help_text='The path of the line that it explains.', max_length=120)),
                ('signal', models.CharField(help_text='Such as action_verb.', max_length=40)),
                ('value', models.CharField(help_text='Such as Led: the signal is written action_verb:Led.', max_length=200)),
                ('start', models.PositiveIntegerField(help_text="Characters of the version's text.")),
                ('end', models.PositiveIntegerField()),
                ('quote', models.TextField()),
                ('text', models.CharField(help_text='In a sentence.', max_length=300)),
                ('confidence', models.CharField(choices=[('high', 'Sure'), ('medium', 'Likely'), ('low', 'Check this')], max_length=6)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='explanations', to='resumes.resumeversion')),
            ],
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('action', models.CharField(help_text='reword, move_up, order, summary, or the kind of advice.', max_length=12)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('reason', models.CharField(blank=True, max_length=600)),
                ('priority', models.CharField(blank=True, max_length=6)),
                ('edits', models.JSONField(default=list)),
                ('entry', models.CharField(blank=True, help_text='The entry that the texts are written for.', max_length=60)),
                ('impact_match', models.FloatField(help_text='Points of the match score, recomputed; null: not computed.', null=True)),
                ('impact_ats', models.FloatField(help_text='Points of the ATS check; null: none.', null=True)),
                ('state', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('rejected', 'Rejected')], default='open', max_length=8)),
                ('decided_at', models.DateTimeField(null=True)),
                ('advice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='resumes.advice')),
                ('draft', models.ForeignKey(help_text='The new words and their claims.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='resumes.drafttext')),
                ('made', models.ForeignKey(help_text='The version with it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='resumes.resumeversion')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='resumes.resumeversion')),
            ],
        ),
        migrations.AddIndex(
            model_name='advice',
            index=models.Index(fields=['owner', 'version', 'capability', '-created_at'], name='resumes_advice_recent'),
        ),
        migrations.AddIndex(
            model_name='explanation',
            index=models.Index(fields=['version', 'start'], name='resumes_explanation_place'),
        ),
        migrations.AddConstraint(
            model_name='explanation',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='resumes_explanation_span'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(fields=('advice', 'position'), name='resumes_suggestion_position'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='resumes_suggestion_decided'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), ('draft__isnull', False), ('action__in', ['order', 'move_up', 'dropped']), _connector='OR'), name='resumes_suggestion_checked'),
        ),
        RunSQLFile(__file__, "0005_explanations"),
    ]
