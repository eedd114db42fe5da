"""What a person may do with resumes: bring one in, correct it, choose it, bin it, share it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
import uuid
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import Run, TalentProfile, User
from accounts.results import forget_results_once_committed
from accounts.runs import start_run
from careercopilot.errors import DomainError
from resumes.corrections import Correction, apply_corrections
from resumes.events import tell_current_changed
from resumes.explaining import store_explanations
from resumes.models import (
    Resume,
    ResumeBullet,
    ResumeEntry,
    ResumeFile,
    ResumeGrant,
    ResumePage,
    ResumeSection,
    ResumeSkill,
    ResumeVersion,
)
from resumes.parsing.types import Entry, Field, ParsedResume, Section

if TYPE_CHECKING:
    from resumes.ats import AtsReport
    from resumes.skill_evidence import SkillEvidence

MAX_BYTES = 5 * 1024 * 1024
MAX_RESUMES = 50
MAX_AN_HOUR = 60


class ResumeError(DomainError):
    """Something about a resume that the product refuses."""


def clean_label(name: str) -> str:
    """An upload's own name as a harmless label: no folders, no control characters, at most 120 characters."""
    base = PurePath(name.replace("\\", "/")).name
    kept = "".join(char for char in unicodedata.normalize("NFC", base) if unicodedata.category(char)[0] != "C")
    return re.sub(r"\s+", " ", kept).strip()[:120] or "resume"


def _format_of(label: str) -> str:
    return PurePath(label).suffix.lower().lstrip(".")[:12] or "txt"


def _refuse_flood(by: User, at: dt.datetime) -> None:
    """Reading a file costs seconds of a processor, and the bin keeps bytes: nobody needs dozens an hour.

    Counted by runs, which stay when a refused or binned upload does not.
    """
    from resumes.jobs import read_resume

    begun = Run.objects.filter(owner=by, kind=read_resume.name, created_at__gt=at - dt.timedelta(hours=1))
    if begun.count() >= MAX_AN_HOUR:
        raise ResumeError(f"That is {MAX_AN_HOUR} uploads within an hour. Wait a little, then go on.", code="too_often")


@transaction.atomic
def start_intake(*, by: User, data: bytes, name: str, at: dt.datetime, resume: Resume | None = None) -> Run:
    """Keep the original bytes and queue the reading of them; the run leads to the resume.

    Raises ResumeError for an empty or too large file, for too many resumes and for too many within an hour, before
    anything is kept.
    """
    from resumes.jobs import read_resume

    label = clean_label(name)
    if not data.strip():
        raise ResumeError(f"{label} is empty. Choose the file that holds your resume.", code="empty")
    if len(data) > MAX_BYTES:
        raise ResumeError(
            f"{label} is larger than 5 MB. Save it without pictures or as plain PDF and try again.", code="too_large"
        )
    _refuse_flood(by, at)
    if resume is None:
        if Resume.objects.visible_to(by).filter(owner=by).live().count() >= MAX_RESUMES:
            raise ResumeError(f"You keep {MAX_RESUMES} resumes already. Delete one first.", code="too_many")
        resume = Resume.objects.create(owner=by, title=PurePath(label).stem[:160] or label)
    kept = ResumeFile.objects.create(
        owner=by,
        resume=resume,
        label=label,
        format=_format_of(label),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
    )
    return start_run(
        read_resume,
        by=by,
        label=f"Reading {label}",
        subject_kind="resume",
        subject_id=resume.pk,
        key=f"read:{kept.pk}",
        file_id=str(kept.pk),
    )


def _hold_resumes(owner_id: uuid.UUID) -> None:
    """Let one transaction at a time decide which of a person's resumes is the primary one."""
    list(Resume.objects.select_for_update().filter(owner_id=owner_id).order_by("pk").values_list("pk"))


def analyse(parsed: ParsedResume, *, today: dt.date) -> tuple[AtsReport, list[SkillEvidence]]:
    """Score card and skills of a parsed resume: pure work, no database."""
    # Loaded here: pages that only list resumes need neither the taxonomy nor the rules.
    from resumes.ats import score_resume
    from resumes.skill_evidence import collect
    from resumes.taxonomy import taxonomy

    report = score_resume(parsed, requirements=None, today=today)
    return report, list(collect(parsed, taxonomy(), today=today))


@transaction.atomic
def store_version(
    resume: Resume,
    parsed: ParsedResume,
    *,
    source: str,
    today: dt.date,
    file: ResumeFile | None,
    images: list[bytes] | None = None,
    based_on: ResumeVersion | None = None,
    note: str = "",
) -> ResumeVersion:
    """A new immutable version with its sections, entries, bullets, skills and page images.

    Afterwards it is the resume's newest; a person's first resume is the primary one.
    """
    _hold_resumes(resume.owner_id)
    resume.refresh_from_db(fields=["is_primary", "deleted_at"])
    report, skills = analyse(parsed, today=today)
    origin = {"source": source, "file": file, "based_on": based_on, "note": note}
    version = _store_version_row(resume, parsed, report, origin)
    _store_sections(version, parsed)
    _store_skills(version, skills)
    _store_pages(version, images, based_on)
    store_explanations(version)
    if not Resume.objects.filter(owner_id=resume.owner_id, is_primary=True).live().exists():
        resume.is_primary = bool(Resume.objects.filter(pk=resume.pk).live().update(is_primary=True))
    if resume.is_primary:
        sync_opt_in(resume.owner)
        tell_current_changed(resume.owner)
    return version


def _store_version_row(
    resume: Resume, parsed: ParsedResume, report: AtsReport, origin: dict[str, Any]
) -> ResumeVersion:
    from resumes.taxonomy import taxonomy

    last = ResumeVersion.objects.filter(resume=resume).aggregate(last=Max("number"))["last"] or 0
    return ResumeVersion.objects.create(
        owner_id=resume.owner_id,
        resume=resume,
        number=last + 1,
        parsed=parsed.to_dict(),
        text=parsed.text,
        text_sha256=hashlib.sha256(parsed.text.encode()).hexdigest(),
        parser_version=parsed.parser_version,
        ats_signals=report.signals,
        ats_findings=[asdict(finding) for finding in report.findings],
        ats_score=report.score,
        ats_version=report.version,
        taxonomy_version=taxonomy().version,
        **origin,
    )


def _value(field: Field | None, limit: int = 300) -> str:
    return field.value[:limit] if field else ""


def _entry_row(version: ResumeVersion, section: ResumeSection, position: int, entry: Entry) -> ResumeEntry:
    return ResumeEntry(
        owner_id=version.owner_id,
        version=version,
        section=section,
        position=position,
        confidence=entry.confidence,
        start=entry.start,
        end=entry.end,
        boxes=[box.to_dict() for box in entry.boxes],
        kind=entry.kind,
        organization=_value(entry.organization),
        title=_value(entry.title),
        location=_value(entry.location),
        start_date=_value(entry.start_date, 7),
        end_date=_value(entry.end_date, 7),
        degree=_value(entry.degree),
        area=_value(entry.area),
        summary=entry.summary,
    )


def _section_row(version: ResumeVersion, position: int, section: Section) -> ResumeSection:
    return ResumeSection(
        owner_id=version.owner_id,
        version=version,
        position=position,
        confidence=section.confidence,
        start=section.start,
        end=section.end,
        boxes=[box.to_dict() for box in section.boxes],
        kind=section.kind,
        heading=section.heading[:200],
        text=section.text,
    )


def _store_sections(version: ResumeVersion, parsed: ParsedResume) -> None:
    sections, entries, bullets = [], [], []
    for position, section in enumerate(parsed.sections):
        section_row = _section_row(version, position, section)
        sections.append(section_row)
        for number, entry in enumerate(section.entries):
            entry_row = _entry_row(version, section_row, number, entry)
            entries.append(entry_row)
            bullets += [
                ResumeBullet(
                    owner_id=version.owner_id,
                    version=version,
                    section=section_row,
                    entry=entry_row,
                    position=place,
                    confidence=bullet.confidence,
                    start=bullet.start,
                    end=bullet.end,
                    boxes=[box.to_dict() for box in bullet.boxes],
                    text=bullet.text,
                )
                for place, bullet in enumerate(entry.bullets)
            ]
    ResumeSection.objects.bulk_create(sections)
    ResumeEntry.objects.bulk_create(entries)
    ResumeBullet.objects.bulk_create(bullets)


def _store_skills(version: ResumeVersion, skills: list[SkillEvidence]) -> None:
    ResumeSkill.objects.bulk_create(
        ResumeSkill(
            owner_id=version.owner_id,
            version=version,
            key=skill.key,
            label=skill.label,
            spans=[list(span) for span in skill.spans],
            years=skill.years,
            last_used=skill.last_used or "",
            proficiency=skill.proficiency,
            is_evidenced=skill.evidenced,
            is_implied=bool(skill.implied_by),
        )
        for skill in skills
    )


def _store_pages(version: ResumeVersion, images: list[bytes] | None, based_on: ResumeVersion | None) -> None:
    if images is None and based_on is not None:
        images = [bytes(page.image) for page in based_on.pages.order_by("number")]
    ResumePage.objects.bulk_create(
        ResumePage(
            owner_id=version.owner_id,
            version=version,
            number=number,
            content_type="image/png" if image[:8] == b"\x89PNG\r\n\x1a\n" else "image/webp",
            image=image,
        )
        for number, image in enumerate(images or [], start=1)
    )


@transaction.atomic
def correct(
    version: ResumeVersion, corrections: list[Correction], *, today: dt.date, note: str = "Corrected by you"
) -> ResumeVersion:
    """A new version in which these fields say what the person says; raises ResumeError for a place that is not there."""
    try:
        parsed = apply_corrections(ParsedResume.from_dict(version.parsed), corrections)
    except LookupError as error:
        raise ResumeError("That field is no longer where it was. Reload the page and try again.") from error
    return store_version(
        version.resume,
        parsed,
        source=ResumeVersion.Source.CORRECTION,
        today=today,
        file=version.file,
        based_on=version,
        note=note,
    )


@transaction.atomic
def restore_version(version: ResumeVersion, *, today: dt.date) -> ResumeVersion:
    """Make an older version the newest again, as a new version; nothing is lost."""
    return store_version(
        version.resume,
        ParsedResume.from_dict(version.parsed),
        source=ResumeVersion.Source.RESTORE,
        today=today,
        file=version.file,
        based_on=version,
        note=f"Restored from version {version.number}",
    )


@transaction.atomic
def make_primary(resume: Resume) -> None:
    """Use this resume for matches."""
    _hold_resumes(resume.owner_id)
    if not Resume.objects.filter(pk=resume.pk).live().exists():
        raise ResumeError("This resume is in the bin. Take it out first.", code="binned")
    if not resume.versions.exists():
        raise ResumeError("This resume is not read yet. Wait until it is, then choose it.", code="unread")
    Resume.objects.filter(owner_id=resume.owner_id, is_primary=True).update(is_primary=False)
    Resume.objects.filter(pk=resume.pk).update(is_primary=True)
    sync_opt_in(resume.owner)
    tell_current_changed(resume.owner)


@transaction.atomic
def bin_resume(resume: Resume, *, at: dt.datetime) -> None:
    """Put a resume in the bin; another one becomes primary, and companies no longer find this one."""
    _hold_resumes(resume.owner_id)
    resume.refresh_from_db(fields=["is_primary"])
    Resume.objects.filter(pk=resume.pk).live().update(deleted_at=at, is_primary=False)
    shown = ResumeGrant.objects.filter(resume=resume, reason=ResumeGrant.Reason.OPTED_IN, revoked_at=None)
    if shown.update(revoked_at=at):
        forget_results_once_committed(resume.owner_id)
    if resume.is_primary:
        heir = (
            Resume.objects.filter(owner_id=resume.owner_id, versions__isnull=False).live().order_by("-updated_at", "pk")
        )
        if (first := heir.first()) is not None:
            Resume.objects.filter(pk=first.pk).update(is_primary=True)
        sync_opt_in(resume.owner)
        tell_current_changed(resume.owner)


@transaction.atomic
def unbin_resume(resume: Resume) -> None:
    """Take a resume out of the bin; it is primary if there is no other. One that is not in the bin stays as it is."""
    _hold_resumes(resume.owner_id)
    if Resume.objects.filter(pk=resume.pk).live().exists():
        return
    has_primary = Resume.objects.filter(owner_id=resume.owner_id, is_primary=True).live().exists()
    Resume.objects.filter(pk=resume.pk).update(deleted_at=None, is_primary=not has_primary)
    if not has_primary:
        sync_opt_in(resume.owner)
        tell_current_changed(resume.owner)


def current_versions(user: User) -> QuerySet[ResumeVersion]:
    """The versions of the person's primary resume, the one that stands for them in matches first."""
    own = ResumeVersion.objects.filter(owner=user, resume__is_primary=True, resume__deleted_at=None)
    return own.order_by("-number", "pk")


def current_version(user: User) -> ResumeVersion | None:
    """The newest version of the person's primary resume: what stands for them in matches."""
    return current_versions(user).first()


@transaction.atomic
def sync_opt_in(user: User) -> None:
    """Companies see exactly the current version if the person lets companies find them, and else none by opting in."""
    from django.utils import timezone

    profile = TalentProfile.objects.filter(owner=user).first()
    version = current_version(user) if profile and profile.is_visible_to_companies else None
    live = ResumeGrant.objects.filter(owner=user, reason=ResumeGrant.Reason.OPTED_IN, revoked_at=None)
    old = live if version is None else live.exclude(version=version)
    has_changed = bool(old.update(revoked_at=timezone.now()))
    if version is not None and not live.filter(version=version).exists():
        ResumeGrant.objects.create(
            owner=user, resume_id=version.resume_id, version=version, reason=ResumeGrant.Reason.OPTED_IN
        )
        has_changed = True
    if has_changed:
        forget_results_once_committed(user.pk)
