"""Who is acting: users, their wishes, companies and the work done for them."""

from accounts.models.company import Company, Invitation, Membership, company_ids_of
from accounts.models.profile import ProfilePlace, TalentProfile
from accounts.models.run import Run
from accounts.models.user import User

__all__ = [
    "Company",
    "Invitation",
    "Membership",
    "ProfilePlace",
    "Run",
    "TalentProfile",
    "User",
    "company_ids_of",
]
