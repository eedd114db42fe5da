"""The ATS score as an SQL function over the stored signals (sql/ats_score.sql, generated from the rules)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "ats_score.sql"


class Migration(migrations.Migration):
    dependencies = [("resumes", "0002_rls")]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), "drop function calculate_ats_score(uuid)"),
    ]
