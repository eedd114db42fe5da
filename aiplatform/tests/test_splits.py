"""Shares of people: who gets which version, what takes one back, what is scored of live calls and judged by people."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from aiplatform import scoring
from aiplatform.judging import KEY as JUDGE
from aiplatform.models import AnnotationTask, Evaluation, PromptVersion, Split
from aiplatform.queries.evaluations import Agreement, agreement, label
from aiplatform.services import evaluating, prompts, splits
from aiplatform.services.errors import EvaluationError
from aiplatform.tests import trial_cases as cases
from aiplatform.tests.factories import a_call, a_prompt, an_answer, in_production
from aiplatform.tests.test_trials import run
from careercopilot.db.router import using

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "ops"]), pytest.mark.slow]
CANARY, AB = Split.Kind.CANARY, Split.Kind.AB


@pytest.fixture(autouse=True)
def set_up(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    cases.register(monkeypatch, settings)


def test_a_share_is_sticky_nested_and_as_large_as_said():
    people = [uuid.UUID(int=number) for number in range(4000)]
    small, large = Split(salt="s", percent=10), Split(salt="s", percent=30)
    chosen = {person for person in people if small.includes(person)}
    assert chosen <= {person for person in people if large.includes(person)}
    assert 330 < len(chosen) < 470
    assert chosen == {person for person in people if small.includes(person)}
    assert chosen != {person for person in people if Split(salt="t", percent=10).includes(person)}


def calls(version: PromptVersion, count: int, *, state: str = "succeeded") -> None:
    person = UserFactory()
    for _ in range(count):
        request = a_call(person, capability=cases.KEY, prompt_version=version)
        an_answer(request, person, state=state, served="model" if state == "succeeded" else "deterministic")


def test_a_canary_needs_a_granted_trial_and_comes_back_by_itself():
    trial = cases.a_trial()
    with using("ops"):
        version = trial.arms.select_related("version__prompt").get().version
    one, two = UserFactory(is_staff=True), UserFactory(is_staff=True)
    started = {"kind": CANARY, "percent": 50, "by": one, "at": timezone.now()}
    with pytest.raises(EvaluationError, match="No canary. Its trial has not been run yet."):
        splits.start(version, second=two, **started)
    run(trial, ("Plain", cases.BAD))
    with pytest.raises(EvaluationError, match="another person"):
        splits.start(version, second=one, **started)
    split = splits.start(version, second=two, **started, salt="fixed")

    people = [UserFactory(pk=uuid.UUID(int=number)) for number in (1, 2, 3, 4, 5, 6)]
    given = {person.pk: prompts.chosen(cases.KEY, by=person).number for person in people}
    assert set(given.values()) == {1, 2}
    assert given == {person.pk: 2 if split.includes(person.pk) else 1 for person in people}

    for _ in range(3):
        calls(trial.production, 2)
        calls(version, 1)
    assert splits.watch(at=timezone.now()) == []
    for _ in range(9):
        calls(trial.production, 1)
        calls(version, 1, state="failed")
    (taken_back,) = splits.watch(at=timezone.now())
    assert taken_back.why == (
        "No answer of the model in 75% of 12 calls, in production in 0% of 15 over the same period."
    )
    with using("ops"):
        row = Split.objects.get(pk=split.pk)
    assert (row.outcome, prompts.chosen(cases.KEY, by=people[0]).number) == ("rolled_back", 1)
    with pytest.raises(EvaluationError, match="1 to 50 %"):
        splits.start(version, second=two, **(started | {"percent": 80}))


def test_a_promoted_version_that_misbehaves_is_rolled_back_by_itself():
    prompt = a_prompt(cases.KEY)
    first = in_production(prompt, template="Plain {{text}}")
    calls(first, 20)
    second = in_production(prompt, template="Better {{text}}")
    calls(second, 12, state="failed")
    (taken_back,) = splits.watch(at=timezone.now() + dt.timedelta(seconds=1))
    assert (taken_back.kind, taken_back.version.number) == ("promotion", 2)
    assert prompts.chosen(cases.KEY, by=None).number == 1


def test_a_sample_of_calls_is_scored_judged_and_looked_at_by_people():
    version = in_production(a_prompt(cases.KEY), template="Plain {{text}}")
    judge = in_production(a_prompt(JUDGE), template="Judge {{task}}, {{material}}, {{answer}}")
    person, staff = UserFactory(), UserFactory(is_staff=True)
    for output in ('{"summary": "A tidy letter."}', '{"summary": "A tidy letter about 40."}', "no JSON"):
        request = a_call(person, capability=cases.KEY, prompt_version=version, words="About nurses.")
        an_answer(request, person, output=output)
    at = timezone.now() + dt.timedelta(seconds=1)
    verdict = {"reason": "It is short.", "label": "good"}
    with cases.board(more={JUDGE: verdict}) as board:
        done = scoring.score_live(at=at, share=1.0, judged_share=1.0, board=board)
        again = scoring.score_live(at=at, share=1.0, judged_share=1.0, board=board)
    assert (done.scored, done.judged) == (2, 2)
    assert (again.scored, again.judged) == (0, 0)
    with using("ops"):
        found = set(Evaluation.objects.values_list("evaluator", "measure", "owner_id"))
    assert {owner for _, _, owner in found} == {person.pk}
    assert {name for name, _, _ in found} == {"claims", "form", "judge", "removed", "withheld"}

    with using("ops"):
        request_id = Evaluation.objects.filter(evaluator="judge").order_by("pk").first().request_id
        task, _ = AnnotationTask.objects.get_or_create(
            request_id=request_id, defaults={"owner": person, "capability": cases.KEY, "why": "sample"}
        )
    assert evaluating.next_task() is not None
    with pytest.raises(EvaluationError, match="Say what is wrong"):
        evaluating.annotate(task, by=staff, label="poor", reason=" ", at=at)
    evaluating.annotate(task, by=staff, label="good", reason="", at=at)
    with pytest.raises(EvaluationError, match="has judged this answer already"):
        evaluating.annotate(task, by=staff, label="good", reason="", at=at)
    told = agreement("judge", str(judge.pk))
    assert (told.judged, told.kappa, told.is_binding) == (1, None, False)
    assert told.words == "Advisory: 1 of 50 answers judged by people as well."


def test_a_judge_counts_only_above_the_bar():
    assert Agreement("judge", "1", 60, 0.59).words == "Advisory: kappa 0.59 with people, 0.6 is needed."
    assert Agreement("judge", "1", 60, 0.61).is_binding
    assert [label(score) for score in (1.0, 0.5, 0.0)] == ["good", "fair", "poor"]
