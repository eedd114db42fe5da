"""The table that remembers which data sets were loaded."""

from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("careercopilot", "0001_job_effect")]

    operations = [RunSQLFile(__file__, "0002_setup_step")]
