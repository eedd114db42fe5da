"""Companies, who works for them, and invitations to join."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.scoping import OwnedModel, Person, ScopedQuerySet, key_of


def company_ids_of(user_id: uuid.UUID, *roles: str) -> models.QuerySet[Membership, uuid.UUID]:
    """Keys of the companies this person belongs to, as a sub-query; with roles only those memberships."""
    memberships = Membership.objects.filter(user_id=user_id)
    if roles:
        memberships = memberships.filter(role__in=roles)
    return memberships.order_by().values_list("company_id", flat=True)


class CompanyQuerySet(ScopedQuerySet["Company"]):
    """A company's name and address are public facts; its owners change them."""

    def visible_to(self, user: Person) -> Self:
        """Every company (policy `accounts_company_select`)."""
        return self.all()

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return Q(pk__in=company_ids_of(user_id, Membership.Role.OWNER))


class Company(OwnedModel):
    """An employer that posts jobs."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="founded_companies")
    name = models.CharField(max_length=160)
    website = models.URLField(max_length=300, blank=True)
    about = models.TextField(max_length=4000, blank=True)
    country = models.CharField(max_length=2, blank=True)
    is_demo = models.BooleanField(default=False)

    objects: ClassVar[CompanyQuerySet] = CompanyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    """Colleagues see one another; owners of the company change memberships."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(user_id=user_id) | Q(company_id__in=company_ids_of(user_id))

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return Q(company_id__in=company_ids_of(user_id, Membership.Role.OWNER))


class Membership(OwnedModel):
    """A person's role in a company."""

    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        RECRUITER = "recruiter", "Recruiter"
        VIEWER = "viewer", "Viewer"

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.RECRUITER)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "user"], name="accounts_membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "recruiter", "viewer"]), name="accounts_membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} of {self.company_id}"

    @property
    def may_recruit(self) -> bool:
        """Whether this role may post jobs and act on candidates."""
        return self.role in (self.Role.OWNER, self.Role.RECRUITER)


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    """Owners of the company see and change its invitations."""

    def visible_q(self, user_id: uuid.UUID) -> Q:
        return Q(company_id__in=company_ids_of(user_id))

    def editable_q(self, user_id: uuid.UUID) -> Q:
        return Q(company_id__in=company_ids_of(user_id, Membership.Role.OWNER))

    def open_at(self, at: dt.datetime) -> Self:
        """Invitations that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(OwnedModel):
    """An offer to join a company, sent by e-mail as a secret link; only the link's hash is kept."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=Membership.Role, default=Membership.Role.RECRUITER)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "company",
                condition=Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.email}"


__all__ = ["Company", "Invitation", "Membership", "company_ids_of", "key_of"]
