"""The same pair gives the same bytes: again, alone or among others, from either side, and years later from its record."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from careercopilot.db.context import acting_as
from matching import rankers
from matching.ml import fallback
from matching.ml.features import NAMES
from matching.ml.ranker import Choice, RankerUnusable
from matching.ml.synthetic import make_world
from matching.models import JobPosting, Match, ScoreRecord
from matching.queries.cards import whole_parts
from matching.replay import Difference, replay
from matching.scoring import score_versions
from matching.services.matches import score_pair
from matching.tests.people import AT, DATA_JOB, NURSE_JOB, posted, private_job, seeker_with_resume
from matching.tests.test_score_record import HOUR, history, other_ranker, refreshed, wish
from resumes.taxonomy import taxonomy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
RERUNS = 100


def card_bytes(match):
    """Everything that a score card holds, as text that reads back to the same bits."""
    names = "score raw baseline source ranker_version features contributions subscores factors requirements knockouts"
    return json.dumps({name: getattr(match, name) for name in names.split()}, sort_keys=True)


@pytest.fixture
def many():
    """A seeker with scores for twelve unlike postings, computed together."""
    user, version = seeker_with_resume(
        remote_preference="hybrid", salary_min=60_000, salary_currency="EUR", salary_period="year"
    )
    for text in [DATA_JOB, NURSE_JOB, *(job.text for job in make_world(taxonomy(), seed=5, talents=2, jobs=10).jobs)]:
        posted(text)
    refreshed(user, version)
    return user, version


def test_a_hundred_runs_give_the_same_bytes():
    user, version = seeker_with_resume()
    job = posted()
    refreshed(user, version)
    with acting_as(user):
        seen = {card_bytes(score_versions([version.pk], job, at=AT)[0]) for _ in range(RERUNS)}
        stored = Match.objects.get(job=job)
    assert seen == {card_bytes(stored)}


def test_a_pair_scores_the_same_alone_among_others_and_from_the_other_side(many):
    user, version = many
    with acting_as(user):
        together = {match.job_id: card_bytes(match) for match in Match.objects.filter(owner=user)}
        alone = {
            job.pk: card_bytes(score_versions([version.pk], job, at=AT)[0])
            for job in JobPosting.objects.filter(pk__in=together)
        }
    assert len(alone) > 5
    assert alone == together


def test_every_stored_score_replays_bit_for_bit(many):
    user, _ = many
    found = [replay(record) for record in history(user)]
    assert len(found) > 5
    assert [(one.card, one.features, one.changed, one.feature_differences) for one in found] == [
        ((), "equal", (), ())
    ] * len(found)


def test_points_add_up_after_the_round_trip_through_the_database(many):
    user, _ = many
    with acting_as(user):
        rows = [*Match.objects.filter(owner=user), *ScoreRecord.objects.filter(owner=user)]
    for row in rows:
        assert row.baseline + sum(row.contributions.values()) == pytest.approx(row.raw, abs=1e-9)
        assert row.score == min(max(round(row.raw), 0), 100)
        baseline, parts, _ = whole_parts(row)
        assert baseline + sum(points for _, points in parts) == row.score


def test_a_score_of_the_rules_replays_too(monkeypatch):
    rules = replace(rankers.current(), choice=Choice(None, "none for this test"))
    monkeypatch.setattr("matching.rankers._current", rules)
    user, version = seeker_with_resume()
    posted()
    refreshed(user, version)
    record = history(user)[0]
    assert (record.source, record.ranker_version, record.ranker_sha256) == ("fallback", fallback.VERSION, "")
    assert replay(record).is_equal

    record.ranker_version = "rules-0"
    with pytest.raises(RankerUnusable, match="rules-0 are not here"):
        replay(record)


def test_what_changed_since_is_told():
    user, version = seeker_with_resume()
    job = private_job(user)
    refreshed(user, version)
    record = history(user)[0]

    wish(user, remote_preference="remote")
    found = replay(record)
    assert (found.is_equal, found.features) == (True, "inputs changed")
    assert [text.partition(",")[0] for text in found.changed] == ["Wishes"]
    with acting_as(user):
        JobPosting.objects.filter(pk=job.pk).update(text_sha256="0" * 64)
        assert "The posting changed." in replay(record).changed
        JobPosting.objects.filter(pk=job.pk).delete()
    assert replay(history(user)[0]).changed == ("The posting is gone.",)


def test_a_card_that_is_not_the_stored_one_is_told_value_by_value():
    user, version = seeker_with_resume()
    posted()
    refreshed(user, version)
    record = history(user)[0]
    record.raw = record.raw + 1e-12
    found = replay(record)
    assert [one.name for one in found.card] == ["raw"]
    assert not found.is_equal


def test_a_ranker_that_is_not_here_or_is_another_is_refused(monkeypatch):
    user, version = seeker_with_resume()
    posted()
    other_ranker(monkeypatch, "of-last-year")
    refreshed(user, version)
    record = history(user)[0]
    with pytest.raises(RankerUnusable, match="There is no ranker of-last-year"):
        replay(record)
    record.ranker_version = rankers.load_version(rankers._shipped_version()).version
    record.ranker_sha256 = "0" * 64
    with pytest.raises(RankerUnusable, match="its text is another"):
        replay(record)
    record.features = record.features[:-1]
    with pytest.raises(RankerUnusable, match="features"):
        replay(record)


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_the_command_takes_a_match_or_a_record_and_says_how_it_ended(monkeypatch):
    user, version = seeker_with_resume()
    job = posted()
    refreshed(user, version)
    with acting_as(user):
        match = score_pair(version, job, at=AT + HOUR)
    first, last = history(user)

    def run(key, *options):
        out = StringIO()
        call_command("replay_match", str(key), *options, stdout=out)
        return out.getvalue()

    assert "Card: equal, bit for bit" in run(first.pk)
    report = json.loads(run(match.pk, "--json"))
    assert (report["record"], report["equal"], report["features"]) == (str(last.pk), True, "equal")
    with pytest.raises(CommandError, match="neither a match nor a score"):
        run(job.pk)
    with monkeypatch.context() as patched:
        patched.setattr(
            "matching.replay._differences",
            lambda stored, now: (Difference("x", 1, 2),) if len(stored) == len(NAMES) else (),
        )
        with pytest.raises(CommandError, match="other features today"):
            run(first.pk)

    other_ranker(monkeypatch, "of-last-year")
    with acting_as(user):
        score_pair(version, job, at=AT + 2 * HOUR)
    with pytest.raises(CommandError, match="There is no ranker of-last-year"):
        run(match.pk)
    monkeypatch.setattr("matching.replay.explain", lambda *args: [replace(card, raw=0.5) for card in real(*args)])
    with pytest.raises(CommandError, match="not the stored one"):
        run(first.pk)


def real(*arguments):
    from matching.ml.explain import explain

    return explain(*arguments)
