"""Applicants go on seeing a closed job (sql/0005_applicants.sql)."""

from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_filters")]

    operations = [RunSQLFile(__file__, "0005_applicants")]
