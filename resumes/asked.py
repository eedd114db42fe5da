"""What capabilities are asked with, made from stored rows. Reads; changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from accounts.models import User
from resumes import events
from resumes.capabilities.analyze_resume import AnalyzeResumeInput
from resumes.capabilities.extract_skills import ExtractSkillsInput
from resumes.capabilities.generate_bullets import GenerateBulletsInput
from resumes.capabilities.optimize_section import OptimizeSectionInput
from resumes.capabilities.optimize_summary import OptimizeSummaryInput
from resumes.capabilities.pieces import (
    KeywordPiece,
    Line,
    SkillPiece,
    finding_pieces,
    resume_piece,
    skill_pieces,
    without_places,
)
from resumes.models import ResumeSkill, ResumeVersion
from resumes.parsing.types import ParsedResume
from resumes.skill_evidence import SkillEvidence
from resumes.taxonomy import taxonomy

MAX_KEYWORDS = 30


def keywords_for(user: User, version: ResumeVersion) -> tuple[KeywordPiece, ...]:
    """Words of the jobs that this person cares about, most wanted first; none where no app knows of any."""
    found = [word for source in events.keyword_sources for word in source(user, version)]
    return tuple(sorted(found, key=lambda word: (word.importance != "must", -word.jobs, word.label))[:MAX_KEYWORDS])


def skills_of(version: ResumeVersion) -> tuple[SkillPiece, ...]:
    """The stored skills of a version; one query."""
    rows = ResumeSkill.objects.filter(version=version).order_by("key")
    tax = taxonomy()
    found = [
        SkillEvidence(
            key=row.key,
            label=row.label,
            spans=tuple((span[0], span[1], span[2], span[3]) for span in row.spans),
            years=row.years,
            last_used=row.last_used or None,
            evidenced=row.is_evidenced,
            proficiency=row.proficiency,
            implied_by=(row.key,) if row.is_implied else (),
            kind=tax.skill(row.key).kind if row.key in tax else "knowledge",
            known=row.key in tax,
        )
        for row in rows
    ]
    return skill_pieces(found, version.text, tax)


def analysis_input(version: ResumeVersion, keywords: Sequence[KeywordPiece]) -> AnalyzeResumeInput:
    """For `analyze_resume`; one query."""
    return AnalyzeResumeInput(
        resume=resume_piece(ParsedResume.from_dict(version.parsed)),
        findings=finding_pieces(version.ats_findings),
        skills=without_places(skills_of(version)),
        keywords=tuple(keywords),
        ats_score=version.ats_score,
        ats_version=version.ats_version,
    )


def skills_input(version: ResumeVersion) -> ExtractSkillsInput:
    """For `extract_skills`; one query."""
    parsed = ParsedResume.from_dict(version.parsed)
    certificates = tuple(item.value for item in parsed.certifications)
    return ExtractSkillsInput(text=version.text, found=skills_of(version), certifications=certificates)


def bullets_input(
    version: ResumeVersion, entry: str, *, today: dt.date, notes: str = "", keywords: Sequence[KeywordPiece] = ()
) -> GenerateBulletsInput:
    """For `generate_bullets` about the entry of this path; LookupError where there is none. No query."""
    resume = resume_piece(ParsedResume.from_dict(version.parsed))
    wanted = next((one for one in resume.entries if one.id == entry), None)
    if wanted is None:
        raise LookupError(entry)
    return GenerateBulletsInput(entry=wanted, today=today, notes=notes, keywords=tuple(word.label for word in keywords))


def summary_input(
    version: ResumeVersion, *, today: dt.date, target: str = "", keywords: Sequence[KeywordPiece] = ()
) -> OptimizeSummaryInput:
    """For `optimize_summary`; no query. Of several summaries the first is the one to be replaced."""
    parsed = ParsedResume.from_dict(version.parsed)
    resume = resume_piece(parsed)
    own = [n for n, section in enumerate(parsed.sections) if section.kind == "summary" and not section.entries]
    if own:
        resume = resume.model_copy(update={"summary": parsed.sections[own[0]].text.strip()})
    return OptimizeSummaryInput(
        resume=resume,
        today=today,
        path=f"sections.{own[0]}.text" if own else "summary.new",
        target=target,
        keywords=tuple(word.label for word in keywords),
    )


def section_input(
    version: ResumeVersion, section: int, *, today: dt.date, keywords: Sequence[KeywordPiece] = ()
) -> OptimizeSectionInput:
    """For `optimize_section` about the section at this place; LookupError where there is none. One query for a list of skills."""
    parsed = ParsedResume.from_dict(version.parsed)
    if not 0 <= section < len(parsed.sections):
        raise LookupError(str(section))
    found = parsed.sections[section]
    entries = tuple(one for one in resume_piece(parsed).entries if one.id.startswith(f"sections.{section}.entries."))
    is_list = not entries and found.kind in ("skills", "languages", "certifications")
    items = getattr(parsed, found.kind) if is_list else ()
    first, last = found.start or 0, found.end or 0
    here = [one for one in finding_pieces(version.ats_findings) if one.start is not None and first <= one.start < last]
    return OptimizeSectionInput(
        today=today,
        heading=found.heading or found.kind.capitalize(),
        entries=entries,
        lines=tuple(Line(id=f"{found.kind}.{n}", text=item.value) for n, item in enumerate(items)),
        skills=without_places(skills_of(version)) if found.kind == "skills" else (),
        findings=tuple(here),
        keywords=tuple(word.label for word in keywords),
    )
