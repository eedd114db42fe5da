"""The database computes the score of stored signals as Python does, for its owner only."""

from __future__ import annotations

import random
import uuid
from typing import Any

import pytest
from django.db import connection

from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from resumes.ats import RULES, RULES_NUMBER, score_signals
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

pytestmark = pytest.mark.django_db


def in_database(version_id: uuid.UUID) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT calculate_ats_score(%s)", [version_id])
        (score,) = cursor.fetchone()
    return score


def samples() -> list[dict[str, Any]]:
    """Signals at and around every cap and rounding edge, drawn with a fixed seed, and the odd ones."""
    rng = random.Random(20261121)
    drawn = [
        {rule.key: rng.choice([0, 0, 1, 2, rng.randrange(1000)]) for rule in RULES if rng.random() < share}
        for share in (0.05, 0.1, 0.2, 0.4, 0.8)
        for _ in range(24)
    ]
    edges = [{rule.key: amount} for rule in RULES for amount in (1, 3, 10**6)]
    halves = [
        {"garbled_characters": 2},
        {"missing_nice": 101, "mixed_columns": 13},
        {"thin_text": 10},
        {"thin_text": 30},
    ]
    odd = [{}, {"unknown": 5}, {"words": 480, "pages": 2}, {"no_email": -4}]
    return [{**row, "ats": RULES_NUMBER} for row in [*drawn, *edges, *halves, *odd]]


def test_the_database_and_python_agree() -> None:
    owner = UserFactory()
    resume = ResumeFactory(owner=owner)
    rows = samples()
    versions = [
        ResumeVersionFactory(owner=owner, resume=resume, file=None, number=number, ats_signals=row)
        for number, row in enumerate(rows, start=1)
    ]

    with acting_as(owner):
        found = [in_database(version.pk) for version in versions]

    assert found == [score_signals(row) for row in rows]
    assert len(set(found)) > 20


@pytest.mark.parametrize("row", [{}, {"ats": RULES_NUMBER + 1, "no_email": 1}, {"ats": None}])
def test_signals_of_other_rules_have_no_score(row: dict[str, Any]) -> None:
    version = ResumeVersionFactory(ats_signals=row)

    with acting_as(version.owner):
        assert in_database(version.pk) is None
    assert score_signals(row) is None


def test_a_stranger_gets_no_score() -> None:
    version = ResumeVersionFactory(ats_signals={"ats": RULES_NUMBER})

    with acting_as(UserFactory()):
        assert in_database(version.pk) is None
    with acting_as(version.owner):
        assert in_database(version.pk) == 100


def test_the_function_is_stable_and_runs_as_its_caller() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT provolatile, prosecdef FROM pg_proc WHERE proname = 'calculate_ats_score'")
        assert cursor.fetchall() == [("s", False)]
