"""Row level security and integrity of the accounts tables (sql/0002_rls.sql)."""

from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [RunSQLFile(__file__, "0002_rls")]
