"""The stand-in that reads what it is asked: its answers are served, and the figure that it invents is refused."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from aiplatform.asking import judge
from aiplatform.capabilities import CapabilityInput
from aiplatform.providers.base import Provider
from aiplatform.providers.fake import reading
from aiplatform.providers.fake.asked import Asked
from aiplatform.switchboard import Line
from resumes.tests.test_capabilities import demo_inputs
from resumes.tests.test_obedient_model import question


def answered(inputs: CapabilityInput) -> tuple[bool, list[str]]:
    """Whether the answer would be served, and the kinds of its problems."""
    asked = question(inputs, "", Line(Provider, "fake-reading"), is_scanned=True)  # no provider is asked
    turns = tuple((part.role, part.text) for part in asked.rendered.parts)
    wire = Asked("responses", "fake-reading", "", turns, asked.schema, asked.capability.key, 2000, False, False, True)
    verdict = judge(asked, json.dumps(reading.answer(wire)))
    return verdict.is_fine, sorted({problem["kind"] for problem in verdict.validation()["problems"]})


@pytest.mark.slow
def test_what_it_says_about_demo_resumes_is_served_and_its_invention_is_found():
    found: Counter[tuple[str, bool]] = Counter()
    claims = 0
    for _, key, inputs in demo_inputs()[::3]:
        is_served, problems = answered(inputs)
        found[key, is_served] += 1
        claims += key in ("generate_bullets", "optimize_summary") and problems == ["claim"]
    assert {key for key, is_served in found if not is_served} == set()
    assert claims > 5


def test_other_questions_are_not_answered():
    schema = {"properties": {"verdict": {}}}
    asked = Asked("responses", "fake-reading", "", (("user", "Hello."),), schema, "judge", 9, False, False, True)
    assert reading.answer(asked) is None
