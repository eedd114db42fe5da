"""Whether a call would get room in its budgets, told before it is made (sql/0009_room.sql)."""

from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):

    dependencies = [
        ('aiplatform', '0008_judges'),
    ]

    operations = [RunSQLFile(__file__, "0009_room")]
