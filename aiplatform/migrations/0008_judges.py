"""What a judge counts for in a trial, fixed at its opening; answers that a second person looks at, or that are disputed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('aiplatform', '0007_words_and_months'),
    ]

    operations = [
        migrations.AddField(
            model_name='trial',
            name='judge',
            field=models.JSONField(default=dict, help_text='The judge in production at the opening, how it agreed with people, and whether it counts.'),
        ),
        migrations.AddField(
            model_name='trialrun',
            name='judged',
            field=models.DecimalField(decimal_places=3, help_text='By the judge; null: not judged.', max_digits=4, null=True),
        ),
        migrations.AlterField(
            model_name='annotationtask',
            name='request_id',
            field=models.UUIDField(),
        ),
        migrations.AlterField(
            model_name='annotationtask',
            name='why',
            field=models.CharField(choices=[('sample', 'Part of the sample'), ('low', 'A low score'), ('disputed', 'Evaluators disagree'), ('second', 'A second opinion')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='annotationtask',
            constraint=models.UniqueConstraint(fields=('request_id', 'why'), name='aiplatform_annotation_once'),
        ),
    ]
