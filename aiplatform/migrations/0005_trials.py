"""Trials, their runs, splits of traffic, the gate (sql/0005_trials.sql)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    dependencies = [
        ('aiplatform', '0004_evaluations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('number', models.PositiveSmallIntegerField(default=0, help_text='Of the trials against this version; by the database.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('ended', 'Ended')], default='open', max_length=5)),
                ('rules', models.JSONField(help_text='What the gate asks for, fixed when the trial was opened.')),
                ('slices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, help_text='None of them may get worse.', size=None)),
                ('cost_cap_usd', models.DecimalField(decimal_places=4, max_digits=12)),
                ('spent_usd', models.DecimalField(decimal_places=8, default=0, max_digits=18)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='aiplatform.dataset')),
                ('production', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='aiplatform.promptversion')),
                ('prompt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='aiplatform.prompt')),
            ],
        ),
        migrations.CreateModel(
            name='TrialArm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('state', models.CharField(choices=[('running', 'Not decided'), ('granted', 'May be promoted'), ('refused', 'Refused')], default='running', max_length=7)),
                ('decision', models.JSONField(default=dict, help_text='Verdict, what is missing, and each check with its bounds.')),
                ('decided_at', models.DateTimeField(null=True)),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arms', to='aiplatform.trial')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arms', to='aiplatform.promptversion')),
            ],
        ),
        migrations.CreateModel(
            name='TrialRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('request_id', models.UUIDField(help_text='The call on record.', null=True)),
                ('quality', models.DecimalField(decimal_places=3, max_digits=4)),
                ('is_safe', models.BooleanField()),
                ('claims', models.DecimalField(decimal_places=3, help_text='Share of claims that are supported.', max_digits=4)),
                ('cost_usd', models.DecimalField(decimal_places=8, help_text='Null: not known.', max_digits=18, null=True)),
                ('latency_ms', models.PositiveIntegerField()),
                ('reasons', models.JSONField(default=list, help_text='Evaluator and reason of each point lost.')),
                ('item', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='runs', to='aiplatform.datasetitem')),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='aiplatform.trial')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='aiplatform.promptversion')),
            ],
        ),
        migrations.CreateModel(
            name='Split',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('ab', 'A/B'), ('canary', 'Canary')], max_length=6)),
                ('percent', models.PositiveSmallIntegerField()),
                ('salt', models.CharField(max_length=32)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Running'), ('ended', 'Ended'), ('rolled_back', 'Rolled back')], default='', max_length=11)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('production', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='aiplatform.promptversion')),
                ('prompt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='aiplatform.prompt')),
                ('second_approver', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='aiplatform.promptversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('prompt',), name='aiplatform_split_one'), models.CheckConstraint(condition=models.Q(('percent__gte', 1), ('percent__lte', 50)), name='aiplatform_split_percent'), models.CheckConstraint(condition=models.Q(('version', models.F('production')), _negated=True), name='aiplatform_split_two'), models.CheckConstraint(condition=models.Q(('second_approver__isnull', True), models.Q(('second_approver', models.F('by')), _negated=True), _connector='OR'), name='aiplatform_split_people')],
            },
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.UniqueConstraint(fields=('production', 'number'), name='aiplatform_trial_number'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('prompt',), name='aiplatform_trial_one_open'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.CheckConstraint(condition=models.Q(('cost_cap_usd__gt', 0), ('spent_usd__gte', 0)), name='aiplatform_trial_money'),
        ),
        migrations.AddConstraint(
            model_name='trialarm',
            constraint=models.UniqueConstraint(fields=('trial', 'version'), name='aiplatform_arm_once'),
        ),
        migrations.AddConstraint(
            model_name='trialrun',
            constraint=models.UniqueConstraint(fields=('trial', 'item', 'version'), name='aiplatform_trialrun_once'),
        ),
        migrations.AddConstraint(
            model_name='trialrun',
            constraint=models.CheckConstraint(condition=models.Q(('claims__gte', 0), ('claims__lte', 1), ('quality__gte', 0), ('quality__lte', 1)), name='aiplatform_trialrun_scores'),
        ),
        RunSQLFile(__file__, "0005_trials"),
    ]
