"""What people say of themselves for the bias audit, out of the matching role's reach."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_api_token")]

    operations: list[migrations.operations.base.Operation] = []
