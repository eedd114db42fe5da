"""What capabilities about a job are asked with, made from stored rows: proofs, coach's changes, and what recomputing takes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from accounts.models import TalentProfile, User
from matching.answers import standing_answers
from matching.capabilities.match_job import MatchJobInput
from matching.capabilities.pieces import LONGEST_POSTING, JobKeyword, OfferPiece, requirement_pieces
from matching.capabilities.rescoring import Rescoring, rescoring_of
from matching.capabilities.suggest_improvements import SuggestImprovementsInput
from matching.facts import wishes_of
from matching.models import JobPosting, Match
from matching.queries.coach import Coach, coach_of
from matching.queries.interest import GapRow, gap_rows
from matching.queries.keywords import keywords_of
from matching.scoring import postings
from resumes.asked import MAX_KEYWORDS
from resumes.ats.keywords import names
from resumes.capabilities.pieces import KeywordPiece, finding_pieces, resume_piece
from resumes.models import ResumeSkill, ResumeVersion
from resumes.parsing.types import ParsedResume


def keywords_of_interest(user: User, version: ResumeVersion) -> list[KeywordPiece]:
    """Skills that the person's saved, applied and best jobs ask for, most wanted first, and how this version says each.

    Two queries. None for a resume that is not used for matches: those jobs were found for another one.
    """
    if not version.resume.is_primary:
        return []
    grouped: dict[str, list[GapRow]] = defaultdict(list)
    for row in gap_rows(user):
        grouped[row.skill_key].append(row)
    said = _said_by(version, grouped) if grouped else {}
    found = [_keyword(rows, said.get(key, "missing")) for key, rows in grouped.items()]
    return sorted(found, key=lambda word: (word.importance != "must", -word.jobs, word.label))[:MAX_KEYWORDS]


def _said_by(version: ResumeVersion, keys: Iterable[str]) -> dict[str, str]:
    """How a version says these skills, those that it says nothing of left out; one query."""
    own = ResumeSkill.objects.filter(version=version, key__in=list(keys))
    return {
        skill.key: "implied"
        if skill.is_implied
        else "named"
        if skill.is_evidenced or any(span[2] == "languages" for span in skill.spans)
        else "listed"
        for skill in own
    }


def _keyword(rows: Sequence[GapRow], state: str) -> KeywordPiece:
    return KeywordPiece.model_validate(
        {
            "label": rows[0].skill_label or rows[0].skill_key,
            "importance": "must" if any(row.importance == "must" for row in rows) else "nice",
            "jobs": len({row.job_id for row in rows}),
            "state": state,
        }
    )


def match_input(user: User, job: JobPosting, *, today: dt.date, coach: Coach | None = None) -> MatchJobInput | None:
    """For `match_job`; None while the person's current version is not scored with the job, or the score is stale."""
    coach = coach or coach_of(user, job, today=today)
    match = _match(user, job) if coach else None
    if coach is None or match is None:
        return None
    version = match.version
    return MatchJobInput(
        resume=resume_piece(ParsedResume.from_dict(version.parsed)),
        job_title=job.title,
        posting=job.description[:LONGEST_POSTING],
        requirements=requirement_pieces(match.requirements),
        keywords=job_keywords(job, version),
        offers=offer_pieces(coach),
        gains=gains(coach),
        score=match.score,
        source=match.source,
    )


def improvements_input(
    user: User, job: JobPosting, *, today: dt.date, coach: Coach | None = None, is_rescored: bool = True
) -> SuggestImprovementsInput | None:
    """For `suggest_improvements`, with all that recomputing the score takes where it is wanted; None while there is no current
    score."""
    coach = coach or coach_of(user, job, today=today)
    match = _match(user, job) if coach else None
    if coach is None or match is None:
        return None
    version = match.version
    return SuggestImprovementsInput(
        today=today,
        resume=resume_piece(ParsedResume.from_dict(version.parsed)),
        job_title=job.title,
        posting=job.description[:LONGEST_POSTING],
        requirements=requirement_pieces(match.requirements),
        offers=offer_pieces(coach),
        findings=finding_pieces(version.ats_findings),
        gains=gains(coach),
        rescoring=rescoring(user, version, job, today=today) if is_rescored else None,
    )


def _match(user: User, job: JobPosting) -> Match | None:
    """The match of the current version with the job."""
    own = Match.objects.filter(owner=user, job=job, version__resume__is_primary=True, version__resume__deleted_at=None)
    return own.select_related("version").order_by("-version__number", "pk").first()


def job_keywords(job: JobPosting, version: ResumeVersion) -> tuple[JobKeyword, ...]:
    """The posting's keywords, and whether the resume uses its words; one query."""
    return tuple(
        JobKeyword(
            label=word.label, importance=word.importance, is_named=names((word.label, *word.aliases), version.text)
        )
        for word in keywords_of(job)
    )


def offer_pieces(coach: Coach) -> tuple[OfferPiece, ...]:
    """The coach's offers in its order."""
    return tuple(
        OfferPiece.model_validate(
            {
                "id": item.change.id,
                "kind": item.change.kind,
                "label": item.label,
                "title": item.title,
                "why": item.why,
                "quote": item.change.written.quote if item.change.written else "",
                "source": item.change.written.source if item.change.written else "",
            }
        )
        for item in coach.items
    )


def gains(coach: Coach) -> dict[str, float]:
    """Points that each offer adds, recomputed by the coach."""
    return {item.change.id: round(item.offer.gain, 4) for item in coach.items}


def rescoring(user: User, version: ResumeVersion, job: JobPosting, *, today: dt.date) -> Rescoring | None:
    """What a score of this version with other words takes; None for a job that cannot be ranked. Some six queries."""

    found = postings([job.pk], today=today)
    if not found:
        return None
    profile = TalentProfile.objects.filter(owner=user).first()
    places = list(profile.places.order_by("-is_home", "name", "pk")) if profile else []
    answers = tuple(answer.to_dict() for answer in standing_answers(user.pk))
    return rescoring_of(version.parsed, wishes_of(profile, places), answers, found[0].packed, today=today)
