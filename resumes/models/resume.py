"""Resume > ResumeVersion (immutable) > ResumeSection > ResumeEntry > ResumeBullet, its file and its page images."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import company_ids_of
from accounts.scoping import M, OwnedModel, ScopedQuerySet


def granted_version_ids(user_id: uuid.UUID) -> models.QuerySet[ResumeGrant, uuid.UUID]:
    """Keys of the resume versions that the person's companies were shown, as a sub-query."""
    grants = ResumeGrant.objects.filter(ResumeGrantQuerySet.shared_q(user_id))
    return grants.order_by().values_list("version_id", flat=True)


class ResumeQuerySet(ScopedQuerySet["Resume"]):
    """The owner's resumes, and those of which a version was granted to the person's company."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        grants = ResumeGrant.objects.filter(ResumeGrantQuerySet.shared_q(user_id))
        return Q(owner_id=user_id) | Q(pk__in=grants.order_by().values_list("resume_id", flat=True), deleted_at=None)

    def live(self) -> Self:
        """Resumes that are not in the bin."""
        return self.filter(deleted_at=None)


class Resume(OwnedModel):
    """A resume that a person keeps; its content lives in its versions."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="resumes")
    title = models.CharField(max_length=160)
    is_primary = models.BooleanField(default=False, help_text="Used for matches; one a person.")
    is_demo = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ResumeQuerySet] = ResumeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_primary=True, deleted_at=None), name="resumes_resume_one_primary"
            )
        ]

    def __str__(self) -> str:
        return self.title


class VersionChildQuerySet(ScopedQuerySet[M]):
    """Parts of a version: the owner's, and those of versions granted to the person's company."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=user_id) | Q(version_id__in=granted_version_ids(user_id))


class ResumeFileQuerySet(ScopedQuerySet["ResumeFile"]):
    """The owner's uploads, and the files behind granted versions."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        versions = ResumeVersion.objects.filter(pk__in=granted_version_ids(user_id))
        return Q(owner_id=user_id) | Q(pk__in=versions.order_by().values_list("file_id", flat=True))


class ResumeFile(OwnedModel):
    """The original bytes of an upload, kept in the database so that row security covers them too."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="files")
    label = models.CharField(max_length=160, help_text="The upload's own name, cleaned.")
    format = models.CharField(max_length=12)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    objects: ClassVar[ResumeFileQuerySet] = ResumeFileQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.label


class ResumeVersionQuerySet(ScopedQuerySet["ResumeVersion"]):
    """The owner's versions, and those granted to the person's company."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=user_id) | Q(pk__in=granted_version_ids(user_id))


class ResumeVersion(OwnedModel):
    """One immutable state of a resume: what was read, the scored signals, and where it came from."""

    class Source(models.TextChoices):
        UPLOAD = "upload", "Upload"
        PASTE = "paste", "Pasted text"
        CORRECTION = "correction", "Correction"
        RESTORE = "restore", "Restored"
        DEMO = "demo", "Demo"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="versions")
    file = models.ForeignKey(ResumeFile, on_delete=models.SET_NULL, null=True, related_name="versions")
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=Source)
    note = models.CharField(max_length=200, blank=True)
    parsed = models.JSONField(help_text="ParsedResume.to_dict()")
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    parser_version = models.CharField(max_length=40)
    ats_signals = models.JSONField(default=dict)
    ats_findings = models.JSONField(default=list)
    ats_score = models.PositiveSmallIntegerField()
    ats_version = models.CharField(max_length=40)
    taxonomy_version = models.CharField(max_length=60, blank=True)

    objects: ClassVar[ResumeVersionQuerySet] = ResumeVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resume", "number"], name="resumes_version_number_once"),
            models.CheckConstraint(condition=Q(ats_score__lte=100), name="resumes_version_ats_score"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class VersionPart(OwnedModel):
    """Common columns of a version's parts: place in the text (characters) and on the pages (boxes)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveIntegerField()
    confidence = models.FloatField(default=1.0)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    boxes = models.JSONField(default=list)

    objects: ClassVar[VersionChildQuerySet[Any]] = VersionChildQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


class ResumeSection(VersionPart):
    """A headed part of a resume."""

    kind = models.CharField(max_length=20)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.heading or self.kind


class ResumeEntry(VersionPart):
    """A dated entry of a section: a job, a course of study, a project."""

    section = models.ForeignKey(ResumeSection, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=20)
    organization = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)
    location = models.CharField(max_length=300, blank=True)
    start_date = models.CharField(max_length=7, blank=True, help_text="YYYY or YYYY-MM")
    end_date = models.CharField(max_length=7, blank=True, help_text="YYYY, YYYY-MM or present")
    degree = models.CharField(max_length=300, blank=True)
    area = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title or self.organization


class ResumeBullet(VersionPart):
    """One statement of an entry, or of a section without entries."""

    section = models.ForeignKey(ResumeSection, on_delete=models.CASCADE, related_name="bullets")
    entry = models.ForeignKey(ResumeEntry, on_delete=models.CASCADE, null=True, related_name="bullets")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text[:80]


class ResumePage(OwnedModel):
    """The picture of one page, shown beside what the machine read."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=20)
    image = models.BinaryField()

    objects: ClassVar[VersionChildQuerySet[ResumePage]] = VersionChildQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="resumes_page_number_once")]

    def __str__(self) -> str:
        return f"Page {self.number}"


class ResumeGrantQuerySet(ScopedQuerySet["ResumeGrant"]):
    """The owner's grants, and the live ones that name the person's company or every company."""

    @staticmethod
    def shared_q(user_id: uuid.UUID) -> Q:
        """Live grants that reach a company of this person."""
        companies = company_ids_of(user_id)
        open_to_all = Q(models.Exists(companies), company=None)
        return Q(revoked_at=None) & (Q(company_id__in=companies) | open_to_all)

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(owner_id=user_id) | self.shared_q(user_id)


class ResumeGrant(OwnedModel):
    """Leave for one company, or for every company, to read one version; given by applying or by opting in."""

    class Reason(models.TextChoices):
        APPLIED = "applied", "Applied"
        OPTED_IN = "opted_in", "Open to companies"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="grants")
    version = models.ForeignKey(ResumeVersion, on_delete=models.CASCADE, related_name="grants")
    company = models.ForeignKey("accounts.Company", on_delete=models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ResumeGrantQuerySet] = ResumeGrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "company", "reason"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                name="resumes_grant_once",
            ),
            models.CheckConstraint(
                condition=Q(reason="opted_in", company=None) | Q(reason="applied", company__isnull=False),
                name="resumes_grant_reach",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} to {self.company_id or 'every company'}"
