"""What became of shown matches."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matching", "0007_score_record")]

    operations: list[migrations.operations.base.Operation] = []
