"""Prompts and their versions, the record of every call, what calls may cost, and how versions are measured and tried."""

from aiplatform.models.approval import Approval
from aiplatform.models.evaluation import AnnotationTask, Dataset, DatasetItem, Evaluation, Measure
from aiplatform.models.money import Budget, BudgetAlert, BudgetUse, ModelPrice, Reservation
from aiplatform.models.prompt import Promotion, Prompt, PromptVersion
from aiplatform.models.record import AIPayload, AIRequest, AIResponse
from aiplatform.models.trial import Split, Trial, TrialArm, TrialRun

__all__ = [
    "AIPayload",
    "AIRequest",
    "AIResponse",
    "AnnotationTask",
    "Approval",
    "Budget",
    "BudgetAlert",
    "BudgetUse",
    "Dataset",
    "DatasetItem",
    "Evaluation",
    "Measure",
    "ModelPrice",
    "Promotion",
    "Prompt",
    "PromptVersion",
    "Reservation",
    "Split",
    "Trial",
    "TrialArm",
    "TrialRun",
]
