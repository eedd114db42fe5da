"""The table that makes background work happen once in effect."""

from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    initial = True

    dependencies = [("procrastinate", "0041_post_retry_failed_job")]

    operations = [RunSQLFile(__file__, "0001_job_effect")]
