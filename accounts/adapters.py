"""Where people land after signing in."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User


def start_page(user: User) -> str:
    """The view a person starts from: seekers at their overview, staff who belong nowhere else at the operations site,
    everybody else at their company."""
    if user.is_seeker:
        return "pages:overview"
    if user.is_staff and user.active_membership is None:
        return "admin:index"
    return "matching:company_dashboard"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up and log-in."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where this person's work is."""
        user = request.user
        return reverse(start_page(user) if user.is_authenticated else "pages:overview")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)
