"""Who is acting: users, their wishes, companies and the work done for them."""

from accounts.models.cached import CachedResult
from accounts.models.company import Company, Invitation, Membership, company_ids_of
from accounts.models.profile import ProfilePlace, TalentProfile
from accounts.models.run import Run
from accounts.models.self_identification import SelfIdentification
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "CachedResult",
    "Company",
    "Invitation",
    "Membership",
    "ProfilePlace",
    "Run",
    "SelfIdentification",
    "TalentProfile",
    "User",
    "company_ids_of",
]
