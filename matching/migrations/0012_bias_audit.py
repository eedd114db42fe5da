"""Reports of the bias audit."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matching", "0011_hiring")]

    operations: list[migrations.operations.base.Operation] = []
