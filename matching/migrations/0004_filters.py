"""The index that a filtered exact search reads (sql/0004_filters.sql)."""

from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_search")]

    operations = [RunSQLFile(__file__, "0004_filters")]
