"""Only the candidate's side writes matches; applicants see a closed job's parts (sql/0006_match_writers.sql)."""

from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("matching", "0005_applicants")]

    operations = [RunSQLFile(__file__, "0006_match_writers")]
