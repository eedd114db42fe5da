"""System checks that hold the house rules of row scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register

OURS = ("accounts", "resumes", "matching", "aiplatform")
# Each without an owner column, with its reason.
UNOWNED = {
    "accounts.User": "log-in must find the row before anyone acts",
    "aiplatform.Prompt": "the texts we send, no person's data; the web role may only read",
    "aiplatform.PromptVersion": "the texts we send, no person's data; the web role may only read",
    "aiplatform.Promotion": "who put which text into production; read by the staff role alone",
    "aiplatform.ModelPrice": "what vendors ask; the web role may only read",
    "aiplatform.Budget": "what may be spent; read and changed by the staff role alone",
    "aiplatform.BudgetUse": "what is spent; read by the staff role, written by functions",
    "aiplatform.BudgetAlert": "budgets nearly spent; read by the staff role, written by functions",
    "aiplatform.Dataset": "inputs that versions are measured on; of the staff role alone",
    "aiplatform.DatasetItem": "made-up inputs, and keys of past calls; of the staff role alone, gone with their person",
    "aiplatform.Evaluation": "what was found of answers; of the staff role alone, gone with their person",
    "aiplatform.AnnotationTask": "answers that wait for a judgement; of the staff role alone, gone with their person",
    "aiplatform.Trial": "versions compared; of the staff role alone",
    "aiplatform.TrialArm": "versions compared; of the staff role alone",
    "aiplatform.TrialRun": "scores of answers to held-out inputs; of the staff role alone",
    "aiplatform.Approval": "who wants which version in production; of the staff role alone",
    "aiplatform.Split": "which share of people gets which version, no person's data; the web role may only read",
    "matching.RankerVersion": "everybody's scores come from it, no person's data",
    "accounts.SelfIdentification": "no role that serves holds any right on it; functions act for the person alone",
    "matching.BiasAudit": "counts of groups; read and added by the staff role alone",
    "resumes.Skill": "public reference data",
    "resumes.SkillAlias": "public reference data",
}


@register()
def owned_models_are_scoped(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every model of ours is scoped by `visible_to` and `editable_by`, or is exempt by name."""
    return [
        Error(f"{model._meta.label} has no visible_to; use a ScopedQuerySet.", id="careercopilot.E001", obj=model)
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if model._meta.label not in UNOWNED and not hasattr(model._default_manager, "visible_to")
    ]
