"""The coach's pages: what they offer, what an answer does, and what taking it back does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from matching import services
from matching.models import Match, SkillFact, TalentVector
from matching.queries.coach import coach_of
from matching.queries.gaps import gap_page
from matching.queries.interest import gap_rows
from matching.services.errors import AnswerError
from matching.tests.factories import JobPostingFactory, JobRequirementFactory
from matching.tests.people import AT, DATA_JOB, NURSE, RESUME, TODAY, posted, private_job, seeker_with_resume
from resumes.models import Resume
from resumes.parsing import parse_text
from resumes.services import store_version

COACH_QUERIES = 12
GAPS_QUERIES = 9
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]


@pytest.fixture
def scored():
    """A seeker, a job, and the stored match of the two."""
    user, version = seeker_with_resume()
    job = posted(DATA_JOB)
    with acting_as(user):
        services.score_pair(version, job, at=AT)
    return user, job


def test_what_is_offered_and_of_which_kind(scored):
    user, job = scored
    with acting_as(user):
        coach = coach_of(user, job, today=TODAY)

    kinds = {item.key: (item.change.kind, item.change.reason) for item in coach.items}
    assert kinds == {"docker": ("confirm", "listed"), "kubernetes": ("confirm", "unwritten")}
    assert all(item.offer.gain > 0 for item in coach.items)
    assert coach.score == coach.now <= coach.surfaced <= coach.confirmed <= coach.learned


def test_the_match_page_asks_for_the_coach_and_the_coach_answers_with_its_piece(client, scored):
    user, job = scored
    client.force_login(user)
    url = reverse("matching:match_coach", args=[job.pk])

    page = client.get(reverse("matching:match_detail", args=[job.pk])).content.decode()
    piece = client.get(url, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(url).content.decode()

    assert f'hx-get="{url}"' in page
    assert "<html" not in piece and "Confirm Kubernetes" in piece
    assert "<html" in whole and "Confirm Kubernetes" in whole


def test_a_yes_moves_the_score_as_promised_and_can_be_taken_back(client, scored):
    user, job = scored
    client.force_login(user)
    with acting_as(user):
        before = Match.objects.get(job=job).raw
        coach = coach_of(user, job, today=TODAY)
    promised = next(item.offer.gain for item in coach.items if item.key == "kubernetes")

    client.post(
        reverse("matching:answer_create", args=[job.pk]),
        {"key": "kubernetes", "answer": "yes", "place": coach.entries[0]},
    )
    with acting_as(user):
        after = Match.objects.get(job=job)
        fact = SkillFact.objects.get()
    assert min(after.raw, 100) - before == pytest.approx(promised, abs=1e-6)
    proof = next(item for item in after.requirements if "Kubernetes" in item["text"])
    assert (proof["state"], proof["quote"]) == ("met", "")
    assert proof["note"].startswith("Confirmed by the candidate")
    assert (fact.answer, fact.place, fact.job_id, fact.job_title) == ("yes", coach.entries[0], job.pk, job.title)

    client.post(reverse("matching:answer_removal", args=[fact.pk]))
    with acting_as(user):
        assert Match.objects.get(job=job).raw == before
        assert not SkillFact.objects.live().exists()


def states(user):
    with acting_as(user):
        return {row.skill_key: row.state for row in gap_rows(user)}


def test_an_older_version_that_tells_a_skill_is_surfaced_with_its_words(client):
    user, older = seeker_with_resume(RESUME.replace("cut their run time", "deployed them to Kubernetes"))
    with acting_as(user):
        version = store_version(Resume.objects.get(), parse_text(RESUME), source="paste", today=TODAY, file=None)
        job = posted(DATA_JOB)
        services.score_pair(version, job, at=AT)
        item = next(item for item in coach_of(user, job, today=TODAY).items if item.key == "kubernetes")

    assert (item.change.kind, item.change.reason) == ("surface", "elsewhere")
    assert item.change.written.quote == "Moved reports to Airflow and deployed them to Kubernetes from 6 to 2 hours"
    assert item.change.written.source.startswith("Data Engineer, Example Works")

    client.force_login(user)
    url = reverse("matching:answer_create", args=[job.pk])
    client.post(url, {"key": "kubernetes", "answer": "yes", "as_written": "1"})
    with acting_as(user):
        fact = SkillFact.objects.get()
    assert (fact.quote, fact.place, fact.version_id) == (
        item.change.written.quote,
        item.change.written.source,
        older.pk,
    )


def test_a_bare_yes_gives_nothing_and_a_no_takes_a_told_skill_away(scored):
    user, job = scored
    with acting_as(user):
        before = Match.objects.get(job=job)
        services.answer_skill(user, "docker", "yes", at=AT, job=job)
        assert Match.objects.get(job=job).raw == before.raw
        services.answer_skill(user, "python", "no", at=AT + dt.timedelta(hours=1), job=job)
        after = Match.objects.get(job=job)
        assert after.raw < before.raw
        proof = next(item for item in after.requirements if "Python" in item["text"])
        assert (proof["state"], proof["quote"]) == ("missing", "")
        learn = next(item for item in coach_of(user, job, today=TODAY).items if item.key == "python")
        assert learn.change.kind == "learn"


def test_cannot_say_changes_no_fact_and_rests_the_question(scored):
    user, job = scored
    with acting_as(user):
        digest = TalentVector.objects.get().inputs_sha256
        fact = services.answer_skill(user, "kubernetes", "cannot_say", at=AT, job=job)
        assert TalentVector.objects.get().inputs_sha256 == digest
        assert "kubernetes" not in {item.key for item in coach_of(user, job, today=TODAY).items}
        later = coach_of(user, job, today=fact.ask_again_on)
        assert "kubernetes" in {item.key for item in later.items}


def test_taking_an_answer_back_lets_the_one_before_stand_again(scored):
    user, job = scored
    with acting_as(user):
        first = services.answer_skill(user, "kubernetes", "no", at=AT, job=job)
        second = services.answer_skill(
            user, "kubernetes", "yes", at=AT + dt.timedelta(hours=1), place="Data Engineer", job=job
        )
        raw = Match.objects.get(job=job).raw
        assert services.withdraw_answer(second, at=AT + dt.timedelta(hours=2)) == first
        assert Match.objects.get(job=job).raw < raw
        assert services.withdraw_answer(second, at=AT + dt.timedelta(hours=3)) is None
        assert [fact.pk for fact in SkillFact.objects.live()] == [first.pk]


def test_other_jobs_are_stale_until_they_are_scored_again(client, scored):
    user, job = scored
    other = posted(DATA_JOB.replace("Data Engineer", "Platform Engineer"))
    with acting_as(user):
        version = Match.objects.get(job=job).version
        services.score_pair(version, other, at=AT)
        services.answer_skill(user, "kubernetes", "no", at=AT, job=job)
    client.force_login(user)

    assert "stale" not in client.get(reverse("matching:match_detail", args=[job.pk])).content.decode()
    assert "This score is stale" in client.get(reverse("matching:match_detail", args=[other.pk])).content.decode()
    assert "Score it first" in client.get(reverse("matching:match_coach", args=[other.pk])).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"key": "kubernetes", "answer": "perhaps"}, "Select a valid choice"),
        ({"key": "kubernetes", "answer": "yes", "place": "Chief of everything"}, "Choose one of the dated entries"),
        ({"key": "kubernetes", "answer": "yes", "years": "90"}, "less than or equal to 70"),
        ({"key": "no-such-skill", "answer": "yes"}, "No job asks for this skill."),
        ({"key": "kubernetes", "answer": "yes", "as_written": "1"}, "None of your resumes says so"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused_in_words(client, scored, values, words):
    user, job = scored
    client.force_login(user)

    answer = client.post(reverse("matching:answer_create", args=[job.pk]), values, follow=True)

    assert words in answer.content.decode()
    with acting_as(user):
        assert not SkillFact.objects.exists()


def test_years_that_cannot_be_are_refused_by_the_service(scored):
    user, job = scored
    with acting_as(user), pytest.raises(AnswerError):
        services.answer_skill(user, "kubernetes", "yes", at=AT, years=0, job=job)


def test_the_view_tells_existing_supported_and_gap(scored):
    user, _ = scored

    assert states(user) == {
        "python": "existing", "postgresql": "existing", "apache-airflow": "existing", "english": "existing",
        "data-engineering": "existing", "docker": "supported", "kubernetes": "gap", "dagster": "gap",
    }  # fmt: skip
    with acting_as(user):
        services.answer_skill(user, "kubernetes", "yes", at=AT, place="Data Engineer")
        services.answer_skill(user, "python", "no", at=AT)
        services.answer_skill(user, "dagster", "yes", at=AT)
    after = states(user)
    assert (after["kubernetes"], after["python"], after["dagster"]) == ("existing", "gap", "supported")


def test_the_view_gives_each_person_their_own_rows_alone(scored):
    user, _ = scored
    other, company = UserFactory(), posted(DATA_JOB).owner
    for person in (other, company):
        with acting_as(person), connection.cursor() as cursor:
            cursor.execute("select count(*) from user_skill_gaps")
            assert cursor.fetchone() == (0,)
            assert gap_rows(user) == []
    assert len(states(user)) == 8


def test_a_weak_fit_asks_for_nothing_until_it_is_saved():
    user, version = seeker_with_resume(NURSE)
    job = posted(DATA_JOB)
    with acting_as(user):
        assert services.score_pair(version, job, at=AT).score <= 40
        assert gap_rows(user) == []
        services.mark_job(user, job, "saved", at=AT)
        assert {row.job_id for row in gap_rows(user)} == {job.pk}
        own = private_job(user, DATA_JOB)
        assert services.score_pair(version, own, at=AT).score <= 40
        assert {row.job_id for row in gap_rows(user)} == {job.pk, own.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_the_coach_and_the_gaps_take_the_same_queries_for_one_and_three(count, django_assert_num_queries):
    user, version = seeker_with_resume()
    jobs = [posted(DATA_JOB.replace("Data Engineer", f"Data Engineer {number}")) for number in range(count)]
    with acting_as(user):
        for job in jobs:
            services.score_pair(version, job, at=AT)
        with django_assert_num_queries(COACH_QUERIES):
            coach_of(user, jobs[0], today=TODAY)
        with django_assert_num_queries(GAPS_QUERIES):
            page = gap_page(user, today=TODAY)
    assert page.job_count == count
    assert {gap.job_count for gap in page.gaps} == {count}
    assert page.question.key in {"docker", "kubernetes"}


def test_a_page_of_gaps_with_one_and_with_nothing(client, scored):
    user, job = scored
    client.force_login(user)
    page = client.get(reverse("matching:match_gaps")).content.decode()
    only = client.get(reverse("matching:match_gaps"), {"state": "supported"}).content.decode()

    assert "Kubernetes" in page and "One question" in page and job.title in page
    assert '<span class="strong">Docker</span>' in only and '<span class="strong">Kubernetes</span>' not in only

    nobody = UserFactory()
    client.force_login(nobody)
    assert "No resume yet" in client.get(reverse("matching:match_gaps")).content.decode()
    fresh, _ = seeker_with_resume()
    client.force_login(fresh)
    assert "No job to compare with" in client.get(reverse("matching:match_gaps")).content.decode()


def test_a_job_without_vectors_is_coached_on_request_alone(client):
    user, _ = seeker_with_resume()
    job = JobPostingFactory()
    JobRequirementFactory(owner=job.owner, job=job)
    client.force_login(user)

    assert "Score it first" in client.get(reverse("matching:match_coach", args=[job.pk])).content.decode()
