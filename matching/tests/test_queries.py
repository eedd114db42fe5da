"""What the matching pages read: rows, points that add up, constant numbers of queries, and nobody else's rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.tests.factories import CompanyFactory, UserFactory, join
from careercopilot.db.context import acting_as
from matching import queries, services
from matching.models import JobPosting, Match
from matching.queries.cards import whole_parts
from matching.services.matches import compute_matches, store_matches
from matching.tests.factories import MatchFactory
from matching.tests.people import AT, DATA_JOB, NURSE, NURSE_JOB, RESUME, TODAY, posted, private_job, seeker_with_resume

NAMES = ("Ada", "Berta", "Clara")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]


def refreshed(user, version):
    with acting_as(user):
        store_matches(version, compute_matches(version, at=AT))


@pytest.mark.parametrize("count", [1, 3])
def test_the_match_list_takes_the_same_queries_for_one_and_three(count, django_assert_num_queries):
    user, version = seeker_with_resume()
    for number in range(count):
        posted(DATA_JOB.replace("Data Engineer", f"Data Engineer {number}"))
    refreshed(user, version)
    with acting_as(user), django_assert_num_queries(3):
        cards = queries.match_cards(user, today=TODAY)
        assert len(cards) == count
        page = cards[:20]
    assert len(page) == count
    assert [card.match.score for card in page] == sorted((card.match.score for card in page), reverse=True)
    assert all(len(card.subscores) == 5 and 1 <= len(card.factors) <= 3 and not card.is_stale for card in page)


def test_marks_split_the_list():
    user, version = seeker_with_resume()
    data, nurse = posted(), posted(NURSE_JOB)
    refreshed(user, version)
    with acting_as(user):
        services.mark_job(user, data, "saved")
        services.mark_job(user, nurse, "dismissed")

        lists = {
            name: queries.match_cards(user, today=TODAY, marks=name)[:20] for name in ("open", "saved", "dismissed")
        }

    assert {name: [card.job.pk for card in cards] for name, cards in lists.items()} == {
        "open": [data.pk],
        "saved": [data.pk],
        "dismissed": [nurse.pk],
    }
    assert lists["open"][0].mark == "saved"


def test_filters_of_the_match_list():
    user, version = seeker_with_resume()
    data, nurse = posted(), posted(NURSE_JOB)
    refreshed(user, version)

    def found(**wanted):
        return {card.job.pk for card in queries.match_cards(user, today=TODAY, **wanted)[:20]}

    with acting_as(user):
        best = Match.objects.get(version=version, job=data).score
        assert found() == {data.pk, nurse.pk}
        assert found(country="GB") == {nurse.pk}
        assert found(remote="hybrid") == {data.pk}
        assert found(q="nurs") == {nurse.pk}
        assert found(min_score=best) == {data.pk}
        assert found(q="no such words") == set()


def test_the_list_of_jobs(django_assert_num_queries):
    user, other = UserFactory(), UserFactory()
    data, nurse = posted(), posted(NURSE_JOB, closes_on=TODAY)
    posted(closes_on=TODAY - dt.timedelta(days=1)), posted(status="draft")
    own, foreign = private_job(user), private_job(other)

    def found(person, **wanted):
        with acting_as(person):
            return {job.pk for job in queries.job_list(person, today=TODAY, **wanted)}

    assert found(AnonymousUser()) == {data.pk, nurse.pk}
    assert found(user) == {data.pk, nurse.pk, own.pk}
    assert foreign.pk not in found(user)
    assert found(user, source="mine") == {own.pk}
    assert found(user, source="companies") == {data.pk, nurse.pk}
    assert found(user, q="data eng") == {data.pk, own.pk}
    assert found(user, q="leeds") == {nurse.pk}
    assert found(user, q="') or 1=1 --") == set()
    assert found(user, country="DE", remote="hybrid") == {data.pk, own.pk}
    assert found(user, min_salary=70_000) == {data.pk, own.pk}
    with acting_as(user), django_assert_num_queries(1):
        list(queries.job_list(user, today=TODAY, q="data")[:20])


def test_what_a_job_asks_for_puts_alternatives_together():
    job = posted()
    with acting_as(job.owner):
        groups = {group.text: group.importance for group in queries.requirement_groups(job)}

    assert groups["Apache Airflow or Dagster"] == "must"
    assert groups["Docker"] == "nice"


def test_the_match_page_adds_up_and_goes_stale(django_assert_num_queries):
    user, version = seeker_with_resume()
    job = posted()
    refreshed(user, version)
    with acting_as(user):
        with django_assert_num_queries(4):
            detail = queries.match_detail(user, job)
        assert detail.baseline_int + sum(points for _, points in detail.parts) == detail.score == detail.match.score
        assert detail.total_must >= detail.evidenced_must >= 2
        assert not detail.is_stale
        assert queries.match_detail(user, posted(NURSE_JOB)) is None
    with acting_as(job.owner):
        JobPosting.objects.filter(pk=job.pk).update(text_sha256="0" * 64)
        job.refresh_from_db()
    with acting_as(user):
        assert queries.match_detail(user, job).is_stale


@pytest.mark.parametrize(("raw", "score"), [(63.4, 63), (117.2, 100), (-8.6, 0)])
def test_whole_points_add_up_even_where_the_scale_ends(raw, score):
    values = {"skills": 30.33, "experience": -4.21, "location": 6.5, "salary": 0.0}
    values["text"] = raw - 50.2 - sum(values.values())
    match = Match(score=score, raw=raw, baseline=50.2, contributions=values)

    baseline, parts, note = whole_parts(match)

    assert baseline + sum(points for _, points in parts) == score
    assert bool(note) == (round(raw) != score)


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_take_the_same_queries_for_one_and_three(count, django_assert_num_queries):
    job = posted()
    for number in range(count):
        user, version = seeker_with_resume(RESUME.replace("Ada", NAMES[number]))
        refreshed(user, version)
        with acting_as(user):
            services.apply(job, by=user, note="", at=AT)
    with acting_as(job.owner):
        company = job.company
        with django_assert_num_queries(10):
            rows = queries.candidates(job.owner, company, job)
            page = rows[:20]
    assert len(page) == count
    assert {row.name for row in page} == {f"{name} Lindqvist" for name in NAMES[:count]} and page[
        0
    ].headline == "Data Engineer, Example Works"
    assert page[0].application.status == "applied" and len(page[0].subscores) == 5


def test_a_company_sees_those_who_applied_or_opted_in_and_nobody_else():
    company = CompanyFactory()
    job, other_job = posted(company=company), posted(NURSE_JOB, company=company)
    applied, applied_version = seeker_with_resume()
    open_to, open_version = seeker_with_resume(NURSE, visible=True)
    silent, silent_version = seeker_with_resume()
    for user, version in ((applied, applied_version), (open_to, open_version), (silent, silent_version)):
        refreshed(user, version)
    with acting_as(applied):
        services.apply(job, by=applied, note="", at=AT)

    def found(person, wanted, **filters):
        with acting_as(person):
            return [row.version_id for row in queries.candidates(person, company, wanted, **filters)[:20]]

    assert found(company.owner, job) == [applied_version.pk, open_version.pk]
    assert found(company.owner, job, state="applied") == [applied_version.pk]
    assert found(company.owner, job, state="opted_in") == [open_version.pk]
    assert found(company.owner, other_job) == [open_version.pk]
    assert found(company.owner, job, sort="name") == [applied_version.pk, open_version.pk]
    assert found(company.owner, job, min_score=101) == []
    rival = CompanyFactory()
    assert found(rival.owner, job) == [open_version.pk]  # open to every company; the applicant is not shown
    with acting_as(company.owner):
        detail = queries.candidate_detail(company.owner, job, applied_version.pk)
        assert detail.name == "Ada Lindqvist" and detail.requirements and detail.application is not None
        for hidden in (silent_version.pk, open_version.pk):
            if hidden == silent_version.pk:
                with pytest.raises(Http404):
                    queries.candidate_detail(company.owner, job, hidden)
        # The same score as the candidate's own list shows.
        mine = queries.candidate_detail(company.owner, job, open_version.pk)
    with acting_as(open_to):
        assert Match.objects.get(version=open_version, job=job).raw == mine.match.raw


def test_a_candidate_without_a_stored_match_is_scored_on_the_fly_with_the_same_card():
    user, version = seeker_with_resume()
    job = posted()
    refreshed(user, version)
    with acting_as(user):
        services.apply(job, by=user, note="", at=AT)
        stored = Match.objects.get(version=version, job=job)
        Match.objects.all().delete()
    with acting_as(job.owner):
        row = queries.candidates(job.owner, job.company, job)[:20][0]
        assert not Match.objects.exists()

    assert (row.match.raw, row.match.contributions) == (stored.raw, stored.contributions)


def test_the_dashboard_counts(django_assert_num_queries):
    company = CompanyFactory()
    colleague = UserFactory()
    join(company, colleague, "viewer")
    job = posted(company=company)
    posted(NURSE_JOB, company=company, status="draft")
    user, version = seeker_with_resume(visible=True)
    refreshed(user, version)
    with acting_as(user):
        services.apply(job, by=user, note="", at=AT)
    with acting_as(colleague), django_assert_num_queries(2):
        board = queries.dashboard(colleague, company)

    assert (board.open_count, board.applied_count, board.open_candidates) == (1, 1, 1)
    assert {row.job.title: row.applied for row in board.jobs}["Data Engineer"] == 1
    assert max(row.best_score or 0 for row in board.jobs) > 0


def test_the_overview(django_assert_max_num_queries):
    user, version = seeker_with_resume()
    posted(), posted(NURSE_JOB)
    refreshed(user, version)
    with acting_as(user), django_assert_max_num_queries(13):
        page = queries.overview(user, today=TODAY)

    assert (page.match_count, len(page.best), page.saved_count, page.application_count) == (2, 2, 0, 0)
    assert {todo.action for todo in page.todos} >= {"Name roles", "Add pay"}
    stranger = UserFactory()
    with acting_as(stranger):
        assert queries.overview(stranger, today=TODAY).version is None


def test_a_foreign_match_is_never_listed():
    user, _ = seeker_with_resume()
    MatchFactory()
    with acting_as(user):
        assert len(queries.match_cards(user, today=TODAY)) == 0
