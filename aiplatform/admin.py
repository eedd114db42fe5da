"""The operations pages of the AI platform."""

from __future__ import annotations

from aiplatform.annotation_admin import AnnotationTaskAdmin
from aiplatform.log_admin import AIRequestAdmin, PromotionAdmin
from aiplatform.money_admin import BudgetAdmin, BudgetAlertAdmin, BudgetUseAdmin, ModelPriceAdmin
from aiplatform.prompt_admin import PromptAdmin
from aiplatform.trial_admin import TrialAdmin

__all__ = [
    "AIRequestAdmin",
    "AnnotationTaskAdmin",
    "BudgetAdmin",
    "BudgetAlertAdmin",
    "BudgetUseAdmin",
    "ModelPriceAdmin",
    "PromotionAdmin",
    "PromptAdmin",
    "TrialAdmin",
]
