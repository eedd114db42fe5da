"""The audit over stored scores: counts alone, for staff alone, and what is kept of it."""

from __future__ import annotations

import datetime as dt
import io
import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.self_identification import give_answers
from accounts.tests.factories import UserFactory
from careercopilot.db.context import acting_as
from careercopilot.db.router import using
from matching.ml.impact import Count
from matching.ml.scoring import Scorer
from matching.models import BiasAudit, Match
from matching.services.bias_audit import Asked, audit_stored, keep_audit, report_of, stored_sample
from matching.services.errors import BiasAuditError
from matching.tests.factories import ApplicationFactory, JobPostingFactory, MatchFactory

pytestmark = [pytest.mark.django_db(databases=["default", "ops"], transaction=True), pytest.mark.slow]
AT = timezone.now()
TODAY = Asked(AT - dt.timedelta(days=1), AT + dt.timedelta(days=1))
# (sex, race or ethnicity, scores): 24 people with an answer and three without; the median of all 27 is 50.
PEOPLE = [
    ("female", "asian", [40, 40, 40, 60, 60, 50]),
    ("male", "white", [40, 60, 60, 60, 60, 60]),
    ("male", "black", [40, 40, 60, 60, 40, 40, 60, 60]),
    ("other", "several", [60, 40, 40]),
    ("undisclosed", "pacific", [40]),
    ("", "", [50, 50, 60]),
]


def score(points, *, sex="", race="", job=None, **changes):
    person = changes.pop("person", None) or UserFactory()
    match = MatchFactory(owner=person, **({"job": job} if job else {}))
    with acting_as(person):
        Match.objects.filter(pk=match.pk).update(score=points, scored_at=changes.pop("scored_at", AT), **changes)
        if sex or race:
            give_answers(sex=sex, race_ethnicity=race)
    return match


@pytest.fixture
def people():
    job = JobPostingFactory(is_published=True, status="published")
    for sex, race, scores in PEOPLE:
        for points in scores:
            score(points, sex=sex, race=race, job=job)
    return job


def by_key(sample):
    return {(one.sex, one.race_ethnicity): (one.people, one.scores, one.above) for one in sample.counts}


def whole(asked):
    """People, scores and median over all, which staff are told however few answered."""
    with connections["ops"].cursor() as cursor:
        cursor.execute(
            "select people, scores, median from matching_bias_counts(%s, %s, %s, null, %s)"
            " where sex is null and race_ethnicity is null",
            [asked.since, asked.before, asked.ranker or None, asked.applicants],
        )
        return cursor.fetchone()


def test_stored_scores_are_counted_by_group_and_small_groups_are_not_rated(people):
    sample = stored_sample(TODAY)

    assert sample.median == 50.0
    assert sample.whole == Count(None, None, 27, 27, 13)
    found = by_key(sample)
    assert found["female", None] == (6, 6, 2)
    assert found["male", None] == (14, 14, 9)
    assert found[None, "white"] == (6, 6, 5)
    assert found["male", "black"] == (8, 8, 4)
    # Who does not say is unknown; three people say nothing at all.
    assert found["", None] == (4, 4, None)
    assert found[None, ""] == (3, 3, None)
    # Fewer than five: how many, not how well.
    assert found["other", "several"] == (3, 3, None)
    assert found[None, "pacific"] == (1, 1, None)


def test_the_report_compares_what_may_be_compared(people):
    report = audit_stored(TODAY, least=5, on=AT.date())

    by_sex = {group["name"][0]: (group["rate"], group["standing"]) for group in report.tables[0]["groups"]}
    assert by_sex == {"female": (2 / 6, "compared"), "male": (9 / 14, "compared"), "other": (None, "withheld")}
    assert report.lowest_ratio == (2 / 6) / (5 / 6)
    assert report.flagged == 5


def test_several_scores_of_a_person_are_one_person(people):
    first = score(60, sex="female", race="white")
    second = MatchFactory(owner=first.owner, version=first.version)
    with acting_as(first.owner):
        Match.objects.filter(pk=second.pk).update(scored_at=AT)

    assert by_key(stored_sample(TODAY))["female", "white"] == (1, 2, None)


def test_period_ranker_and_jobs_choose_the_scores(people):
    with pytest.raises(BiasAuditError, match="no scores"):
        stored_sample(Asked(TODAY.since, TODAY.before, ranker="another"))
    with pytest.raises(BiasAuditError, match="no scores"):
        stored_sample(Asked(TODAY.since - dt.timedelta(days=9), TODAY.since))
    score(90, sex="female", race="asian", ranker_version="another")

    assert stored_sample(Asked(TODAY.since, TODAY.before, jobs=(people.pk,))).whole.scores == 27
    assert stored_sample(TODAY).whole.scores == 28


def test_a_score_that_was_replaced_or_taken_away_still_counts(people):
    person = UserFactory()
    match = score(60, person=person, ranker_version="old")
    with acting_as(person):
        Match.objects.filter(pk=match.pk).update(score=40, ranker_version="new", scored_at=AT + dt.timedelta(hours=1))
        Match.objects.filter(pk=match.pk).delete()

    # Computed twice for one job: one score, the last, and of each ranker its own.
    assert whole(TODAY) == (28, 28, 50.0)
    assert whole(Asked(TODAY.since, TODAY.before, ranker="old")) == (1, 1, 60.0)
    assert whole(Asked(TODAY.since, TODAY.before, ranker="new")) == (1, 1, 40.0)


def test_only_people_who_applied_count_when_wanted(people):
    for points in (90, 20):
        match = score(points)
        ApplicationFactory(owner=match.owner, version=match.version, job=match.job)
    asked = Asked(TODAY.since, TODAY.before, applicants=True)

    assert whole(asked) == (2, 2, 55.0)
    assert whole(TODAY) == (29, 29, 50.0)


def test_a_report_says_that_only_applicants_count(people):
    for points in range(20):
        match = score(points, sex="female")
        ApplicationFactory(owner=match.owner, version=match.version, job=match.job)
    out = io.StringIO()
    call_command("bias_audit", json=True, applicants=True, stdout=out)

    with using("ops"):
        kept = BiasAudit.objects.get()
    assert (kept.is_applicants, kept.scores) == (True, 20)
    assert (report_of(kept).jobs, json.loads(out.getvalue())["jobs"]) == ("all, only people who applied",) * 2


def test_demo_people_do_not_count(people):
    score(90, sex="female", race="asian", person=UserFactory(is_demo=True))

    assert stored_sample(TODAY).whole.scores == 27


def test_nothing_by_group_before_twenty_people_answered():
    for _ in range(19):
        score(50, sex="female", race="asian")
    for _ in range(5):
        score(60)

    with pytest.raises(BiasAuditError, match="fewer than 20"):
        stored_sample(TODAY)
    with pytest.raises(CommandError, match="fewer than 20"):
        call_command("bias_audit")
    score(50, sex="male")
    assert stored_sample(TODAY).whole.people == 25


def test_the_role_that_matches_may_not_count(people):
    with (
        pytest.raises(ProgrammingError, match="permission denied for function matching_bias_counts"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select * from matching_bias_counts(%s, %s, null, null, false)", [TODAY.since, TODAY.before])


def test_the_role_that_matches_may_not_read_or_add_reports():
    for act in (BiasAudit.objects.exists, lambda: keep_audit_as("default")):
        with (
            pytest.raises(ProgrammingError, match="permission denied for table matching_biasaudit"),
            transaction.atomic(),
        ):
            act()


def keep_audit_as(alias):
    with using(alias):
        return BiasAudit.objects.create(source="stored", people=1, scores=1, median=1.0, least=10, flagged=0, tables=[])


def test_a_kept_report_never_changes(people):
    kept = keep_audit(audit_stored(TODAY, least=5, on=AT.date()), asked=TODAY)

    with using("ops"):
        for act in (kept.delete, lambda: BiasAudit.objects.filter(pk=kept.pk).update(flagged=0)):
            with pytest.raises((ProgrammingError, IntegrityError, DatabaseError)), transaction.atomic(using="ops"):
                act()
        assert BiasAudit.objects.get().flagged == 5


def test_the_command_prints_and_keeps_a_report(people):
    out = io.StringIO()

    call_command("bias_audit", json=True, least=5, stdout=out)
    call_command("bias_audit", no_store=True, stdout=io.StringIO())

    told = json.loads(out.getvalue())
    assert (told["people"], told["scores"], told["median"], told["flagged"]) == (27, 27, 50.0, 5)
    with using("ops"):
        kept = BiasAudit.objects.get()
    assert (kept.source, kept.people, kept.lowest_ratio) == ("stored", 27, told["lowest_ratio"])


def test_a_file_is_kept_only_when_asked(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("sex,race_ethnicity,score\nm,white,1\nf,white,2\n")

    call_command("bias_audit", data=str(path), stdout=io.StringIO())
    with using("ops"):
        assert not BiasAudit.objects.exists()
    call_command("bias_audit", data=str(path), store=True, stdout=io.StringIO())
    with using("ops"):
        assert BiasAudit.objects.get().file_name == "scores.csv"


@pytest.mark.parametrize("options", [{"since": dt.date(2026, 2, 1), "until": dt.date(2026, 1, 1)}, {"least": 0}])
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(CommandError):
        call_command("bias_audit", **options)


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_staff_see_reports_in_a_list_and_as_pages(staff, people, count):
    for _ in range(count):
        kept = keep_audit(audit_stored(TODAY, least=5, on=AT.date()), asked=TODAY)
    staff.get(reverse("admin:index"))

    with CaptureQueriesContext(connections["ops"]) as queries:
        page = staff.get(reverse("admin:matching_biasaudit_changelist"))
    assert page.status_code == 200
    assert sum("matching_biasaudit" in query["sql"] for query in queries) == 4

    report = staff.get(reverse("admin:matching_biasaudit_report", args=[kept.pk]))
    assert "Impact ratio" in report.content.decode()
    assert "style-src 'self'" in report["Content-Security-Policy"]
    values = staff.get(reverse("admin:matching_biasaudit_values", args=[kept.pk]))
    assert values.content.decode().startswith("by,group,people")
    assert staff.get(reverse("admin:matching_biasaudit_change", args=[kept.pk])).status_code == 200
    assert staff.post(reverse("admin:matching_biasaudit_delete", args=[kept.pk])).status_code == 403


def test_others_see_no_report(client, people):
    kept = keep_audit(audit_stored(TODAY, least=5, on=AT.date()), asked=TODAY)
    client.force_login(UserFactory())

    for name in ("report", "values", "change"):
        assert client.get(reverse(f"admin:matching_biasaudit_{name}", args=[kept.pk])).status_code == 302


def test_staff_find_no_report_under_an_unknown_key(staff):
    url = reverse("admin:matching_biasaudit_report", args=["00000000-0000-4000-8000-000000000000"])

    assert staff.get(url).status_code == 404


def test_the_command_audits_a_ranker_by_swaps(monkeypatch):
    out = io.StringIO()

    call_command("bias_audit", swaps=True, rules=True, json=True, stdout=out)

    told = json.loads(out.getvalue())
    assert (told["passed"], told["reasons"], told["jobs"]) == (True, [], 8)
    with pytest.raises(CommandError, match="There is no ranker no-such-version"):
        call_command("bias_audit", swaps=True, ranker="no-such-version")
    monkeypatch.setattr(Scorer, "raw", lambda self, matrix: np.arange(len(matrix), dtype=np.float64))
    with pytest.raises(CommandError, match="tells people apart by what must not count: A change of name moved"):
        call_command("bias_audit", swaps=True, rules=True, stdout=io.StringIO())
