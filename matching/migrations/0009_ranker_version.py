"""Rankers with their evidence, one active."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_feedback")]

    operations: list[migrations.operations.base.Operation] = []
