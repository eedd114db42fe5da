"""Ranked candidates of a posting: quotes, order, filters, conditions apart, and the same card as the candidate's."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.http import Http404

from careercopilot.db.context import acting_as
from matching import queries, services
from matching.models import Match
from matching.proof import entry_words
from matching.queries.candidates import best_proofs
from matching.scoring import score_versions
from matching.tests.hiring_world import WEAKER, hiring
from matching.tests.people import AT, NURSE, RESUME, seeker_with_resume
from resumes.parsing import parse_text
from resumes.skill_evidence import entries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("word_encoder")]
BERTA, CLARA = WEAKER.replace("Ada", "Berta"), WEAKER.replace("Ada", "Clara")


def listed(world, **filters):
    """(given names, the rows, the whole list) as the recruiter sees it."""
    with acting_as(world.recruiter):
        found = queries.candidates(world.recruiter, world.job.company, world.job, **filters)
        page = found[:50]
        return [row.name.partition(" ")[0] for row in page], page, found


def test_each_row_has_its_best_quotes_and_says_what_was_not_found():
    world = hiring(RESUME.replace(", Docker", ""))
    with acting_as(world.recruiter):
        row = queries.candidates(world.recruiter, world.job.company, world.job)[0]

    assert row.proofs[0].quote == "Built nightly pipelines in Python and PostgreSQL for 12 shops"
    assert len({proof.quote for proof in row.proofs}) == len(row.proofs) <= 3
    assert row.not_found == ("Kubernetes",)
    assert (row.evidenced_must, row.total_must) == (4, 5)


def test_a_quote_is_shown_once_and_must_haves_come_first():
    from matching.proof import RequirementProof

    def proof(text, importance, state, quote):
        return RequirementProof(text, importance, None, state, quote)

    found = best_proofs(
        [
            proof("nice", "nice", "met", "a"),
            proof("partly", "must", "partial", "b"),
            proof("none", "must", "missing", ""),
            proof("met", "must", "met", "c"),
            proof("again", "must", "met", "c"),
        ]
    )

    assert [item.text for item in found] == ["met", "partly", "nice"]


@pytest.mark.parametrize(
    ("sort", "first"), [("score", "Ada"), ("musts", "Ada"), ("name", "Ada"), ("skills", "Ada"), ("newest", None)]
)
def test_sorting(sort, first):
    world = hiring(BERTA, RESUME)

    names, _, _ = listed(world, sort=sort)

    assert sorted(names) == ["Ada", "Berta"] and first in (None, names[0])


def test_filters_cut_the_list_and_say_how_many_they_left_out():
    world = hiring(RESUME, BERTA)

    for filters, kept in (
        ({"quote": "PostgreSQL"}, ["Ada"]),
        ({"min_years": 5}, ["Ada", "Berta"]),
        ({"min_years": 30}, []),
        ({"level": "executive"}, []),
        ({"min_score": 101}, []),
        ({"stale": "yes"}, []),
        ({"stale": "no"}, ["Ada", "Berta"]),
        ({"knockouts": "only"}, []),
        ({"knockouts": "none"}, ["Ada", "Berta"]),
        ({"state": "applied"}, ["Ada", "Berta"]),
        ({"state": "opted_in"}, []),
    ):
        names, _, rows = listed(world, **filters)
        assert (filters, sorted(names)) == (filters, kept)
        assert rows.left_out == (0 if "state" in filters else 2 - len(kept))


def test_who_does_not_meet_a_condition_stands_below_with_the_reason_and_keeps_the_points():
    world = hiring(RESUME, BERTA)
    ada, version = world.applicants[0]
    with acting_as(ada):
        stored = Match.objects.get(version=version, job=world.job)
        stored.knockouts = [{"text": "On site in Berlin", "state": "missing", "why": "900 km away.", "quote": ""}]
        stored.save(update_fields=["knockouts"])

    names, page, rows = listed(world)

    assert names == ["Berta", "Ada"] and rows.knocked_out == 1
    assert [row.opens_knocked_out for row in page] == [False, True]
    assert page[1].open_knockouts[0].why == "900 km away." and page[1].match.score > page[0].match.score
    assert listed(world, knockouts="only")[0] == ["Ada"]


def test_a_score_of_another_ranker_or_of_older_words_is_marked():
    world = hiring(RESUME, BERTA)
    (ada, version), (berta, other) = world.applicants
    with acting_as(ada):
        Match.objects.filter(version=version).update(ranker_version="ranker-of-old")
    with acting_as(berta):
        Match.objects.filter(version=other).update(inputs_sha256="f" * 64)

    _, page, _ = listed(world)
    told = {row.name.partition(" ")[0]: (row.is_stale, row.is_old_ranker) for row in page}

    assert told == {"Ada": (True, True), "Berta": (True, False)}
    assert sorted(listed(world, stale="yes")[0]) == ["Ada", "Berta"]


def test_a_pair_that_is_not_stored_is_shown_with_the_same_quotes_and_conditions():
    world = hiring(RESUME)
    ada, version = world.applicants[0]
    stored = listed(world)[1][0]
    with acting_as(ada):
        Match.objects.filter(version=version).delete()

    made = listed(world)[1][0]

    assert (made.proofs, made.not_found, made.knockouts) == (stored.proofs, stored.not_found, stored.knockouts)
    assert (made.evidenced_must, made.match.raw) == (stored.evidenced_must, stored.match.raw)


@pytest.mark.parametrize("count", [1, 3])
def test_unstored_pairs_take_the_same_queries_for_one_and_three(count, django_assert_num_queries):
    world = hiring(*[RESUME, BERTA, CLARA][:count])
    for user, version in world.applicants:
        with acting_as(user):
            Match.objects.filter(version=version).delete()
    with acting_as(world.recruiter), django_assert_num_queries(15):
        page = queries.candidates(world.recruiter, world.job.company, world.job)[:20]

    assert len(page) == count


@pytest.mark.parametrize("count", [2, 3])
def test_side_by_side_takes_the_same_queries_for_two_and_three(count, django_assert_num_queries):
    world = hiring(RESUME, BERTA, CLARA)
    keys = [version.pk for _, version in world.applicants][:count]
    with acting_as(world.recruiter), django_assert_num_queries(8):
        table = queries.comparison(world.recruiter, world.job, keys)

    assert len(table.candidates) == count


def test_side_by_side_has_a_row_a_requirement_with_each_quote_or_none():
    world = hiring(BERTA, RESUME)
    with acting_as(world.recruiter):
        table = queries.comparison(world.recruiter, world.job, [version.pk for _, version in world.applicants])

    assert [detail.name.partition(" ")[0] for detail in table.candidates] == ["Ada", "Berta"]  # best first
    rows = {row.text: row for row in table.requirements}
    (ada, name), (berta, _) = rows["PostgreSQL"].cells
    assert name.startswith("Ada") and ada.state == "met" and berta.state == "partial" and not rows["PostgreSQL"].is_same
    assert "PostgreSQL" in ada.quote and berta.quote == "Python, SQL, Docker" and rows["English"].is_same
    assert [row.label for row in table.subscores] == ["Skills", "Experience", "Place", "Pay", "Text"]


def test_only_candidates_of_the_job_can_be_put_side_by_side():
    world = hiring(RESUME)
    _, stranger = seeker_with_resume(NURSE)
    key = world.applicants[0][1].pk
    with acting_as(world.recruiter), pytest.raises(Http404):
        queries.comparison(world.recruiter, world.job, [key, stranger.pk])


def card_digest(match: Match) -> str:
    """Of everything on a score card."""
    card = [
        match.score, match.raw, match.baseline, match.source, match.ranker_version, match.inputs_sha256, match.features,
        match.contributions, match.subscores, match.factors, match.requirements, match.knockouts,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(card, sort_keys=True).encode()).hexdigest()


def test_the_company_and_the_candidate_read_the_same_card():
    world = hiring(RESUME)
    ada, version = world.applicants[0]
    with acting_as(ada):
        detail = queries.match_detail(ada, world.job)
    with acting_as(world.recruiter):
        seen = queries.candidate_detail(world.recruiter, world.job, version.pk)
        (made,) = score_versions([version.pk], world.job, at=AT)

    assert card_digest(seen.match) == card_digest(detail.match) == card_digest(made)
    assert (seen.parts, seen.baseline_int, seen.score) == (detail.parts, detail.baseline_int, detail.score)


def test_masking_changes_no_number_of_the_card():
    world = hiring(RESUME)
    _, version = world.applicants[0]
    with acting_as(world.recruiter):
        named = queries.candidate_detail(world.recruiter, world.job, version.pk)
    world.turn_blind()
    with acting_as(world.recruiter):
        masked = queries.candidate_detail(world.recruiter, world.job, version.pk)

    for name in ("score", "raw", "contributions", "subscores", "factors", "features"):
        assert getattr(named.match, name) == getattr(masked.match, name)
    assert [proof.state for proof in named.requirements] == [proof.state for proof in masked.requirements]


def test_under_blind_review_an_answer_at_a_school_tells_neither_school_nor_year():
    world = hiring(RESUME)
    seeker, version = world.applicants[0]
    place = next(entry_words(one) for one in entries_of(parse_text(RESUME)) if one.kind == "education")
    older = "Bachelor of Science in Computer Science, Sample University, 2014 to 2017"
    with acting_as(seeker):
        services.answer_skill(seeker, "kubernetes", "yes", place=place, at=AT, job=world.job)
        Match.objects.filter(job=world.job).update(
            knockouts=[
                {
                    "text": "A degree",
                    "state": "met",
                    "why": f"Confirmed by the candidate on 2026-11-22: {older}",
                    "quote": "",
                }
            ]
        )
        rows = Match.objects.get(job=world.job).requirements
    assert [row["note"] for row in rows if "Sample University" in row["note"]] != []
    world.turn_blind()
    with acting_as(world.recruiter):
        seen = queries.candidate_detail(world.recruiter, world.job, version.pk)

    told = json.dumps([seen.match.requirements, seen.match.knockouts])
    assert [word for word in ("Sample University", "2014", "2017") if word in told] == []
    [condition] = seen.match.knockouts
    said = "Confirmed by the candidate on 2026-11-22: Bachelor of Science in Computer Science"
    assert condition["why"] == f"{said}, [school], [year] to [year]"


def test_under_blind_review_sorting_by_name_follows_the_labels():
    world = hiring(RESUME, BERTA, CLARA)
    world.turn_blind()
    with acting_as(world.recruiter):
        rows = queries.candidates(world.recruiter, world.job.company, world.job, sort="name")[:10]

    assert [row.name for row in rows] == sorted(row.name for row in rows)
    assert all(row.name.startswith("Candidate ") and row.is_hidden for row in rows)


def test_a_list_without_candidates_and_a_job_of_another_company():
    world, other = hiring(RESUME), hiring(RESUME)
    with acting_as(world.recruiter):
        assert len(queries.candidates(world.recruiter, world.job.company, other.job)) == 0
    assert listed(world, state="opted_in")[0] == []
