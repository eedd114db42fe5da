"""Requests, responses and their words (sql/0002_record.sql, sql/0002_record_functions.sql)."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_self_identification'),
        ('aiplatform', '0001_registry'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Partitioned tables, which Django cannot make: sql/0002_record.sql does.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='AIRequest',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('chain_position', models.BigIntegerField(help_text="1, 2, 3 among the person's requests and responses.")),
                        ('payload_sha256', models.CharField(help_text='Of the salt and the words that belong to this row.', max_length=64)),
                        ('previous_sha256', models.CharField(blank=True, help_text='The digest of the row before it.', max_length=64)),
                        ('row_sha256', models.CharField(help_text='Of this row with the digest before it.', max_length=64)),
                        ('capability', models.CharField(max_length=80)),
                        ('rendered_sha256', models.CharField(blank=True, help_text='Of all that was to be sent.', max_length=64)),
                        ('provider', models.CharField(blank=True, help_text='Empty: no model was to be asked.', max_length=40)),
                        ('model', models.CharField(blank=True, max_length=120)),
                        ('parameters', models.JSONField(default=dict)),
                        ('subject_kind', models.CharField(blank=True, help_text='What it is about, such as resume.', max_length=40)),
                        ('subject_id', models.UUIDField(null=True)),
                        ('web_request_id', models.CharField(blank=True, max_length=64)),
                        ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('company', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.company')),
                        ('owner', models.ForeignKey(db_constraint=False, help_text='The person it is about; null for made-up inputs. The row outlives the person.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('prompt_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='requests', to='aiplatform.promptversion')),
                    ],
                    options={
                        'verbose_name': 'AI request',
                    },
                ),
                migrations.CreateModel(
                    name='AIResponse',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('chain_position', models.BigIntegerField(help_text="1, 2, 3 among the person's requests and responses.")),
                        ('payload_sha256', models.CharField(help_text='Of the salt and the words that belong to this row.', max_length=64)),
                        ('previous_sha256', models.CharField(blank=True, help_text='The digest of the row before it.', max_length=64)),
                        ('row_sha256', models.CharField(help_text='Of this row with the digest before it.', max_length=64)),
                        ('request_at', models.DateTimeField(help_text="The request's created_at; part of its key.")),
                        ('attempt', models.PositiveSmallIntegerField()),
                        ('state', models.CharField(choices=[('succeeded', 'Succeeded'), ('repaired', 'Repaired'), ('failed', 'Failed'), ('refused', 'Refused')], max_length=9)),
                        ('served', models.CharField(blank=True, choices=[('model', 'By the model'), ('deterministic', 'Without a model'), ('', 'Another attempt followed')], max_length=13)),
                        ('provider', models.CharField(blank=True, max_length=40)),
                        ('model', models.CharField(blank=True, help_text='The snapshot that the vendor names.', max_length=120)),
                        ('provider_request_id', models.CharField(blank=True, max_length=120)),
                        ('input_tokens', models.PositiveIntegerField(help_text='Not cached. Null: the vendor told nothing.', null=True)),
                        ('cache_read_tokens', models.PositiveIntegerField(null=True)),
                        ('cache_write_tokens', models.PositiveIntegerField(null=True)),
                        ('output_tokens', models.PositiveIntegerField(help_text='Without reasoning.', null=True)),
                        ('reasoning_tokens', models.PositiveIntegerField(null=True)),
                        ('total_tokens', models.PositiveIntegerField(help_text='The sum of the classes, which do not overlap.', null=True)),
                        ('price_input', models.DecimalField(decimal_places=6, help_text='USD a million tokens.', max_digits=14, null=True)),
                        ('price_cache_read', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                        ('price_cache_write', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                        ('price_output', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                        ('price_reasoning', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                        ('price_from_date', models.DateField(null=True)),
                        ('price_source', models.CharField(blank=True, max_length=300)),
                        ('cost_usd', models.DecimalField(decimal_places=8, help_text='Null: not known.', max_digits=18, null=True)),
                        ('is_unpriced', models.BooleanField(help_text='The cost is not known, which is not zero.')),
                        ('latency_ms', models.PositiveIntegerField()),
                        ('finish_reason', models.CharField(blank=True, max_length=40)),
                        ('validation', models.JSONField(default=dict)),
                        ('safety', models.JSONField(default=dict)),
                        ('confidence', models.DecimalField(decimal_places=3, max_digits=4, null=True)),
                        ('owner', models.ForeignKey(db_constraint=False, help_text='The person it is about; null for made-up inputs. The row outlives the person.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='responses', to='aiplatform.airequest')),
                    ],
                    options={
                        'verbose_name': 'AI response',
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name='AIPayload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('request_at', models.DateTimeField()),
                ('record_id', models.UUIDField(help_text='The request or the response that these words belong to.', unique=True)),
                ('content', models.JSONField(help_text='Of a request: input, rendered, subject_label. Of a response: output.')),
                ('salt', models.BinaryField(max_length=32)),
                ('owner', models.ForeignKey(db_constraint=False, help_text='The database removes the row with the person.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='payloads', to='aiplatform.airequest')),
            ],
            options={
                'verbose_name': 'AI payload',
                'indexes': [models.Index(fields=['owner', 'request'], name='aiplatform_payload_owner')],
            },
        ),
        RunSQLFile(__file__, "0002_record"),
        RunSQLFile(__file__, "0002_record_functions"),
    ]
