"""Gaps in the vectors for the backfill, and statistics that finding jobs among a million needs (sql/0013_scale.sql)."""

from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    # The functions read resumes and memberships.
    dependencies = [("matching", "0012_bias_audit"), ("resumes", "0003_ats_score"), ("accounts", "0002_rls")]

    operations = [RunSQLFile(__file__, "0013_scale")]
