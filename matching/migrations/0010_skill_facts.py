"""What a person confirmed or denied, and the view of skill gaps."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matching", "0009_ranker_version")]

    operations: list[migrations.operations.base.Operation] = []
