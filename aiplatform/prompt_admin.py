"""Prompts for staff: versions, what differs between two, drafts, and what is in production and why."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from aiplatform.forms import ReasonForm, VersionForm
from aiplatform.models import Prompt, PromptVersion
from aiplatform.queries import registry
from aiplatform.services import PromptError, approvals, prompts, trials
from aiplatform.trial_admin import playground_page, try_page
from aiplatform.usage_admin import usage_page
from careercopilot.admin import ReadOnlyAdmin
from careercopilot.errors import DomainError

NAME = "aiplatform_prompt"
FOLDER = "admin/aiplatform/prompt"
State = PromptVersion.State


class AskedFor(admin.SimpleListFilter):
    """Prompts by what they are asked for; parts of others are asked for nothing."""

    title = "capability"
    parameter_name = "capability"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        keys = Prompt.objects.exclude(capability="").order_by("capability").values_list("capability", flat=True)
        return [(key, key) for key in keys.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Prompt]) -> QuerySet[Prompt]:
        return queryset.filter(capability=self.value()) if self.value() else queryset


@admin.register(Prompt)
class PromptAdmin(ReadOnlyAdmin):
    """The registry. Nothing is changed in place: a change is a new draft."""

    list_display = ["key", "title", "capability", "in_production", "waiting", "updated_at"]
    list_filter = ["is_part", AskedFor]
    search_fields = ["key", "title", "capability"]
    ordering = ["key"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description="In production")
    def in_production(self, row: Prompt) -> str:
        numbers = [str(one.number) for one in row.versions.all() if one.state == State.PRODUCTION]
        return numbers[0] if numbers else "none"

    @admin.display(description="Drafts and candidates")
    def waiting(self, row: Prompt) -> str:
        open_ = [one for one in row.versions.all() if one.state in (State.DRAFT, State.CANDIDATE)]
        return ", ".join(f"{one.number} ({one.state})" for one in sorted(open_, key=lambda one: one.number)) or "none"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<uuid:pk>/rollback/", wrap(self.rollback), name=f"{NAME}_rollback"),
            path("versions/<uuid:pk>/draft/", wrap(self.draft), name=f"{NAME}_draft"),
            path("versions/<uuid:pk>/text/", wrap(self.text), name=f"{NAME}_text"),
            path("versions/<uuid:pk>/submission/", wrap(self.submission), name=f"{NAME}_submission"),
            path("versions/<uuid:pk>/retirement/", wrap(self.retirement), name=f"{NAME}_retirement"),
            path("versions/<uuid:pk>/promotion/", wrap(self.promotion), name=f"{NAME}_promotion"),
            path("usage/", wrap(usage_page), name="aiplatform_usage"),
            path("<uuid:pk>/playground/", wrap(playground_page), name="aiplatform_playground"),
            path("<uuid:pk>/playground/<uuid:run>/", wrap(try_page), name="aiplatform_playground_try"),
        ]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A prompt with its versions, two of them compared, and its history."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        prompt = get_object_or_404(Prompt, pk=_key(object_id))
        lines = registry.lines(prompt)
        pair = chosen_pair([line.version for line in lines], request.GET.get("a", ""), request.GET.get("b", ""))
        context = {"prompt": prompt, "lines": lines, "history": registry.history(prompt), "pair": pair}
        context |= {"diff": registry.compared(*pair) if pair else [], "reason": ReasonForm()}
        return self._page(request, "detail", prompt.title, context)

    def draft(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """A new draft that begins with the text of a version."""
        parent = self._version(request, pk)

        def act(values: dict[str, Any]) -> PromptVersion:
            return prompts.draft(parent.prompt, by=request.user, parent=parent, **values)  # type: ignore[arg-type]

        return self._edit(request, parent, f"New draft from version {parent.number}", act)

    def text(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """The text of a draft."""
        version = self._version(request, pk)

        def act(values: dict[str, Any]) -> PromptVersion:
            return prompts.edit(version, by=request.user, **values)  # type: ignore[arg-type]

        return self._edit(request, version, f"Draft {version.number}", act, draft=version)

    def submission(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Make a draft a candidate."""
        version = self._version(request, pk)

        def act() -> str:
            prompts.submit(version, by=request.user)  # type: ignore[arg-type]
            return f"Version {version.number} is a candidate. Its text never changes again."

        return self._act(request, version.prompt, act)

    def retirement(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Put a draft or a candidate away."""
        version = self._version(request, pk)

        def act() -> str:
            prompts.retire(version, by=request.user)  # type: ignore[arg-type]
            return f"Version {version.number} is retired."

        return self._act(request, version.prompt, act)

    def promotion(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """What speaks for and against a candidate; one person asks for its promotion, another agrees."""
        version = self._version(request, pk)
        if request.method == "POST":
            return self._act(request, version.prompt, partial(promotion_act, version, request))
        active = PromptVersion.objects.in_production().filter(prompt=version.prompt).first()
        both = [one for one in (active, version) if one is not None]
        figures = registry.performance([one.pk for one in both])
        arm = trials.granted_arm(version)
        context: dict[str, Any] = {"prompt": version.prompt, "version": version, "active": active}
        context |= {"reason": ReasonForm(), "missing": trials.missing_for(version), "arm": arm}
        context |= {"approval": approvals.open_for(version), "checks": arm.decision.get("checks", []) if arm else []}
        context |= {"diff": registry.compared(active, version) if active else []}
        context |= {"figures": [(one, figures.get(one.pk, registry.Performance())) for one in both]}
        return self._page(request, "promotion", f"Promote {version.prompt.key} {version.number}", context)

    def rollback(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Go back to the version that was in production before."""
        self._may_act(request)
        prompt = get_object_or_404(Prompt, pk=pk)

        def act() -> str:
            done = prompts.rollback(prompt, by=request.user, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
            return f"Version {done.version.number} is in production again."

        return self._act(request, prompt, act)

    def _edit(
        self,
        request: HttpRequest,
        version: PromptVersion,
        title: str,
        act: Callable[[dict[str, Any]], PromptVersion],
        draft: PromptVersion | None = None,
    ) -> HttpResponse:
        fields = ("system", "template", "parameters", "output_schema")
        start = {name: getattr(version, name) for name in fields} | {"note": draft.note if draft else ""}
        form = VersionForm(request.POST or None, initial=start, prompt=version.prompt, version=draft)
        if request.method == "POST" and form.is_valid():
            try:
                done = act(form.cleaned_data)
            except DomainError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, f"Draft {done.number} is kept.")
                return redirect(f"admin:{NAME}_change", version.prompt_id)
        status = 422 if form.is_bound else 200
        return self._page(request, "text", title, {"form": form, "prompt": version.prompt}, status=status)

    def _act(self, request: HttpRequest, prompt: Prompt, act: Callable[[], str]) -> HttpResponse:
        if request.method != "POST":
            raise PermissionDenied
        try:
            messages.success(request, act())
        except DomainError as error:
            messages.error(request, error.message)
        return redirect(f"admin:{NAME}_change", prompt.pk)

    def _version(self, request: HttpRequest, pk: uuid.UUID) -> PromptVersion:
        self._may_act(request)
        return get_object_or_404(PromptVersion.objects.select_related("prompt"), pk=pk)

    def _may_act(self, request: HttpRequest) -> None:
        if not request.user.has_perm("aiplatform.change_prompt"):
            raise PermissionDenied

    def _page(
        self, request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        may_act = request.user.has_perm("aiplatform.change_prompt")
        whole = {**self.admin_site.each_context(request), "title": title, "opts": Prompt._meta, "may_act": may_act}
        return TemplateResponse(request, f"{FOLDER}/{name}.html", {**whole, **context}, status=status)


def promotion_act(version: PromptVersion, request: HttpRequest) -> str:
    """Ask for a promotion, agree to it, or take the wish back, as the form says."""
    person: Any = request.user
    waiting = approvals.open_for(version)
    wanted = request.POST.get("act", "ask")
    if wanted == "ask" and not PromptVersion.objects.in_production().filter(prompt=version.prompt).exists():
        prompts.promote(version, by=person, reason=request.POST.get("reason", ""))
        return f"Version {version.number} is in production."
    if wanted == "ask":
        approvals.ask(version, by=person, reason=request.POST.get("reason", ""))
        return "Asked. Another person of the staff must agree on the same page."
    if waiting is None:
        raise PromptError("Nobody asks for this promotion any more.", code="gone")
    if wanted == "withdraw":
        approvals.withdraw(waiting, at=timezone.now())
        return "The wish was taken back."
    approvals.agree(waiting, by=person, at=timezone.now())
    return f"Version {version.number} is in production."


def chosen_pair(versions: list[PromptVersion], a: str, b: str) -> tuple[PromptVersion, PromptVersion] | None:
    """The two versions to compare, the older first: those asked for, else production and the newest other one."""
    by_number = {str(version.number): version for version in versions}
    if a in by_number and b in by_number and a != b:
        first, second = sorted((by_number[a], by_number[b]), key=lambda version: version.number)
        return first, second
    active = next((version for version in versions if version.state == State.PRODUCTION), None)
    other = next((version for version in versions if version is not active), None)
    if active is None or other is None:
        return None
    first, second = sorted((active, other), key=lambda version: version.number)
    return first, second


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
