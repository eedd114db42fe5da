"""Datasets, evaluations, annotation tasks (sql/0004_evaluations.sql)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    dependencies = [
        ('aiplatform', '0003_money'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dataset',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('key', models.CharField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('capability', models.CharField(db_index=True, max_length=80)),
                ('seed', models.PositiveIntegerField(default=0, help_text='Decides which split each input falls into.')),
                ('source', models.CharField(help_text='Where the inputs come from.', max_length=300)),
                ('sha256', models.CharField(blank=True, help_text="Of all its items' digests in order, once frozen.", max_length=64)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DatasetItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('position', models.PositiveIntegerField()),
                ('split', models.CharField(choices=[('train', 'Train'), ('validation', 'Validation'), ('held_out', 'Held out')], max_length=10)),
                ('is_adversarial', models.BooleanField(default=False, help_text='Attacks; every one must be withstood.')),
                ('input', models.JSONField(null=True)),
                ('request_id', models.UUIDField(help_text='The past call whose input it is.', null=True)),
                ('sha256', models.CharField(help_text='Of the input.', max_length=64)),
                ('slices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('expected', models.JSONField(blank=True, default=dict, help_text='What evaluators compare with.')),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='aiplatform.dataset')),
                ('owner', models.ForeignKey(db_constraint=False, help_text='Whose input it is; the database removes the row with the person.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('request_id', models.UUIDField(help_text='The call whose answer it is about.', null=True)),
                ('capability', models.CharField(max_length=80)),
                ('evaluator', models.CharField(help_text='Key of a code evaluator, judge or human.', max_length=80)),
                ('evaluator_version', models.CharField(help_text='Of a judge the key of its prompt version.', max_length=80)),
                ('measure', models.CharField(choices=[('quality', 'Quality'), ('safety', 'Safety'), ('claims', 'Claims')], max_length=8)),
                ('score', models.DecimalField(decimal_places=3, help_text='0 to 1; null: not judged.', max_digits=4, null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='evaluations', to='aiplatform.datasetitem')),
                ('owner', models.ForeignKey(db_constraint=False, help_text='Whose call it was; the database removes the row with the person.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='aiplatform.promptversion')),
            ],
        ),
        migrations.CreateModel(
            name='AnnotationTask',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('request_id', models.UUIDField(unique=True)),
                ('capability', models.CharField(max_length=80)),
                ('why', models.CharField(choices=[('sample', 'Part of the sample'), ('low', 'A low score'), ('disputed', 'Evaluators disagree')], max_length=8)),
                ('done_at', models.DateTimeField(null=True)),
                ('is_skipped', models.BooleanField(default=False)),
                ('owner', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['created_at'], name='aiplatform_annotation_open')],
            },
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('frozen_at__isnull', True), ('sha256', '')), models.Q(('frozen_at__isnull', False), ('sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='aiplatform_dataset_frozen'),
        ),
        migrations.AddConstraint(
            model_name='datasetitem',
            constraint=models.UniqueConstraint(fields=('dataset', 'position'), name='aiplatform_item_position'),
        ),
        migrations.AddConstraint(
            model_name='datasetitem',
            constraint=models.UniqueConstraint(fields=('dataset', 'sha256'), name='aiplatform_item_once'),
        ),
        migrations.AddConstraint(
            model_name='datasetitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('input__isnull', False), ('request_id__isnull', True)), models.Q(('input__isnull', True), ('request_id__isnull', False)), _connector='OR'), name='aiplatform_item_source'),
        ),
        migrations.AddIndex(
            model_name='evaluation',
            index=models.Index(fields=['version', 'measure', '-created_at'], name='aiplatform_evaluation_version'),
        ),
        migrations.AddIndex(
            model_name='evaluation',
            index=models.Index(fields=['request_id', 'evaluator'], name='aiplatform_evaluation_request'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('score__isnull', True), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='aiplatform_evaluation_score'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(condition=models.Q(('by__isnull', True), ('request_id__isnull', False)), fields=('request_id', 'evaluator', 'evaluator_version'), name='aiplatform_evaluation_once'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(condition=models.Q(('by__isnull', False), ('request_id__isnull', False)), fields=('request_id', 'by', 'measure'), name='aiplatform_evaluation_once_each'),
        ),
        RunSQLFile(__file__, "0004_evaluations"),
    ]
