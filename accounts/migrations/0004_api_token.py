"""Bearer tokens of the JSON API."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_company_plural")]

    operations: list[migrations.operations.base.Operation] = []
