"""Words of calls go by age; months that landed in the default partition get their own (sql/0007_words_and_months.sql)."""

from django.db import migrations, models

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    dependencies = [
        ('aiplatform', '0006_approvals'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='aipayload',
            index=models.Index(fields=['request_at'], name='aiplatform_payload_age'),
        ),
        RunSQLFile(__file__, "0007_words_and_months"),
    ]
