"""Prompts, versions, promotions (sql/0001_registry.sql)."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0005_self_identification'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Prompt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('key', models.CharField(help_text='Small letters, digits, underscores.', max_length=80, unique=True)),
                ('capability', models.CharField(blank=True, db_index=True, help_text='Empty for a part.', max_length=80)),
                ('title', models.CharField(max_length=120)),
                ('is_part', models.BooleanField(default=False, help_text='Only used inside other prompts, by {{> key}}.')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z][a-z0-9_]*$')), name='aiplatform_prompt_key'), models.CheckConstraint(condition=models.Q(models.Q(('capability', ''), ('is_part', True)), models.Q(('is_part', False), models.Q(('capability', ''), _negated=True)), _connector='OR'), name='aiplatform_prompt_part')],
            },
        ),
        migrations.CreateModel(
            name='PromptVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('number', models.PositiveIntegerField(default=0, help_text='Given by the database.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('candidate', 'Candidate'), ('production', 'Production'), ('retired', 'Retired')], default='draft', max_length=10)),
                ('system', models.TextField(blank=True, help_text='Instructions; of a part empty.')),
                ('template', models.TextField(help_text='With {{variables}} and {{> parts}}.')),
                ('parameters', models.JSONField(blank=True, default=dict)),
                ('output_schema', models.JSONField(blank=True, default=dict, help_text='JSON schema of the answer.')),
                ('sha256', models.CharField(help_text='Of system, template, parameters and schema.', max_length=64)),
                ('note', models.CharField(blank=True, help_text='What is different, and why.', max_length=500)),
                ('promoted_at', models.DateTimeField(null=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='aiplatform.promptversion')),
                ('prompt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='aiplatform.prompt')),
            ],
        ),
        migrations.CreateModel(
            name='Promotion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('first', 'First version'), ('promotion', 'Promotion'), ('rollback', 'Rollback')], max_length=9)),
                ('reason', models.CharField(max_length=500)),
                ('evidence', models.JSONField(default=dict, help_text='Figures that it was decided on.')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_approver', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prompt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promotions', to='aiplatform.prompt')),
                ('from_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='aiplatform.promptversion')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promotions', to='aiplatform.promptversion')),
            ],
        ),
        migrations.AddConstraint(
            model_name='promptversion',
            constraint=models.UniqueConstraint(fields=('prompt', 'number'), name='aiplatform_version_number'),
        ),
        migrations.AddConstraint(
            model_name='promptversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'production')), fields=('prompt',), name='aiplatform_version_one_production'),
        ),
        migrations.AddConstraint(
            model_name='promptversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'production'), _negated=True), ('promoted_at__isnull', False), _connector='OR'), name='aiplatform_version_promoted_at'),
        ),
        migrations.AddConstraint(
            model_name='promptversion',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='aiplatform_version_sha256'),
        ),
        migrations.AddIndex(
            model_name='promotion',
            index=models.Index(fields=['prompt', '-at'], name='aiplatform_promotion_at'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='aiplatform_promotion_reason'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(('second_approver__isnull', True), models.Q(('second_approver', models.F('by')), _negated=True), _connector='OR'), name='aiplatform_promotion_two_people'),
        ),
        RunSQLFile(__file__, "0001_registry"),
    ]
