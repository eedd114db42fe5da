"""Wishes for a promotion that wait for a second person (sql/0006_approvals.sql)."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    dependencies = [
        ('aiplatform', '0005_trials'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('reason', models.CharField(max_length=500)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Open'), ('promoted', 'Promoted'), ('withdrawn', 'Withdrawn')], default='', max_length=9)),
                ('closed_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='aiplatform.promptversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('version',), name='aiplatform_approval_one_open'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='aiplatform_approval_reason'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='aiplatform_approval_closed')],
            },
        ),
        RunSQLFile(__file__, "0006_approvals"),
    ]
