"""Forms of the account pages."""

from __future__ import annotations

from django import forms


class SignupForm(forms.Form):
    """Fields that sign-up asks beside e-mail and password."""

    def signup(self, request: object, user: object) -> None:
        """Called by allauth once the user is saved."""
