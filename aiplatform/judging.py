"""`judge_answer`: a model's word on another answer. Its prompt is versioned in the registry like any other.

A judge only advises until its labels agree with people's (kappa of at least 0.6 over 50 answers, `queries.evaluations`); then it
counts in trials that are opened from there on. Without a model there is no judgement: code never makes one up.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field

from aiplatform.capabilities import UNTRUSTED, Capability, CapabilityInput, CapabilityOutput, Untrusted, register
from aiplatform.evaluators import dumped

KEY = "judge_answer"
Label = Literal["good", "fair", "poor", "unclear"]
SCORES: dict[str, float] = {"good": 1.0, "fair": 0.5, "poor": 0.0}


class JudgeInput(CapabilityInput):
    """What was asked, from what, and the answer, as JSON texts."""

    task: Annotated[str, UNTRUSTED]
    material: Untrusted
    answer: Untrusted


class JudgeOutput(CapabilityOutput):
    """The label, and the reason in a sentence."""

    reason: str = Field(max_length=400)
    label: Label


def question(capability: Capability[Any, Any], given: Any, value: CapabilityOutput) -> JudgeInput:
    """What a judge is asked about an answer; `given` is the input as JSON data."""
    return JudgeInput(task=capability.title, material=json.dumps(given, ensure_ascii=False), answer=dumped(value))


def _nobody(inputs: JudgeInput) -> JudgeOutput:
    return JudgeOutput(reason="No model judged this answer.", label="unclear")


CAPABILITY = register(
    Capability(
        key=KEY,
        title="Judge an answer",
        input=JudgeInput,
        output=JudgeOutput,
        deterministic=_nobody,
        max_output_tokens=300,
    )
)
