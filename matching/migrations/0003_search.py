"""Vectors are optional, the indexes and the function that finding jobs needs (sql/0003_search.sql)."""

import pgvector.django.halfvec
from django.db import migrations

from careercopilot.db.sql import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_rls")]

    operations = [
        migrations.AlterField(
            model_name="jobvector",
            name="search",
            field=pgvector.django.halfvec.HalfVectorField(
                dimensions=384, help_text="Title and requirements; what retrieval compares.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="jobvector",
            name="description",
            field=pgvector.django.halfvec.HalfVectorField(dimensions=384, null=True),
        ),
        migrations.AlterField(
            model_name="talentvector",
            name="search",
            field=pgvector.django.halfvec.HalfVectorField(dimensions=384, null=True),
        ),
        RunSQLFile(__file__, "0003_search"),
    ]
