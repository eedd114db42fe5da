"""Texts, their claims and confirmed facts (sql/0004_texts.sql)."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    dependencies = [
        ('resumes', '0003_ats_score'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConfirmedFact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('organization', models.CharField(blank=True, max_length=300)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('text', models.CharField(max_length=2000)),
                ('confirmed_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='resumes.resumeversion')),
            ],
        ),
        migrations.CreateModel(
            name='DraftText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('bullet', 'Point'), ('summary', 'Summary'), ('section', 'Section'), ('letter', 'Letter'), ('other', 'Other')], max_length=10)),
                ('text', models.TextField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('final', 'Final')], default='draft', max_length=5)),
                ('checked_sha256', models.CharField(blank=True, help_text='SHA-256 of the text that was checked.', max_length=64)),
                ('claim_count', models.PositiveIntegerField(help_text='Claims that the check found.', null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('finalised_at', models.DateTimeField(blank=True, null=True)),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='resumes.resumeentry')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='resumes.resumeversion')),
            ],
        ),
        migrations.CreateModel(
            name='TextClaim',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(max_length=15)),
                ('words', models.TextField()),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('supported', 'Supported'), ('confirmed', 'Confirmed by you'), ('unsupported', 'Not in the resume'), ('unchecked', 'Cannot be checked')], max_length=11)),
                ('why', models.TextField()),
                ('evidence_start', models.PositiveIntegerField(null=True)),
                ('evidence_end', models.PositiveIntegerField(null=True)),
                ('fact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='resumes.confirmedfact')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='resumes.drafttext')),
            ],
        ),
        migrations.AddConstraint(
            model_name='confirmedfact',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='resumes_confirmedfact_text'),
        ),
        migrations.AddConstraint(
            model_name='drafttext',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='resumes_drafttext_text'),
        ),
        migrations.AddConstraint(
            model_name='drafttext',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finalised_at', None), ('state', 'draft')), models.Q(('finalised_at__isnull', False), ('state', 'final')), _connector='OR'), name='resumes_drafttext_finalised'),
        ),
        migrations.AddConstraint(
            model_name='textclaim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fact__isnull', False), ('state', 'confirmed')), models.Q(models.Q(('state', 'confirmed'), _negated=True), ('fact', None)), _connector='OR'), name='resumes_textclaim_fact'),
        ),
        migrations.AddConstraint(
            model_name='textclaim',
            constraint=models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='resumes_textclaim_place'),
        ),
        RunSQLFile(__file__, "0004_texts"),
    ]
