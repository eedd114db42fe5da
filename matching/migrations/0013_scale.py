"""Search at a million jobs."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matching", "0012_bias_audit")]

    operations: list[migrations.operations.base.Operation] = []
