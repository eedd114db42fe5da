"""Blind review and notes of a company."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matching", "0010_skill_facts")]

    operations: list[migrations.operations.base.Operation] = []
