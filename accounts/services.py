"""What people may do with their account, their wishes and their company."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string

from accounts.events import tell_wishes_saved
from accounts.models import Company, Invitation, Membership, ProfilePlace, TalentProfile, User
from careercopilot.errors import DomainError
from careercopilot.places import Place

INVITATION_LIFE = dt.timedelta(days=14)


class TeamError(DomainError):
    """A change of the team that the product refuses."""


@dataclass(frozen=True)
class OpenInvitation:
    """What the invited person may know before accepting."""

    company: Company
    email: str
    role: str


def profile_of(user: User) -> TalentProfile:
    """The person's wishes; an empty row is made the first time."""
    profile, _ = TalentProfile.objects.get_or_create(owner=user)
    return profile


@transaction.atomic
def save_wishes(profile: TalentProfile, *, home: Place | None, wanted: Sequence[Place]) -> TalentProfile:
    """Keep the profile with exactly these places; the home place also sets the person's time zone."""
    profile.save()
    profile.places.all().delete()
    chosen = [(home, True)] if home else []
    chosen += [(place, False) for place in wanted if home is None or place != home]
    ProfilePlace.objects.bulk_create(
        ProfilePlace(
            owner_id=profile.owner_id,
            profile=profile,
            is_home=is_home,
            name=place.name,
            admin1=place.admin1,
            country=place.country,
            # Only a city is a point; a country or region stands for many.
            latitude=place.lat if place.kind == "city" else None,
            longitude=place.lon if place.kind == "city" else None,
            time_zone=place.timezone,
        )
        for place, is_home in dict.fromkeys(chosen)
    )
    if home and home.timezone:
        User.objects.filter(pk=profile.owner_id).update(time_zone=home.timezone)
    tell_wishes_saved(profile.owner)
    return profile


@transaction.atomic
def found_company(*, by: User, name: str, website: str = "", about: str = "", country: str = "") -> Company:
    """A new company whose owner is `by`."""
    company = Company.objects.create(owner=by, name=name, website=website, about=about, country=country)
    Membership.objects.create(company=company, user=by, role=Membership.Role.OWNER)
    by.__dict__.pop("active_membership", None)
    return company


def hash_of(token: str) -> str:
    """What is kept of an invitation's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(company: Company, *, email: str, role: str, by: User, at: dt.datetime, link: str) -> Invitation:
    """Invite an address; an earlier open invitation of it is replaced. `link` holds TOKEN where the secret goes."""
    if Membership.objects.filter(company=company, user__email__iexact=email).exists():
        raise TeamError(f"{email} is already in your company.", code="already_member")
    Invitation.objects.filter(company=company, email__iexact=email, accepted_at=None, revoked_at=None).update(
        revoked_at=at
    )
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                company=company,
                invited_by=by,
                email=email,
                role=role,
                token_hash=hash_of(token),
                expires_at=at + INVITATION_LIFE,
            )
    except IntegrityError as error:
        raise TeamError(f"An invitation of {email} was sent a moment ago.", code="just_invited") from error
    context = {"company": company, "by": by, "link": link.replace("TOKEN", token), "days": INVITATION_LIFE.days}
    text = render_to_string("accounts/mail/invitation.txt", context)
    transaction.on_commit(
        lambda: send_mail(f"Join {company.name} on CareerCopilot", text, settings.DEFAULT_FROM_EMAIL, [email])
    )
    return invitation


def read_invitation(token: str) -> OpenInvitation | None:
    """What an invitation offers, if it can still be accepted."""
    with connection.cursor() as cursor:
        cursor.execute("select company_id, email, role from accounts_read_invitation(%s)", [hash_of(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    return OpenInvitation(Company.objects.get(pk=row[0]), row[1], row[2])


def accept_invitation(token: str, *, by: User) -> Company:
    """Join the company that the invitation names; it must be addressed to `by`."""
    with connection.cursor() as cursor:
        cursor.execute("select accounts_accept_invitation(%s)", [hash_of(token)])
        company_id: uuid.UUID | None = cursor.fetchone()[0]
    if company_id is None:
        raise TeamError(
            "This invitation cannot be used: it has run out, was withdrawn, or is meant for another e-mail address.",
            code="invitation_unusable",
        )
    by.__dict__.pop("active_membership", None)
    return Company.objects.get(pk=company_id)


def revoke_invitation(invitation: Invitation, *, at: dt.datetime) -> None:
    """Withdraw an open invitation."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(revoked_at=at)


def _refuse_losing_last_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(company_id=membership.company_id, role=Membership.Role.OWNER)
    # A count would lock nothing: two owners who demote each other at once would both find the other one left.
    held = list(owners.select_for_update().order_by("pk").values_list("pk", flat=True))
    if held == [membership.pk]:
        raise TeamError("A company needs an owner. Make somebody else an owner first.", code="last_owner")


@transaction.atomic
def change_role(membership: Membership, *, role: str) -> None:
    """Give a member another role; a company keeps at least one owner."""
    if role != Membership.Role.OWNER:
        _refuse_losing_last_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])


@transaction.atomic
def remove_member(membership: Membership) -> None:
    """Take a member out of the company; a company keeps at least one owner."""
    _refuse_losing_last_owner(membership)
    membership.delete()
