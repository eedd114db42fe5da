"""Skill gaps come from jobs that were saved or applied to, or that fit."""

from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("matching", "0015_match_watch")]

    operations = [RunSQLFile(__file__, "0016_gap_floor")]
