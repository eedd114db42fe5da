"""What every operation of the JSON API asks of its token."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from accounts.models import ApiToken, User
from accounts.tokens import Bearer
from careercopilot.problems import Problem


class ApiRequest(HttpRequest):
    """A request whose token was accepted."""

    user: User
    auth: Bearer


class ApiTokenAuth(HttpBearer):
    """Lets tokens with this scope in; the middleware has recognised the token already."""

    def __init__(self, scope: ApiToken.Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        """The bearer; None where nobody holds the token (401). Raises Problem where the scope is missing (403)."""
        bearer: Bearer | None = getattr(request, "bearer", None)
        if bearer is not None and self.scope not in bearer.scopes:
            raise Problem("forbidden", f"This needs a token with the scope {self.scope.value}.")
        return bearer
