"""Prompts and their versions, the record of every call, and what calls may cost."""

from aiplatform.models.money import Budget, BudgetAlert, BudgetUse, ModelPrice, Reservation
from aiplatform.models.prompt import Promotion, Prompt, PromptVersion
from aiplatform.models.record import AIPayload, AIRequest, AIResponse

__all__ = [
    "AIPayload",
    "AIRequest",
    "AIResponse",
    "Budget",
    "BudgetAlert",
    "BudgetUse",
    "ModelPrice",
    "Promotion",
    "Prompt",
    "PromptVersion",
    "Reservation",
]
