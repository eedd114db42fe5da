"""Users and companies for staff; what people keep in them stays out of the admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.models import Company, User
from careercopilot.admin import ReadOnlyAdmin

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Who may sign in, and who is staff. Passwords are never shown or set here."""

    list_display = ["email", "name", "is_seeker", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_active", "is_seeker", "is_demo"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", "is_seeker", "is_active", "is_staff", "is_superuser", "date_joined", "last_login"]
    readonly_fields = ["email", "date_joined", "last_login"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Company)
class CompanyAdmin(ReadOnlyAdmin):
    """Companies are public facts; their owners change them."""

    list_display = ["name", "country", "website", "is_demo", "created_at"]
    search_fields = ["name"]
    ordering = ["name"]
