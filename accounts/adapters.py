"""Where people land after signing in."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up and log-in."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Seekers go to their overview, people who only hire to their company."""
        user = request.user
        if user.is_authenticated and not user.is_seeker:
            return reverse("matching:company_dashboard")
        return reverse("pages:overview")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)
