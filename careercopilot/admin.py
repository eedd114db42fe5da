"""The admin site: signing in goes through the product's own log-in, and staff need a second factor."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class OperationsSite(AdminSite):
    """The stock admin site under our name and our log-in."""

    site_header = "CareerCopilot operations"
    site_title = "Operations"
    index_title = "Operations"
    index_template = "admin/operations.html"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Staff without a second factor are led to setting one up where it is required."""
        user = request.user
        if user.is_authenticated and user.is_staff and not self._has_factor(request):
            messages.warning(request, "Set up a passkey or an authenticator app first; the operations pages need it.")
            return redirect("mfa_index")
        view = secure_admin_login(super().login)
        response: HttpResponse = view(request, extra_context)
        return response

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and self._has_factor(request)

    @staticmethod
    def _has_factor(request: HttpRequest) -> bool:
        return not settings.ADMIN_REQUIRES_MFA or bool(is_mfa_enabled(request.user))


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Rows that staff may look at and not change."""

    formfield_overrides: ClassVar[dict[Any, Any]] = {URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
