"""Judges in trials, counted only where people agree with them; and answers on which evaluators disagree."""

from __future__ import annotations

import uuid
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import UserFactory
from aiplatform import scoring
from aiplatform.judging import KEY as JUDGE
from aiplatform.models import AIRequest, AnnotationTask, Evaluation, PromptVersion, Trial, TrialRun
from aiplatform.queries.evaluations import agreement
from aiplatform.queries.trials import judge_words, status_of
from aiplatform.services import evaluating
from aiplatform.services.held_out import held_out
from aiplatform.tests import trial_cases as cases
from aiplatform.tests.factories import a_call, a_prompt, an_answer, in_production
from aiplatform.trialling import Runner, Stopped
from careercopilot.db.router import using

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "ops"]), pytest.mark.slow]
STRICT = {"reason": "It says nothing of the ward.", "label": "poor"}


@pytest.fixture(autouse=True)
def set_up(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    cases.register(monkeypatch, settings)


def a_judge(**more: Any) -> PromptVersion:
    return in_production(a_prompt(JUDGE), template="Judge {{task}}, {{material}}, {{answer}}", **more)


def judged_by_both(judge: PromptVersion, same: int, other: int) -> None:
    """Answers that the judge and a person judged: so many alike, half good and half poor, and so many the other way round."""
    person = UserFactory(is_staff=True)
    common = {"capability": cases.KEY, "measure": "quality"}
    rows = []
    for number in range(same + other):
        key, word = uuid.uuid4(), number % 2
        theirs = word if number < same else 1 - word
        rows.append(
            Evaluation(request_id=key, evaluator="judge", evaluator_version=str(judge.pk), score=theirs, **common)
        )
        rows.append(
            Evaluation(request_id=key, evaluator="human", evaluator_version="1", score=word, by=person, **common)
        )
    with using("ops"):
        Evaluation.objects.bulk_create(rows)


def ran(trial: Trial, judgement: Any = STRICT, pairs: int = 4) -> list[TrialRun]:
    with cases.board(more={JUDGE: judgement}) as board:
        for _ in Runner(trial, lambda: cases.AT, board).run(pairs):
            pass
    with held_out():
        return list(TrialRun.objects.filter(trial=trial, item__is_adversarial=False).order_by("created_at", "pk"))


def test_a_judge_counts_exactly_when_people_agreed_with_it_at_the_opening():
    judge = a_judge()
    judged_by_both(judge, 42, 8)  # kappa 0.68 over 50
    trial = cases.a_trial()
    assert (trial.judge["judged"], trial.judge["kappa"], trial.judge["counts"]) == (50, 0.68, True)
    rows = ran(trial)
    # Code gives 1 and 1, the judge 0; its calls are on record and in the trial's bill, not in that of the versions.
    assert {(row.quality, row.judged) for row in rows} == {(Decimal("0.667"), Decimal(0))}
    assert rows[0].reasons == [{"evaluator": "judge", "reason": STRICT["reason"]}]
    with using("ops"):
        assert AIRequest.objects.filter(capability=JUDGE).count() == 8
    with held_out():
        trial.refresh_from_db()
        suite = TrialRun.objects.filter(trial=trial, item__is_adversarial=True)
        answers = sum(row.cost_usd for row in [*rows, *suite])
        assert trial.spent_usd > answers
        assert {row.judged for row in suite} == {None}
        assert status_of(trial)[0].judged == (4, 0.0, 0.0)
    assert judge_words(trial).endswith(
        "Counts in trials: kappa 0.68 with people over 50 answers. Its score is part of each answer's quality."
    )
    judged_by_both(judge, 0, 60)  # people change their mind: this trial stays as it was opened
    assert agreement("judge", str(judge.pk)).is_binding is False
    with using("ops"), pytest.raises(DatabaseError, match="a trial is what it was opened as"):
        Trial.objects.filter(pk=trial.pk).update(judge={})


@pytest.mark.parametrize(("same", "other", "share"), [(41, 9, 0.0), (49, 0, 0.0), (39, 11, 1.0)])
def test_below_the_bar_its_word_is_shown_and_not_counted(settings, same, other, share):
    settings.AI_JUDGED_SHARE = share
    judged_by_both(a_judge(), same, other)  # kappa 0.64 over 50 is enough, 49 answers are not, kappa 0.56 is not
    trial = cases.a_trial()
    assert trial.judge["counts"] is ((same, other) == (41, 9))
    if trial.judge["counts"]:
        return
    rows = ran(trial)
    assert {(row.quality, row.judged) for row in rows} == {(Decimal(1), Decimal(0) if share else None)}
    assert judge_words(trial).endswith("Its score is shown and not counted.")
    out = StringIO()
    call_command("run_trial", trial.prompt.key, "--end", stdout=out)
    assert "Its score is shown and not counted." in out.getvalue()


def test_a_trial_waits_for_a_judge_that_counts_and_can_not_be_reached(client):
    judged_by_both(a_judge(parameters={"model": "fake-fault-rejected"}), 50, 0)
    trial = cases.a_trial()
    with cases.board() as board, pytest.raises(Stopped, match="The model did not answer"):
        list(Runner(trial, lambda: cases.AT, board).run(4))
    with held_out():
        trial.refresh_from_db()
        assert TrialRun.objects.filter(trial=trial, item__is_adversarial=False).count() == 0
    assert trial.spent_usd > 0
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = client.get(reverse("admin:aiplatform_trial_change", args=[trial.pk])).content.decode()
    assert "Its score is part of each answer&#x27;s quality." in page


def a_served_call(text: str = '{"summary": "A tidy letter."}') -> AIRequest:
    person = UserFactory()
    version = in_production(a_prompt(cases.KEY), template="Plain {{text}}")
    request = a_call(person, capability=cases.KEY, prompt_version=version, words="About nurses.")
    an_answer(request, person, output=text)
    return request


def waiting() -> list[str]:
    with using("ops"):
        return list(AnnotationTask.objects.filter(done_at__isnull=True).order_by("why").values_list("why", flat=True))


@pytest.mark.parametrize("label", ["good", "fair", "poor"])
def test_a_judge_against_code_puts_the_answer_before_a_person_once(label, monkeypatch):
    monkeypatch.setattr(evaluating, "ANNOTATED", 0.0)
    a_judge()
    a_served_call()
    verdict = {"reason": "Bare.", "label": label}
    with cases.board(more={JUDGE: verdict}) as board:
        for _ in range(2):
            scoring.score_live(at=timezone.now(), share=1.0, judged_share=1.0, board=board)
    assert waiting() == ([] if label == "good" else ["disputed"])


def word(label: str, *, by: User) -> str:
    """Judge what is next in the person's queue; returns why it was there."""
    task = evaluating.next_task(by=by)
    assert task is not None
    evaluating.annotate(task, by=by, label=label, reason="Because.", at=timezone.now())
    return str(task.why)


def test_two_people_who_disagree_bring_a_third(monkeypatch):
    monkeypatch.setattr(evaluating, "SECOND", 1.0)
    request = a_served_call()
    judge = a_judge()
    with using("ops"):
        AnnotationTask.objects.create(request_id=request.pk, owner=request.owner, capability=cases.KEY, why="sample")
        Evaluation.objects.create(
            request_id=request.pk, evaluator="judge", evaluator_version=str(judge.pk), capability=cases.KEY,
            measure="quality", score=0,
        )  # fmt: skip
    one, two, three = (UserFactory(is_staff=True) for _ in range(3))
    assert word("good", by=one) == "sample"
    assert evaluating.next_task(by=one) is None  # it waits for somebody else
    assert (word("poor", by=two), waiting()) == ("second", ["disputed"])
    assert agreement("judge", str(judge.pk)).judged == 1
    assert word("poor", by=three) == "disputed"
    assert waiting() == []
    with using("ops"):
        assert Evaluation.objects.filter(request_id=request.pk, evaluator="human").count() == 3


def test_two_people_who_agree_bring_nobody(monkeypatch):
    monkeypatch.setattr(evaluating, "SECOND", 1.0)
    request = a_served_call()
    with using("ops"):
        AnnotationTask.objects.create(request_id=request.pk, owner=request.owner, capability=cases.KEY, why="low")
    for person in (UserFactory(is_staff=True), UserFactory(is_staff=True)):
        word("fair", by=person)
    assert waiting() == []
