"""Prices, budgets, reservations (sql/0003_money.sql)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    dependencies = [
        ('aiplatform', '0002_record'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('scope', models.CharField(choices=[('all', 'Everything'), ('user', 'Person'), ('company', 'Company'), ('capability', 'Capability')], max_length=10)),
                ('key', models.CharField(blank=True, help_text='Which one; empty: each that has no budget of its own.', max_length=80)),
                ('period', models.CharField(choices=[('day', 'Day (UTC)'), ('month', 'Month (UTC)')], max_length=5)),
                ('cap_usd', models.DecimalField(decimal_places=4, max_digits=12)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scope', 'key', 'period'), name='aiplatform_budget_once'), models.CheckConstraint(condition=models.Q(('cap_usd__gte', 0)), name='aiplatform_budget_cap'), models.CheckConstraint(condition=models.Q(models.Q(('scope', 'all'), _negated=True), ('key', ''), _connector='OR'), name='aiplatform_budget_all')],
            },
        ),
        migrations.CreateModel(
            name='BudgetUse',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('key', models.CharField(blank=True, max_length=80)),
                ('starts_on', models.DateField()),
                ('reserved_usd', models.DecimalField(decimal_places=8, default=0, max_digits=18)),
                ('spent_usd', models.DecimalField(decimal_places=8, default=0, max_digits=18)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='aiplatform.budget')),
            ],
        ),
        migrations.CreateModel(
            name='BudgetAlert',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('level', models.PositiveSmallIntegerField()),
                ('cap_usd', models.DecimalField(decimal_places=4, max_digits=12)),
                ('spent_usd', models.DecimalField(decimal_places=8, max_digits=18)),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='aiplatform.budgetuse')),
            ],
        ),
        migrations.CreateModel(
            name='ModelPrice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('provider', models.CharField(max_length=40)),
                ('pattern', models.CharField(help_text="A model's name; with * at its end, all that begin so.", max_length=120)),
                ('from_date', models.DateField()),
                ('above_tokens', models.PositiveIntegerField(default=0, help_text='For requests whose prompt has more tokens than this; vendors ask more for long ones.')),
                ('input', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                ('cache_read', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                ('cache_write', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                ('output', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                ('reasoning', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True)),
                ('source', models.CharField(help_text='Where it was read, and when.', max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'pattern', 'from_date', 'above_tokens'), name='aiplatform_price_once'), models.CheckConstraint(condition=models.Q(('pattern__regex', '^[^*]+\\*?$')), name='aiplatform_price_pattern'), models.CheckConstraint(condition=models.Q(models.Q(('input__isnull', True), ('input__gte', 0), _connector='OR'), models.Q(('cache_read__isnull', True), ('cache_read__gte', 0), _connector='OR'), models.Q(('cache_write__isnull', True), ('cache_write__gte', 0), _connector='OR'), models.Q(('output__isnull', True), ('output__gte', 0), _connector='OR'), models.Q(('reasoning__isnull', True), ('reasoning__gte', 0), _connector='OR')), name='aiplatform_price_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('company_id', models.UUIDField(null=True)),
                ('capability', models.CharField(max_length=80)),
                ('amount_usd', models.DecimalField(decimal_places=8, max_digits=18)),
                ('cost_usd', models.DecimalField(decimal_places=8, help_text='Null: not known.', max_digits=18, null=True)),
                ('state', models.CharField(choices=[('held', 'Held'), ('settled', 'Settled'), ('released', 'Released')], default='held', max_length=8)),
                ('use_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('closed_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(db_constraint=False, help_text='Who asked; null for commands of staff. The database removes the row with the person.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='budgetuse',
            constraint=models.UniqueConstraint(fields=('budget', 'key', 'starts_on'), name='aiplatform_use_once'),
        ),
        migrations.AddConstraint(
            model_name='budgetuse',
            constraint=models.CheckConstraint(condition=models.Q(('reserved_usd__gte', 0), ('spent_usd__gte', 0)), name='aiplatform_use_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='budgetalert',
            constraint=models.UniqueConstraint(fields=('use', 'level'), name='aiplatform_alert_once'),
        ),
        migrations.AddConstraint(
            model_name='budgetalert',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', [50, 80, 100])), name='aiplatform_alert_level'),
        ),
        migrations.AddIndex(
            model_name='reservation',
            index=models.Index(fields=['owner', '-created_at'], name='aiplatform_reservation_owner'),
        ),
        migrations.AddIndex(
            model_name='reservation',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['created_at'], name='aiplatform_reservation_held'),
        ),
        migrations.AddConstraint(
            model_name='reservation',
            constraint=models.CheckConstraint(condition=models.Q(('amount_usd__gte', 0)), name='aiplatform_reservation_amount'),
        ),
        migrations.AddConstraint(
            model_name='reservation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'held')), models.Q(models.Q(('state', 'held'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='aiplatform_reservation_closed'),
        ),
        RunSQLFile(__file__, "0003_money"),
    ]
