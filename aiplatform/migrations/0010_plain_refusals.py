"""What the admin says where a price or budget breaks a rule, in words."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('aiplatform', '0009_room'),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name='budget',
            name='aiplatform_budget_once',
            constraint=models.UniqueConstraint(fields=('scope', 'key', 'period'), name='aiplatform_budget_once', violation_error_message='There is a budget of this kind already; change that one.'),
        ),
        migrations.AlterConstraint(
            model_name='budget',
            name='aiplatform_budget_cap',
            constraint=models.CheckConstraint(condition=models.Q(('cap_usd__gte', 0)), name='aiplatform_budget_cap', violation_error_message='A cap is not negative; 0 allows no call.'),
        ),
        migrations.AlterConstraint(
            model_name='budget',
            name='aiplatform_budget_all',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scope', 'all'), _negated=True), ('key', ''), _connector='OR'), name='aiplatform_budget_all', violation_error_message='A budget of everything is for nobody in particular.'),
        ),
        migrations.AlterConstraint(
            model_name='modelprice',
            name='aiplatform_price_once',
            constraint=models.UniqueConstraint(fields=('provider', 'pattern', 'from_date', 'above_tokens'), name='aiplatform_price_once', violation_error_message='There is a price of this model, day and length of prompt already.'),
        ),
        migrations.AlterConstraint(
            model_name='modelprice',
            name='aiplatform_price_pattern',
            constraint=models.CheckConstraint(condition=models.Q(('pattern__regex', '^[^*]+\\*?$')), name='aiplatform_price_pattern', violation_error_message="Write a model's name; * may stand at its end only."),
        ),
        migrations.AlterConstraint(
            model_name='modelprice',
            name='aiplatform_price_not_negative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('input__isnull', True), ('input__gte', 0), _connector='OR'), models.Q(('cache_read__isnull', True), ('cache_read__gte', 0), _connector='OR'), models.Q(('cache_write__isnull', True), ('cache_write__gte', 0), _connector='OR'), models.Q(('output__isnull', True), ('output__gte', 0), _connector='OR'), models.Q(('reasoning__isnull', True), ('reasoning__gte', 0), _connector='OR')), name='aiplatform_price_not_negative', violation_error_message='A price is not negative.'),
        ),
    ]
