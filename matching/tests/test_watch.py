"""New postings reach people by themselves: whose turn it is, what the worker does, and what is new to whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from careercopilot.db.context import acting_as
from careercopilot.job_worker import drain
from careercopilot.jobs import JOBS
from matching import queries, services
from matching.models import Match, MatchWatch
from matching.services.matches import compute_matches, store_matches
from matching.services.watch import queue_due_refreshes
from matching.tests.people import DATA_JOB, NURSE_JOB, posted, seeker_with_resume
from resumes.models import Resume

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
DAY = dt.timedelta(days=1)


def refreshed(*, days=1):
    """A seeker who was here lately and whose matches are as of some days ago."""
    user, version = seeker_with_resume()
    at = timezone.now() - days * DAY
    with acting_as(user):
        store_matches(version, compute_matches(version, at=at))
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")  # the refresh that a new resume asks for by itself
    return user


def waiting():
    """For whom a refresh waits in the queue, in its order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select args->>'actor' from procrastinate_jobs"
            " where task_name = 'matching.refresh_matches' and status = 'todo' and priority = -10 order by id"
        )
        return [actor for (actor,) in cursor.fetchall()]


def set_watch(user, **values):
    with acting_as(user):
        MatchWatch.objects.update(**values)


def titles(user):
    with acting_as(user):
        return sorted(Match.objects.filter(owner=user).values_list("job__title", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_new_posting_reaches_a_seeker_and_is_counted_until_they_look(client):
    posted(DATA_JOB)
    user = refreshed()
    client.force_login(user)
    client.get(reverse("matching:match_list"))
    assert titles(user) == ["Data Engineer"]
    posted(NURSE_JOB)
    assert titles(user) == ["Data Engineer"]

    set_watch(user, refreshed_at=timezone.now() - DAY)
    JOBS["matching.queue_due_refreshes"].enqueue(actor=None)
    assert drain() == 2

    assert titles(user) == ["Data Engineer", "Staff Nurse, Cardiology"]
    assert "1 new since you last looked" in client.get(reverse("pages:overview")).content.decode()
    client.get(reverse("matching:match_list"))
    assert "new since you last looked" not in client.get(reverse("pages:overview")).content.decode()


def test_nothing_is_new_before_the_first_look_nor_for_another_version_of_the_resume():
    posted(DATA_JOB)
    user = refreshed()
    with acting_as(user):
        assert queries.overview(user, today=timezone.localdate()).new_count == 0
        services.note_seen(user, at=timezone.now())
        # Taken away and scored again, as another version of the resume would do.
        Match.objects.filter(owner=user).delete()
        version = queries.match_state(user).version
        store_matches(version, compute_matches(version, at=timezone.now() + DAY))
        page = queries.overview(user, today=timezone.localdate())
    assert (page.match_count, page.new_count) == (1, 0)


@pytest.mark.parametrize("people", [1, 3])
def test_one_statement_queues_everybody_whose_turn_it_is(people, django_assert_num_queries):
    users = [refreshed() for _ in range(people)]
    posted(DATA_JOB)
    with django_assert_num_queries(1):
        assert queue_due_refreshes() == people
    assert sorted(waiting()) == sorted(str(user.pk) for user in users)
    assert queue_due_refreshes() == 0  # they wait already


def test_those_who_wait_longest_come_first():
    young, old = refreshed(days=1), refreshed(days=3)
    posted(DATA_JOB)
    assert queue_due_refreshes(most=1) == 1
    assert waiting() == [str(old.pk)] != [str(young.pk)]


def fresh(user):
    set_watch(user, refreshed_at=timezone.now() - dt.timedelta(hours=2))


def up_to_date(user):
    set_watch(user, refreshed_at=timezone.now() + dt.timedelta(minutes=1))


def away(user):
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - 61 * DAY)


def closed(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def without_resume(user):
    with acting_as(user):
        Resume.objects.update(deleted_at=timezone.now(), is_primary=False)


@pytest.mark.parametrize("state", [fresh, up_to_date, away, closed, without_resume])
def test_it_is_nobodys_turn_without_need(state):
    user = refreshed()
    posted(DATA_JOB)
    state(user)
    assert queue_due_refreshes() == 0


def test_who_was_here_within_two_months_counts_without_a_new_log_in():
    user = refreshed()
    posted(DATA_JOB)
    away(user)
    set_watch(user, seen_at=timezone.now())
    assert queue_due_refreshes() == 1


def test_nothing_is_queued_where_no_posting_ever_came():
    refreshed()
    assert queue_due_refreshes() == 0


def test_the_worker_is_told_to_look_every_hour():
    from procrastinate.contrib.django import app

    crons = {name: task.cron for (name, _), task in app.periodic_registry.periodic_tasks.items()}
    assert crons["matching.queue_due_refreshes"] == "41 * * * *"


def test_the_staff_role_may_not_queue():
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("set local role cc_ops")
        cursor.execute("select matching_queue_due_refreshes(1)")
