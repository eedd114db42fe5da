"""Each stored score stays on record."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_match_writers")]

    operations: list[migrations.operations.base.Operation] = []
