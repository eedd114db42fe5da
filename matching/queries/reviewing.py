"""Who may see who a candidate is: the posting's switch, the reader's role, and what the reader revealed."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Membership, User
from matching.models import Application, IdentityReveal, JobPosting, ReviewSwitch
from resumes.models import ResumeGrant

WRITERS = (Membership.Role.OWNER, Membership.Role.RECRUITER)


@dataclass(frozen=True, slots=True)
class Reviewing:
    """How one person reviews the candidates of one job. A viewer never learns who anybody is."""

    is_blind: bool = False
    may_recruit: bool = False
    revealed: frozenset[uuid.UUID] = frozenset()

    def hides(self, person_id: uuid.UUID) -> bool:
        """Whether this person's identity is kept from the reader."""
        return not self.may_recruit or (self.is_blind and person_id not in self.revealed)

    @property
    def hides_some(self) -> bool:
        return self.is_blind or not self.may_recruit

    @property
    def key(self) -> str:
        """Of everything that decides what is hidden: for whoever keeps what was shown."""
        told = [self.is_blind, self.may_recruit, *sorted(map(str, self.revealed))]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _newest_switch(job: OuterRef | uuid.UUID) -> Coalesce:
    newest = ReviewSwitch.objects.filter(job=job).order_by("-created_at", "-pk").values("is_blind")[:1]
    return Coalesce(Subquery(newest), Value(False), output_field=BooleanField())


def reviewing(user: User, job: JobPosting) -> Reviewing:
    """The reader's view of this job's candidates; one query. Who is no member of the company sees nobody's identity."""
    mine = IdentityReveal.objects.filter(job=job.pk, revealed_by=user.pk).order_by().values("owner_id")
    found = (
        Membership.objects.filter(user=user.pk, company=job.company_id)
        .annotate(is_blind=_newest_switch(job.pk), revealed=ArraySubquery(mine))
        .values_list("role", "is_blind", "revealed")
        .first()
    )
    if found is None:
        return Reviewing()
    role, is_blind, revealed = found
    return Reviewing(is_blind, role in WRITERS, frozenset(revealed))


def is_blind(job: JobPosting) -> bool:
    """Whether the posting's blind review is on; one query."""
    return bool(
        ReviewSwitch.objects.filter(job=job).order_by("-created_at", "-pk").values_list("is_blind", flat=True).first()
    )


def hides_files(user: User, owner_id: uuid.UUID) -> bool:
    """Whether the original files of this person's resume are kept from a reader who may read the version; one query.

    A file and a picture of its pages tell who somebody is. They are open where the reader may see the person by name as
    a candidate of at least one job.
    """
    revealed = IdentityReveal.objects.filter(job=OuterRef("pk"), owner=owner_id, revealed_by=user.pk)
    applied = Application.objects.filter(
        job=OuterRef("pk"), owner=owner_id, status=Application.Status.APPLIED, deleted_at=None
    )
    open_to_all = ResumeGrant.objects.filter(owner=owner_id, company=None, revoked_at=None)
    companies = Membership.objects.filter(user=user.pk, role__in=WRITERS).order_by().values("company_id")
    jobs = JobPosting.objects.filter(company__in=companies).live()
    named = jobs.filter(Exists(applied) | Exists(open_to_all)).annotate(is_blind=_newest_switch(OuterRef("pk")))
    return not named.filter(Q(is_blind=False) | Exists(revealed)).exists()


def switches(user: User, job: JobPosting) -> Sequence[ReviewSwitch]:
    """When blind review was turned on and off, newest first; one query."""
    return list(ReviewSwitch.objects.visible_to(user).filter(job=job).order_by("-created_at", "-pk"))
