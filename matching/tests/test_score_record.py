"""Every stored score is on record, with why it was computed; nobody changes the record; old records can be pruned."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connections, transaction

from accounts.models import TalentProfile
from accounts.services import save_wishes
from careercopilot.db.context import acting_as
from careercopilot.db.router import using
from careercopilot.places import find_place
from matching import rankers, services
from matching.models import JobPosting, Match, ScoreRecord
from matching.queries import match_cards, match_detail
from matching.services.matches import compute_matches, score_pair, store_matches
from matching.tests.people import AT, DATA_JOB, NURSE_JOB, TODAY, posted, private_job, seeker_with_resume
from resumes.parsing import parse_text
from resumes.services import store_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
HOUR = dt.timedelta(hours=1)


def refreshed(user, version, *, at=AT, is_asked=True):
    with acting_as(user):
        return store_matches(version, compute_matches(version, at=at, is_asked=is_asked))


def history(user, **wanted):
    with acting_as(user):
        return list(ScoreRecord.objects.filter(owner=user, **wanted).order_by("created_at"))


def reasons(user, **wanted):
    return [record.reason for record in history(user, **wanted)]


def other_ranker(monkeypatch, version="another", **meta):
    """Another ranker scores from now on: the same trees under another name."""
    now = rankers.current()
    ranker = replace(now.choice.ranker, meta={**now.choice.ranker.meta, "version": version, **meta})
    monkeypatch.setattr("matching.rankers._current", replace(now, choice=replace(now.choice, ranker=ranker)))
    return ranker


def wish(user, **wishes):
    with acting_as(user):
        profile = TalentProfile.objects.get(owner=user)
        for name, value in wishes.items():
            setattr(profile, name, value)
        save_wishes(profile, home=find_place("Berlin, Germany"), wanted=[])


def test_each_stored_score_is_on_record_as_it_was_stored():
    user, version = seeker_with_resume()
    for text in (DATA_JOB, NURSE_JOB):
        posted(text)
    assert refreshed(user, version) == 2

    with acting_as(user):
        stored = {match.pk: match for match in Match.objects.filter(owner=user).select_related("job")}
    records = history(user)
    assert {record.match_id for record in records} == set(stored)
    for record in records:
        match = stored[record.match_id]
        same = "score raw baseline source ranker_version ranker_sha256 inputs_sha256 features contributions subscores scored_at"
        assert [getattr(record, name) for name in same.split()] == [getattr(match, name) for name in same.split()]
        assert (record.version_id, record.job_id, record.company_id) == (
            match.version_id,
            match.job_id,
            match.company_id,
        )
        assert (record.job_title, record.job_sha256) == (match.job.title, match.job.text_sha256)
        assert (record.reason, record.previous_score) == ("first", None)
        assert len(record.talent_sha256) == len(record.ranker_sha256) == 64


def test_why_each_score_was_computed(monkeypatch):
    user, version = seeker_with_resume()
    job = private_job(user)
    refreshed(user, version)
    assert reasons(user) == ["first"]

    def score(hours):
        with acting_as(user):
            return score_pair(version, JobPosting.objects.get(pk=job.pk), at=AT + hours * HOUR)

    score(1)
    wish(user, remote_preference="remote")
    score(2)
    with acting_as(user):
        draft = services.read_posting(DATA_JOB.replace("Kubernetes", "Terraform"))
        services.save_posting(job, draft, by=user, company=None, status="private", today=TODAY, queue=False)
    score(3)
    other_ranker(monkeypatch)
    last = score(4)
    with acting_as(user):
        newer = store_version(
            version.resume, parse_text(version.text + "\nFrench"), source="paste", today=TODAY, file=None
        )
    refreshed(user, newer, at=AT + 5 * HOUR)

    records = history(user, job=job)
    assert [record.reason for record in records] == ["first", "again", "talent", "posting", "ranker", "resume"]
    assert [record.previous_score for record in records] == [None, *(record.score for record in records[:-1])]
    assert records[4].score == last.score


def test_a_write_that_scores_nothing_adds_no_record():
    user, version = seeker_with_resume()
    job = posted()
    refreshed(user, version)
    with acting_as(user):
        Match.objects.filter(job=job).update(knockouts=[])
        Match.objects.filter(job=job).update(factors=[])
    assert refreshed(user, version, at=AT + HOUR) == 0
    assert reasons(user) == ["first"]


def test_the_record_outlives_the_match_and_the_job_and_goes_with_the_version():
    user, version = seeker_with_resume()
    job = posted()
    refreshed(user, version)
    with acting_as(user):
        Match.objects.filter(job=job).delete()
    assert [record.job_id for record in history(user)] == [job.pk]
    with acting_as(job.owner):
        JobPosting.objects.filter(pk=job.pk).delete()
    gone = history(user)
    assert [(record.job_id, record.company_id, record.job_title) for record in gone] == [(None, None, "Data Engineer")]
    with acting_as(user):
        version.resume.delete()
    assert history(user) == []


@pytest.mark.parametrize("change", ["update", "delete", "insert"])
def test_the_web_role_cannot_touch_the_record(change):
    user, version = seeker_with_resume()
    posted()
    refreshed(user, version)
    record = history(user)[0]
    with acting_as(user), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        if change == "update":
            ScoreRecord.objects.filter(pk=record.pk).update(score=100)
        elif change == "delete":
            ScoreRecord.objects.filter(pk=record.pk).delete()
        else:
            record.pk = None
            record.save(force_insert=True)
    assert [row.score for row in history(user)] == [record.score]


def test_a_promotion_alone_scores_nothing_again(monkeypatch):
    user, version = seeker_with_resume()
    job = posted()
    refreshed(user, version)
    other_ranker(monkeypatch)

    assert refreshed(user, version, at=AT + HOUR, is_asked=False) == 0
    with acting_as(user):
        card = match_cards(user, today=TODAY)[0]
        assert (card.is_stale, match_detail(user, job).is_stale) == (True, True)
    assert refreshed(user, version, at=AT + 2 * HOUR) == 1
    assert reasons(user) == ["first", "ranker"]


def is_stale(user, job):
    with acting_as(user):
        in_list = [card.is_stale for card in match_cards(user, today=TODAY) if card.job.pk == job.pk]
        job = JobPosting.objects.get(pk=job.pk)
        alone = match_detail(user, job).is_stale
    assert in_list == [alone]
    return alone


def changed_wishes(user, version, job, monkeypatch):
    wish(user, salary_min=90_000, salary_currency="EUR", salary_period="year")


def changed_answer(user, version, job, monkeypatch):
    monkeypatch.setattr("matching.services.answers.score_pair", lambda *args, **kwargs: None)
    with acting_as(user):
        services.answer_skill(user, "kubernetes", "yes", at=AT, place="Sample Labs")


def changed_text(user, version, job, monkeypatch):
    with acting_as(user):
        draft = services.read_posting(DATA_JOB + "\nYou work with Terraform.")
        services.save_posting(job, draft, by=user, company=None, status="private", today=TODAY, queue=False)


def changed_requirement(user, version, job, monkeypatch):
    with acting_as(user):
        draft = services.draft_from(job)
        draft = replace(draft, requirements=draft.requirements[:-1])
        services.save_posting(job, draft, by=user, company=None, status="private", today=TODAY, queue=False)


def changed_ranker(user, version, job, monkeypatch):
    other_ranker(monkeypatch)


def changed_encoder(user, version, job, monkeypatch):
    encoder = type("Other", (type(__import__("matching.facts").facts.get_encoder()),), {"id": "tests/others"})()
    monkeypatch.setattr("matching.facts.get_encoder", lambda: encoder)


def changed_taxonomy(user, version, job, monkeypatch):
    monkeypatch.setattr("matching.facts.taxonomy_version", lambda: "skills-of-tomorrow")


def changed_layout(user, version, job, monkeypatch):
    monkeypatch.setattr("matching.facts.FACTS_VERSION", "facts-of-tomorrow")


CHANGES = [
    changed_wishes, changed_answer, changed_text, changed_requirement, changed_ranker, changed_encoder, changed_taxonomy,
    changed_layout,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.removeprefix("changed_"))
def test_each_input_makes_the_score_stale_until_it_is_computed_again(change, monkeypatch):
    user, version = seeker_with_resume()
    job = private_job(user)
    refreshed(user, version)
    assert is_stale(user, job) is False
    before = reasons(user)

    change(user, version, job, monkeypatch)

    assert is_stale(user, job) is True
    assert reasons(user) == before
    with acting_as(user):
        score_pair(version, JobPosting.objects.get(pk=job.pk), at=AT + HOUR)
    assert is_stale(user, job) is False
    assert len(reasons(user)) == 2


def test_saving_the_same_wishes_makes_nothing_stale():
    user, version = seeker_with_resume()
    job = private_job(user)
    refreshed(user, version)
    wish(user)
    assert is_stale(user, job) is False


def test_another_version_of_the_resume_is_not_scored_until_it_was():
    user, version = seeker_with_resume()
    job = posted()
    refreshed(user, version)
    with acting_as(user):
        store_version(version.resume, parse_text(version.text + "\nRust"), source="paste", today=TODAY, file=None)
        assert (len(match_cards(user, today=TODAY)), match_detail(user, job)) == (0, None)


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_old_records_are_pruned_and_young_ones_never():
    user, version = seeker_with_resume()
    posted()
    refreshed(user, version, at=AT)
    old, young = ScoreRecord(), ScoreRecord()
    now = dt.datetime.now(dt.UTC)
    with acting_as(user):
        score = Match.objects.get(owner=user)
        for days, record in ((500, old), (100, young)):
            Match.objects.filter(pk=score.pk).update(scored_at=now - dt.timedelta(days=days))
            record.pk = ScoreRecord.objects.filter(match_id=score.pk).order_by("-created_at").first().pk

    call_command("prune_score_records", "--days", "400")
    left = {record.pk for record in history(user)}
    assert young.pk in left
    assert old.pk not in left
    with pytest.raises(CommandError, match="184"):
        call_command("prune_score_records", "--days", "30")
    with using("owner"):
        ScoreRecord.objects.all().delete()
    assert young.pk in {record.pk for record in history(user)}


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_not_even_the_owner_of_the_tables_changes_a_record():
    user, version = seeker_with_resume()
    posted()
    refreshed(user, version)
    with connections["owner"].cursor() as cursor:
        cursor.execute("update matching_scorerecord set score = score - 1")
        assert cursor.rowcount == 0  # no policy lets it
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("alter table matching_scorerecord no force row level security")
        with pytest.raises(IntegrityError, match="never changes"):
            cursor.execute("update matching_scorerecord set score = score - 1")
        transaction.set_rollback(True, using="owner")
