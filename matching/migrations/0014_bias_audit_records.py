"""The bias audit counts the scores on record (sql/0014_bias_audit_records.sql), if wanted those of applicants alone."""

from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("matching", "0013_scale")]

    operations = [
        migrations.AddField(
            model_name="biasaudit",
            name="is_applicants",
            field=models.BooleanField(default=False, help_text="Only scores of people who applied for the job."),
        ),
        RunSQLFile(__file__, "0014_bias_audit_records"),
    ]
