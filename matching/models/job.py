"""Job postings, what they ask for, and their vectors."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from pgvector.django import HalfVectorField

from accounts.models import Membership, company_ids_of
from accounts.scoping import M, OwnedModel, Person, ScopedQuerySet, key_of


class SharedJobQuerySet(ScopedQuerySet[M]):
    """Published jobs are public; others belong to their author and to the author's company.

    A candidate keeps sight of the jobs they applied to, also once those are closed.
    """

    job_key = "job_id"

    def visible_to(self, user: Person) -> Self:
        applications = apps.get_model("matching", "Application").objects.filter(owner_id=key_of(user), deleted_at=None)
        applied = Q(**{f"{self.job_key}__in": applications.order_by().values("job_id")})
        return self.filter(Q(is_published=True) | self.mine_q(key_of(user)) | applied)

    @staticmethod
    def mine_q(user_id: uuid.UUID) -> Q:
        """The person's own private jobs, and those of the person's companies."""
        return Q(owner_id=user_id, company=None) | Q(company_id__in=company_ids_of(user_id))

    def editable_q(self, user_id: uuid.UUID) -> Q:
        writers = company_ids_of(user_id, Membership.Role.OWNER, Membership.Role.RECRUITER)
        return Q(owner_id=user_id, company=None) | Q(company_id__in=writers)


class JobPostingQuerySet(SharedJobQuerySet["JobPosting"]):
    """Adds what pages ask of postings, and that applicants go on seeing a job which was closed."""

    job_key = "pk"

    def mine(self, user: Person) -> Self:
        """Own private jobs and those of the person's companies."""
        return self.filter(self.mine_q(key_of(user)))

    def live(self) -> Self:
        """Postings that are not in the bin."""
        return self.filter(deleted_at=None)

    def open_on(self, day: dt.date) -> Self:
        """Postings that can still be applied to on this day."""
        return self.live().filter(Q(closes_on=None) | Q(closes_on__gte=day))


class JobPosting(OwnedModel):
    """A job: a company's posting, a loaded one, or one that a seeker added for themselves."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        CLOSED = "closed", "Closed"
        PRIVATE = "private", "Private"

    class Source(models.TextChoices):
        FORM = "form", "Form"
        PASTE = "paste", "Pasted text"
        LOADED = "loaded", "Loaded"
        SEEKER = "seeker", "Added by a seeker"
        DEMO = "demo", "Demo"

    class Remote(models.TextChoices):
        ONSITE = "onsite", "On site"
        HYBRID = "hybrid", "Hybrid"
        REMOTE = "remote", "Remote"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey(
        "accounts.Company", on_delete=models.CASCADE, null=True, blank=True, related_name="jobs"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    source = models.CharField(max_length=6, choices=Source)
    is_demo = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    is_published = models.GeneratedField(
        expression=Q(status="published", deleted_at=None),  # type: ignore[arg-type]  # the stubs lack Q here
        output_field=models.BooleanField(),
        db_persist=True,
    )
    title = models.CharField(max_length=200)
    company_name = models.CharField(max_length=160, blank=True)
    description = models.TextField(blank=True)
    locations = models.JSONField(default=list, help_text="[{name, country, latitude, longitude, time_zone}]")
    place_text = models.CharField(max_length=300, blank=True, help_text="The places in words, for lists and search.")
    countries = models.JSONField(default=list)
    remote = models.CharField(max_length=6, choices=Remote, blank=True)
    level = models.CharField(max_length=9, blank=True)
    profession = models.CharField(max_length=80, blank=True)
    min_years = models.FloatField(null=True, blank=True)
    salary_min = models.FloatField(null=True, blank=True)
    salary_max = models.FloatField(null=True, blank=True)
    salary_currency = models.CharField(max_length=3, blank=True)
    salary_period = models.CharField(max_length=5, blank=True)
    posted_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    is_rankable = models.BooleanField(default=True, help_text="False: too little text to match on.")
    reading_version = models.CharField(max_length=40, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)

    objects: ClassVar[JobPostingQuerySet] = JobPostingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["company", "-created_at"], name="matching_job_company"),
            models.Index(fields=["owner", "-created_at"], name="matching_job_owner"),
            models.Index(fields=["-posted_on", "id"], condition=Q(is_published=True), name="matching_job_public"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="private", company=None) | ~Q(status="private"), name="matching_job_private_alone"
            ),
            models.CheckConstraint(
                condition=Q(salary_min=None) | Q(salary_max=None) | Q(salary_max__gte=F("salary_min")),
                name="matching_job_salary_order",
            ),
            models.UniqueConstraint(
                fields=["owner", "source", "external_id"],
                condition=~Q(external_id="") & Q(deleted_at=None),
                name="matching_job_external_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class JobPart(OwnedModel):
    """Columns that a job's parts repeat from it; composite keys in the database keep them equal to the job's."""

    job = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="%(class)ss")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey("accounts.Company", on_delete=models.CASCADE, null=True, related_name="+")
    is_published = models.BooleanField(default=False)

    objects: ClassVar[SharedJobQuerySet[Any]] = SharedJobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


class JobRequirement(JobPart):
    """One thing that a job asks for; rows with one `any_of` number are alternatives."""

    class Importance(models.TextChoices):
        MUST = "must", "Must have"
        NICE = "nice", "Nice to have"

    position = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    skill_key = models.CharField(max_length=160, blank=True)
    skill_label = models.CharField(max_length=300, blank=True)
    importance = models.CharField(max_length=4, choices=Importance, default=Importance.MUST)
    any_of = models.PositiveSmallIntegerField(null=True, blank=True)
    min_years = models.FloatField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="matching_requirement_position")]


class JobVector(JobPart):
    """A job's meaning as unit vectors, with the columns that retrieval filters on and the packed facts it scores."""

    model = models.CharField(max_length=80, help_text="Encoder and precision.")
    text_sha256 = models.CharField(max_length=64)
    search = HalfVectorField(dimensions=384, null=True, help_text="Title and requirements; what retrieval compares.")
    description = HalfVectorField(dimensions=384, null=True)
    requirements = HalfVectorField(dimensions=384, null=True)
    facts = models.BinaryField(help_text="JobFacts packed for scoring; layout in matching.facts.")
    facts_version = models.CharField(max_length=40)
    skill_keys = models.JSONField(default=list)
    country = models.CharField(max_length=2, blank=True)
    remote = models.CharField(max_length=6, blank=True)
    level = models.SmallIntegerField(null=True)
    closes_on = models.DateField(null=True)
    embedded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job"], name="matching_jobvector_one")]

    def __str__(self) -> str:
        return f"Vectors of {self.job_id}"
