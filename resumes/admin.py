"""The skill taxonomy for staff."""

from __future__ import annotations

from django.contrib import admin

from careercopilot.admin import ReadOnlyAdmin
from resumes.models import Skill, SkillAlias


class AliasInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """Other names of a skill."""

    model = SkillAlias
    extra = 0
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Skill)
class SkillAdmin(ReadOnlyAdmin):
    """Terms come from files (load_taxonomy), so that every installation recognises the same ones."""

    list_display = ["label", "kind", "domain", "group", "origin"]
    list_filter = ["kind", "origin", "domain"]
    search_fields = ["label", "key", "aliases__name"]
    ordering = ["label"]
    inlines = [AliasInline]
